"""Hearing the bus in a nameko service, with nothing between the broker's bytes and our own decoding.

    @hears("forum", known=contracts.EVENTS["forum"])
    def hear_forum(self, batch):
        batch.apply(self.db, listeners.FORUM)   # {event type: handler(tx, event)}

The method is called for each batch of deliveries, and now and then to try parked messages again and to compare with the
producer's feed; it is a worker like any other. Deliveries are acknowledged after `apply` has committed. While the own
database is away they wait unacknowledged; while the broker is away the service goes on and this connects again.
"""

import contextlib
import time
from collections.abc import Callable, Container, Mapping
from enum import StrEnum
from functools import partial
from typing import Any

import amqp
import eventlet
from eventlet.event import Event
from nameko.extensions import Entrypoint

from services.kit import crash, topology
from services.kit.acting import Statements
from services.kit.db import Database
from services.kit.errors import DatabaseAway
from services.kit.feed import Reader
from services.kit.frames import tags_and_bodies
from services.kit.hearing import Handler, Hearing, hear
from services.kit.log import logger
from services.kit.retrying import Look, reconcile, retry_due

log = logger(__name__)

#: Deliveries in one batch, and unacknowledged at most.
AT_ONCE = 200
#: Seconds: to stop in, to wait for a delivery before looking at the rest, between looks at what is parked.
STOP_SECONDS = 5.0
LISTEN_SECONDS = 0.5
TEND_SECONDS = 1.0
LONGEST_PAUSE = 2.0
SOON = 5.0


class State(StrEnum):
    """How it stands with the bus."""

    AWAY = "away"
    CONSUMING = "consuming"
    REFUSED = "refused"  # our queue exists with other arguments: someone must look


class Batch:
    """Work for one call of the method."""

    def __init__(self, reader: Reader, known: Container[str], work: Callable[[Hearing], Any]) -> None:
        self._reader, self._known, self._work = reader, known, work
        self.result: Any = None
        self.failure: Exception | None = DatabaseAway()  # until it has been applied

    def apply(self, db: Database, handlers: Mapping[str, Handler]) -> None:
        """Apply it; what goes wrong is kept for the consumer, which tries again."""
        try:
            self.result = self._work(Hearing(db, handlers, self._known, self._reader))
            self.failure = None
        except Exception as error:
            self.failure = error


class Hears(Entrypoint):  # type: ignore[misc]
    """Nameko's entrypoint for one producer: a connection, a queue and one worker at a time."""

    def __init__(self, producer: str, known: Container[str], **options: Any) -> None:
        super().__init__(**options)
        self.producer = producer
        self.known = known
        self.state = State.AWAY

    def setup(self) -> None:
        values = self.container.config["settings"]
        self._amqp_uri, self._reconcile = values.amqp_uri, values.reconcile_seconds
        self._reader = Reader(self.producer, values.service_urls[self.producer], Statements(values.internal_key))
        self._stopping = Event()
        self._arrived: list[amqp.Message] = []

    def start(self) -> None:
        """Start listening; the broker may come later."""
        self._threads = [self.container.spawn_managed_thread(work) for work in (self._listen, self._tend)]

    def stop(self) -> None:
        """Finish and acknowledge the batch in flight, if that can be done in time."""
        self._stopping.send(None)
        with eventlet.Timeout(STOP_SECONDS, False):
            for thread in self._threads:
                thread.wait()
        for thread in self._threads:
            thread.kill()

    def _listen(self) -> None:
        pause = 0.1
        while not self._stopping.ready():
            began = time.monotonic()
            try:
                self._consume()
            except Exception as error:
                self.state = State.REFUSED if isinstance(error, amqp.PreconditionFailed) else State.AWAY
                log.warning("bus away", producer=self.producer, error=type(error).__name__, reason=str(error)[:200])
            pause = 0.1 if time.monotonic() - began > 2 * LONGEST_PAUSE else min(pause * 2, LONGEST_PAUSE)
            self._stopping.wait(timeout=pause)

    def _consume(self) -> None:
        with _connection(self._amqp_uri) as connection:
            channel = self._subscribe(connection)
            self.state = State.CONSUMING
            while not self._stopping.ready():
                self._collect(connection)
                if self._arrived and self._applied(connection):
                    crash.here("before_ack")
                    channel.basic_ack(self._arrived[-1].delivery_tag, multiple=True)
                    self._arrived.clear()
                connection.heartbeat_tick()

    def _subscribe(self, connection: amqp.Connection) -> amqp.Channel:
        """What arrives from now on is kept in `_arrived`. If the queue is deleted, that raises, and we come back."""
        self._arrived = []
        channel = connection.channel()
        queue = topology.declare_queue(channel, self.container.service_name, self.producer)
        channel.basic_qos(0, AT_ONCE, False)
        channel.basic_consume(queue, callback=self._arrived.append)
        return channel

    def _collect(self, connection: amqp.Connection) -> None:
        """Wait a moment for a delivery, and take what else has arrived with it."""
        with contextlib.suppress(TimeoutError):
            connection.drain_events(timeout=LISTEN_SECONDS)
            while len(self._arrived) < AT_ONCE:
                connection.drain_events(timeout=0.001)

    def _applied(self, connection: amqp.Connection) -> bool:
        """Apply what has arrived, trying until it is done; False when we are told to stop before that."""
        bodies, pause = [bytes(message.body or b"") for message in self._arrived], 0.1
        while True:
            batch = self._work(partial(hear, bodies=bodies), connection.send_heartbeat)
            if batch.failure is None:
                return True
            log.warning("deliveries wait", producer=self.producer, error=type(batch.failure).__name__)
            self._stopping.wait(timeout=pause)
            if self._stopping.ready():
                return False
            connection.send_heartbeat()
            pause = min(pause * 2, LONGEST_PAUSE)

    def _tend(self) -> None:
        """Try parked messages again, and compare with the feed from time to time, whether or not the bus is there."""
        look: Look | None = None
        next_look = time.monotonic()
        while not self._stopping.ready():
            self._work(retry_due)
            if time.monotonic() >= next_look:
                batch = self._work(partial(reconcile, earlier=look))
                look = batch.result or look
                next_look = time.monotonic() + (min(SOON, self._reconcile) if batch.failure else self._reconcile)
            self._stopping.wait(timeout=TEND_SECONDS)

    def _work(self, work: Callable[[Hearing], Any], meanwhile: Callable[[], Any] = lambda: None) -> Batch:
        """Run the service's method with a batch in a worker, and wait for it."""
        batch, done = Batch(self._reader, self.known, work), Event()

        def finished(_: Any, result: Any, exc_info: Any) -> tuple[Any, Any]:
            done.send(None)
            return result, exc_info

        self.container.spawn_worker(self, (batch,), {}, handle_result=finished)
        while not done.ready():
            done.wait(timeout=1.0)
            if not done.ready():
                meanwhile()
        return batch


@contextlib.contextmanager
def _connection(amqp_uri: str) -> Any:
    """A connection whose end is limited: a polite close waits for the broker's answer, so it gets a second."""
    connection = topology.connect(amqp_uri, frame_handler=tags_and_bodies)
    try:
        yield connection
        with eventlet.Timeout(1, False):
            connection.close()
    finally:
        with contextlib.suppress(Exception):
            connection.collect()


hears = Hears.decorator
