"""Applying a producer's events: each once, in order, together with the position up to which they are applied.

Effects, position and stream versions are one transaction, under the lock of the producer's row in `heard_feed`. A
lower position is a repeat and changes nothing; after a gap, or in a new epoch, the producer's feed tells what is
missing. What fails is parked, alone in its transaction, and others go on; only while the own database or a needed
feed is away does everything wait.
"""

from collections import deque
from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from services.kit import crash, parking
from services.kit.db import Database, Tx, queries
from services.kit.envelope import Envelope, decode, encode
from services.kit.errors import DatabaseAway, Malformed, OutcomeUnknown
from services.kit.feed import FeedAway, Page, Reader
from services.kit.log import correlate, logger

log = logger(__name__)

Handler = Callable[[Tx, Envelope], None]

#: Whatever else a handler raises says something about the event; these say something about the moment.
NOT_NOW = (DatabaseAway, OutcomeUnknown)


@dataclass(frozen=True)
class Hearing:
    """One producer as one service hears it: `handlers` for what it listens to, `known` for every type there is."""

    db: Database
    handlers: Mapping[str, Handler]
    known: Container[str]
    feed: Reader

    @property
    def producer(self) -> str:
        """Who is heard."""
        return self.feed.producer


@dataclass(frozen=True)
class Heard:
    """How far a producer has been applied."""

    epoch: UUID
    position: int


def hear(hearing: Hearing, bodies: Sequence[bytes]) -> None:
    """Apply deliveries as they came. After it returns they may be acknowledged; it raises when that must wait."""
    events = []
    for body in bodies:
        try:
            events.append(readable(hearing, body))
        except Malformed as error:
            _park_unreadable(hearing, body, f"unreadable: {error.facts.get('reason')}")
    follow(hearing, events)


def follow(hearing: Hearing, events: Sequence[Envelope]) -> None:
    """Apply events, and before any that comes after a gap, what is missing. Raises NOT_NOW's errors and FeedAway."""
    left = apply(hearing, events)
    while left:
        page = refill(hearing)
        _park_strangers(hearing, page, left)
        # What is of another epoch than the feed was said before a restore: it no longer counts.
        real = [event for event in left if event.epoch == page.epoch and event.position <= page.head]
        remaining = apply(hearing, real)
        if not page.events and len(remaining) == len(left):
            raise FeedAway(f"{hearing.producer} does not tell what is missing")
        left = remaining


def refill(hearing: Hearing) -> Page:
    """Apply the next page of the producer's feed; answers it. Raises NOT_NOW's errors and FeedAway."""
    heard = last_heard(hearing)
    page = hearing.feed.after(heard.position if heard else 0)
    if heard is None or heard.epoch != page.epoch:
        _adopt(hearing, heard, page)
        page = hearing.feed.after(min(heard.position, page.epoch_begins) if heard else 0)
    apply(hearing, page.events)
    return page


def last_heard(hearing: Hearing) -> Heard | None:
    """How far the producer has been applied here; None before the first time."""
    row = hearing.db.read(lambda tx: queries.heard_feed(tx.connection, producer=hearing.producer))
    return Heard(**row) if row else None


def apply(hearing: Hearing, events: Sequence[Envelope]) -> Sequence[Envelope]:
    """Apply events up to the first gap or change of epoch, in one transaction; answers those from there on."""
    if not events:
        return events
    try:
        return hearing.db.transact(lambda tx: _apply(tx, hearing, events))
    except NOT_NOW:
        raise
    except Exception as error:
        log.info("batch failed", producer=hearing.producer, events=len(events), error=type(error).__name__)
        return _one_by_one(hearing, events)


def _one_by_one(hearing: Hearing, events: Sequence[Envelope]) -> Sequence[Envelope]:
    for number, event in enumerate(events):
        if _apply_or_park(hearing, event):
            return events[number:]
    return []


def _apply_or_park(hearing: Hearing, event: Envelope) -> Sequence[Envelope]:
    try:
        return hearing.db.transact(lambda tx: _apply(tx, hearing, [event]))
    except NOT_NOW:
        raise
    except Exception as failure:
        reason = parking.what_failed(failure)
        log.error("event failed", producer=event.producer, position=event.position, type=event.type, exc_info=failure)
        return hearing.db.transact(lambda tx: _apply(tx, hearing, [event], failed=reason))


def _apply(tx: Tx, hearing: Hearing, events: Sequence[Envelope], failed: str = "") -> Sequence[Envelope]:
    heard = _locked(tx, hearing, events[0].epoch)
    application = _Application(tx, hearing, failed)
    position, left = heard.position, deque(events)
    while left and left[0].epoch == heard.epoch and left[0].position <= position + 1:
        event = left.popleft()
        if event.position == position + 1:  # lower ones are repeats
            application.take(event)
            position = event.position
    if position != heard.position:
        application.save(position)
    crash.here("before_commit")
    return list(left)


class _Application:
    """What one transaction does with the events that are next."""

    def __init__(self, tx: Tx, hearing: Hearing, failed: str) -> None:
        self._tx, self._hearing, self._failed = tx, hearing, failed
        self._versions: dict[str, int] = {}
        rows = queries.blocked_streams(tx.connection, producer=hearing.producer)
        self._blocked = {row["stream"] for row in rows}

    def take(self, event: Envelope) -> None:
        """Apply it, pass over it, or park it."""
        if event.stream in self._blocked:
            parking.park(self._tx, event, "waits behind an earlier event", blocks=True, waits=True)
        elif event.type not in self._hearing.handlers and event.type not in self._hearing.known:
            parking.park(self._tx, event, "unknown type", blocks=False)
            self._versions[event.stream] = event.version
        elif self._failed:
            parking.park(self._tx, event, self._failed, blocks=True)
        else:
            handle(self._tx, self._hearing, event)
            self._versions[event.stream] = event.version

    def save(self, position: int) -> None:
        """Write down how far we are."""
        queries.save_heard(self._tx.connection, producer=self._hearing.producer, position=position)
        parking.heard_versions(self._tx, self._hearing.producer, self._versions)


def handle(tx: Tx, hearing: Hearing, event: Envelope) -> None:
    """Run the event's handler, if it has one, with whatever it does carrying the event's correlation id."""
    if handler := hearing.handlers.get(event.type):
        correlate(event.correlation)
        handler(tx, event)


def _locked(tx: Tx, hearing: Hearing, epoch: UUID) -> Heard:
    """The producer's row, locked; a first one begins with the epoch of the first event."""
    row = queries.lock_heard(tx.connection, producer=hearing.producer)
    if row is None:
        queries.begin_hearing(tx.connection, producer=hearing.producer, epoch=epoch)
        row = queries.lock_heard(tx.connection, producer=hearing.producer)
    return Heard(**row)


def readable(hearing: Hearing, body: bytes) -> Envelope:
    """The event in a message of this producer. Raises Malformed."""
    event = decode(body)
    if event.producer != hearing.producer:
        raise Malformed(reason="another producer")
    return event


def _park_unreadable(hearing: Hearing, body: bytes, error: str) -> None:
    hearing.db.transact(lambda tx: parking.park_unreadable(tx, hearing.producer, body, error))


def _park_strangers(hearing: Hearing, page: Page, events: Sequence[Envelope]) -> None:
    """Park events beyond the feed's end: the producer has never said them."""
    for event in events:
        if event.epoch == page.epoch and event.position > page.head:
            _park_unreadable(hearing, encode(event), "not in the producer's feed")


def _adopt(hearing: Hearing, heard: Heard | None, page: Page) -> None:
    if heard is not None and heard.position > page.epoch_begins:
        log.error(
            "events were heard that the producer has lost",
            producer=hearing.producer,
            heard=heard.position,
            kept=page.epoch_begins,
        )
    adopted = {"producer": hearing.producer, "epoch": page.epoch, "epoch_begins": page.epoch_begins}
    hearing.db.transact(lambda tx: queries.adopt_epoch(tx.connection, **adopted))
