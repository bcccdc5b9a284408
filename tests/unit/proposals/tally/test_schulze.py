"""Schulze: strongest paths and winners as published, and an explanation that can be followed."""

from itertools import pairwise as neighbours

import numpy as np
import pytest
from hypothesis import given

from services.proposals.tally import pairwise, schulze
from services.proposals.tally.outcome import Outcome, Terms, Tie
from services.proposals.tally.profile import Profile
from tests.published import published
from tests.unit.proposals.tally import rankings
from tests.unit.proposals.tally.rankings import profiles, several

# M. Schulze's own examples, from his paper (2011, section 3) and later drafts, as Condorcet PHP numbers them: ballots,
# strongest paths in votes, who is first.
PAPER: dict[str, tuple[list[tuple[str, int]], list[list[int]], str]] = {
    "example 1": (
        [("ACDB", 8), ("BADC", 2), ("CDBA", 4), ("DBAC", 4), ("DCBA", 3)],
        [[0, 14, 14, 12], [13, 0, 13, 12], [13, 15, 0, 12], [13, 19, 13, 0]],
        "D",
    ),
    "example 2": (
        [("ACDB", 3), ("BACD", 9), ("CDAB", 8), ("DABC", 5), ("DBCA", 5)],
        [[0, 17, 17, 17], [18, 0, 19, 19], [18, 20, 0, 20], [18, 21, 19, 0]],
        "C",
    ),
    "example 3": (
        [
            ("ACBED", 5),
            ("ADECB", 5),
            ("BEDAC", 8),
            ("CABED", 3),
            ("CAEBD", 7),
            ("CBADE", 2),
            ("DCEBA", 7),
            ("EBADC", 8),
        ],
        [[0, 28, 28, 30, 24], [25, 0, 28, 33, 24], [25, 29, 0, 29, 24], [25, 28, 28, 0, 24], [25, 28, 28, 31, 0]],
        "E",
    ),
    "example 4": (
        [("ABCD", 3), ("CBDA", 2), ("DABC", 2), ("DBCA", 2)],
        [[0, 5, 5, 5], [5, 0, 7, 5], [5, 5, 0, 5], [6, 5, 5, 0]],
        "BD",
    ),
    "example 5": (
        [("ABCD", 12), ("ADBC", 6), ("BCDA", 9), ("CDAB", 15), ("DBAC", 21)],
        [[0, 36, 39, 36], [36, 0, 48, 36], [36, 36, 0, 36], [45, 42, 42, 0]],
        "D",
    ),
}


def of_the_paper(example: str) -> Profile:
    """The ballots of an example, all of them complete."""
    ballots = PAPER[example][0]
    return rankings.profile(sorted(ballots[0][0]), ballots)


def count(profile: Profile, winners: int = 1) -> Outcome:
    """The outcome with the options in their own order as the tie order."""
    return schulze.tally(profile, Terms(winners=winners, tie_order=range(profile.options)))


def paths_in_votes(profile: Profile) -> list[list[int]]:
    """The strongest paths, in the votes for the winner of their weakest link."""
    votes = pairwise.duels(profile)
    links = pairwise.strengths(votes)
    worth = {0: 0} | {int(links[pair]): int(votes[pair]) for pair in zip(*np.nonzero(links), strict=True)}
    return [[worth[int(strength)] for strength in row] for row in schulze.strongest_paths(links)]


@pytest.mark.parametrize("example", PAPER)
def test_paths_and_winners_are_those_of_the_paper(example: str) -> None:
    _, paths, first = PAPER[example]
    profile = of_the_paper(example)
    assert paths_in_votes(profile) == paths
    assert rankings.names("ABCDE", count(profile).steps[-1]["places"])[0] == list(first)


def test_the_ranking_of_example_3_is_the_one_of_the_paper() -> None:
    outcome = count(of_the_paper("example 3"), winners=5)
    assert ["ABCDE"[option] for option in outcome.chosen] == list("EACBD")
    assert not outcome.ties


def test_a_chosen_option_shows_its_path_to_a_rival_that_wins_against_it_and_the_path_back() -> None:
    outcome = count(of_the_paper("example 3"))
    a, b, c, d, e = range(5)
    assert outcome.steps[0] == {"step": "condorcet-winner", "option": None}
    assert outcome.steps[1] == {
        "step": "before",
        "over": e,
        "under": c,
        "votes": 21,
        "against": 24,
        "path": [
            {"over": e, "under": d, "votes": 31, "against": 14},
            {"over": d, "under": c, "votes": 28, "against": 17},
        ],
        "strength": [28, 17],
        "path_back": [{"over": c, "under": e, "votes": 24, "against": 21}],
        "strength_back": [24, 21],
    }
    assert [step["under"] for step in outcome.steps[1:-1]] == [c, a, b, d]


def test_options_that_no_path_separates_share_a_place_and_the_tie_order_decides() -> None:
    for tie_order, places in (([0, 1, 2, 3], [[1, 3], [0, 2]]), ([3, 2, 1, 0], [[3, 1], [2, 0]])):
        outcome = schulze.tally(of_the_paper("example 4"), Terms(winners=1, tie_order=tie_order))
        last = len(outcome.steps) - 1
        assert outcome.chosen == places[0][:1]
        assert outcome.steps[last] == {"step": "ranking", "places": places}
        assert outcome.ties == [Tie([1, 3], places[0][:1], last), Tie([0, 2], places[1][:1], last)]
        assert [figure["place"] for figure in outcome.figures] == [3, 1, 3, 1]
        assert places[0][1] in [step["under"] for step in outcome.steps if step["step"] == "equal"]


def test_of_equal_votes_the_path_with_fewer_against_it_is_stronger() -> None:
    ballots = [("ABC", 2), ("BCA", 2), ("CAB", 1), ("A", 1), ("C", 1)]
    profile = rankings.profile("ABC", ballots)
    votes = pairwise.duels(profile)
    assert [votes[0, 1], votes[1, 2], votes[2, 0]] == [4, 4, 4]  # a circle
    assert [votes[1, 0], votes[2, 1], votes[0, 2]] == [2, 2, 3]
    assert count(profile).steps[-1]["places"] == [[0], [1], [2]]


def test_explanations_do_not_grow_with_the_square_of_the_options() -> None:
    rows = np.argsort(np.random.default_rng(5).random((300, 60)), axis=1).astype(np.int16) + 1
    outcome = count(Profile(rows, np.ones(300, dtype=np.int64)), winners=3)
    assert len(outcome.steps) == 3 + 3 * pairwise.SHOWN
    assert outcome.steps[-2] == {"step": "left-out", "pairs": 59 + 58 + 57 - 3 * pairwise.SHOWN}


@several
@given(profiles())
def test_every_path_that_is_shown_is_one_and_as_strong_as_it_says(profile: Profile) -> None:
    votes = pairwise.duels(profile)
    for step in count(profile, winners=2).steps[1:-1]:
        for path, strength, ends in (
            (step["path"], step["strength"], (step["over"], step["under"])),
            (step["path_back"], step["strength_back"], (step["under"], step["over"])),
        ):
            if not path:
                assert strength == [0, 0]
                continue
            assert (path[0]["over"], path[-1]["under"]) == ends
            assert all(one["under"] == next_one["over"] for one, next_one in neighbours(path))
            assert all(link["votes"] > link["against"] for link in path)
            assert all(link["votes"] == profile.in_votes(int(votes[link["over"], link["under"]])) for link in path)
            assert (strength[0], -strength[1]) == min((link["votes"], -link["against"]) for link in path)
        there, back = [(strength[0], -strength[1]) for strength in (step["strength"], step["strength_back"])]
        assert step["step"] == ("before" if there > back else "equal")
        assert there >= back


# Condorcet PHP compares the votes alone, so 7 and 20, with paths of 17 to each other, share a place there. But 20 wins
# against 7 by 17 to 15, and the path of 7 has a link of 17 to 16.
FINER_THAN_PUBLISHED = {"A12": (["7", "20"], [["20"], ["7"]])}


@pytest.mark.parametrize("election", rankings.TIDEMAN)
def test_paths_and_ranking_are_those_that_were_published_of_tidemans_elections(election: str) -> None:
    options, profile, expected = rankings.tideman(published("tideman-condorcet"), election)
    result = expected["Schulze Winning"]
    paths = paths_in_votes(profile)
    for a, option in enumerate(options):
        assert result["Stats"][option] == {rival: paths[a][b] for b, rival in enumerate(options) if b != a}
    ranking = rankings.ranking_of(result["Ranking"])
    if election in FINER_THAN_PUBLISHED:
        coarse, fine = FINER_THAN_PUBLISHED[election]
        at = ranking.index(sorted(coarse))
        ranking[at : at + 1] = fine
    assert rankings.names(options, count(profile).steps[-1]["places"]) == ranking


def test_winners_are_those_of_the_classics() -> None:
    found = rankings.classics(published("classics"))
    assert len(found) == 3
    for classic in found:
        first = count(classic["profile"]).steps[-1]["places"][0]
        assert [classic["candidates"][option] for option in first] == classic["published"]["schulze"]
