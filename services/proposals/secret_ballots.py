"""The ballots of a secret round until it is certified: a table of the round's own, found by a key that is destroyed.

A row is found by HMAC(round key, elector); it holds no person, no time and no number that tells an order. Certification
drops the table, and that of the key: what is left is the record, sorted by what the ballots hash to.

The key has a table of its own too, because a table is a file, and is gone with it. A row that is deleted from a table
that stays is still in its page, and so it is after VACUUM, which only frees the place: until something else is written
there anybody who reads the file has the key.
"""

import hmac
from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

import psycopg2.extras
from psycopg2 import errors, sql

from services.kit.db import Tx
from services.kit.errors import Busy

Cast = tuple[list[int], str]  # choices and nonce


def make(tx: Tx, round_id: UUID) -> None:
    """A place for the ballots of a round that opens, and its key, which no statement shows: a server may log those."""
    random = "convert_to(gen_random_uuid()::text || gen_random_uuid()::text, 'UTF8')"  # 244 bits
    run(tx, f"CREATE TABLE {{key}} AS SELECT sha256({random}) AS key", round_id)
    shape = "CREATE TABLE {ballots} (elector bytea PRIMARY KEY, choices smallint[] NOT NULL, nonce text NOT NULL)"
    run(tx, shape, round_id)


def key_of(tx: Tx, round_id: UUID) -> bytes:
    """The key of a secret round that was opened and is not yet certified."""
    [row] = run(tx, "SELECT key FROM {key}", round_id)
    return bytes(row["key"])


def elector(key: bytes, person_id: str) -> bytes:
    """What finds the ballot of this person."""
    return hmac.digest(key, UUID(person_id).bytes, "sha256")


def find(tx: Tx, round_id: UUID, electors: Iterable[bytes]) -> dict[bytes, Cast]:
    """The ballots of these electors, as far as there are any."""
    rows = run(tx, "SELECT * FROM {ballots} WHERE elector = ANY(%s)", round_id, list(electors))
    return {bytes(row["elector"]): (row["choices"], row["nonce"]) for row in rows}


def put(tx: Tx, round_id: UUID, ballots: Mapping[bytes, Cast]) -> None:
    """Store ballots, each in the place of the one it replaces."""
    statement = sql.SQL(
        "INSERT INTO {ballots} (elector, choices, nonce) VALUES %s "
        "ON CONFLICT (elector) DO UPDATE SET choices = excluded.choices, nonce = excluded.nonce"
    ).format(**_tables(round_id))
    rows = [(key, choices, nonce) for key, (choices, nonce) in ballots.items()]
    with tx.connection.cursor() as cursor:
        psycopg2.extras.execute_values(cursor, statement.as_string(cursor), rows, "(%s, %s::smallint[], %s)", len(rows))


def page(tx: Tx, round_id: UUID, after: bytes, amount: int) -> list[Any]:
    """Ballots in the order of their keys, those after a key."""
    return run(tx, "SELECT * FROM {ballots} WHERE elector > %s ORDER BY elector LIMIT %s", round_id, after, amount)


def empty(tx: Tx, round_id: UUID) -> None:
    """Take all ballots out."""
    run(tx, "TRUNCATE {ballots}", round_id)


def destroy(tx: Tx, round_id: UUID) -> None:
    """What is not linked any more cannot be linked again: the table goes, and with it the key, and the sheets."""
    run(tx, "DROP TABLE IF EXISTS {ballots}, {key}, {sheets}", round_id)


def run(tx: Tx, statement: str, round_id: UUID, *values: Any) -> list[Any]:
    """A statement on the tables of a round.

    Raises Busy where the round was certified since we looked at it: asked again, it is another round.
    """
    try:
        with tx.connection.cursor() as cursor:
            cursor.execute(sql.SQL(statement).format(**_tables(round_id)), values)
            return list(cursor.fetchall()) if cursor.description else []
    except errors.UndefinedTable as error:
        raise Busy from error


def _tables(round_id: UUID) -> dict[str, sql.Identifier]:
    return {
        "ballots": sql.Identifier(f"secret_ballot_{round_id.hex}"),
        "key": sql.Identifier(f"secret_key_{round_id.hex}"),
        "sheets": sql.Identifier(f"secret_sheet_{round_id.hex}"),
    }
