"""The ballots of a secret round until it is certified: a table of the round's own, found by a key that is destroyed.

A row is found by HMAC(round key, elector); it holds no person, no time and no number that tells an order. Certification
drops the table, a file of its own, and the key: what is left is the record, sorted by what the ballots hash to.
"""

import hmac
import secrets
from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

import psycopg2.extras
from psycopg2 import sql

from services.kit.db import Tx
from services.kit.queries import load

queries = load(__file__)

Cast = tuple[list[int], str]  # choices and nonce


def make(tx: Tx, forum_id: UUID, round_id: UUID) -> None:
    """A place for the ballots of a round that opens, and its key."""
    queries.insert_round_key(tx.connection, forum_id=forum_id, round_id=round_id, key=secrets.token_bytes(32))
    shape = "CREATE TABLE {} (elector bytea PRIMARY KEY, choices smallint[] NOT NULL, nonce text NOT NULL)"
    _run(tx, shape, round_id)


def elector(key: bytes, person_id: str) -> bytes:
    """What finds the ballot of this person."""
    return hmac.digest(bytes(key), UUID(person_id).bytes, "sha256")


def find(tx: Tx, round_id: UUID, electors: Iterable[bytes]) -> dict[bytes, Cast]:
    """The ballots of these electors, as far as there are any."""
    rows = _run(tx, "SELECT * FROM {} WHERE elector = ANY(%s)", round_id, list(electors))
    return {bytes(row["elector"]): (row["choices"], row["nonce"]) for row in rows}


def put(tx: Tx, round_id: UUID, ballots: Mapping[bytes, Cast]) -> None:
    """Store ballots, each in the place of the one it replaces."""
    statement = sql.SQL(
        "INSERT INTO {} (elector, choices, nonce) VALUES %s "
        "ON CONFLICT (elector) DO UPDATE SET choices = excluded.choices, nonce = excluded.nonce"
    ).format(_table(round_id))
    rows = [(key, choices, nonce) for key, (choices, nonce) in ballots.items()]
    with tx.connection.cursor() as cursor:
        psycopg2.extras.execute_values(cursor, statement.as_string(cursor), rows, "(%s, %s::smallint[], %s)", len(rows))


def page(tx: Tx, round_id: UUID, after: bytes, amount: int) -> list[Any]:
    """Ballots in the order of their keys, those after a key."""
    return _run(tx, "SELECT * FROM {} WHERE elector > %s ORDER BY elector LIMIT %s", round_id, after, amount)


def empty(tx: Tx, round_id: UUID) -> None:
    """Take all ballots out."""
    _run(tx, "TRUNCATE {}", round_id)


def destroy(tx: Tx, forum_id: UUID, round_id: UUID) -> None:
    """What is not linked any more cannot be linked again: the table goes, and the key with it."""
    _run(tx, "DROP TABLE IF EXISTS {}", round_id)
    queries.delete_round_key(tx.connection, forum_id=forum_id, round_id=round_id)


def _run(tx: Tx, statement: str, round_id: UUID, *values: Any) -> list[Any]:
    with tx.connection.cursor() as cursor:
        cursor.execute(sql.SQL(statement).format(_table(round_id)), values)
        return list(cursor.fetchall()) if cursor.description else []


def _table(round_id: UUID) -> sql.Identifier:
    return sql.Identifier(f"secret_ballot_{round_id.hex}")
