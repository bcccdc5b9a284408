"""How people, seats, bodies and forums are found and listed: what is kept with each row to sort and search by."""

from collections.abc import Mapping
from typing import Any

from services.kit.vietnamese import searchable, sort_key

Seen = Mapping[str, Any]
Row = dict[str, Any]


def person(row: Seen) -> Row:
    """A person's row with what they are found and listed by."""
    return {**row, "sort_key": sort_key(row["full_name"]), "search_text": searchable(row["full_name"], row["email"])}


def seat(row: Seen) -> Row:
    """A seat's row likewise; its person's address and its body's name are looked for in their own rows."""
    text = searchable(row["full_name"], row["position"], row["sector"])
    return {**row, "sort_key": sort_key(row["full_name"]), "search_text": text}


def body(row: Seen) -> Row:
    """A body's row with what it is found by."""
    return {**row, "search_text": searchable(row["code"], row["name"], row["kind"])}


def forum(row: Seen) -> Row:
    """A forum's row with what it is found by."""
    return {**row, "search_text": searchable(row["title"], row["place"], row["host_name"])}
