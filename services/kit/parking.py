"""Parked messages: what could not be applied, kept as rows, so that one bad message stops nothing but its own stream.

The first parked event of a stream is tried again after 1 s, 2 s and so on up to 5 minutes; the later ones wait behind
it, or the stream's order would be lost. What cannot be read, or has a type nobody here knows, blocks nothing and
waits for an operator, who can mend, replay or discard any of them.
"""

import hashlib
from typing import Any
from uuid import UUID

from services.kit.db import Tx, as_json, queries
from services.kit.envelope import Envelope, decode, encode
from services.kit.errors import N_, Conflict, Missing
from services.kit.ids import new_id
from services.kit.log import logger

log = logger(__name__)

LONGEST_DELAY = 300
LISTED = 500


class NotMended(Conflict):
    """Raised when the new body of a parked event is not that event: only its data may change."""

    slug = "not-mended"
    sentence = N_("Nội dung thay thế phải thuộc đúng sự kiện đang bị tạm giữ.")


def park(tx: Tx, event: Envelope, error: str, *, blocks: bool, waits: bool = False) -> None:
    """Park an event. One that only `waits` behind another is tried as soon as that one is done."""
    log.warning("event parked", producer=event.producer, position=event.position, type=event.type, error=error)
    queries.park(
        tx.connection,
        id=new_id(),
        producer=event.producer,
        position=event.position,
        stream=event.stream,
        type=event.type,
        body=encode(event),
        headers=as_json({}),
        error=error,
        blocks=blocks,
        next_try=("0 s" if waits else "1 s") if blocks else None,
    )


def park_unreadable(tx: Tx, producer: str, body: bytes, error: str) -> None:
    """Park what is no event of this producer. Its id is made from its content: the same one again is the same row."""
    identity = hashlib.sha256(producer.encode() + b"\0" + body).digest()[:16]
    log.error("unreadable message parked", producer=producer, error=error)
    queries.park(
        tx.connection,
        id=UUID(bytes=identity, version=4),
        producer=producer,
        position=None,
        stream=None,
        type=None,
        body=body,
        headers=as_json({}),
        error=error,
        blocks=False,
        next_try=None,
    )


def failed_again(tx: Tx, parked_id: UUID, error: str, *, blocks: bool) -> None:
    """Note one more failure; what blocks its stream is tried again later."""
    queries.parked_again(tx.connection, id=parked_id, error=error, blocks=blocks, longest=LONGEST_DELAY)


def what_failed(error: BaseException) -> str:
    """An error as a row keeps it."""
    return f"{type(error).__name__}: {error}".replace("\0", "")[:500]


def listed(tx: Tx) -> list[dict[str, Any]]:
    """What is parked, for an operator, without the bodies."""
    return [dict(row) for row in queries.all_parked(tx.connection, amount=LISTED)]


def shown(tx: Tx, parked_id: UUID) -> dict[str, Any]:
    """One parked message with its body as text. Raises Missing."""
    row = _existing(tx, parked_id)
    return {**row, "body": bytes(row["body"]).decode("utf-8", "replace")}


def replay(tx: Tx, parked_id: UUID) -> None:
    """Have it tried again now. Raises Missing."""
    _existing(tx, parked_id)
    queries.try_parked_now(tx.connection, id=parked_id)


def discard(tx: Tx, parked_id: UUID) -> None:
    """Give it up: it counts as heard, and what waits behind it goes on. Raises Missing."""
    row = _existing(tx, parked_id)
    queries.unpark(tx.connection, id=parked_id)
    if row["position"] is not None:
        event = decode(bytes(row["body"]))
        heard_versions(tx, event.producer, {event.stream: event.version})
    log.warning("parked message discarded", producer=row["producer"], position=row["position"], type=row["type"])


def mend(tx: Tx, parked_id: UUID, body: bytes) -> None:
    """Replace its body and have it tried now. Raises Missing, Malformed or NotMended."""
    row, event = _existing(tx, parked_id), decode(body)
    expected = (row["producer"], row["position"], row["stream"], row["type"])
    if row["position"] is not None and expected != (event.producer, event.position, event.stream, event.type):
        raise NotMended
    queries.mend_parked(tx.connection, id=parked_id, body=body)


def heard_versions(tx: Tx, producer: str, versions: dict[str, int]) -> None:
    """Note how far streams have been heard."""
    if versions:
        queries.save_versions(tx.connection, producer=producer, versions=as_json(versions))


def _existing(tx: Tx, parked_id: UUID) -> dict[str, Any]:
    row = queries.parked(tx.connection, id=parked_id)
    if row is None:
        raise Missing
    return dict(row)
