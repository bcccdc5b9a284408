"""What holds of every count in which ballots move on, however they are cast."""

import json
from fractions import Fraction
from itertools import pairwise
from random import Random
from types import ModuleType
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.proposals.tally import instant_runoff, scottish_stv
from services.proposals.tally.outcome import Outcome, Terms, as_json
from services.proposals.tally.profile import Profile
from tests.ballot_files import row

unhurried = settings(max_examples=50, deadline=None)
both = pytest.mark.parametrize("method", [instant_runoff, scottish_stv], ids=lambda method: method.NAME)


class Vote(NamedTuple):
    options: int
    ballots: list[tuple[tuple[int, ...], Fraction]]  # whom each names, the best first, and its weight
    winners: int
    tie_order: list[int]

    def tally(self, method: ModuleType) -> Outcome:
        ballots = [row(order, self.options) for order, _ in self.ballots]
        profile = Profile.of(ballots, self.options, [weight for _, weight in self.ballots])
        outcome: Outcome = method.tally(profile, Terms(self.winners, self.tie_order))
        return outcome


@st.composite
def votes(draw: st.DrawFn, decimal: bool = False) -> Vote:
    """Few options and few ballots, so that equal votes are common."""
    options = draw(st.integers(1, 5))
    order = st.permutations(range(options)).flatmap(
        lambda order: st.integers(0, options).map(lambda named: tuple(order[:named]))
    )
    weight = st.integers(1, 40).map(lambda tenths: Fraction(tenths, 10)) if decimal else st.integers(1, 4).map(Fraction)
    return Vote(
        options,
        draw(st.lists(st.tuples(order, weight), min_size=1, max_size=9)),
        draw(st.integers(1, 4)),
        draw(st.permutations(range(options))),
    )


@both
@unhurried
@given(votes(decimal=True))
def test_no_vote_is_lost_on_the_way(method: ModuleType, vote: Vote) -> None:
    outcome = vote.tally(method)
    counts = [step for step in outcome.steps if step["step"] != "last-vacancies"]
    valid = counts[0]["valid"]
    assert valid + counts[0]["blank"] == sum(weight for _, weight in vote.ballots)
    for step in counts:
        assert sum(step["votes"]) + step["exhausted"] + step.get("rounding", 0) == valid
        assert min(step["votes"]) >= 0 <= step.get("rounding", 0) < Fraction(2, 1000)
    for before, after in pairwise(counts):
        got = dict(map(tuple, after["transfers"]))
        for option in set(range(vote.options)) - {after["option"]}:
            assert after["votes"][option] == before["votes"][option] + got.get(option, 0)
        assert after["exhausted"] == before["exhausted"] + after["to_nobody"]


@both
@unhurried
@given(votes(decimal=True))
def test_the_steps_are_few_and_can_be_written_down(method: ModuleType, vote: Vote) -> None:
    outcome = vote.tally(method)
    assert len(outcome.steps) <= vote.options + 1
    assert all(tie.step < len(outcome.steps) for tie in outcome.ties)
    assert json.loads(json.dumps(as_json(outcome)))["chosen"] == outcome.chosen


@both
@unhurried
@given(votes(), st.randoms(use_true_random=False))
def test_order_and_names_do_not_matter(method: ModuleType, vote: Vote, random: Random) -> None:
    name = random.sample(range(vote.options), vote.options)
    ballots = [(tuple(name[option] for option in order), weight) for order, weight in vote.ballots]
    random.shuffle(ballots)
    here = vote.tally(method)
    there = vote._replace(ballots=ballots, tie_order=[name[option] for option in vote.tie_order]).tally(method)
    assert there.chosen == [name[option] for option in here.chosen]
    assert [there.figures[name[option]] for option in range(vote.options)] == here.figures


@both
@unhurried
@given(votes())
def test_a_weight_is_so_many_ballots(method: ModuleType, vote: Vote) -> None:
    repeated = [(order, Fraction(1)) for order, weight in vote.ballots for _ in range(int(weight))]
    assert vote._replace(ballots=repeated).tally(method) == vote.tally(method)


@both
@unhurried
@given(votes(), st.sampled_from([10, 1000]))
def test_a_smaller_unit_is_the_same_count(method: ModuleType, vote: Vote, unit: int) -> None:
    """A tenth of every weight, one of them at least not whole: a tenth of every vote, and the same winners."""
    smaller = [(order, weight / unit) for order, weight in vote.ballots]
    here, there = vote.tally(method), vote._replace(ballots=[*smaller, ((), Fraction(1, unit))]).tally(method)
    assert there.chosen == here.chosen
    assert [{name: votes * unit for name, votes in option.items()} for option in there.figures] == here.figures


@both
@unhurried
@given(votes())
def test_who_is_first_on_more_than_half_of_the_ballots_is_chosen_at_once(method: ModuleType, vote: Vote) -> None:
    outcome = vote.tally(method)
    for option, figures in enumerate(outcome.figures):
        if 2 * figures["first"] > outcome.steps[0]["valid"]:
            assert option in outcome.chosen
            assert option in outcome.steps[0]["elected"]


@unhurried
@given(votes(), st.data())
def test_naming_more_options_never_harms_one_named_before(vote: Vote, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(vote.ballots) - 1))
    order, weight = vote.ballots[place]
    more = data.draw(st.permutations([option for option in range(vote.options) if option not in order]))
    longer = [*vote.ballots[:place], ((*order, *more), weight), *vote.ballots[place + 1 :]]
    before = vote.tally(instant_runoff).chosen
    if set(before) & set(order):
        assert vote._replace(ballots=longer).tally(instant_runoff).chosen == before


@unhurried
@given(votes(decimal=True))
def test_as_many_are_elected_as_are_wanted_or_there_are(vote: Vote) -> None:
    outcome = vote.tally(scottish_stv)
    assert len(set(outcome.chosen)) == len(outcome.chosen) == min(vote.winners, vote.options)
    assert [option for step in outcome.steps for option in step["elected"]] == outcome.chosen


@unhurried
@given(votes())
def test_for_one_winner_both_are_the_same(vote: Vote) -> None:
    one = vote._replace(winners=1)
    if any(order for order, _ in vote.ballots):
        assert one.tally(instant_runoff).chosen == one.tally(scottish_stv).chosen
