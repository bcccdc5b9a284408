"""The single transferable vote, stage by stage as published: wards of Glasgow, examples of Droop; and by hand."""

import csv
import itertools
import json
import re
from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from services.proposals.tally import scottish_stv
from services.proposals.tally.outcome import Outcome, Terms, Tie
from services.proposals.tally.profile import Profile
from tests.ballot_files import read_blt, row
from tests.published import published

GLASGOW = ["Anderston-City", "Baillieston", "Calton", "Canal", "Hillhead", "Linn", "Springburn"]
REPORTS = [
    *(f"scotland/{ward}-2007" for ward in GLASGOW),
    *("scotland/weak-defeat", "scotland/weak-surplus", "42", "42t", "42u", "513", "SC"),
]
WARDS = [
    "4_cands/eilean_siar_2012_ward3",
    "6_cands/edinburgh_2017_ward11",
    "6_cands/moray_2022_ward6",
    "9_cands/glasgow_2012_ward1",
]
TIDEMAN = ["A01", "A02", "A03", "A04", "A06", "A07", "A08", "A10", "A12"]

Orders = Mapping[tuple[int, ...], int | Fraction]


def count(orders: Orders, options: int, winners: int, tie_order: list[int] | None = None) -> Outcome:
    profile = Profile.of([row(order, options) for order in orders], options, orders.values())
    return scottish_stv.tally(profile, Terms(winners, tie_order or list(range(options))))


def stages(outcome: Outcome) -> list[dict[str, Any]]:
    return [step for step in outcome.steps if step["step"] != "last-vacancies"]


# twenty guests choose three of five foods (Wikipedia, "Single transferable vote"):
# orange, pear, chocolate, strawberry, sweets
FOODS: Orders = {(0,): 4, (1, 0): 2, (2, 3): 8, (2, 4): 4, (3,): 1, (4,): 1}


def test_twenty_guests_choose_three_foods() -> None:
    outcome = count(FOODS, 5, winners=3)
    assert outcome.steps[0]["quota"] == 6
    assert [step["votes"] for step in stages(outcome)] == [
        [4, 2, 12, 1, 1],
        [4, 2, 6, 5, 3],
        [6, 0, 6, 5, 3],
        [6, 0, 6, 5, 0],
    ]
    assert [step["step"] for step in outcome.steps] == ["first", "surplus", "exclusion", "exclusion", "last-vacancies"]
    assert [step["elected"] for step in outcome.steps] == [[2], [], [0], [], [3]]
    assert outcome.steps[1]["surplus"] == 6
    assert outcome.steps[1]["transfers"] == [[3, 4], [4, 2]]
    assert outcome.steps[3]["to_nobody"] == outcome.steps[3]["exhausted"] == 3
    assert outcome.chosen == [2, 0, 3]
    assert outcome.figures[2] == {"first": 12, "most": 12}


def test_the_value_of_a_paper_is_cut_to_five_decimals_each_time() -> None:
    """Of 7 votes 3 are a surplus: each paper keeps 3/7, which is 0.42857, and of it the share of the next surplus."""
    outcome = count({(0, 1, 2): 5, (0, 3): 2, (1, 2): 3, (2,): 1, (3,): 3}, 4, winners=3)
    assert outcome.steps[0]["quota"] == 4
    assert outcome.steps[1]["votes"] == [4, Fraction("5.14285"), 1, Fraction("3.85714")]
    assert outcome.steps[1]["rounding"] == Fraction("0.00001")
    second = outcome.steps[2]
    assert second["surplus"] == Fraction("1.14285")
    # 0.42857 × 1.14285 / 5.14285 is 0.09523…, and 1.14285 / 5.14285 is 0.22222…
    assert second["transfers"] == [[2, 5 * Fraction("0.09523") + 3 * Fraction("0.22222")]]
    assert second["rounding"] == Fraction("0.00001") + Fraction("1.14285") - second["transfers"][0][1]


def test_an_exact_quota_has_no_surplus_and_no_stage() -> None:
    outcome = count({(0, 2): 4, (1,): 3, (2,): 2}, 3, winners=1 + 1)
    assert outcome.steps[0]["quota"] == 4
    assert [step["step"] for step in outcome.steps] == ["first", "exclusion", "last-vacancies"]


def test_the_larger_surplus_goes_first_and_nothing_moves_when_all_are_elected() -> None:
    outcome = count({(0, 2): 5, (1, 3): 6, (2,): 2, (3,): 1}, 4, winners=3)
    assert [step.get("option") for step in outcome.steps[:3]] == [None, 1, 0]
    assert outcome.steps[0]["elected"] == [1, 0]
    assert [step["step"] for step in count({(0, 2): 5, (1, 2): 5, (2,): 1}, 3, winners=2).steps] == ["first"]


def test_blank_ballots_are_not_valid() -> None:
    outcome = count({(0,): 2, (1,): 1, (): 97}, 2, winners=1)
    assert (outcome.steps[0]["valid"], outcome.steps[0]["blank"], outcome.steps[0]["quota"]) == (3, 97, 2)


def test_the_quota_of_decimal_weights_is_in_their_unit() -> None:
    half = Fraction(1, 2)
    outcome = count({(0,): half, (1,): 1 + half, (2,): 1}, 3, winners=1)
    assert outcome.steps[0]["quota"] == 2
    assert count({(0,): Fraction(1, 10), (1,): Fraction(2, 10)}, 2, winners=1).steps[0]["quota"] == Fraction(2, 10)


def test_more_winners_than_options_and_none() -> None:
    assert count({(1,): 2, (0,): 1}, 3, winners=5).chosen == [1, 0, 2]
    assert count({(0,): 1}, 1, winners=0).chosen == []
    assert count({(): 3}, 3, winners=2, tie_order=[2, 0, 1]).chosen == [2, 0]


def test_weights_may_be_as_large_as_a_profile_holds() -> None:
    large = 2**60 + 1
    outcome = count({(0, 1): 5 * large, (1,): large, (2,): large + 1}, 3, winners=2)
    assert sum(outcome.steps[1]["votes"]) + outcome.steps[1]["rounding"] == 7 * large + 1
    assert outcome.chosen == [0, 1]


def test_of_equal_options_the_one_with_fewer_votes_at_the_latest_difference_is_excluded() -> None:
    outcome = count({(0,): 2, (1,): 1, (2, 1): 1, (3, 4): 0, (4,): 9}, 5, winners=1 + 1, tie_order=[0, 1, 2, 3, 4])
    first, *others = [step for step in outcome.steps if step["step"] == "exclusion"]
    assert first["option"] == 3
    assert [(step["option"], step["tied"], step["decided_at"]) for step in others[:2]] == [
        (2, [1, 2], None),
        (1, [0, 1], 2),
    ]
    assert outcome.ties == [Tie(among=[1, 2], taken=[2], step=3)]


@pytest.mark.parametrize("name", REPORTS)
def test_every_stage_of_droops_count_is_the_same(name: str) -> None:
    """Droop (github.com/jklundell/droop) also shows a surplus of 0, and of a lot's candidates excludes the first."""
    folder = published("stv-droop")
    spelt, seats, profile = read_blt(folder / "blt" / f"{name}.blt")
    names = [" ".join(name.split()) for name in spelt]
    theirs = _report(folder / "ref" / "report" / f"{name}-scotland-fixed-p5-d5.txt")
    outcome = scottish_stv.tally(profile, Terms(seats, list(reversed(range(len(names))))))
    ours = [
        dict(zip(names, step["votes"], strict=True))
        | {"Nontransferable votes": step["exhausted"], "Residual": step["rounding"], "Quota": outcome.steps[0]["quota"]}
        for step in stages(outcome)
    ]
    assert ours == theirs["stages"]
    assert {names[option] for option in outcome.chosen} == theirs["elected"]


@pytest.mark.parametrize("ward", WARDS)
def test_scottish_wards_elect_the_same_councillors(ward: str) -> None:
    folder = published("scot-elex")
    text = (folder / f"{ward}.csv").read_text()
    [_, seats], *lines, _ = ([cell for cell in line if cell] for line in csv.reader(text.splitlines()))
    papers = [[int(number) for number in line] for line in lines if line[0].isdigit()]
    names = [line[1] for line in lines[len(papers) :]]
    ballots = [row([number - 1 for number in order], len(names)) for _, *order in papers]
    profile = Profile.of(ballots, len(names), [weight for weight, *_ in papers])
    outcome = scottish_stv.tally(profile, Terms(int(seats), list(range(len(names)))))
    theirs = json.loads((folder / "reference.json").read_text())["results"][f"{Path(ward).name}.csv"]
    assert dict(zip(names, outcome.steps[0]["votes"], strict=True)) == theirs["first_preferences"]
    assert (outcome.steps[0]["valid"], outcome.steps[0]["quota"]) == (theirs["ballots"], theirs["quota"])
    assert {names[option] for option in outcome.chosen} == set(theirs["elected_stv_scottish"])


def test_classics_have_the_winners_of_the_literature() -> None:
    [case] = [each for each in json.loads((published("classics") / "classics.json").read_text()) if "seats" in each]
    names = case["candidates"]
    orders = {tuple(map(names.index, ballot["ranking"])): ballot["count"] for ballot in case["ballots"]}
    outcome = count(orders, len(names), case["seats"])
    assert {names[option] for option in outcome.chosen} == set(case["published"]["elected"])
    assert outcome.steps[0]["quota"] == case["published"]["quota"]


@pytest.mark.parametrize("case", TIDEMAN)
def test_tideman_has_the_same_rounds_until_a_surplus_moves(case: str) -> None:
    """That count (Condorcet PHP) passes on more than a surplus: in A07, 9.2 votes of the 4 above the quota of 27.

    Equal options it excludes in another order, so that some rounds have no partner here.
    """
    folder = published("tideman-condorcet")
    names, _, profile = read_blt(folder / "Input_TidemanElectionCollection" / f"{case}.HIL")
    theirs = json.loads((folder / "published_results.json").read_text())["results"][case]["explicit"]["STV"]
    outcome = scottish_stv.tally(profile, Terms(theirs["Number Of Seats"], list(range(len(names)))))
    rounds = [
        {int(name.split()[-1]) - 1: votes for name, votes in each.items()}
        for each in theirs["Stats"]["rounds"].values()
    ]
    standing, compared = set(range(len(names))), 0
    for step in itertools.takewhile(lambda step: step["step"] in ("first", "exclusion"), outcome.steps):
        standing -= {step.get("option")}
        for votes in [each for each in rounds if set(each) == standing]:
            assert votes == {option: step["votes"][option] for option in standing}
            compared += 1
    assert compared


def _report(path: Path) -> dict[str, Any]:
    """Of a report of Droop's: what everyone has at the beginning and after each transfer, and who is elected."""
    text = re.sub(" +", " ", path.read_text())
    [quota] = re.findall(r"^\tQuota: (.*)$", text, re.MULTILINE)
    actions = re.findall(r"^Action: (.*)\n((?:\t.*\n?)*)", text, re.MULTILINE)
    moved = [
        _amounts(lines) | {"Quota": Fraction(quota)}
        for action, lines in actions
        if re.match("Begin Count|Transfer defeated|Surplus transferred", action) and not action.endswith("(0.00000)")
    ]
    [_, last] = actions[-1]
    return {"stages": moved, "elected": set(re.findall(r"^\tElected: (.*) \(.*$", last, re.MULTILINE))}


def _amounts(lines: str) -> dict[str, Fraction]:
    everyone = re.findall(r"^\t(?:Hopeful|Elected|Pending|Defeated): (.*) \((.*)\)$", lines, re.MULTILINE)
    amounts = {name: Fraction(amount) for together, amount in everyone for name in together.split(", ")}
    sums = re.findall(r"^\t(Nontransferable votes|Residual): (.*)$", lines, re.MULTILINE)
    return amounts | {name: Fraction(amount) for name, amount in sums}
