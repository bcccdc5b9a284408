"""Who has all of the live database of a certified secret round cannot tell what anybody chose.

Each attack is shown to work, too: in a build that was broken on purpose, it finds what it looks for.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID, uuid4

import pytest

from services.kit.db import as_json
from services.kit.ids import new_id
from services.proposals import secret_ballots
from services.proposals.commands import ballots as counting
from services.proposals.commands import certifying, rounds
from services.proposals.model import paper, results
from services.proposals.record import record
from services.proposals.tally import sectors, yes_no_abstain
from tests.integration.proposals.hall import Hall, Json
from tests.integration.proposals.leaks import attacks
from tests.integration.proposals.leaks.dump import Dump
from tests.integration.proposals.leaks.vote import ALONE, LUCK, OPTIONS, VOTERS, Vote

Patch = pytest.MonkeyPatch
ON_PAPER = 7  # so many are handed a sheet


def best(vote: Vote, dump: Dump, attack: Callable[[Dump], list[attacks.Guess]]) -> int:
    """How many people an attack gets right."""
    return max((vote.right(guess) for guess in attack(dump)), default=0)


@pytest.fixture(scope="module", params=[0, ON_PAPER], ids=["electronic", "paper too"])
def tight(db: Any, request: pytest.FixtureRequest) -> tuple[Vote, Dump]:
    """A vote in the build as it is."""
    vote = Vote(Hall(db), on_paper=request.param)
    return vote, vote.held()


@pytest.mark.parametrize("attack", attacks.ATTACKS)
def test_no_attack_does_better_than_chance(
    tight: tuple[Vote, Dump], attack: Callable[[Dump], list[attacks.Guess]]
) -> None:
    vote, dump = tight
    assert len(dump.record["ballots"]) == len(dump.voters) == VOTERS
    assert best(vote, dump, attack) < LUCK


def test_nothing_but_the_record_holds_a_ballot(tight: tuple[Vote, Dump]) -> None:
    _, dump = tight
    assert dump.ballot_tables == {}


# Builds broken on purpose -------------------------------------------------------------------------------------------


def keeps_table_and_key(patch: Patch) -> None:
    patch.setattr(secret_ballots, "destroy", lambda tx, round_id: None)


def drops_the_key_only(patch: Patch) -> None:
    patch.setattr(secret_ballots, "destroy", lambda tx, round_id: _sql(tx, 'DROP TABLE "secret_key_{}"', round_id))


def lists_ballots_in_the_order_of_the_roll(patch: Patch) -> None:
    patch.setattr(record, "sorted", lambda listed, key: list(listed), raising=False)


def lists_ballots_as_they_were_cast(patch: Patch) -> None:
    lists_ballots_in_the_order_of_the_roll(patch)
    roll = certifying._roll

    def as_cast(db: Any, round_: Any, key: Any) -> Iterator[Json]:
        order = "SELECT person_id FROM roll WHERE round_id = %s ORDER BY xmin::text::bigint, ctid"
        rows = {row["person_id"]: row for row in roll(db, round_, key)}
        return iter([rows[row["person_id"]] for row in db.read(lambda tx: _ask(tx, order, round_.round_id))])

    patch.setattr(certifying, "_roll", as_cast)


def copies_ballots_as_they_lie(patch: Patch) -> None:
    destroy = secret_ballots.destroy

    def copied(tx: Any, round_id: UUID) -> None:
        _sql(
            tx, 'CREATE TABLE copied_{0} AS SELECT gen_random_uuid() AS id, choices FROM "secret_ballot_{0}"', round_id
        )
        destroy(tx, round_id)

    patch.setattr(secret_ballots, "destroy", copied)


def gives_ballots_ids_that_tell_the_time(patch: Patch) -> None:
    put, copied = secret_ballots.put, certifying.certify

    def with_id(tx: Any, round_id: UUID, cast: Any) -> None:
        put(tx, round_id, cast)
        _sql(tx, "CREATE TABLE IF NOT EXISTS made_{} (elector bytea PRIMARY KEY, id uuid)", round_id)
        statement = "INSERT INTO made_{} VALUES (%s, %s) ON CONFLICT (elector) DO UPDATE SET id = excluded.id"
        for elector in cast:
            _sql(tx, statement, round_id, elector, new_id())

    def certify(tx: Any, round_: Any, counted: Any) -> None:
        shuffled = (
            'CREATE TABLE ids_{0} AS SELECT id, choices FROM made_{0} JOIN "secret_ballot_{0}" USING (elector)'
            " ORDER BY random()"
        )
        _sql(tx, shuffled, round_.round_id)
        _sql(tx, "DROP TABLE made_{}", round_.round_id)
        copied(tx, round_, counted)

    patch.setattr(secret_ballots, "put", with_id)
    patch.setattr(certifying, "certify", certify)


def tells_counts_in_events(patch: Patch) -> None:
    opening = rounds.open_round

    def counted_as_well(tx: Any, acting: Any, forum_id: UUID, round_id: UUID, data: Any) -> Any:
        empty = as_json(yes_no_abstain.empty(OPTIONS))
        _ask(tx, "UPDATE round SET counts = %s WHERE round_id = %s RETURNING 1", empty, round_id)
        return opening(tx, acting, forum_id, round_id, data)

    patch.setattr(rounds, "open_round", counted_as_well)
    patch.setattr(counting, "tally_is_visible", lambda state, live_tally: True)


def _keeping_answers(patch: Patch, kept: Callable[[Any, Json], Any]) -> None:
    count = counting.count_ballots

    def keeping(tx: Any, forum_id: UUID, batch: Any, arrived: float) -> Any:
        answer = count(tx, forum_id, batch, arrived)
        for ballot, told in zip(batch, answer["outcomes"], strict=True):
            row = (ballot.person_id, str(uuid4()), b"", as_json(kept(ballot, told)))
            _ask(tx, "INSERT INTO idempotency VALUES (%s, %s, %s, %s) RETURNING 1", *row)
        return answer

    patch.setattr(counting, "count_ballots", keeping)


def keeps_receipts(patch: Patch) -> None:
    _keeping_answers(patch, lambda ballot, told: told)


def keeps_nonces(patch: Patch) -> None:
    _keeping_answers(patch, lambda ballot, told: [{"sent": {"nonce": ballot.nonce}}])


def tells_of_sectors_of_one(patch: Patch) -> None:
    patch.setattr(results, "FEW", 1)
    patch.setattr(sectors, "_tells", lambda sector, k, secret: sector.ballots < k)


def numbers_sheets_in_the_record(patch: Patch) -> None:
    patch.setattr(paper, "_nonce", lambda _, number: str(number))


@pytest.mark.parametrize(
    ("leak", "attack", "at_least"),
    [
        (keeps_table_and_key, attacks.by_key, VOTERS),
        (keeps_table_and_key, attacks.by_transaction, ALONE),
        (drops_the_key_only, attacks.by_transaction, ALONE),
        (drops_the_key_only, attacks.by_place_in_file, VOTERS // 2),
        (drops_the_key_only, attacks.by_ordered_columns, VOTERS // 2),
        (lists_ballots_in_the_order_of_the_roll, attacks.by_order_in_record, VOTERS),
        (lists_ballots_as_they_were_cast, attacks.by_order_in_record, VOTERS),
        (copies_ballots_as_they_lie, attacks.by_place_in_file, VOTERS // 2),
        (gives_ballots_ids_that_tell_the_time, attacks.by_ordered_columns, VOTERS // 2),
        (tells_counts_in_events, attacks.by_counts, LUCK),
        (keeps_receipts, attacks.by_name, VOTERS),
        (keeps_nonces, attacks.by_name, VOTERS),
        (tells_of_sectors_of_one, attacks.by_sector, 1),
        (numbers_sheets_in_the_record, attacks.by_sheet_number, ON_PAPER),
    ],
)
def test_each_attack_finds_the_leak_that_was_put_in(
    db: Any, monkeypatch: Patch, leak: Callable[[Patch], None], attack: Any, at_least: int
) -> None:
    with leaking(monkeypatch, leak):
        vote = Vote(Hall(db), on_paper=ON_PAPER if leak is numbers_sheets_in_the_record else 0)
        dump = vote.held()
    assert best(vote, dump, attack) >= at_least


def test_a_weight_that_one_elector_has_gives_them_away(db: Any, monkeypatch: Patch) -> None:
    """No round opens on such a roll; here the weights are given afterwards."""
    vote = Vote(Hall(db), weights=[*range(1, VOTERS)])
    assert best(vote, vote.held(), attacks.by_weight) >= VOTERS - 2


@contextmanager
def leaking(monkeypatch: Patch, leak: Callable[[Patch], None]) -> Iterator[None]:
    """While this build is in place."""
    with monkeypatch.context() as patch:
        leak(patch)
        yield


def _ask(tx: Any, statement: str, *values: Any) -> list[Json]:
    with tx.connection.cursor() as cursor:
        cursor.execute(statement, values)
        return [dict(row) for row in cursor.fetchall()]


def _sql(tx: Any, statement: str, round_id: UUID, *values: Any) -> None:
    with tx.connection.cursor() as cursor:
        cursor.execute(statement.format(round_id.hex), values)
