"""The pool and its transactions while the database refuses, hurries or goes away."""

import os
import signal
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import psycopg2
import pytest
from psycopg2 import errors

from deploy.local.postgres import Postgres
from services.kit.db import Database, Tx
from services.kit.errors import Busy, Conflict, DatabaseAway, OutcomeUnknown


class Taken(Conflict):
    """Raised when a name is given twice."""

    slug = "taken"
    sentence = "Đã có."


def execute(tx: Tx, statement: str, *values: object) -> list[dict]:
    """Run one statement in a transaction."""
    with tx.connection.cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall()) if cursor.description else []


@pytest.fixture
def counters(database: Database) -> Database:
    """A database with two counters."""
    database.transact(lambda tx: execute(tx, "CREATE TABLE counter (name text PRIMARY KEY, n int NOT NULL)"))
    database.transact(lambda tx: execute(tx, "INSERT INTO counter VALUES ('a', 0), ('b', 0)"))
    return database


def side_by_side(*works: Callable[[], object]) -> list[object]:
    """Run works in threads; answers what they returned, raises what they raised."""
    with ThreadPoolExecutor(len(works)) as pool:
        return [future.result(20) for future in [pool.submit(work) for work in works]]


def test_a_deadlock_is_tried_again_until_both_are_done(counters: Database) -> None:
    meeting = threading.Barrier(2)

    def add(first: str, second: str) -> None:
        runs = 0

        def work(tx: Tx) -> None:
            nonlocal runs
            runs += 1
            execute(tx, "UPDATE counter SET n = n + 1 WHERE name = %s", first)
            if runs == 1:
                meeting.wait(5)  # both hold their first row: now each wants the other's
            execute(tx, "UPDATE counter SET n = n + 1 WHERE name = %s", second)

        counters.transact(work)

    side_by_side(lambda: add("a", "b"), lambda: add("b", "a"))
    assert counters.read(lambda tx: execute(tx, "SELECT n FROM counter")) == [{"n": 2}, {"n": 2}]


def test_a_serialization_failure_is_tried_again(counters: Database) -> None:
    meeting = threading.Barrier(2)

    def add_once_more() -> None:
        runs = 0

        def work(tx: Tx) -> None:
            nonlocal runs
            runs += 1
            execute(tx, "SET TRANSACTION ISOLATION LEVEL SERIALIZABLE")
            n = execute(tx, "SELECT n FROM counter WHERE name = 'a'")[0]["n"]
            if runs == 1:
                meeting.wait(5)
            execute(tx, "UPDATE counter SET n = %s WHERE name = 'a'", n + 1)

        counters.transact(work)

    side_by_side(add_once_more, add_once_more)
    assert counters.read(lambda tx: execute(tx, "SELECT n FROM counter WHERE name = 'a'")) == [{"n": 2}]


def test_work_that_fails_leaves_nothing(counters: Database) -> None:
    def work(tx: Tx) -> None:
        execute(tx, "UPDATE counter SET n = 9")
        tx.record("s", "said.v1", {})
        raise LookupError

    with pytest.raises(LookupError):
        counters.transact(work)
    assert counters.read(lambda tx: execute(tx, "SELECT n FROM counter WHERE n = 9")) == []
    assert counters.read(lambda tx: execute(tx, "SELECT FROM event")) == []


def test_a_full_pool_answers_busy_within_about_a_second(postgres: Postgres) -> None:
    database = Database(postgres.fresh_database(), size=1, patience=1.0)
    held, released = threading.Event(), threading.Event()

    def hold(tx: Tx) -> None:
        held.set()
        assert released.wait(10)

    holder = threading.Thread(target=database.transact, args=(hold,))
    holder.start()
    held.wait(5)
    began = time.monotonic()
    with pytest.raises(Busy):
        database.transact(lambda tx: None)
    assert 0.9 < time.monotonic() - began < 1.5
    released.set()
    holder.join(5)
    database.transact(lambda tx: execute(tx, "SELECT 1"))
    database.close()


def test_a_lock_held_by_another_answers_busy(counters: Database) -> None:
    released, held = threading.Event(), threading.Event()

    def hold(tx: Tx) -> None:
        execute(tx, "UPDATE counter SET n = 1 WHERE name = 'a'")
        held.set()
        assert released.wait(10)

    with ThreadPoolExecutor(1) as pool:
        pool.submit(counters.transact, hold)
        held.wait(5)
        with pytest.raises(Busy):
            counters.transact(lambda tx: execute(tx, "UPDATE counter SET n = 2 WHERE name = 'a'"))
        released.set()


def kill_backends(database: Database, url: str) -> None:
    """End every other connection to the database."""
    with psycopg2.connect(url) as admin, admin.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
    admin.close()


def test_after_a_killed_connection_the_next_transaction_works(postgres: Postgres) -> None:
    url = postgres.fresh_database()
    database = Database(url, size=2)
    database.transact(lambda tx: execute(tx, "SELECT 1"))
    kill_backends(database, url)
    assert database.transact(lambda tx: execute(tx, "SELECT 1 AS one")) == [{"one": 1}]
    database.close()


def test_a_connection_killed_in_the_middle_is_away_and_leaves_nothing(postgres: Postgres) -> None:
    url = postgres.fresh_database()
    database = Database(url, size=2)
    database.transact(lambda tx: execute(tx, "CREATE TABLE t (n int)"))
    runs = []

    def work(tx: Tx) -> None:
        runs.append(1)
        execute(tx, "INSERT INTO t VALUES (1)")
        if len(runs) == 1:
            kill_backends(database, url)
        execute(tx, "INSERT INTO t VALUES (2)")

    database.transact(work)  # a pooled connection that is found dead is replaced, and the work done from its start
    assert len(database.read(lambda tx: execute(tx, "SELECT n FROM t"))) == 2
    database.close()


def test_a_commit_whose_connection_broke_has_an_unknown_outcome(postgres: Postgres) -> None:
    url = postgres.fresh_database()
    database = Database(url, size=2)
    database.transact(lambda tx: execute(tx, "CREATE TABLE t (n int)"))

    def work(tx: Tx) -> None:
        execute(tx, "INSERT INTO t VALUES (1)")
        kill_backends(database, url)

    with pytest.raises(OutcomeUnknown):
        database.transact(work)
    database.transact(lambda tx: execute(tx, "SELECT 1"))
    database.close()


def test_a_frozen_server_is_given_up_in_time(postgres: Postgres) -> None:
    database = Database(postgres.fresh_database(), size=2)
    frozen: list[int] = []

    def work(tx: Tx) -> None:
        frozen.append(tx.connection.info.backend_pid)
        freeze(frozen[0])
        execute(tx, "SELECT 1")

    began = time.monotonic()
    try:
        with pytest.raises(DatabaseAway):
            database.transact(work)
        assert time.monotonic() - began < 8
    finally:
        thaw(frozen[0])
    database.transact(lambda tx: execute(tx, "SELECT 1"))
    database.close()


def freeze(pid: int) -> None:
    """SIGSTOP a backend."""
    os.kill(pid, signal.SIGSTOP)


def thaw(pid: int) -> None:
    """SIGCONT a backend."""
    os.kill(pid, signal.SIGCONT)


def test_a_violated_constraint_becomes_its_refusal_also_at_commit(postgres: Postgres) -> None:
    database = Database(postgres.fresh_database(), {"one_name_each": Taken}, size=1)
    deferred = "CREATE TABLE t (name text, CONSTRAINT one_name_each UNIQUE (name) DEFERRABLE INITIALLY DEFERRED)"
    database.transact(lambda tx: execute(tx, deferred))
    with pytest.raises(Taken):
        database.transact(lambda tx: execute(tx, "INSERT INTO t VALUES ('a'), ('a')"))
    assert database.read(lambda tx: execute(tx, "SELECT name FROM t")) == []
    database.close()


def test_what_is_too_much_is_not_taken_for_a_database_that_is_away(database: Database) -> None:
    nested = "[" * 20_000 + "]" * 20_000
    with pytest.raises(errors.StatementTooComplex):
        database.transact(lambda tx: execute(tx, "SELECT %s::jsonb", nested))


def test_a_server_that_may_lose_commits_is_refused(postgres: Postgres) -> None:
    url = postgres.fresh_database()
    database = Database(url, size=1)
    database.check_durability()
    name = url.rpartition("/")[2]
    with psycopg2.connect(postgres.url("postgres")) as admin, admin.cursor() as cursor:
        cursor.execute(f"ALTER DATABASE {name} SET synchronous_commit = off")
    admin.close()
    database.close()
    with pytest.raises(RuntimeError, match="synchronous_commit"):
        database.check_durability()
    database.close()
