"""Options two by two: counted exactly, ranked by strength, put into places."""

import json
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.proposals.tally import pairwise
from services.proposals.tally.outcome import Terms, Tie
from services.proposals.tally.profile import Profile
from tests.published import published
from tests.unit.proposals.tally import rankings
from tests.unit.proposals.tally.rankings import several

weak_orders = st.lists(st.integers(0, 4), min_size=4, max_size=4)


def one_by_one(profile: Profile) -> list[list[int]]:
    """The same count, as slow and plain as can be."""
    votes = [[0] * profile.options for _ in range(profile.options)]
    for row, weight in zip(profile.rows.tolist(), profile.weights.tolist(), strict=True):
        for a, rank_of_a in enumerate(row):
            for b, rank_of_b in enumerate(row):
                if rank_of_a and (not rank_of_b or rank_of_a < rank_of_b):
                    votes[a][b] += weight
    return votes


def test_unranked_options_are_last_together_and_equal_ones_count_for_neither() -> None:
    profile = rankings.profile("ABCD", [("BA", 3), (["A", "BC", "D"], 2), ("", 5)])
    assert pairwise.duels(profile).tolist() == [
        [0, 2, 5, 5],
        [3, 0, 3, 5],
        [0, 0, 0, 2],
        [0, 0, 0, 0],
    ]


@several
@given(st.lists(st.tuples(weak_orders, st.fractions(Fraction(1, 9), 9, max_denominator=9)), max_size=9))
def test_bits_count_what_counting_one_by_one_counts(ballots: list[tuple[list[int], Fraction]]) -> None:
    profile = Profile.of([row for row, _ in ballots], 4, [weight for _, weight in ballots])
    assert pairwise.duels(profile).tolist() == one_by_one(profile)


@pytest.mark.parametrize("ballots", [4095, 4096, 4097, 9000])
def test_no_ballot_is_lost_between_two_chunks(ballots: int) -> None:
    random = np.random.default_rng(ballots)
    rows = random.integers(0, 4, size=(ballots, 3)).astype(np.int16)
    profile = Profile(rows, random.integers(1, 2**40, size=ballots))
    heard: list[tuple[int, int]] = []
    assert pairwise.duels(profile, lambda done, of: heard.append((done, of))).tolist() == one_by_one(profile)
    assert heard[-1] == (ballots, ballots)


def test_without_ballots_all_duels_are_even() -> None:
    votes = pairwise.duels(Profile.of([], 3))
    assert not votes.any()
    assert not pairwise.strengths(votes).any()
    assert pairwise.condorcet_winner(votes) is None


def test_a_win_with_more_votes_is_stronger_and_of_equal_ones_that_with_fewer_against_it() -> None:
    votes = np.array([[0, 6, 5, 4], [3, 0, 5, 6], [5, 4, 0, 6], [1, 3, 2, 0]])
    assert pairwise.strengths(votes).tolist() == [[0, 3, 0, 1], [0, 0, 2, 3], [0, 0, 0, 4], [0, 0, 0, 0]]


def test_a_condorcet_winner_wins_every_duel() -> None:
    votes = np.array([[0, 2, 2], [1, 0, 3], [1, 0, 0]])
    assert pairwise.condorcet_winner(votes) == 0
    votes[0, 2] = 1  # even
    assert pairwise.condorcet_winner(votes) is None


def test_the_only_option_wins_all_duels_there_are() -> None:
    assert pairwise.condorcet_winner(pairwise.duels(Profile.of([[1]], 1))) == 0


def test_a_place_is_of_those_whom_nobody_behind_it_beats_in_the_tie_order() -> None:
    beats = np.zeros((5, 5), dtype=np.bool_)
    beats[3, 1] = beats[1, 0] = True  # nothing is said of 2 and 4
    assert pairwise.places(beats, Terms(winners=1, tie_order=[0, 4, 1, 3, 2])) == [[4, 3, 2], [1], [0]]


@pytest.mark.parametrize(
    ("winners", "taken"),
    [
        (1, [[1]]),  # two stay outside
        (2, [[1, 0]]),  # one stays outside
        (3, [[1, 0]]),  # all are chosen, in this order
    ],
)
def test_a_tie_names_who_is_chosen_or_who_goes_before_the_last(winners: int, taken: list[list[int]]) -> None:
    ranking = [[1, 0, 2], [3]]
    assert pairwise.ties(ranking, winners, step=7) == [Tie([0, 1, 2], each, 7) for each in taken]


def test_figures_share_a_place_and_count_duels() -> None:
    votes = np.array([[0, 2, 2], [2, 0, 3], [1, 0, 0]])
    assert pairwise.figures(votes, [[1, 0], [2]]) == [
        {"place": 1, "won": 1, "lost": 0, "even": 1},
        {"place": 1, "won": 1, "lost": 0, "even": 1},
        {"place": 3, "won": 0, "lost": 2, "even": 0},
    ]


def test_of_many_rivals_those_are_shown_that_win_against_the_option_and_then_the_next() -> None:
    order = list(range(30))
    votes = np.tril(np.ones((30, 30), dtype=np.int64))[::-1, ::-1].copy()  # who stands before wins
    votes[0, 25], votes[25, 0] = 0, 1
    shown = pairwise.telling_pairs(votes, order, winners=2)
    assert shown == [(0, 25), *((0, rival) for rival in range(1, 10)), *((1, rival) for rival in range(2, 12))]


def test_the_shortest_path_is_found_or_said_to_be_missing() -> None:
    links = np.zeros((4, 4), dtype=np.bool_)
    links[0, 1] = links[1, 2] = links[2, 3] = links[1, 3] = True
    assert pairwise.shortest_path(links, 0, 3) == [(0, 1), (1, 3)]
    assert pairwise.shortest_path(links, 3, 0) == []


@pytest.mark.parametrize("election", rankings.DEBIAN)
def test_duels_are_those_that_debian_published(election: str) -> None:
    folder = published("debian-schulze")
    expected = json.loads((folder / "reference.json").read_text())["results"][election]
    options, profile = rankings.debian_election(folder / rankings.DEBIAN[election])
    votes = pairwise.duels(profile)
    assert options == expected["candidates"] and profile.votes == expected["ballots"]
    for a, option in enumerate(options):
        assert expected["pairwise"][option] == {rival: votes[a, b] for b, rival in enumerate(options) if b != a}
    assert options[pairwise.condorcet_winner(votes)] == expected["condorcet_winner"]


@pytest.mark.parametrize("election", rankings.TIDEMAN)
def test_duels_are_those_that_were_published_of_tidemans_elections(election: str) -> None:
    options, profile, expected = rankings.tideman(published("tideman-condorcet"), election)
    votes = pairwise.duels(profile)
    for a, option in enumerate(options):
        assert expected["Pairwise"][option]["win"] == {rival: votes[a, b] for b, rival in enumerate(options) if b != a}
    assert options[pairwise.condorcet_winner(votes)] == expected["Condorcet"]["Condorcet Winner"]
