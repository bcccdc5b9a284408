"""The sheets of a secret round until it is certified: a table of the round's own, beside those of its ballots.

It is made when the first sheet is handed out. There is no person in it; but who has seen a sheet would know its number,
and so what became of it, and who entered it. So none of it is left: it goes with the table of the ballots.
"""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any
from uuid import UUID

from services.kit.db import Tx
from services.proposals.secret_ballots import run

_SHAPE = """
    number       int PRIMARY KEY,
    weight       numeric(9, 3) NOT NULL,
    choices      smallint[],
    entered_by   uuid NOT NULL,
    entered_at   timestamptz NOT NULL DEFAULT now(),
    confirmed_by uuid,
    confirmed_at timestamptz,
    CHECK (confirmed_by <> entered_by)
"""


def make(tx: Tx, round_id: UUID) -> None:
    """A place for the sheets of a round, unless there is one."""
    run(tx, f"CREATE TABLE IF NOT EXISTS {{sheets}} ({_SHAPE})", round_id)


def find(tx: Tx, round_id: UUID, number: int | None) -> list[Any]:
    """The sheets by number, or the one with this."""
    statement = "SELECT NULL AS elector, * FROM {sheets} WHERE %s::int IS NULL OR number = %s ORDER BY number"
    return run(tx, statement, round_id, number, number)


def put(tx: Tx, round_id: UUID, number: int, weight: Decimal, choices: Sequence[int] | None, entered_by: UUID) -> None:
    """Enter a sheet."""
    statement = "INSERT INTO {sheets} (number, weight, choices, entered_by) VALUES (%s, %s, %s::smallint[], %s)"
    run(tx, statement, round_id, number, weight, choices, entered_by)


def confirm(tx: Tx, round_id: UUID, number: int, confirmed_by: UUID) -> None:
    """Another organizer found it as it was entered."""
    statement = "UPDATE {sheets} SET confirmed_by = %s, confirmed_at = now() WHERE number = %s"
    run(tx, statement, round_id, confirmed_by, number)


def drop(tx: Tx, round_id: UUID, number: int) -> None:
    """Take a sheet out: it was not entered as it is."""
    run(tx, "DELETE FROM {sheets} WHERE number = %s", round_id, number)
