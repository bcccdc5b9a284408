"""Instant runoff, count by count as published: Minneapolis, RCTab's test data, Tideman's collection, classics."""

import itertools
import json
from collections.abc import Mapping
from typing import Any

import pytest

from services.proposals.tally import instant_runoff
from services.proposals.tally.outcome import Outcome, Terms, Tie
from services.proposals.tally.profile import Profile
from tests.ballot_files import WRITE_IN, Election, read_blt, read_rctab, row
from tests.published import published

RCTAB = [
    "2013_minneapolis_mayor",
    "continue_until_two_with_batch_elimination_test",
    "duplicate_test",
    "excluded_test",
    "first_round_determines_threshold_test",
    "generic_csv_test",
    "test_set_0_skipped_first_choice",
    "test_set_1_exhaust_at_overvote",
    "test_set_2_overvote_skip_to_next",
    "test_set_3_skipped_choice_exhaust",
    "test_set_4_skipped_choice_next",
    "test_set_5_two_skipped_choice_exhaust",
    "test_set_6_duplicate_exhaust",
    "test_set_7_duplicate_skip_to_next",
    "tiebreak_previous_round_counts_then_random_test",
]
RCTAB_NOT_COUNTED = {
    "2018_maine_governor_primary": "its result is published there without its ballots",
    "minneapolis_multi_seat_threshold": "several winners by another rule: a surplus is cut to four decimals",
    "test_set_allow_only_one_winner_per_round": "several winners by another rule: the threshold has decimals",
    "test_set_multi_winner_whole_threshold": "several winners by another rule: surpluses go in the same round",
}


def count(orders: Mapping[tuple[int, ...], int], options: int, tie_order: list[int] | None = None) -> Outcome:
    profile = Profile.of([row(order, options) for order in orders], options, orders.values())
    return instant_runoff.tally(profile, Terms(1, tie_order or list(range(options))))


# Tennessee chooses its capital (Wikipedia, "Instant-runoff voting"): Memphis, Nashville, Chattanooga, Knoxville
TENNESSEE: dict[tuple[int, ...], int] = {(0, 1, 2, 3): 42, (1, 2, 3, 0): 26, (2, 3, 1, 0): 15, (3, 2, 1, 0): 17}


def test_a_capital_for_tennessee() -> None:
    outcome = count(TENNESSEE, 4)
    assert outcome.chosen == [3]
    assert [step["votes"] for step in outcome.steps] == [[42, 26, 15, 17], [42, 26, 0, 32], [42, 0, 0, 58]]
    assert [step.get("option") for step in outcome.steps] == [None, 2, 1]
    assert outcome.steps[2]["transfers"] == [[3, 26]]
    assert outcome.steps[2]["elected"] == [3]
    assert outcome.figures[3] == {"first": 17, "most": 58}
    assert outcome.ties == []


def test_half_is_half_of_what_still_counts() -> None:
    outcome = count({(0,): 4, (1,): 3, (2,): 2, (): 5}, 3)
    assert outcome.chosen == [0]
    assert outcome.steps[0]["valid"] == 9
    assert outcome.steps[0]["blank"] == 5
    assert outcome.steps[1]["to_nobody"] == outcome.steps[1]["exhausted"] == 2
    assert outcome.steps[1]["continuing"] == 7


def test_of_equal_options_the_one_with_fewer_votes_before_goes() -> None:
    outcome = count({(0,): 3, (1,): 2, (2, 1): 1, (3,): 3}, 4, tie_order=[1, 3, 0, 2])
    assert (outcome.steps[2]["option"], outcome.steps[2]["tied"], outcome.steps[2]["decided_at"]) == (1, [0, 1, 3], 0)
    assert outcome.ties == [Tie(among=[0, 3], taken=[0], step=3)]
    assert outcome.chosen == [3]


def test_where_options_were_always_equal_the_first_in_the_tie_order_stays() -> None:
    assert count({(0,): 1, (1,): 1}, 2, tie_order=[0, 1]).chosen == [0]
    assert count({(0,): 1, (1,): 1}, 2, tie_order=[1, 0]).chosen == [1]


@pytest.mark.parametrize("options", [0, 1, 3])
def test_blank_ballots_choose_nobody(options: int) -> None:
    assert count({(): 3}, options).chosen == []


def test_an_option_alone_needs_one_ballot() -> None:
    assert count({(): 3, (0,): 1}, 1).chosen == [0]


@pytest.mark.parametrize("case", RCTAB)
def test_rctab_has_the_same_rounds(case: str) -> None:
    """Eliminated together (batches), or first of all as a write-in, leaves the same ballots as one after the other."""
    folder = published("rcv-brightspots") / case
    election = read_rctab(folder)
    report = json.loads((folder / f"{case}_expected_detailed_report.json").read_text())
    rounds = [each for each in report["results"] if WRITE_IN not in each["tally"]]
    outcome = instant_runoff.tally(election.profile, Terms(1, _as_drawn(election.names, rounds)))
    steps = _by_standing(election.names, outcome)
    compared = [each for each in rounds if frozenset(each["tally"]) in steps]
    for each in compared:
        step = steps[frozenset(each["tally"])]
        assert {name: step["votes"][election.names.index(name)] for name in each["tally"]} == _numbers(each["tally"])
    for before, after in itertools.pairwise(compared):
        together = [result for result in before["tallyResults"] if "eliminated" in result]
        if len(together) == 1:
            step = steps[frozenset(after["tally"])]
            assert _numbers(together[0]["transfers"]) == _moved(election.names, step)
    # it may go on when the winner is known, until two are left: then our last count is one of the earlier rounds
    going_on = json.loads((folder / f"{case}_config.json").read_text())["rules"]["continueUntilTwoCandidatesRemain"]
    assert compared == rounds[: len(compared)]
    assert len(compared) == len(rounds) or going_on
    assert [election.names[option] for option in outcome.chosen] == [
        result["elected"] for each in rounds for result in each["tallyResults"] if "elected" in result
    ]


def test_every_case_of_rctab_is_counted_or_has_a_reason() -> None:
    folders = {folder.name for folder in published("rcv-brightspots").iterdir() if folder.is_dir()} - {"_shared"}
    assert folders == {*RCTAB, *RCTAB_NOT_COUNTED}


@pytest.mark.parametrize("case", ["A01", "A02", "A03", "A04", "A06", "A07", "A08", "A10", "A12"])
def test_tideman_has_the_same_rounds(case: str) -> None:
    """Where that count eliminates equal options together, or goes on to half of all ballots, rounds have no partner."""
    folder = published("tideman-condorcet")
    election = _numbered(read_blt(folder / "Input_TidemanElectionCollection" / f"{case}.HIL"))
    theirs = json.loads((folder / "published_results.json").read_text())["results"][case]["explicit"]["Instant-runoff"]
    outcome = instant_runoff.tally(election.profile, Terms(1, list(range(len(election.names)))))
    steps = _by_standing(election.names, outcome)
    rounds = [{name.split()[-1]: votes for name, votes in each.items()} for each in theirs["Stats"]["rounds"].values()]
    compared = [each for each in rounds if frozenset(each) in steps]
    assert compared[:1] == rounds[:1]
    for each in compared:
        votes = steps[frozenset(each)]["votes"]
        assert {name: votes[election.names.index(name)] for name in each} == each
    assert [election.names[option] for option in outcome.chosen] == [theirs["Ranking"].split(" > ")[0].split()[-1]]


def test_classics_have_the_winner_of_the_literature() -> None:
    counted = 0
    for case in json.loads((published("classics") / "classics.json").read_text()):
        if "irv" not in case["published"]:
            continue
        names = case["candidates"]
        orders = {tuple(map(names.index, ballot["ranking"])): ballot["count"] for ballot in case["ballots"]}
        assert [names[option] for option in count(orders, len(names)).chosen] == case["published"]["irv"]
        counted += 1
    assert counted


def _numbers(votes: Mapping[str, str]) -> dict[str, int]:
    return {name: int(number) for name, number in votes.items()}


def _moved(names: list[str], step: Mapping[str, Any]) -> dict[str, int]:
    moved = {names[option]: votes for option, votes in step["transfers"]}
    return moved | ({"exhausted": step["to_nobody"]} if step["to_nobody"] else {})


def _numbered(election: Election) -> Election:
    return election._replace(names=[str(number) for number in range(1, len(election.names) + 1)])


def _by_standing(names: list[str], outcome: Outcome) -> dict[frozenset[str], Mapping[str, Any]]:
    """The counts by who was left at each."""
    standing, found = set(names), dict[frozenset[str], Mapping[str, Any]]()
    for step in outcome.steps:
        standing -= {names[step["option"]]} if "option" in step else set()
        found[frozenset(standing)] = step
    return found


def _as_drawn(names: list[str], rounds: list[Any]) -> list[int]:
    """The tie order that the lots drawn there come to: who was eliminated earlier stands later."""
    gone = [result["eliminated"] for each in rounds for result in each["tallyResults"] if "eliminated" in result]
    return [names.index(name) for name in [name for name in names if name not in gone] + gone[::-1]]
