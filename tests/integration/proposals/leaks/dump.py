"""What somebody has who copied the live database: every row of every table, with what PostgreSQL itself knows of it.

Beside its columns a row has `xmin`, the transaction that wrote it, and `ctid`, where it lies in its table's file.
"""

import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import orjson

from tests.integration.proposals.hall import Hall, Json

Choices = tuple[int, ...]


@dataclass(frozen=True)
class Dump:
    """A copied database, as seen by somebody who wants to know what was voted in one round."""

    tables: dict[str, list[Json]]
    round_id: UUID

    @property
    def record(self) -> Json:
        """The round's record, which is published anyway."""
        [row] = [row for row in self.tables["round_record"] if row["round_id"] == self.round_id]
        record: Json = orjson.loads(zlib.decompress(row["record"]))
        return record

    @property
    def result(self) -> Json:
        """The round's result, which is published anyway."""
        [row] = [row for row in self.tables["round_result"] if row["round_id"] == self.round_id]
        result: Json = row["result"]
        return result

    @property
    def voters(self) -> list[Json]:
        """The places on the roll of those who voted: that they did is no secret, nor who was handed a sheet."""
        roll = [row for row in self.tables["roll"] if row["round_id"] == self.round_id]
        return [row for row in roll if row["revision"] or row["on_paper"]]

    @property
    def rows(self) -> Iterator[Json]:
        """All rows of all tables."""
        return (row for rows in self.tables.values() for row in rows)

    @property
    def ballot_tables(self) -> dict[str, list[tuple[Json, Choices]]]:
        """The tables that hold ballots of this round in rows of their own, with what each ballot chose."""
        known = self.signs
        found = {name: [(row, ballot_in(row, known)) for row in rows] for name, rows in self.tables.items()}
        return {name: [(row, has) for row, has in pairs if has] for name, pairs in found.items() if any(dict_of(pairs))}

    @property
    def signs(self) -> dict[Any, Choices]:
        """What gives a ballot away → what it chose. The record says it: a ballot's choices, its leaf, its nonce."""
        ballots = self.record["ballots"]
        by_sign = {ballot[sign]: tuple(ballot["choices"]) for ballot in ballots for sign in ("leaf", "nonce")}
        return by_sign | {tuple(ballot["choices"]): tuple(ballot["choices"]) for ballot in ballots}


def take(hall: Hall, round_id: UUID) -> Dump:
    """Copy everything."""
    names = [row["tablename"] for row in hall.sql("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")]
    what = "xmin::text::bigint AS xmin, ctid::text AS ctid, *"
    tables = {name: hall.sql(f'SELECT {what} FROM "{name}"') for name in names}
    return Dump({name: [_plain(row) for row in rows] for name, rows in tables.items()}, UUID(str(round_id)))


def values_in(value: Any) -> Iterator[Any]:
    """Everything in a row, however deep it lies in lists and JSON."""
    if isinstance(value, dict):
        for each in value.values():
            yield from values_in(each)
    elif isinstance(value, list):
        yield tuple(value) if all(type(each) is int for each in value) else None
        for each in value:
            yield from values_in(each)
    else:
        yield value


def ballot_in(row: Json, signs: dict[Any, Choices]) -> Choices | None:
    """What the ballot chose that this row holds."""
    return next((signs[value] for value in values_in(row) if value is not None and value in signs), None)


def dict_of(pairs: list[tuple[Json, Choices | None]]) -> list[Choices]:
    """The ballots among these."""
    return [has for _, has in pairs if has]


def _plain(row: Json) -> Json:
    place = tuple(int(number) for number in row["ctid"].strip("()").split(","))
    plain = {name: bytes(value) if isinstance(value, memoryview) else value for name, value in row.items()}
    return {**plain, "ctid": f"{place[0]:09}/{place[1]:09}"}
