"""Greedy by votes: what cities chose by it, what it passes over, and the ties that mattered."""

from collections.abc import Sequence

import pytest
from hypothesis import given

from services.proposals.tally import greedy
from services.proposals.tally.outcome import Outcome, Terms, Tie
from tests.published import published
from tests.unit.proposals.tally.marked import CITIES, Round, city, profile, reference, rounds, several

WARSAW = [name for name in CITIES if "Warszawa" in name]
WITH_THRESHOLD = [name for name in CITIES if "Gdynia" in name or "Lodz" in name]


def count(ballots: dict[str, int], costs: Sequence[int], budget: int, winners: int = 4) -> Outcome:
    return greedy.tally(profile("abcd", ballots), Terms(winners, [3, 2, 1, 0], costs, budget))


def test_what_does_not_fit_is_passed_over_and_the_next_may_fit() -> None:
    outcome = count({"ab": 3, "a": 2, "c": 2}, costs=[50, 60, 40, 1], budget=100)
    assert outcome.chosen == [0, 2]
    assert outcome.figures[1] == {"votes": 3, "cost": 60}
    assert outcome.steps == [
        {"step": "taken", "option": 0, "votes": 5, "cost": 50, "left": 50},
        {"step": "passed-over", "option": 1, "votes": 3, "cost": 60, "left": 50},
        {"step": "taken", "option": 2, "votes": 2, "cost": 40, "left": 10},
    ]
    assert outcome.ties == []


def test_what_nobody_marked_is_not_bought_though_there_is_money() -> None:
    assert count({"a": 1, "": 5}, costs=[1, 1, 1, 1], budget=9).chosen == [0]


def test_a_tie_is_told_if_not_all_that_fitted_could_be_had() -> None:
    outcome = count({"d": 3, "abc": 2}, costs=[60, 40, 30, 10], budget=100)
    assert outcome.chosen == [3, 2, 1]
    assert outcome.ties == [Tie([2, 1, 0], [2, 1], 1)]
    assert count({"d": 3, "abc": 2}, costs=[91, 40, 30, 10], budget=100).ties == []  # one would not fit even if first
    assert count({"d": 3, "abc": 2}, costs=[20, 40, 30, 10], budget=100).ties == []  # there is enough for all


def test_without_costs_those_with_most_votes_have_the_seats() -> None:
    outcome = greedy.tally(profile("abcd", {"a": 3, "b": 2, "cd": 2}), Terms(2, [3, 2, 1, 0]))
    assert (outcome.chosen, outcome.ties) == ([0, 3], [Tie([3, 2, 1], [3], 1)])
    assert outcome.steps[-1] == {"step": "passed-over", "option": 1, "votes": 2, "cost": 1, "left": 0}


def test_no_more_are_chosen_than_may_be_though_there_is_money() -> None:
    outcome = count({"a": 3, "b": 2, "c": 1}, costs=[1, 1, 1, 1], budget=9, winners=2)
    assert outcome.chosen == [step["option"] for step in outcome.steps] == [0, 1]


@pytest.mark.parametrize("name", CITIES)
def test_the_cities_as_pabulib_counts_them(name: str) -> None:
    folder = published("pabulib")
    found, expected = city(folder, name), reference(folder)[f"{name}.pb"]
    outcome = greedy.tally(found.profile, found.terms())
    assert found.names(outcome.chosen) == set(expected["greedy_by_votes_skip"])
    votes = {found.ids[option]: figures["votes"] for option, figures in enumerate(outcome.figures)}
    assert votes == expected["approval_counts"]


@pytest.mark.parametrize("name", WARSAW)
def test_what_the_boroughs_of_warsaw_published(name: str) -> None:
    found = city(published("pabulib"), name)
    assert found.meta["rule"] == "greedy"
    assert found.names(greedy.tally(found.profile, found.terms()).chosen) == found.selected


@pytest.mark.parametrize("name", WITH_THRESHOLD)
def test_what_cities_published_that_ask_for_fifty_votes_at_least(name: str) -> None:
    """So few votes are no votes there. Gdynia stops at what does not fit; here nothing behind it would have fitted."""
    found = city(published("pabulib"), name, at_least=50)
    assert found.meta["min_project_score_threshold"] == "50"
    assert found.names(greedy.tally(found.profile, found.terms()).chosen) == found.selected


@several
@given(rounds())
def test_what_is_not_bought_does_not_fit_beside_those_with_as_many_votes(drawn: Round) -> None:
    outcome = greedy.tally(drawn.profile, drawn.terms)
    assert drawn.cost(outcome.chosen) <= drawn.budget and len(outcome.chosen) <= drawn.terms.winners
    for option, figures in enumerate(outcome.figures):
        ahead = [each for each in outcome.chosen if outcome.figures[each]["votes"] >= figures["votes"]]
        if option not in outcome.chosen and figures["votes"]:
            assert drawn.cost([*ahead, option]) > drawn.budget or len(ahead) == drawn.terms.winners
