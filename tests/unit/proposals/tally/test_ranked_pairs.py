"""Ranked pairs: locked and ranked as published, every skipped win with what stood in its way."""

import numpy as np
import pytest
from hypothesis import given

from services.proposals.tally import pairwise, ranked_pairs
from services.proposals.tally.outcome import Outcome, Terms, Tie
from services.proposals.tally.profile import Profile
from tests.published import published
from tests.unit.proposals.tally import rankings
from tests.unit.proposals.tally.rankings import Ranking, profiles, several

PUBLISHED: dict[str, tuple[list[tuple[Ranking, int]], str]] = {
    "Tideman 1987, example 5": (
        [("vwxyz", 7), ("zyvwx", 3), ("yzwxv", 6), ("wxvzy", 3), ("zxvwy", 5), ("yxvwz", 3)],
        "vwxyz",
    ),
    "Schulze 2011, example 3, by ranked pairs in the French Wikipedia": (
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
        "ACEBD",
    ),
    "E. Gorr, example 2": ([("ABC", 40), ("BCA", 35), ("CAB", 25)], "ABC"),
    "rangevoting.org on winning votes; by margins B is first": ([("BCA", 9), (["CA", "B"], 6), ("ABC", 5)], "ABC"),
    "C. Benham 2013 on plurality; by margins B is first": ([("A", 3), ("BA", 5), ("C", 6)], "ACB"),
}


def count(profile: Profile, winners: int = 1) -> Outcome:
    """The outcome with the options in their own order as the tie order."""
    return ranked_pairs.tally(profile, Terms(winners=winners, tie_order=range(profile.options)))


@pytest.mark.parametrize("example", PUBLISHED)
def test_rankings_are_those_of_the_literature(example: str) -> None:
    ballots, ranking = PUBLISHED[example]
    outcome = count(rankings.profile(ranking, ballots), winners=len(ranking))
    assert "".join(ranking[option] for option in outcome.chosen) == ranking
    assert not outcome.ties


def test_wins_are_locked_by_their_strength_and_one_that_closes_a_circle_is_skipped() -> None:
    outcome = count(rankings.profile("ABC", [("ABC", 40), ("BCA", 35), ("CAB", 25)]))
    b_over_c = {"over": 1, "under": 2, "votes": 75, "against": 25}
    a_over_b = {"over": 0, "under": 1, "votes": 65, "against": 35}
    assert outcome.steps == [
        {"step": "condorcet-winner", "option": None},
        {"step": "locked", **b_over_c},
        {"step": "locked", **a_over_b},
        {"step": "skipped", "over": 2, "under": 0, "votes": 60, "against": 40, "path": [a_over_b, b_over_c]},
        {"step": "ranking", "places": [[0], [1], [2]]},
    ]


def test_what_is_locked_later_is_no_reason_to_skip() -> None:
    strengths = np.zeros((4, 4), dtype=np.int64)
    strengths[0, 1], strengths[1, 2], strengths[2, 3] = 6, 5, 4
    strengths[3, 0] = 3  # closes the circle
    strengths[0, 2] = 2  # would be a shorter way around it
    assert ranked_pairs.lock(strengths, range(4)).way_around((3, 0)) == [(0, 1), (1, 2), (2, 3)]


def test_of_equal_wins_that_of_the_option_earlier_in_the_tie_order_goes_first() -> None:
    paradox = rankings.profile("ABC", [("ABC", 1), ("BCA", 1), ("CAB", 1)])
    outcome = ranked_pairs.tally(paradox, Terms(winners=1, tie_order=[1, 2, 0]))
    assert outcome.chosen == [1]
    assert [(step["step"], step["over"], step["under"]) for step in outcome.steps[1:-1]] == [
        ("locked", 1, 2),
        ("locked", 2, 0),
        ("skipped", 0, 1),
    ]
    assert outcome.ties == [Tie(among=[0, 1, 2], taken=[1, 2], step=3)]


def test_of_equal_wins_that_close_a_circle_one_is_locked() -> None:
    # E. Gorr, example 4: A wins against C, and C against B, by 54 to 46. Condorcet PHP locks neither, and B is first.
    ballots = [("ADCB", 12), ("BACD", 3), ("BCAD", 25), ("CBAD", 21), ("DABC", 12), ("DACB", 21), ("DBAC", 6)]
    for tie_order, ranking, tie in (
        (range(4), "BADC", Tie([0, 2], [0], 4)),
        ([2, 0, 1, 3], "CBAD", Tie([0, 2], [2], 4)),
    ):
        outcome = ranked_pairs.tally(rankings.profile("ABCD", ballots), Terms(winners=4, tie_order=tie_order))
        assert "".join("ABCD"[option] for option in outcome.chosen) == ranking
        assert outcome.ties == [tie]


def test_equal_wins_that_hinder_none_are_no_tie() -> None:
    outcome = count(rankings.profile("ABC", [("ABC", 3)]))
    assert outcome.chosen == [0]
    assert not outcome.ties


def test_an_even_duel_locks_nothing_and_the_tie_order_decides() -> None:
    outcome = ranked_pairs.tally(
        rankings.profile("ABC", [("ABC", 1), ("BAC", 1)]), Terms(winners=1, tie_order=[1, 0, 2])
    )
    assert outcome.chosen == [1]
    assert outcome.steps[3] == {"step": "even", "over": 1, "under": 0, "votes": 1, "against": 1}
    assert outcome.steps[4] == {"step": "ranking", "places": [[1, 0], [2]]}
    assert outcome.ties == [Tie(among=[0, 1], taken=[1], step=4)]


@pytest.mark.parametrize("ballots", [7, 301])
def test_explanations_do_not_grow_with_the_square_of_the_options(ballots: int) -> None:
    rows = np.argsort(np.random.default_rng(5).random((ballots, 60)), axis=1).astype(np.int16) + 1
    profile = Profile(rows, np.ones(ballots, dtype=np.int64))
    outcome = count(profile, winners=3)
    left_out = outcome.steps[-2]
    duels = outcome.steps[1:-2]
    locks = ranked_pairs.lock(pairwise.strengths(pairwise.duels(profile)), range(60))
    assert len(duels) <= 3 * pairwise.SHOWN + 50
    assert left_out["locked"] + sum(step["step"] == "locked" for step in duels) == locks.locked.sum()
    assert left_out["locked"] + left_out["skipped"] + len(duels) == 60 * 59 / 2
    assert left_out["equal"] + sum(tie.step < len(outcome.steps) - 1 for tie in outcome.ties) == len(locks.tied)
    assert all(
        outcome.steps[tie.step]["over"] in tie.among for tie in outcome.ties if tie.step < len(outcome.steps) - 1
    )


@several
@given(profiles())
def test_a_win_is_skipped_exactly_where_wins_as_strong_lead_around_it(profile: Profile) -> None:
    strengths = pairwise.strengths(pairwise.duels(profile))
    locks = ranked_pairs.lock(strengths, range(profile.options))
    for over, under in zip(*np.nonzero(strengths), strict=True):
        as_strong = locks.locked & (strengths >= strengths[over, under])
        around = bool(pairwise.shortest_path(as_strong, int(under), int(over)))
        assert locks.locked[over, under] != around
        assert around == bool(locks.way_around((int(over), int(under))))


@several
@given(profiles())
def test_every_skipped_win_shows_stronger_or_earlier_ones_that_lead_around_it(profile: Profile) -> None:
    outcome = count(profile)
    locked: list[dict[str, object]] = []
    for step in outcome.steps[1:-1]:
        duel = {name: step[name] for name in ("over", "under", "votes", "against")}
        if step["step"] == "locked":
            locked.append(duel)
        elif step["step"] == "skipped":
            path = step["path"]
            assert all(link in locked for link in path)
            assert [link["over"] for link in path] + [step["over"]] == [step["under"]] + [
                link["under"] for link in path
            ]


@pytest.mark.parametrize("election", rankings.TIDEMAN)
def test_locked_wins_and_ranking_are_those_that_were_published_of_tidemans_elections(election: str) -> None:
    options, profile, expected = rankings.tideman(published("tideman-condorcet"), election)
    result = expected["Ranked Pairs Winning"]
    locks = ranked_pairs.lock(pairwise.strengths(pairwise.duels(profile)), range(profile.options))
    locked = {(options[over], options[under]) for over, under in zip(*np.nonzero(locks.locked), strict=True)}
    assert locked == {(arc["from"], arc["to"]) for arc in result["Stats"]["arcs"].values()}
    assert rankings.names(options, count(profile).steps[-1]["places"]) == rankings.ranking_of(result["Ranking"])


def test_winners_are_those_of_the_classics() -> None:
    found = [each for each in rankings.classics(published("classics")) if "ranked_pairs" in each["published"]]
    assert found
    for classic in found:
        chosen = count(classic["profile"]).chosen
        assert [classic["candidates"][option] for option in chosen] == classic["published"]["ranked_pairs"]
