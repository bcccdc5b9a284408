"""How few ballots would have turned a result: by looking at all that could have been cast instead."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from fractions import Fraction
from functools import cache
from itertools import product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.proposals.tally.decision import Decision, Numbers, Rule, Threshold, Turnout, decide
from services.proposals.tally.ordering import by_figure
from services.proposals.tally.outcome import Terms
from services.proposals.tally.rule import ABSTENTIONS, BASES, TIES

Ballot = tuple[int, ...] | str  # codes, or "blank" or "spoilt" as a sheet of paper can be
OPTIONS = 3
ENTITLED, PRESENT = 7, 6

rules = st.builds(
    Rule,
    base=st.sampled_from(BASES),
    majority=st.none() | st.sampled_from([Fraction(1, 3), Fraction(1, 2), Fraction(2, 3), Fraction(1)]),
    strictly=st.booleans(),
    abstentions=st.sampled_from(ABSTENTIONS),
    presence_quorum=st.none(),
    participation_quorum=st.none() | st.builds(Threshold, st.just(Fraction(1, 2)), st.booleans()),
    winners=st.none() | st.integers(1, OPTIONS),
    ties=st.sampled_from(TIES),
)


@cache
def castable(kind: str, options: int = OPTIONS) -> list[Ballot]:
    """All that can be cast."""
    if kind == "yes-no":
        return [*product(range(3), repeat=options), "blank"]
    marked = [row for row in product(range(2), repeat=options) if sum(row) <= (1 if kind == "single" else options)]
    return ["blank" if not any(row) else row for row in marked]


def decided(
    kind: str, ballots: Iterable[Ballot], rule: Rule, tie_order: Sequence[int], weighted: bool, options: int = OPTIONS
) -> Decision:
    """What these ballots come to; the closest is not looked for when they are weighted."""
    cast = list(ballots)
    rows = [ballot for ballot in cast if not isinstance(ballot, str)]
    codes = {"yes": 0, "no": 1, "abstain": 2} if kind == "yes-no" else {"votes": 1}
    figures: list[Any] = [
        {name: sum(row[option] == code for row in rows) for name, code in codes.items()} for option in range(options)
    ]
    terms = Terms(rule.winners or options, tie_order)
    outcome = by_figure(next(iter(codes)), figures, terms, one_each=kind == "single")
    numbers = Numbers(ENTITLED, PRESENT, len(cast), cast.count("blank"), cast.count("spoilt"))
    return decide(outcome, rule, Turnout(numbers, numbers, weighted))


def looked_for(
    kind: str, ballots: tuple[Ballot, ...], rule: Rule, tie_order: Sequence[int], options: int = OPTIONS
) -> dict[int, int]:
    """Option → the fewest changed ballots that turn it, found by changing one after another in every way there is."""
    before = [verdict.adopted for verdict in decided(kind, ballots, rule, tie_order, True, options).options]
    found: dict[int, int] = {}
    seen = reached = {tuple(sorted(ballots, key=str))}
    for changed in range(1, len(ballots) + 1):
        reached = {
            tuple(sorted((*cast[:at], new, *cast[at + 1 :]), key=str))
            for cast in reached
            for at in range(len(cast))
            for new in castable(kind, options)
        } - seen
        seen = seen | reached
        for cast in reached:
            after = decided(kind, cast, rule, tie_order, True, options).options
            for option in range(options):
                if after[option].adopted is not before[option]:
                    found.setdefault(option, changed)
    return found


def draw_ballots(data: st.DataObject, kind: str, most: int, options: int = OPTIONS) -> tuple[Ballot, ...]:
    """A few ballots."""
    return tuple(data.draw(st.lists(st.sampled_from([*castable(kind, options), "spoilt"]), min_size=1, max_size=most)))


def sorts_of_ballots() -> st.SearchStrategy[tuple[str, int, int]]:
    """A kind of ballot, how many options, how many ballots at most: few enough to look at everything."""
    return st.sampled_from(
        [("single", 3, 4), ("single", 1, 4), ("approval", 3, 3), ("approval", 1, 4), ("yes-no", 2, 3)]
    )


@settings(max_examples=60)
@given(sorts_of_ballots(), rules, st.data())
def test_it_is_the_fewest_there_are(of: tuple[str, int, int], rule: Rule, data: st.DataObject) -> None:
    kind, options, most = of
    ballots, tie_order = draw_ballots(data, kind, most, options), data.draw(st.permutations(range(options)))
    told = [verdict.closest for verdict in decided(kind, ballots, rule, tie_order, False, options).options]
    found = looked_for(kind, ballots, rule, tie_order, options)
    for option, closest in enumerate(told):
        if closest is not None:
            assert closest == found[option]
        elif kind == "single" or rule.winners is None or rule.winners >= options:
            assert option not in found


@settings(max_examples=40)
@given(rules, st.data())
def test_where_no_two_are_equal_the_fewest_that_change_anything_are_told(rule: Rule, data: st.DataObject) -> None:
    ballots, tie_order = draw_ballots(data, "approval", 4), data.draw(st.permutations(range(OPTIONS)))
    verdicts = decided("approval", ballots, rule, tie_order, False).options
    if len({verdict.support for verdict in verdicts}) == OPTIONS:
        told = [verdict.closest for verdict in verdicts if verdict.closest is not None]
        found = looked_for("approval", ballots, rule, tie_order)
        assert min(told, default=None) == min(found.values(), default=None)


@pytest.mark.parametrize(
    ("yes", "no", "abstain", "closest"),
    [(31, 29, 0, 1), (30, 29, 1, 1), (60, 0, 0, 30), (0, 60, 0, 31), (20, 10, 30, 11)],
)
def test_of_yes_and_no_it_is_the_way_to_the_line(yes: int, no: int, abstain: int, closest: int) -> None:
    figures: list[Any] = [{"yes": yes, "no": no, "abstain": abstain}]
    numbers = Numbers(60, None, 60, 0, 0)
    rule = Rule("cast", Fraction(1, 2), True, "in-base", None, None, None, "lot")
    decision = decide(by_figure("yes", figures, Terms(1, [0])), rule, Turnout(numbers, numbers, weighted=False))
    assert decision.options[0].closest == closest


def marked(votes: list[int], rule: Rule, blank: int = 0, one_each: bool = True) -> list[int | None]:
    """How few ballots would have turned what became of each option; equal ones go in the order of the ballot."""
    figures: list[Any] = [{"votes": each} for each in votes]
    numbers = Numbers(200, None, sum(votes) + blank, blank, 0)
    outcome = by_figure("votes", figures, Terms(1, range(len(votes))), one_each=one_each)
    return [verdict.closest for verdict in decide(outcome, rule, Turnout(numbers, numbers, weighted=False)).options]


MOST = Rule("valid", None, True, "in-base", None, None, 1, "lot")


def test_in_plurality_a_changed_ballot_counts_twice() -> None:
    """A has 5, B has 2, C has 1: two ballots from A to B put B in front, three put C there."""
    assert marked([5, 2, 1], MOST) == [2, 2, 3]


def test_who_takes_the_only_mark_back_leaves_the_ballot_blank() -> None:
    """Three of three valid ballots are for the only option: with one left it would still be all of them."""
    assert marked([3], replace(MOST, majority=Fraction(1, 2), winners=None), blank=2) == [3]


def test_two_ballots_cannot_put_three_in_front() -> None:
    """A keeps one of three places whatever two people choose: at most two others have a vote, and it goes before D."""
    assert marked([1, 1, 0, 0], replace(MOST, winners=3)) == [None, 2, 1, 1]


def test_of_approvals_it_is_told_where_it_does_not_matter_which_stand_together() -> None:
    """C has to pass A alone, B is behind by then; D would have to pass three, who may stand on the same ballots."""
    assert marked([50, 30, 20], MOST, one_each=False) == [11, 11, 16]
    assert marked([5, 5, 5, 3], MOST, one_each=False)[3] is None
