"""The relay: brings a service's recorded events to the broker, in one order, losing none.

    python -m services.kit.relay forum

A process of its own, without eventlet. One relay of a service works at a time, by a lease it renews with every step,
and whatever it writes it writes under the row that holds the lease. It gives events without a position the next ones,
and publishes in the order of positions from the last one the broker has confirmed. It can be killed anywhere: the
worst is that events are published twice, and consumers know a position they have applied.
"""

import contextlib
import importlib
import os
import select
import signal
import sys
import threading
import time
from collections.abc import Sequence
from typing import NoReturn
from uuid import UUID

import psycopg2
from psycopg2 import extensions

from services.kit import crash, feed, log, settings
from services.kit.db import Database, Tx, queries
from services.kit.envelope import Envelope
from services.kit.ids import random_id
from services.kit.publisher import Publisher

LEASE_SECONDS = 5
AT_ONCE = 500
BYTES_AT_ONCE = 2 * 1024 * 1024
#: Seconds after a publication in which what is recorded is gathered: a lone event leaves at once, and many make few.
GATHER = 0.03
#: Seconds between two looks without a hint; the longest pause when something is away; the time to end in.
IDLE = 1.0
LONGEST_PAUSE = 2.0
STOP_SECONDS = 1.5

logger = log.logger(__name__)


class Relay:
    """The relay of one service."""

    def __init__(self, service: str, database_url: str, amqp_uri: str, listeners: Sequence[str]) -> None:
        self._me = random_id()
        self._service = service
        self._database = Database(database_url, size=1)
        self._bell = Bell(database_url)
        self._publisher = Publisher(amqp_uri, service, listeners)
        self._epoch: UUID | None = None

    def run(self) -> NoReturn:
        """Work for ever."""
        pause = 0.05
        while True:
            try:
                self._work()
                pause = 0.05
            except Exception as error:
                logger.warning("relay interrupted", error=type(error).__name__, reason=str(error)[:200])
                self._publisher.drop()
                self._bell.drop()
                time.sleep(pause)
                pause = min(pause * 2, LONGEST_PAUSE)

    def leave(self) -> None:
        """Give the lease back, so that the next relay need not wait for it to run out."""
        self._database.transact(lambda tx: queries.leave_lease(tx.connection, relay=self._me))

    def _work(self) -> None:
        self._publisher.connect()
        self._bell.connect()
        while events := self._database.transact(self._next):
            crash.here("before_publish")
            self._publisher.publish(events)
            crash.here("after_publish")
            if len(events) < AT_ONCE:
                time.sleep(GATHER)
        self._publisher.stay_alive()
        self._bell.wait(IDLE)

    def _next(self, tx: Tx) -> list[Envelope]:
        """Renew the lease, note what is confirmed, and answer what to publish now: nothing without the lease."""
        confirmed = self._publisher.confirmed
        state = queries.hold_lease(
            tx.connection, relay=self._me, seconds=LEASE_SECONDS, epoch=self._epoch, published=confirmed
        )
        if state is None:
            return []
        if state["epoch"] != self._epoch:
            self._epoch, self._publisher.confirmed = state["epoch"], state["published"]
        queries.give_positions(tx.connection, head=state["head"], amount=AT_ONCE)
        return feed.after(tx, self._service, state["epoch"], state["published"], AT_ONCE, BYTES_AT_ONCE)


class Bell:
    """Rings when the service has recorded events: PostgreSQL's LISTEN, which is only a hint."""

    def __init__(self, database_url: str) -> None:
        self._url = database_url
        self._connection: extensions.connection | None = None

    def connect(self) -> None:
        """Listen, unless listening. Raises psycopg2's errors."""
        if self._connection is None:
            self._connection = psycopg2.connect(self._url, connect_timeout=2)
            self._connection.autocommit = True
            with self._connection.cursor() as cursor:
                cursor.execute("LISTEN feed")

    def wait(self, seconds: float) -> None:
        """Return when the bell rings, or after so many seconds. Raises psycopg2's errors when the database is gone."""
        connection = self._connection
        if connection is None or connection.notifies or not select.select([connection], [], [], seconds)[0]:
            self._forget_rings()
            return
        connection.poll()
        self._forget_rings()

    def drop(self) -> None:
        """Stop listening."""
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.close()

    def _forget_rings(self) -> None:
        if self._connection is not None:
            del self._connection.notifies[:]


def run(service: str, values: settings.Settings, listeners: Sequence[str]) -> None:
    """Relay the events of `service`, for these listeners, until SIGTERM or SIGINT."""
    log.configure(f"{service}-relay", values.log_level)
    crash.arm(values.crash_at)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, _stop)
    relay = Relay(service, values.database_url, values.amqp_uri, listeners)
    try:
        relay.run()
    finally:
        with contextlib.suppress(Exception):
            relay.leave()


def _stop(*_: object) -> NoReturn:
    """Stop wherever we are, which is as safe as being killed there, and at the latest in STOP_SECONDS."""
    deadline = threading.Timer(STOP_SECONDS, os._exit, (0,))
    deadline.daemon = True
    deadline.start()
    raise SystemExit(0)


if __name__ == "__main__":
    package = importlib.import_module(f"services.{sys.argv[1]}")
    run(sys.argv[1], settings.read(sys.argv[1]), package.LISTENERS)
