"""What is on the server's disk once a secret round is certified: not its key, and not a ballot beside what found it.

This reads the files of the database as they are, so deleted rows, indexes and statistics too. It does not look into the
write-ahead log, which has it all until it is thrown away: docs/secrecy.md says by when.
"""

from collections.abc import Callable, Iterator
from contextlib import closing
from typing import Any
from uuid import UUID

import psycopg2
import pytest
from psycopg2 import extensions

from services.kit import wait
from services.kit.db import Database
from services.proposals import model, secret_ballots
from services.proposals.commands import rounds
from tests.integration.proposals.hall import Hall, Json, ballot, nonce_of


@pytest.fixture
def url(migrated_database: Callable[[str], str]) -> str:
    """A database of its own, so that its files are few."""
    return migrated_database("proposals")


@pytest.fixture
def hall(url: str) -> Iterator[Hall]:
    """A forum in it."""
    database = Database(url, model.CONSTRAINTS, patience=10)
    yield Hall(database).build()
    database.close()


def ask(url: str, statement: str) -> list[Any]:
    """Run a statement outside of a transaction, for as long as it takes: longer than we let a service wait."""
    extensions.set_wait_callback(None)
    try:
        connection = psycopg2.connect(url)
        connection.autocommit = True
        with closing(connection), connection.cursor() as cursor:
            cursor.execute(statement)
            return list(cursor.fetchall()) if cursor.description else []
    finally:
        wait.install()


def files(url: str) -> bytes:
    """All files of the database, one behind the other."""
    ask(url, "CHECKPOINT")
    read = """
        SELECT pg_read_binary_file(base || '/' || name, 0, 1000000000, true)
        FROM (SELECT 'base/' || oid AS base FROM pg_database WHERE datname = current_database()) AS this,
             pg_ls_dir(base) AS name
    """
    return b"".join(bytes(content or b"") for (content,) in ask(url, read))


def key_of(hall: Hall, round_: Json) -> bytes:
    """The key of a round that runs."""
    return hall.db.read(lambda tx: secret_ballots.key_of(tx, UUID(str(round_["round_id"]))))


@pytest.mark.parametrize("ended", ["certified", "cancelled"])
def test_no_file_of_the_database_has_the_key_or_a_ballot(hall: Hall, url: str, ended: str) -> None:
    round_ = hall.opened(secret=True)
    other = hall.opened(secret=True)
    hall.cast(*[ballot(round_, person_id) for person_id in hall.delegates])
    key, electors = key_of(hall, round_), [str(person_id) for person_id in hall.delegates]
    needles = [key, *(secret_ballots.elector(key, person_id) for person_id in electors)]
    needles += [nonce_of(person_id).encode() for person_id in hall.delegates]
    before = files(url)
    assert all(needle in before for needle in needles), "while it runs all of it is there"
    if ended == "certified":
        hall.certified(round_["round_id"])
    else:
        hall.do(rounds.cancel_round, hall.organizer, round_["round_id"])
    after = files(url)
    assert [needle for needle in needles if needle in after] == []
    assert key_of(hall, other) in after, "what another round needs stays"


def test_a_deleted_row_can_stay_in_its_file_even_after_vacuum(hall: Hall, url: str) -> None:
    """Why the key has a table of its own."""
    gone, stays = b"the key of a round that is certified", b"the key of a round that still runs"
    hall.sql("CREATE TABLE keys (key bytea)")
    hall.sql("INSERT INTO keys VALUES (%s), (%s)", stays, gone)
    hall.sql("DELETE FROM keys WHERE key = %s", gone)
    ask(url, "VACUUM keys")
    assert gone in files(url)


def test_no_session_shows_a_ballot_it_has_stored(hall: Hall) -> None:
    """`pg_stat_activity` keeps each session's last statement, until the next one."""
    round_ = hall.opened(secret=True)
    hall.cast(*[ballot(round_, person_id) for person_id in hall.delegates])
    shown = hall.sql("SELECT query FROM pg_stat_activity WHERE pid <> pg_backend_pid()")
    assert not any(nonce_of(person_id) in row["query"] for row in shown for person_id in hall.delegates)
