"""Rows of notify's tables and the values they stand for."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from services.kit.db import Tx, as_json
from services.kit.queries import load
from services.notify.model import Claimed, Material, Occasion

queries = load(__file__)

#: Messages written by one statement: it must end well within the database's statement_timeout.
CHUNK = 5_000

FORUM_FACTS = ("forum_id", "title", "summary", "place", "host_name", "time_zone", "starts_at", "ends_at")

Row = Mapping[str, Any]


def notice(
    forum_id: UUID, occasion: Occasion, subject: str, facts: Row, at: datetime, expires_at: datetime | None = None
) -> Row:
    """What is to be told, as a row."""
    return {
        "forum_id": forum_id,
        "occasion": occasion,
        "subject": subject,
        "facts": facts,
        "at": at,
        "expires_at": expires_at,
    }


def tell(tx: Tx, notices: Sequence[Row], messages: Sequence[Row]) -> None:
    """Write notices, and tell each to its people; who has been told already is not told again."""
    queries.put_notices(tx.connection, notices=as_json(notices))
    for start in range(0, len(messages), CHUNK):
        queries.tell(tx.connection, messages=as_json(messages[start : start + CHUNK]))


def to_each(notice: Row, people: Iterable[UUID]) -> list[Row]:
    """One message of a notice for each of these people."""
    about = {name: notice[name] for name in ("forum_id", "occasion", "subject")}
    return [{**about, "person_id": person_id} for person_id in people]


def people(rows: Iterable[Row]) -> list[UUID]:
    """The people of a query's answer."""
    return [row["person_id"] for row in rows]


def material(row: Row) -> Material:
    """What a letter is written from, of a row that holds the message, its forum and its person."""
    return Material(
        occasion=Occasion(row["occasion"]),
        language=row["language"],
        full_name=row["full_name"],
        greeting=row["greeting"],
        forum={name: row[name] for name in FORUM_FACTS},
        facts=row["facts"],
        body_name=row["body_name"],
        answered_by=row["answered_by"],
    )


def claimed(row: Row) -> Claimed:
    """A leased delivery, of a row of `claim`."""
    names = ("forum_id", "delivery_id", "message_id", "person_id", "attempts", "unknowns", "late", "email")
    return Claimed(**{name: row[name] for name in (*names, "forum_state", "seat_id", "serial")}, material=material(row))
