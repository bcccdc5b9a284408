"""What Schulze and ranked pairs have in common: who wins every duel is chosen, and what else they promise."""

import json
from collections.abc import Callable
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from services.proposals.tally import pairwise, ranked_pairs, schulze
from services.proposals.tally.outcome import Outcome, Terms, as_json
from services.proposals.tally.profile import Profile
from tests.published import published
from tests.unit.proposals.tally import rankings
from tests.unit.proposals.tally.rankings import dense, profiles, several

Tally = Callable[[Profile, Terms], Outcome]

both = pytest.mark.parametrize("tally", [schulze.tally, ranked_pairs.tally], ids=["schulze", "ranked-pairs"])


def terms(profile: Profile, winners: int = 1, first: int = 0) -> Terms:
    """A tie order with this option first."""
    return Terms(winners, sorted(range(profile.options), key=lambda option: option != first))


def places(outcome: Outcome) -> list[list[int]]:
    """The options of every place."""
    found: list[list[int]] = outcome.steps[-1]["places"]
    return found


@both
@several
@given(profile=profiles(), data=st.data())
def test_the_names_of_options_do_not_matter(tally: Tally, profile: Profile, data: st.DataObject) -> None:
    tie_order = data.draw(st.permutations(range(profile.options)))
    renamed = data.draw(st.permutations(range(profile.options)))  # what each option is called now
    rows = np.empty_like(profile.rows)
    rows[:, renamed] = profile.rows
    before = tally(profile, Terms(profile.options, tie_order))
    after = tally(Profile(rows, profile.weights), Terms(profile.options, [renamed[option] for option in tie_order]))
    assert after.chosen == [renamed[option] for option in before.chosen]
    assert places(after) == [[renamed[option] for option in place] for place in places(before)]


@both
@several
@given(profile=profiles(), data=st.data())
def test_the_order_of_ballots_does_not_matter(tally: Tally, profile: Profile, data: st.DataObject) -> None:
    shuffled = data.draw(st.permutations(range(len(profile.rows))))
    other = Profile(profile.rows[shuffled], profile.weights[shuffled])
    assert as_json(tally(other, terms(profile))) == as_json(tally(profile, terms(profile)))


@both
@several
@given(profile=profiles())
def test_a_weight_is_worth_as_many_ballots(tally: Tally, profile: Profile) -> None:
    ballots = np.repeat(profile.rows, profile.weights, axis=0).tolist()
    repeated = Profile.of(ballots, profile.options)
    assert as_json(tally(repeated, terms(profile))) == as_json(tally(profile, terms(profile)))
    in_thirds = Profile.of(ballots, profile.options, [Fraction(1, 3)] * len(ballots))
    assert places(tally(in_thirds, terms(profile))) == places(tally(profile, terms(profile)))


@both
@several
@given(profile=profiles(), winners=st.integers(1, 7))
def test_the_first_of_the_ranking_are_chosen(tally: Tally, profile: Profile, winners: int) -> None:
    outcome = tally(profile, terms(profile, winners))
    assert outcome.chosen == [option for place in places(outcome) for option in place][:winners]
    assert sorted(option for place in places(outcome) for option in place) == list(range(profile.options))


@both
@several
@given(profile=profiles(), data=st.data())
def test_where_there_is_no_tie_the_tie_order_says_nothing(tally: Tally, profile: Profile, data: st.DataObject) -> None:
    outcome = tally(profile, terms(profile))
    assume(not outcome.ties)
    tie_order = data.draw(st.permutations(range(profile.options)))
    assert places(tally(profile, Terms(1, tie_order))) == places(outcome)


@both
@several
@given(profile=profiles())
def test_who_wins_every_duel_is_chosen_and_said_to_have_done_so(tally: Tally, profile: Profile) -> None:
    votes = pairwise.duels(profile).tolist()
    rivals = range(profile.options)
    best = [a for a in rivals if all(votes[a][b] > votes[b][a] for b in rivals if b != a)]
    outcome = tally(profile, terms(profile))
    assert outcome.steps[0] == {"step": "condorcet-winner", "option": best[0] if best else None}
    if best:
        assert places(outcome)[0] == best


@both
@several
@given(profile=profiles())
def test_options_that_win_against_all_others_go_before_them(tally: Tally, profile: Profile) -> None:
    votes = pairwise.duels(profile)
    order = [option for place in places(tally(profile, terms(profile))) for option in place]
    by_wins = sorted(order, key=lambda option: -(votes[option] > votes[:, option]).sum())
    for size in range(1, profile.options):  # the set of Smith is one of these, if they win against all others
        inside, outside = by_wins[:size], by_wins[size:]
        if all(votes[a, b] > votes[b, a] for a in inside for b in outside):
            assert set(order[:size]) == set(inside)


@both
@several
@given(profile=profiles(), data=st.data())
def test_to_raise_the_winner_on_a_ballot_does_not_hurt_it(tally: Tally, profile: Profile, data: st.DataObject) -> None:
    assume(len(profile.rows))
    winner = data.draw(st.sampled_from(places(tally(profile, terms(profile)))[0]))
    assume(tally(profile, terms(profile, first=winner)).chosen == [winner])
    ballot = data.draw(st.integers(0, len(profile.rows) - 1))
    rows = profile.rows.tolist()
    ranks = [float(rank or profile.options + 1) for rank in rows[ballot]]
    ranks[winner] = data.draw(st.integers(1, int(ranks[winner]))) - data.draw(st.sampled_from([0.0, 0.5]))
    rows[ballot] = dense(ranks)
    raised = Profile.of(rows, profile.options, profile.weights.tolist())
    assert tally(raised, terms(profile, first=winner)).chosen == [winner]


@both
@several
@given(profile=profiles())
def test_who_is_first_on_more_ballots_than_rank_another_goes_before_it(tally: Tally, profile: Profile) -> None:
    alone_first = [
        int(profile.weights[(profile.rows[:, a] == 1) & ((profile.rows == 1).sum(axis=1) == 1)].sum())
        for a in range(profile.options)
    ]
    ranked = [int(profile.weights[profile.rows[:, b] > 0].sum()) for b in range(profile.options)]
    order = [option for place in places(tally(profile, terms(profile))) for option in place]
    for a, firsts in enumerate(alone_first):
        for b, rankings_of_b in enumerate(ranked):
            assert firsts <= rankings_of_b or order.index(a) < order.index(b)


@both
@several
@given(profile=profiles(strict=True, most=1000))
def test_who_is_first_alone_is_last_when_every_ballot_is_turned_around(tally: Tally, profile: Profile) -> None:
    strengths = pairwise.strengths(pairwise.duels(profile))
    first = places(tally(profile, terms(profile)))[0]
    assume(len(first) == 1)
    # ranked pairs has to choose among equal wins, and would choose others
    assume(tally is schulze.tally or len(set(strengths[strengths > 0])) == (strengths > 0).sum())
    reversed_profile = Profile(profile.options + 1 - profile.rows, profile.weights)
    assert places(tally(reversed_profile, terms(profile)))[-1] == first


@both
def test_without_ballots_the_tie_order_decides_everything(tally: Tally) -> None:
    outcome = tally(Profile.of([], 3), Terms(winners=2, tie_order=[2, 0, 1]))
    assert outcome.chosen == [2, 0]
    assert [(tie.among, tie.taken) for tie in outcome.ties] == [([0, 1, 2], [2, 0])]


@both
def test_decimal_weights_stay_exact_to_the_last_step(tally: Tally) -> None:
    profile = rankings.profile("AB", [("AB", Fraction(1, 3)), ("BA", Fraction(1, 7))])
    step = tally(profile, Terms(winners=1, tie_order=[0, 1])).steps[1]
    assert (step["votes"], step["against"]) == (Fraction(1, 3), Fraction(1, 7))


@both
def test_where_other_methods_miss_a_condorcet_winner_it_is_chosen(tally: Tally) -> None:
    examples = rankings.condorcet_examples(published("pref_voting_examples"))
    assert len(examples) == 35
    for name, profile in examples.items():
        outcome = tally(profile, terms(profile))
        assert outcome.steps[0]["option"] is not None, name
        assert outcome.chosen == [outcome.steps[0]["option"]], name


@both
@pytest.mark.parametrize("election", rankings.DEBIAN)
def test_debian_elected_the_same_leaders(tally: Tally, election: str) -> None:
    folder = published("debian-schulze")
    expected = json.loads((folder / "reference.json").read_text())["results"][election]
    options, profile = rankings.debian_election(folder / rankings.DEBIAN[election])
    assert options[tally(profile, terms(profile)).chosen[0]] == expected["published"]["winner"]
