"""What holds of every plain count: who cast which ballot in which order never matters, and more support never harms."""

from fractions import Fraction
from types import ModuleType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.proposals.tally import approval, borda, score, single_choice, sums, yes_no_abstain
from services.proposals.tally.outcome import Outcome, Terms
from services.proposals.tally.profile import Profile

OPTIONS = 4
METHODS = {method.NAME: method for method in (yes_no_abstain, single_choice, approval, score, borda)}


def row(*codes: int) -> st.SearchStrategy[list[int]]:
    """A ballot with one of these codes for each option."""
    return st.lists(st.sampled_from(codes), min_size=OPTIONS, max_size=OPTIONS)


def dense(ranks: list[int]) -> list[int]:
    """These ranks without gaps; 0 stays what it is."""
    order = sorted({0, *ranks})
    return [order.index(rank) for rank in ranks]


BALLOTS = {
    "yes-no-abstain": row(0, 1, 2),
    "single-choice": st.integers(-1, OPTIONS - 1).map(lambda at: [int(at == place) for place in range(OPTIONS)]),
    "approval": row(0, 1),
    "score": row(-1, 0, 1, 5),
    "borda": row(0, 1, 2, 3, 4).map(dense),
}
methods = pytest.mark.parametrize("name", METHODS)
weights = st.fractions(Fraction(1, 8), 9, max_denominator=8)


def tally(method: ModuleType, rows: list[list[int]], winners: int, tie_order: Any, weights: Any = None) -> Outcome:
    """The outcome of these ballots."""
    outcome = method.tally(Profile.of(rows, OPTIONS, weights), Terms(winners, list(tie_order)))
    assert isinstance(outcome, Outcome)
    return outcome


def drawn(data: st.DataObject, name: str) -> tuple[list[list[int]], int, list[int]]:
    """Some ballots, a number of winners and a tie order."""
    rows = data.draw(st.lists(BALLOTS[name], max_size=6))
    return rows, data.draw(st.integers(1, OPTIONS)), data.draw(st.permutations(range(OPTIONS)))


@methods
@given(st.data())
def test_the_order_of_ballots_never_matters(name: str, data: st.DataObject) -> None:
    rows, winners, tie_order = drawn(data, name)
    shuffled = data.draw(st.permutations(rows))
    assert tally(METHODS[name], shuffled, winners, tie_order) == tally(METHODS[name], rows, winners, tie_order)


@methods
@given(st.data())
def test_the_names_of_options_never_matter(name: str, data: st.DataObject) -> None:
    rows, winners, tie_order = drawn(data, name)
    places = data.draw(st.permutations(range(OPTIONS)))  # the option at `at` moves to `places[at]`
    moved = [[each[places.index(at)] for at in range(OPTIONS)] for each in rows]
    before = tally(METHODS[name], rows, winners, tie_order)
    after = tally(METHODS[name], moved, winners, [places[option] for option in tie_order])
    assert after.chosen == [places[option] for option in before.chosen]
    assert [after.figures[places[option]] for option in range(OPTIONS)] == before.figures
    assert [set(tie.among) for tie in after.ties] == [{places[option] for option in tie.among} for tie in before.ties]


@methods
@given(st.data())
def test_a_weight_is_as_many_ballots(name: str, data: st.DataObject) -> None:
    rows, winners, tie_order = drawn(data, name)
    times = data.draw(st.lists(st.integers(1, 4), min_size=len(rows), max_size=len(rows)))
    repeated = [each for each, number in zip(rows, times, strict=True) for _ in range(number)]
    weighed = tally(METHODS[name], rows, winners, tie_order, times)
    assert weighed == tally(METHODS[name], repeated, winners, tie_order)


@methods
@given(st.data())
def test_all_at_once_is_the_sum_of_one_at_a_time(name: str, data: st.DataObject) -> None:
    rows, winners, tie_order = drawn(data, name)
    share = data.draw(st.lists(weights, min_size=len(rows), max_size=len(rows)))
    together = tally(METHODS[name], rows, winners, tie_order, share).figures
    apart = [tally(METHODS[name], [each], 1, tie_order, [w]).figures for each, w in zip(rows, share, strict=True)]
    for option, figures in enumerate(together):
        assert figures == {figure: sum(one[option][figure] for one in apart) for figure in figures}


@methods
@given(st.data())
def test_who_is_chosen_stays_so_when_a_ballot_says_more_for_them(name: str, data: st.DataObject) -> None:
    rows, winners, tie_order = drawn(data, name)
    chosen = tally(METHODS[name], rows, winners, tie_order).chosen
    if not rows:
        return
    at, option = data.draw(st.integers(0, len(rows) - 1)), data.draw(st.sampled_from(chosen))
    raised = [list(each) for each in rows]
    raised[at] = more_for(option, rows[at], name)
    assert option in tally(METHODS[name], raised, winners, tie_order).chosen


def more_for(option: int, ballot: list[int], name: str) -> list[int]:
    """This ballot with the most it can say for an option, and the others left as they are."""
    if name == "borda":  # in front of all; those that were not ranked stay so
        return dense([1 if at == option else code and code + 1 for at, code in enumerate(ballot)])
    if name == "single-choice":
        return [int(at == option) for at in range(OPTIONS)]
    best = {"yes-no-abstain": 0, "approval": 1, "score": 5}[name]
    return [best if at == option else code for at, code in enumerate(ballot)]


@methods
def test_more_rows_than_are_added_at_once(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    method, rows = METHODS[name], [[0, 1, 0, 0], [1, 0, 0, 0], [0, 0, 0, 1], [0, 0, 1, 0], [0, 0, 0, 0]]
    told: list[tuple[int, int]] = []
    whole = method.tally(Profile.of(rows, OPTIONS), Terms(1, range(OPTIONS)))
    monkeypatch.setattr(sums, "ROWS_AT_ONCE", 2)
    assert method.tally(Profile.of(rows, OPTIONS), Terms(1, range(OPTIONS)), lambda *much: told.append(much)) == whole
    assert told == [(2, 5), (4, 5), (5, 5)]


@methods
def test_without_ballots_the_tie_order_decides_and_says_so(name: str) -> None:
    outcome = tally(METHODS[name], [], 1, [2, 0, 3, 1])
    assert outcome.chosen == [2]
    assert [(tie.among, tie.taken) for tie in outcome.ties] == [([2, 0, 3, 1], [2])]


def test_yes_no_and_abstain_are_told_apart() -> None:
    outcome = tally(yes_no_abstain, [[0, 1, 2, 0], [0, 1, 1, 1]], 4, range(OPTIONS), [2, Fraction(1, 2)])
    assert outcome.figures[2] == {"yes": 0, "no": Fraction(1, 2), "abstain": 2}
    assert outcome.chosen == [0, 3, 1, 2]


def test_an_option_that_is_not_scored_gets_nothing() -> None:
    outcome = tally(score, [[-1, 0, 5, 3], [2, -1, 4, -1]], 2, range(OPTIONS))
    assert [figures["points"] for figures in outcome.figures] == [2, 0, 9, 3]
    assert outcome.chosen == [2, 3]
