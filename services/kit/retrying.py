"""Trying parked messages again, in the order of their stream, and looking whether the bus has lost something."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from services.kit import parking
from services.kit.db import Tx, queries
from services.kit.envelope import decode
from services.kit.hearing import (
    NOT_NOW,
    Heard,
    Hearing,
    follow,
    handle,
    last_heard,
    readable,
    refill,
)
from services.kit.log import logger

log = logger(__name__)


class UnknownType(Exception):
    """Raised when a parked event still has a type nobody here knows."""


def retry_due(hearing: Hearing) -> None:
    """Try what is due; where the first event of a stream succeeds, those behind it follow. Raises NOT_NOW's errors."""
    rows = hearing.db.read(lambda tx: list(queries.due_parked(tx.connection, producer=hearing.producer)))
    for row in rows:
        parked_id: UUID | None = row["id"]
        while parked_id and _retry(hearing, parked_id):
            parked_id = _first_parked(hearing, row["stream"]) if row["blocks"] else None


def _first_parked(hearing: Hearing, stream: str) -> UUID | None:
    row = hearing.db.read(lambda tx: queries.first_parked(tx.connection, producer=hearing.producer, stream=stream))
    return row["id"] if row else None


def _retry(hearing: Hearing, parked_id: UUID) -> bool:
    """Try one; answers whether those behind it may go on."""
    row = hearing.db.read(lambda tx: queries.parked(tx.connection, id=parked_id))
    if row is None:
        return True
    try:
        _try(hearing, row)
        return True
    except NOT_NOW:
        raise
    except Exception as failure:
        reason, blocks = parking.what_failed(failure), row["blocks"] and not isinstance(failure, UnknownType)
        log.warning("parked message failed again", producer=hearing.producer, id=str(parked_id), error=reason)
        hearing.db.transact(lambda tx: parking.failed_again(tx, parked_id, reason, blocks=blocks))
        return not blocks


def _try(hearing: Hearing, row: dict[str, Any]) -> None:
    """What was parked as unreadable has no position: mended, it goes the way of a delivery, and may prove a repeat."""
    if row["position"] is None:
        follow(hearing, [readable(hearing, bytes(row["body"]))])
        hearing.db.transact(lambda tx: queries.unpark(tx.connection, id=row["id"]))
    else:
        hearing.db.transact(lambda tx: _apply_parked(tx, hearing, row["id"]))


def _apply_parked(tx: Tx, hearing: Hearing, parked_id: UUID) -> None:
    queries.lock_heard(tx.connection, producer=hearing.producer)
    row = queries.parked(tx.connection, id=parked_id)  # under the lock: another process may just have done it
    if row is None:
        return
    event = decode(bytes(row["body"]))
    if event.type not in hearing.handlers and event.type not in hearing.known:
        raise UnknownType(event.type)
    handle(tx, hearing, event)
    parking.heard_versions(tx, hearing.producer, {event.stream: event.version})
    queries.unpark(tx.connection, id=parked_id)


@dataclass(frozen=True)
class Look:
    """What was seen when this service compared itself with a producer's feed: how far it was, and was it behind."""

    heard: Heard | None
    behind: bool


def reconcile(hearing: Hearing, earlier: Look | None) -> Look:
    """Compare with the producer's feed, and refill where a difference has not moved since the last look.

    Raises NOT_NOW's errors and FeedAway.
    """
    heard = last_heard(hearing)
    page = hearing.feed.after(heard.position if heard else 0)
    strange = heard is None or heard.epoch != page.epoch
    look = Look(heard, bool(page.events) or strange)
    if look.behind and (strange or look == earlier):
        log.error("feed stands still, refilling", **_standing(hearing, heard, page.head))
        while refill(hearing).events:
            continue
        return Look(last_heard(hearing), behind=False)
    return look


def _standing(hearing: Hearing, heard: Heard | None, head: int) -> dict[str, Any]:
    return {"producer": hearing.producer, "heard": heard.position if heard else None, "head": head}
