"""A producer's feed: its events in the order of their positions, from the own database or another service's.

Asking another service is the exception: the bus brings events. The feed is for what the bus has lost, and for a
consumer that begins.
"""

import http.client
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from services.kit import envelope, strict_json
from services.kit.acting import Acting, Statements
from services.kit.db import Tx, queries
from services.kit.envelope import Envelope
from services.kit.errors import Malformed

PAGE = 500
PAGE_BYTES = 4 * 1024 * 1024
LARGEST_ANSWER = 4 * PAGE_BYTES
PATIENCE = 3.0


class FeedAway(Exception):
    """Raised when a producer's feed cannot be read now."""


@dataclass(frozen=True)
class Page:
    """A piece of a feed, and the state of the whole."""

    epoch: UUID
    epoch_begins: int
    head: int
    events: list[Envelope]


def after(tx: Tx, producer: str, epoch: UUID, position: int, amount: int, size: int) -> list[Envelope]:
    """The own events after a position: at most `amount`, at most `size` bytes, at least one if there is one."""
    rows = queries.events_after(tx.connection, position=position, amount=amount, bytes=size)
    return [_event(row, producer, epoch) for row in rows]


def page(tx: Tx, producer: str, position: int, amount: int) -> dict[str, Any]:
    """What the feed answers to another service."""
    state = queries.feed_state(tx.connection)
    events = after(tx, producer, state["epoch"], position, min(amount, PAGE), PAGE_BYTES)
    return {
        "epoch": state["epoch"],
        "epoch_begins": state["epoch_begins"],
        "head": state["head"],
        "events": [envelope.attributes(event) for event in events],
    }


class Reader:
    """Reads another service's feed over internal HTTP."""

    def __init__(self, producer: str, url: str, statements: Statements) -> None:
        self.producer = producer
        self._address = urlsplit(url)
        self._statements = statements

    def after(self, position: int) -> Page:
        """The next events after a position. Raises FeedAway."""
        try:
            return self._page(strict_json.loads(self._get(f"/feed?after={position}&limit={PAGE}")))
        except (OSError, http.client.HTTPException, Malformed, KeyError, TypeError, ValueError) as error:
            raise FeedAway(f"{self.producer}: {type(error).__name__}") from error

    def _get(self, path: str) -> bytes:
        connection = http.client.HTTPConnection(self._address.hostname or "", self._address.port, timeout=PATIENCE)
        try:
            statement = self._statements.sign(Acting(operator=True))
            connection.request("GET", path, headers={"Acting": statement})
            response = connection.getresponse()
            if response.status != http.client.OK:
                raise FeedAway(f"{self.producer} answered {response.status}")
            return response.read(LARGEST_ANSWER)
        finally:
            connection.close()

    @staticmethod
    def _page(answer: dict[str, Any]) -> Page:
        events = [envelope.from_attributes(event) for event in answer["events"]]
        return Page(UUID(answer["epoch"]), int(answer["epoch_begins"]), int(answer["head"]), events)


def _event(row: dict[str, Any], producer: str, epoch: UUID) -> Envelope:
    return Envelope(
        id=row["id"],
        producer=producer,
        type=row["type"],
        time=row["recorded_at"],
        stream=row["stream"],
        version=row["version"],
        position=row["position"],
        epoch=epoch,
        correlation=row["correlation"],
        data=row["data"],
    )
