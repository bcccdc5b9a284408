"""Waiting for PostgreSQL with a limit.

Eventlet's monkey patch makes psycopg2 cooperative but without time limits, and plain psycopg2 waits for ever on a
frozen server. With this callback installed a connection gives up by itself, in both worlds: `select` is the green one
where eventlet has patched it.
"""

import select
import time

import psycopg2
from psycopg2 import extensions

#: Seconds the server may be silent. Longer than statement_timeout, so a living server answers first.
LIMIT = 6.0


def install() -> None:
    """Make every psycopg2 connection of this process wait through `wait`."""
    extensions.set_wait_callback(_wait)


def _wait(connection: extensions.connection) -> None:
    deadline = time.monotonic() + LIMIT
    while (state := connection.poll()) != extensions.POLL_OK:
        left = deadline - time.monotonic()
        descriptor = [connection.fileno()]
        reading, writing = (descriptor, []) if state == extensions.POLL_READ else ([], descriptor)
        if left <= 0 or not any(select.select(reading, writing, [], left)):
            raise psycopg2.OperationalError("the database did not answer in time")
