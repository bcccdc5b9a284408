"""What people read of notify: their own messages, and organizers what was sent in their forum."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import groupby
from operator import itemgetter
from typing import Any
from uuid import UUID

from services.kit.acting import Acting
from services.kit.db import Tx
from services.kit.errors import Forbidden, Missing
from services.notify import letters
from services.notify.model import MANDATORY
from services.notify.store import Row, material, queries

PAGE = 50
#: in place of a link's own end, where a letter is only looked at
NOBODY = "…"

Filters = Mapping[str, Any]


def my_messages(tx: Tx, acting: Acting, asked: Filters, public_url: str) -> dict[str, Any]:
    """One's own messages, newest first."""
    rows = list(queries.inbox(tx.connection, person_id=acting.person, before=asked["after"], amount=PAGE + 1))
    return _page(rows, [_message(row, asked["language"], public_url) for row in rows[:PAGE]])


def my_unread(tx: Tx, acting: Acting) -> dict[str, Any]:
    """How many of one's own messages are unread."""
    return {"unread": queries.unread(tx.connection, person_id=acting.person)}


def my_data(tx: Tx, acting: Acting) -> dict[str, Any]:
    """Everything that is kept about the asker here."""
    whose = {"person_id": acting.person}
    rows = queries.kept_messages(tx.connection, **whose)
    return {
        "contact": queries.kept_contact(tx.connection, **whose),
        "leads": list(queries.kept_leads(tx.connection, **whose)),
        "seats": list(queries.kept_seats(tx.connection, **whose)),
        "messages": [_kept_message(list(group)) for _, group in groupby(rows, itemgetter("message_id"))],
    }


def _kept_message(rows: Sequence[Row]) -> dict[str, Any]:
    about = ("message_id", "forum_id", "forum_title", "occasion", "sent_at", "read_at")
    sending = ("delivery_id", "channel", "state", "attempts", "reason", "changed_at")
    deliveries = [{name: row[name] for name in sending} for row in rows if row["delivery_id"]]
    return {**{name: rows[0][name] for name in about}, "deliveries": deliveries}


def forum_messages(tx: Tx, acting: Acting, forum_id: UUID, asked: Filters) -> dict[str, Any]:
    """What was sent in a forum, to whom, and how that went; for its organizers."""
    must_organize(tx, acting, forum_id)
    limits = {"forum_id": forum_id, "before": asked["after"], "amount": PAGE + 1}
    rows = list(queries.deliveries(tx.connection, state=asked["state"], occasion=asked["occasion"], **limits))
    return _page(rows, [_delivery(row) for row in rows[:PAGE]]) | _counts(tx, forum_id)


def invitation(tx: Tx, acting: Acting, forum_id: UUID, language: str | None, public_url: str) -> dict[str, Any]:
    """The invitation as the asking organizer would get it; its link leads to no one's seat."""
    must_organize(tx, acting, forum_id)
    row = queries.invitation_of(tx.connection, forum_id=forum_id, person_id=acting.person)
    if row is None:
        raise Missing
    written = replace(material(row), language=language or row["language"])
    subject, text = letters.write_text(written, f"{public_url}/moi/{NOBODY}")
    return {"subject": subject, "text": text}


def must_organize(tx: Tx, acting: Acting, forum_id: UUID) -> None:
    """Raises Forbidden unless the person organizes the forum, Missing if they may not even know that there is one.

    A draft that is cancelled stays its organizers' affair; a forum that is cancelled is here treated as one.
    """
    place = queries.place_in_forum(tx.connection, forum_id=forum_id, person_id=acting.person)
    if place["roles"] and "organizer" in place["roles"]:
        return
    if place["state"] in (None, "draft", "cancelled"):
        raise Missing
    raise Forbidden


def _message(row: Row, language: str | None, public_url: str) -> dict[str, Any]:
    written = material(row)
    if language:
        written = replace(written, language=language)
    subject, text = letters.write_text(written, public_url + written.path)
    return {
        "message_id": row["message_id"],
        "forum_id": row["forum_id"],
        "forum_title": row["title"],
        "occasion": row["occasion"],
        "mandatory": MANDATORY[written.occasion],
        "subject": subject,
        "text": text,
        "path": written.path,
        "sent_at": row["created_at"],
        "read_at": row["read_at"],
    }


def _delivery(row: Row) -> dict[str, Any]:
    names = ("message_id", "delivery_id", "person_id", "full_name", "email", "occasion", "channel", "state", "attempts")
    times = {"sent_at": row["created_at"], "changed_at": row["changed_at"], "next_at": row["due_at"]}
    return {name: row[name] for name in (*names, "reason", "read_at")} | times


def _counts(tx: Tx, forum_id: UUID) -> dict[str, Any]:
    total: Counter[str] = Counter()
    by_occasion: defaultdict[str, dict[str, int]] = defaultdict(dict)
    for row in queries.delivery_counts(tx.connection, forum_id=forum_id):
        total[row["state"]] += row["amount"]
        by_occasion[row["occasion"]][row["state"]] = row["amount"]
    return {"counts": total, "counts_by_occasion": by_occasion}


def _page(rows: Sequence[Row], items: list[dict[str, Any]]) -> dict[str, Any]:
    return {"items": items, "next": str(rows[PAGE - 1]["number"]) if len(rows) > PAGE else None}
