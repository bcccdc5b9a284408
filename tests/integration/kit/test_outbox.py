"""Events are part of the transaction that makes them true, and a stream's versions have no gaps."""

import contextlib
import random
from concurrent.futures import ThreadPoolExecutor

import pytest
from psycopg2.errors import DivisionByZero

from services.kit.db import Database, Tx
from services.kit.log import correlate
from tests.integration.kit.test_db import execute

STREAMS = ("a", "b", "c")


def test_versions_have_no_gaps_under_concurrent_writers_and_rollbacks(database: Database) -> None:
    def write(seed: int) -> int:
        dice = random.Random(seed)
        written = 0
        for _ in range(25):
            streams = dice.sample(STREAMS, dice.randint(1, 3))

            def work(tx: Tx, streams: list[str] = streams, fails: bool = dice.random() < 0.3) -> None:
                for stream in streams:
                    tx.record(stream, "said.v1", {"text": stream})
                if fails:
                    tx.connection.cursor().execute("SELECT 1/0")

            with contextlib.suppress(DivisionByZero):
                database.transact(work)
                written += len(streams)
        return written

    with ThreadPoolExecutor(6) as pool:
        written = sum(pool.map(write, range(6)))
    rows = database.read(lambda tx: execute(tx, "SELECT stream, version FROM event ORDER BY stream, seq"))
    assert len(rows) == written > 0
    for stream in STREAMS:
        versions = [row["version"] for row in rows if row["stream"] == stream]
        assert versions == list(range(1, len(versions) + 1))  # no gap, and in the order of writing


def test_an_event_that_is_too_large_takes_its_transaction_with_it(database: Database) -> None:
    with pytest.raises(ValueError, match="too large"):
        database.transact(lambda tx: tx.record("s", "said.v1", {"text": "x" * 300_000}))
    assert database.read(lambda tx: execute(tx, "SELECT version FROM stream")) == []


def test_each_event_carries_what_caused_it(database: Database) -> None:
    def work(tx: Tx) -> None:
        for cause in ("first-cause", "second-cause"):
            correlate(cause)
            tx.record("s", "said.v1", {})

    database.transact(work)
    rows = database.read(lambda tx: execute(tx, "SELECT correlation FROM event ORDER BY seq"))
    assert [row["correlation"] for row in rows] == ["first-cause", "second-cause"]
