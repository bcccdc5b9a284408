"""The rule applied: what is adopted, by how much, with which quorum, and under which other base it would not be."""

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.proposals.tally import approval, borda, yes_no_abstain
from services.proposals.tally.decision import Decision, Numbers, Rule, Threshold, Turnout, decide
from services.proposals.tally.ordering import by_figure
from services.proposals.tally.outcome import Outcome, Terms, Tie, as_json
from services.proposals.tally.profile import Profile
from services.proposals.tally.rule import ABSTENTIONS, BASES

HALF = Rule("cast", Fraction(1, 2), True, "in-base", None, None, None, "ballot-order")
HALF_VOTES = replace(HALF, participation_quorum=Threshold(Fraction(1, 2)))
MORE_THAN_HALF = Threshold(Fraction(1, 2), strictly=True)
MOST = replace(HALF, majority=None, winners=1)


def turnout(cast: Any, entitled: Any = 100, present: Any = None, blank: Any = 0, spoilt: Any = 0) -> Turnout:
    """So many, each with one vote."""
    numbers = Numbers(entitled, present, cast, blank, spoilt)
    return Turnout(numbers, numbers, weighted=False)


def said(*options: tuple[int, int, int]) -> Outcome:
    """The outcome of so many yes, no and abstain on each option."""
    figures: list[Any] = [{"yes": yes, "no": no, "abstain": abstain} for yes, no, abstain in options]
    return by_figure("yes", figures, Terms(len(options), range(len(options))))


def votes(*options: int, tie_order: Sequence[int] = ()) -> Outcome:
    """The outcome of so many approving each option."""
    figures: list[Any] = [{"votes": each} for each in options]
    return by_figure("votes", figures, Terms(1, tie_order or range(len(options))))


@pytest.mark.parametrize(
    ("counts", "adopted"),
    [
        ((0, 0, 0), False),  # nobody voted
        ((1, 0, 0), True),
        ((1, 1, 0), False),  # half is not more than half
        ((2, 1, 1), False),  # to abstain does not help it over the line
        ((3, 1, 1), True),
        ((30, 29, 1), False),
        ((31, 29, 0), True),
    ],
)
def test_more_than_half_of_the_ballots_cast(counts: tuple[int, int, int], adopted: bool) -> None:
    decision = decide(said(counts), HALF, turnout(sum(counts)))
    assert decision.options[0].adopted is adopted


def test_two_thirds_of_those_present_and_voting() -> None:
    """A recorded vote of the UN's General Assembly, 74 to 4 with 54 abstentions (GA/10015 of 2002).

    Its rules of procedure (A/520, rule 86) leave members who abstain out of those "present and voting".
    """
    rule = Rule("valid", Fraction(2, 3), False, "out-of-base", None, None, None, "ballot-order")
    counts, there = said((74, 4, 54)), turnout(132, entitled=189, present=132)
    decision = decide(counts, rule, there)
    [verdict] = decision.options
    assert decision.adopted == [0]
    assert (verdict.support, verdict.base, verdict.share, verdict.over) == (74, 78, Fraction(74, 78), 22)
    assert decision.what_if["entitled"] == []  # 74 of 135
    assert decide(counts, replace(rule, abstentions="in-base"), there).adopted == []


def test_a_constitution_is_changed_by_two_thirds_of_all_deputies() -> None:
    """Hiến pháp 2013, điều 120, khoản 4: at least two thirds of all, whoever is absent or abstains."""
    rule = Rule("entitled", Fraction(2, 3), False, "in-base", None, None, None, "ballot-order")
    assert decide(said((333, 0, 100)), rule, turnout(433, entitled=500)).adopted == []
    decision = decide(said((334, 0, 99)), rule, turnout(433, entitled=500))
    assert decision.adopted == [0]
    assert decision.options[0].over == 334 - Fraction(1000, 3)


def test_without_quorum_nothing_is_adopted_and_it_is_said_by_how_much() -> None:
    rule = replace(HALF, presence_quorum=Threshold(Fraction(2, 3)), participation_quorum=Threshold(Fraction(1, 2)))
    decision = decide(said((49, 0, 0)), rule, turnout(49, present=70))
    assert (decision.adopted, decision.quorate, decision.what_if) == ([], False, {})
    assert as_json(decision.presence) == {"needed": "200/3", "there": 70, "over": "10/3", "reached": True}
    assert as_json(decision.participation) == {"needed": 50, "there": 49, "over": -1, "reached": False}
    assert decision.options[0].share == 1  # what was said is told all the same
    assert decision.options[0].closest is None  # no change of a ballot makes a quorum
    assert decide(said((50, 0, 0)), rule, turnout(50, present=70)).adopted == [0]


def test_a_quorum_of_more_than_half_is_not_reached_by_half() -> None:
    for rule, reached in ((HALF_VOTES, True), (replace(HALF_VOTES, participation_quorum=MORE_THAN_HALF), False)):
        assert decide(said((50, 0, 0)), rule, turnout(50)).quorate is reached
        assert decide(said((51, 0, 0)), rule, turnout(51)).quorate


def test_blank_and_spoilt_ballots_are_cast_and_not_valid() -> None:
    outcome, there = votes(50, 40), turnout(100, blank=6, spoilt=4)
    decision = decide(outcome, HALF, there)
    assert (decision.adopted, decision.options[0].over) == ([], 0)
    assert decision.what_if == {"valid": [0], "entitled": []}  # nobody counted how many were present
    assert decide(outcome, replace(HALF, base="valid"), there).options[0].base == 90


def test_of_those_over_the_line_the_first_are_adopted() -> None:
    rule = replace(HALF, winners=2)
    assert decide(votes(60, 90, 40, 55), rule, turnout(100)).adopted == [1, 0]
    assert decide(votes(60, 20, 40, 30), rule, turnout(100)).adopted == [0]


def test_who_is_under_the_line_takes_no_place() -> None:
    """With abstentions left out, an option of fewer yes can pass where one of more does not."""
    rule = replace(HALF, winners=1, abstentions="out-of-base")
    assert decide(said((10, 11, 0), (9, 1, 11)), rule, turnout(21)).adopted == [1]


def test_equals_for_the_last_place_go_by_the_tie_order_or_are_voted_on_again() -> None:
    outcome = votes(3, 5, 3, 1, tie_order=[2, 3, 0, 1])
    rule = replace(MOST, winners=2)
    assert decide(outcome, replace(rule, ties="lot"), turnout(12)).adopted == [1, 2]
    again = decide(outcome, replace(rule, ties="vote-again"), turnout(12))
    assert (again.adopted, again.undecided) == ([1], [0, 2])
    assert [verdict.undecided for verdict in again.options] == [True, False, True, False]
    assert decide(outcome, replace(rule, ties="vote-again", winners=3), turnout(12)).undecided == []


def test_a_method_without_votes_chooses_and_has_no_line() -> None:
    profile = Profile.of([[1, 2, 0], [0, 1, 2]], 3)
    decision = decide(borda.tally(profile, Terms(2, range(3))), replace(MOST, winners=2), turnout(2))
    assert decision.adopted == [1, 0]
    assert as_json(decision.options[1]) == {
        "adopted": True,
        "undecided": False,
        "support": None,
        "base": None,
        "share": None,
        "over": None,
        "closest": None,
    }
    with pytest.raises(ValueError, match="no votes"):
        decide(borda.tally(profile, Terms(2, range(3))), HALF, turnout(2))


def test_a_tie_that_another_method_met_is_voted_on_again_too() -> None:
    ties = [Tie([0, 3], [0], 4), Tie([2, 0], [2], 1), Tie([1, 4], [1], 0)]  # only the first let one in and left one out
    outcome = Outcome([2, 0], [{}, {}, {}, {}, {}], ties=ties)
    assert decide(outcome, MOST, turnout(9)).adopted == [2, 0]
    again = decide(outcome, replace(MOST, ties="vote-again"), turnout(9))
    assert (again.adopted, again.undecided) == ([2], [0, 3])


@pytest.mark.parametrize("rule", [replace(HALF, base="present"), replace(HALF, presence_quorum=MORE_THAN_HALF)])
def test_those_present_have_to_be_counted_where_the_rule_asks_for_them(rule: Rule) -> None:
    with pytest.raises(ValueError, match="present"):
        decide(said((1, 0, 0)), rule, turnout(1))


def test_majorities_and_quorums_are_of_votes_and_weights_may_be_fractions() -> None:
    profile = Profile.of([[1], [0]], 1, [Fraction("2.5"), Fraction("2.4")])
    people = Numbers(3, None, 2, 1, 0)
    there = Turnout(Numbers(Fraction("9.8"), None, Fraction("4.9"), Fraction("2.4"), 0), people, weighted=True)
    decision = decide(approval.tally(profile, Terms(1, range(1))), HALF_VOTES, there)
    assert decision.adopted == [0]
    assert as_json(decision.options[0]) == {
        "adopted": True,
        "undecided": False,
        "support": "5/2",
        "base": "49/10",
        "share": "25/49",
        "over": "1/20",
        "closest": None,  # how few ballots depends on what each weighs
    }


counts = st.lists(st.integers(0, 2), min_size=3, max_size=3)
rules = st.builds(
    Rule,
    base=st.sampled_from(BASES),
    majority=st.none() | st.sampled_from([Fraction(1, 2), Fraction(2, 3), Fraction(1)]),
    strictly=st.booleans(),
    abstentions=st.sampled_from(ABSTENTIONS),
    presence_quorum=st.none(),
    participation_quorum=st.none() | st.builds(Threshold, st.just(Fraction(1, 2)), st.booleans()),
    winners=st.none() | st.integers(1, 3),
    ties=st.sampled_from(["lot", "vote-again"]),
)


def decided(ballots: list[list[int]], rule: Rule, tie_order: list[int]) -> Decision:
    """What these ballots of yes, no and abstain come to."""
    outcome = yes_no_abstain.tally(Profile.of(ballots, 3), Terms(3, tie_order))
    return decide(outcome, rule, turnout(len(ballots), entitled=7, present=6))


@given(st.lists(counts, min_size=1, max_size=6), rules, st.permutations(range(3)), st.data())
def test_another_yes_never_costs_an_option_its_adoption(
    ballots: list[list[int]], rule: Rule, tie_order: list[int], data: st.DataObject
) -> None:
    at, option = data.draw(st.integers(0, len(ballots) - 1)), data.draw(st.integers(0, 2))
    raised = [list(ballot) for ballot in ballots]
    raised[at][option] = 0
    before, after = decided(ballots, rule, tie_order), decided(raised, rule, tie_order)
    assert after.options[option].adopted or not before.options[option].adopted


@given(st.lists(counts, max_size=6), rules, st.permutations(range(3)))
def test_what_if_is_what_would_have_been(ballots: list[list[int]], rule: Rule, tie_order: list[int]) -> None:
    decision = decided(ballots, rule, tie_order)
    others = BASES if rule.majority is not None and decision.quorate else ()
    assert decision.what_if == {
        base: decided(ballots, replace(rule, base=base), tie_order).adopted for base in others if base != rule.base
    }


@given(st.lists(counts, max_size=6), rules, st.permutations(range(3)))
def test_verdicts_say_what_the_decision_says(ballots: list[list[int]], rule: Rule, tie_order: list[int]) -> None:
    decision = decided(ballots, rule, tie_order)
    assert {at for at, verdict in enumerate(decision.options) if verdict.adopted} == set(decision.adopted)
    assert len(decision.adopted) <= (rule.winners or 3)
    for verdict in decision.options:
        if verdict.adopted and rule.majority is not None:
            assert verdict.over is not None
            assert verdict.over > 0 if rule.strictly else verdict.over >= 0
