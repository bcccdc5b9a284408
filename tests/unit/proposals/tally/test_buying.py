"""What all methods that buy options keep: what ballots and options are called never matters, nor their order."""

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.proposals.tally import equal_shares, greedy, phragmen
from services.proposals.tally.outcome import Outcome, Terms, as_json
from services.proposals.tally.profile import Profile
from tests.unit.proposals.tally.marked import Round, rounds, several

Tally = Callable[[Profile, Terms], Outcome]

every = pytest.mark.parametrize(
    ("tally", "completion"),
    [(equal_shares.tally, each) for each in ("none", "add1", "add1u")] + [(phragmen.tally, ""), (greedy.tally, "")],
    ids=["equal-shares", "equal-shares-add1", "equal-shares-add1u", "phragmen", "greedy"],
)


@every
@several
@given(data=st.data())
def test_the_budget_is_never_exceeded_and_nobody_is_chosen_whom_nobody_marked(
    tally: Tally, completion: str, data: st.DataObject
) -> None:
    drawn = data.draw(rounds(completion=completion))
    chosen = tally(drawn.profile, drawn.terms).chosen
    assert drawn.cost(chosen) <= drawn.budget and len(chosen) <= drawn.terms.winners
    assert len(set(chosen)) == len(chosen) and all(drawn.backers(option) for option in chosen)


@every
@several
@given(data=st.data())
def test_the_order_of_ballots_does_not_matter(tally: Tally, completion: str, data: st.DataObject) -> None:
    drawn = data.draw(rounds(completion=completion))
    ballots = data.draw(st.permutations(list(zip(drawn.rows, drawn.weights, strict=True))))
    shuffled = Profile.of([row for row, _ in ballots], drawn.options, [weight for _, weight in ballots])
    assert tally(shuffled, drawn.terms) == tally(drawn.profile, drawn.terms)


@every
@several
@given(data=st.data())
def test_a_weight_is_as_many_ballots(tally: Tally, completion: str, data: st.DataObject) -> None:
    drawn = data.draw(rounds(completion=completion))
    whole = [int(2 * weight) for weight in drawn.weights]
    repeated = [row for row, times in zip(drawn.rows, whole, strict=True) for _ in range(times)]
    assert tally(Profile.of(repeated, drawn.options), drawn.terms) == tally(
        Profile.of(drawn.rows, drawn.options, whole), drawn.terms
    )


@every
@several
@given(data=st.data())
def test_the_names_of_options_do_not_matter(tally: Tally, completion: str, data: st.DataObject) -> None:
    drawn = data.draw(rounds(completion=completion))
    called = data.draw(st.permutations(range(drawn.options)))  # what each option is called now
    before, after = tally(drawn.profile, drawn.terms), tally(*_renamed(drawn, called))
    assert after.chosen == [called[option] for option in before.chosen]
    assert [after.figures[called[option]] for option in range(drawn.options)] == before.figures
    assert after.steps == [_in_new_words(step, called) for step in before.steps]
    assert [(set(tie.among), tie.taken, tie.step) for tie in after.ties] == [
        ({called[option] for option in tie.among}, [called[option] for option in tie.taken], tie.step)
        for tie in before.ties
    ]


def _renamed(drawn: Round, called: list[int]) -> tuple[Profile, Terms]:
    places = [called.index(name) for name in range(drawn.options)]
    terms = drawn.terms
    return (
        Profile.of([[row[place] for place in places] for row in drawn.rows], drawn.options, drawn.weights),
        Terms(
            terms.winners,
            [called[option] for option in terms.tie_order],
            [terms.costs[place] for place in places] if terms.costs else (),
            terms.budget,
            terms.completion,
        ),
    )


def _in_new_words(step: dict[str, Any], called: list[int]) -> dict[str, Any]:
    return {**step, "option": called[step["option"]]} if "option" in step else step


@every
def test_without_ballots_nobody_is_chosen(tally: Tally, completion: str) -> None:
    outcome = tally(Profile.of([], 2), Terms(2, [0, 1], completion=completion))
    assert (outcome.chosen, outcome.ties) == ([], [])
    assert [figures["votes"] for figures in outcome.figures] == [0, 0]


@every
def test_amounts_are_in_votes_and_exact(tally: Tally, completion: str) -> None:
    outcome = tally(Profile.of([[1, 0], [1, 1]], 2, [Fraction(1, 3), 1]), Terms(1, [0, 1], completion=completion))
    assert outcome.chosen == [0]
    assert as_json(outcome)["figures"][0]["votes"] == "4/3"
