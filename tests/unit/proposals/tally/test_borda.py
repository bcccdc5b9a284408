"""Borda: his own example, ballots that rank some options only, and that points are votes in pairwise comparisons."""

from fractions import Fraction
from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st

from services.proposals.tally import borda, single_choice
from services.proposals.tally.outcome import Terms
from services.proposals.tally.profile import Profile


def points(ballots: list[list[int]], weights: list[int] | None = None) -> list[Fraction | int]:
    """What each option gets."""
    options = len(ballots[0])
    outcome = borda.tally(Profile.of(ballots, options, weights), Terms(1, range(options)))
    return [figures["points"] for figures in outcome.figures]


def test_bordas_own_example_of_twenty_one_electors() -> None:
    """1784: plurality chooses A, which thirteen of twenty-one like least. He gave 1 to the last: 37, 42 and 47."""
    ballots, weights = [[1, 2, 3], [1, 3, 2], [3, 1, 2], [3, 2, 1]], [1, 7, 7, 6]
    assert points(ballots, weights) == [37 - 21, 42 - 21, 47 - 21]
    marks = [[int(rank == 1) for rank in ballot] for ballot in ballots]
    plurality = single_choice.tally(Profile.of(marks, 3, weights), Terms(1, range(3)))
    assert [figures["votes"] for figures in plurality.figures] == [8, 7, 6]


def test_options_that_were_not_ranked_share_what_is_left() -> None:
    assert points([[1, 0, 0, 0]]) == [3, 1, 1, 1]
    assert points([[1, 2, 0, 0]]) == [3, 2, Fraction(1, 2), Fraction(1, 2)]


def test_equal_options_share_as_well() -> None:
    assert points([[1, 1, 2]]) == [Fraction(3, 2), Fraction(3, 2), 0]


def test_a_blank_ballot_gives_nothing() -> None:
    assert points([[0, 0, 0]]) == [0, 0, 0]


rankings = st.lists(st.integers(0, 4), min_size=4, max_size=4).map(
    lambda ranks: [sorted({0, *ranks}).index(rank) for rank in ranks]
)


@given(st.lists(rankings.filter(any), min_size=1, max_size=6))
def test_points_are_the_votes_in_all_pairwise_comparisons(ballots: list[list[int]]) -> None:
    won = [Fraction(0)] * 4
    for ballot in ballots:
        places = [rank or 9 for rank in ballot]
        for one, other in permutations(range(4), 2):
            won[one] += Fraction((places[one] < places[other]) - (places[one] > places[other]) + 1, 2)
    assert points(ballots) == won
    assert sum(won) == len(ballots) * 4 * 3 // 2
