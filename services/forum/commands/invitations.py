"""Invitations: who is to be told, by a link that names their seat. Notify writes the letters."""

from typing import Any
from uuid import UUID

from services.contracts import forum_stream
from services.forum.commands import access
from services.forum.model import forums
from services.forum.model import seats as rules
from services.forum.store import Row, queries
from services.kit.acting import Acting
from services.kit.db import Tx
from services.kit.errors import Fault, Invalid, Missing


def invite_seats(tx: Tx, acting: Acting, forum_id: UUID, data: dict[str, Any]) -> dict[str, Any]:
    """Invite these seats, or everyone else who has no invitation; who has one keeps it. → {invited}"""
    forum = access.organized_forum(tx, acting, forum_id)
    forums.require_state(forum, forums.INVITABLE)
    if "seat_ids" in data:
        _require_seats(tx, forum_id, data["seat_ids"])
        rows = list(queries.invite_these(tx.connection, forum_id=forum_id, seat_ids=data["seat_ids"]))
    else:
        rows = list(queries.invite_the_rest(tx.connection, forum_id=forum_id, but=acting.person))
    _tell(tx, forum_id, rows)
    return {"invited": len(rows)}


def invite_again(tx: Tx, acting: Acting, forum_id: UUID, seat_id: UUID) -> dict[str, Any]:
    """Issue a seat's invitation again; links sent earlier end. → {seat_id, person_id, serial}"""
    forum = access.organized_forum(tx, acting, forum_id)
    forums.require_state(forum, forums.INVITABLE)
    row = queries.invite_again(tx.connection, forum_id=forum_id, seat_id=seat_id)
    if row is None:
        raise Missing
    _tell(tx, forum_id, [row])
    return dict(row)


def _require_seats(tx: Tx, forum_id: UUID, seat_ids: list[UUID]) -> None:
    rows = queries.present_seats(tx.connection, forum_id=forum_id, seat_ids=seat_ids)
    present = {row["seat_id"] for row in rows}
    unknown = [place for place, seat_id in enumerate(seat_ids) if seat_id not in present]
    if unknown:
        raise Invalid([Fault(f"/seat_ids/{place}", "unknown-seat") for place in unknown])


def _tell(tx: Tx, forum_id: UUID, rows: list[Row]) -> None:
    for told in rules.chunks(rows, rules.INVITATIONS_AN_EVENT):
        tx.record(forum_stream(forum_id), "seats_invited.v1", {"forum_id": forum_id, "invitations": told})
