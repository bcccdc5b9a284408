"""A round that was voted in on paper too: sheets count as ballots do, and are held against who was handed one."""

from collections.abc import Sequence
from dataclasses import fields, replace
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.proposals.model.paper import sheets_of
from services.proposals.model.refusals import RecountDiffers
from services.proposals.model.results import Cast, Counted, Facts, count
from services.proposals.model.rounds import Option, Round
from services.proposals.model.sheets import Sheet
from services.proposals.record import shape, verify
from services.proposals.record.log import enter
from services.proposals.tally import METHODS, kind_of
from services.proposals.tally.outcome import quiet

Json = dict[str, Any]

KEY = b"k" * 32  # of a secret round
WHEN = datetime(2026, 11, 25, 8, tzinfo=UTC)
ONE, OTHER = uuid4(), uuid4()  # organizers
OPTIONS = tuple(Option(UUID(int=number), number, f"Giải pháp {number}") for number in (1, 2))
RULE = {
    "base": "valid",
    "majority": None,
    "strictly": True,
    "abstentions": "in-base",
    "presence_quorum": None,
    "participation_quorum": None,
    "winners": 1,
    "ties": "ballot-order",
}
BUDGET = {"costs": {str(option.solution_id): 10 for option in OPTIONS}, "budget": 10}
SETTINGS: dict[str, Json] = {
    "score": {"most_score": 5},
    "equal-shares": {**BUDGET, "completion": "add1u"},
    "phragmen": BUDGET,
    "greedy": BUDGET,
}
#: kind of ballot → one for each option, and a blank one
ROWS = {
    "yes-no": [[0, 1], [1, 0], [2, 2]],
    "marks": [[1, 0], [0, 1], [0, 0]],
    "scores": [[3, 0], [0, 5], [-1, -1]],
    "ranking": [[1, 2], [2, 1], [0, 0]],
}


def round_(method: str = "yes-no-abstain", named: bool = True, **known: Any) -> Round:
    """A round that is counted."""
    nothing: Json = dict.fromkeys(field.name for field in fields(Round))
    told = {
        "forum_id": UUID(int=8),
        "round_id": UUID(int=9),
        "number": 1,
        "title": "Biểu quyết",
        "named": named,
        "method": method,
        "settings": SETTINGS.get(method, {}),
        "rule": RULE,
        "opened_at": WHEN,
        "closes_at": WHEN,
        "unit": 1,
        "counts": [],
        "ballots": 0,
        "on_paper": 0,
        "changes": [],
        "options": OPTIONS,
    }
    return Round(**{**nothing, **told, **known})


def place(weight: str = "1", sector: str = "Hội", **known: Any) -> Json:
    """A place on the roll that was handed a sheet."""
    return {"person_id": uuid4(), "weight": Decimal(weight), "sector": sector, "revision": 0, **known}


def sheet(number: int, choices: Sequence[int] | None, of: Json | None = None, **known: Any) -> Sheet:
    """One that was entered and confirmed; named, where it is of somebody."""
    weight = of["weight"] if of else Decimal(1)
    codes = None if choices is None else list(choices)
    whole = Sheet(number, of["person_id"] if of else None, weight, codes, ONE, WHEN, OTHER, WHEN)
    return replace(whole, **known)


def counted(
    of: Round, electronic: Sequence[tuple[Sequence[int], str, str]], handed: Sequence[Json], sheets: Sequence[Sheet]
) -> Counted:
    """The round with these ballots, and their running counts where it keeps them."""
    cast, method = Cast(), METHODS[of.method]
    for number, (codes, weight, sector) in enumerate(electronic):
        cast.add((codes, f"nonce-of-a-voter-{number}"), Decimal(weight), sector)
    counts = method.empty(len(OPTIONS)) if of.named and hasattr(method, "empty") else []
    for codes, weight, _ in electronic if counts else ():
        method.add(counts, list(codes), int(Decimal(weight) * of.unit))
    of = replace(of, ballots=len(cast), on_paper=len(handed), counts=counts)
    roll = [*zip(cast.weights, cast.sectors, strict=True), *((each["weight"], each["sector"]) for each in handed)]
    return count(
        Facts(of, "Tọa đàm", roll, 0, cast, len(handed), sheets_of(of, handed, sheets, None if of.named else KEY)),
        quiet,
    )


def wrong(of: Counted) -> set[str]:
    """What checking finds wrong with the record, which has the shape of one."""
    published = enter(of.record, [])
    shape.check(published, shape.schema("record"))
    return {finding.word for finding in verify.check(published) if finding.good is False}


@pytest.mark.parametrize("named", [True, False])
@pytest.mark.parametrize("method", METHODS)
def test_a_sheet_counts_as_the_same_ballot_over_the_network_does(method: str, named: bool) -> None:
    rows = ROWS[kind_of(method).__name__.rpartition(".")[2].replace("_", "-")]
    on_paper = [(rows[0], "2.5"), (rows[1], "1"), (rows[2], "1"), (rows[0], "1")]
    voted = [(rows[1], "1", "Hội"), (rows[0], "2.5", "Hội")]
    handed = [place(weight) for _, weight in on_paper]
    sheets = [
        sheet(number, codes, of if named else None, weight=of["weight"])
        for number, ((codes, _), of) in enumerate(zip(on_paper, handed, strict=True), 1)
    ]
    mixed = counted(round_(method, named, unit=2), voted, handed, sheets)
    plain = counted(round_(method, named, unit=2), [*voted, *((*each, "Hội") for each in on_paper)], [], [])
    assert mixed.record["result"]["figures"] == plain.record["result"]["figures"]
    assert mixed.record["result"]["turnout"] == plain.record["result"]["turnout"]
    assert (mixed.ballots, mixed.counts) == (plain.ballots, plain.counts)
    assert wrong(mixed) == set()


def test_turnout_tells_sheets_and_who_was_handed_one_and_the_record_has_them_with_the_roll() -> None:
    handed = [place(), place(), place()]
    result = counted(round_(), [([0, 0], "1", "Hội")], handed, [sheet(7, [0, 1], handed[0]), sheet(9, None, handed[1])])
    assert (result.result["turnout"]["sheets"], result.result["turnout"]["on_paper"]) == (2, 3)
    assert result.result["turnout"]["people"] | {"present": 0} == {
        "entitled": 4,
        "present": 0,
        "cast": 3,
        "blank": 0,
        "spoilt": 1,
    }
    assert (result.record["roll"]["sheets"], result.record["roll"]["on_paper"]) == (2, 3)
    assert result.record["result"]["turnout"].keys() == {"people", "votes", "weighted"}


def test_of_a_round_without_paper_the_record_has_no_word_of_it() -> None:
    plain = counted(round_(), [([0, 0], "1", "Hội")], [], [])
    assert plain.record["roll"].keys() == {"electors", "entitled", "weights", "present", "proxies"}
    assert (plain.result["turnout"]["sheets"], plain.result["turnout"]["on_paper"]) == (0, 0)


def test_a_named_sheet_has_its_number_and_a_secret_one_neither_that_nor_a_mark() -> None:
    handed = [place(), place()]
    named = counted(round_(), [], handed, [sheet(17, [0, 1], handed[0]), sheet(99999, None, handed[1])]).record
    assert {(ballot["nonce"], ballot["paper"]) for ballot in named["ballots"]} == {("17", True), ("99999", True)}
    hidden, entered = round_(named=False), [sheet(17, [0, 1]), sheet(18, None)]
    secret, again = (counted(hidden, [], handed, entered).record for _ in range(2))
    assert all(len(ballot["nonce"]) == 32 and "paper" not in ballot for ballot in secret["ballots"])
    assert again == secret, "or the lot that hangs on nonces could be drawn until it falls as somebody wishes"
    assert secret["roll"]["sheets"] == 2


# Sectors -------------------------------------------------------------------------------------------------------------

ALIKE = [([0, 1], "1", "Hội"), ([1, 0], "1", "Hội")] * 3


def test_a_named_sheet_counts_in_the_sector_of_its_elector() -> None:
    handed = [place(), place()]
    sheets = [sheet(1, [0, 0], handed[0]), sheet(2, None, handed[1])]
    [told] = counted(round_(), ALIKE, handed, sheets).result["sectors"]
    assert (told["electors"], told["ballots"]) == (8, 8), "the spoilt one was cast"
    assert told["said"] == [{"yes": 4, "no": 3, "abstain": 0}] * 2


def test_a_spoilt_sheet_hides_nobody() -> None:
    handed = [place()]
    [told] = counted(round_(), ALIKE[:4], handed, [sheet(1, None, handed[0])]).result["sectors"]
    assert told["said"] is None, "five voted, and only four said something"


def test_of_a_secret_round_with_a_sheet_no_sector_is_told() -> None:
    handed = [place()]
    assert counted(round_(named=False), ALIKE, handed, [sheet(1, [0, 0])]).result["sectors"] == []
    [told] = counted(round_(named=False), ALIKE, handed, []).result["sectors"]
    assert told["said"], "which were handed out is known anyway, and none came back"


# What could not have been entered ------------------------------------------------------------------------------------

HANDED = [place(), place("2")]


@pytest.mark.parametrize(
    "sheets",
    [
        [sheet(1, [0, 0], place())],
        [sheet(1, [0, 0])],
        [sheet(1, [0, 0], HANDED[0]), sheet(2, [0, 0], HANDED[0])],
        [sheet(1, [0, 0], HANDED[0]), sheet(1, [0, 0], HANDED[1])],
        [sheet(1, [0, 0], HANDED[0], confirmed_by=None)],
        [sheet(1, [0, 0], HANDED[0], confirmed_by=ONE)],
        [sheet(1, [0], HANDED[0])],
    ],
    ids=["of nobody on paper", "of nobody", "twice", "one number", "unconfirmed", "confirmed by one", "too short"],
)
def test_what_cannot_have_been_entered_in_a_named_round_is_not_counted(sheets: list[Sheet]) -> None:
    with pytest.raises((ValueError, KeyError)):
        sheets_of(round_(), HANDED, sheets, None)


@pytest.mark.parametrize(
    "sheets",
    [
        [sheet(number, [0, 0]) for number in range(1, 3)],
        [sheet(1, [0, 0], weight=Decimal("1.5"))],
        [sheet(1, [0, 0], confirmed_by=None)],
    ],
    ids=["too many of a weight", "of no weight there is", "unconfirmed"],
)
def test_what_cannot_have_been_entered_in_a_secret_round_is_not_counted(sheets: list[Sheet]) -> None:
    with pytest.raises((ValueError, KeyError)):
        sheets_of(round_(named=False), HANDED, sheets, KEY)


def test_nobody_votes_both_ways() -> None:
    with pytest.raises(ValueError, match="twice"):
        sheets_of(round_(), [place(revision=1)], [], None)


def test_a_sheet_nobody_could_have_filled_in_so_is_not_certified() -> None:
    with pytest.raises(RecountDiffers):
        counted(round_(), [], HANDED, [sheet(1, [0, 7], HANDED[0])])


def test_who_is_on_paper_must_be_as_many_as_were_told() -> None:
    cast = Cast()
    facts = Facts(round_(on_paper=2), "Tọa đàm", [(Decimal(1), "Hội")], 0, cast, 1, Cast(paper=True))
    with pytest.raises(RecountDiffers):
        count(facts, quiet)


@given(st.lists(st.sampled_from(["electronic", "paper", "spoilt", "away"]), max_size=12))
def test_running_counts_and_sheets_make_the_figures(voters: list[str]) -> None:
    handed = [place() for voter in voters if voter in ("paper", "spoilt")]
    kinds = [voter for voter in voters if voter in ("paper", "spoilt")]
    sheets = [
        sheet(number, [0, 1] if kind == "paper" else None, of)
        for number, (kind, of) in enumerate(zip(kinds, handed, strict=True), 1)
    ]
    result = counted(round_(), [([0, 2], "1", "Hội")] * voters.count("electronic"), handed, sheets)
    yes, no, abstain = (
        voters.count("electronic") + voters.count("paper"),
        voters.count("paper"),
        voters.count("electronic"),
    )
    assert result.counts == [[yes, 0, 0], [0, no, abstain]]
    assert result.record["result"]["figures"][0]["yes"] == yes
    assert wrong(result) == set()
