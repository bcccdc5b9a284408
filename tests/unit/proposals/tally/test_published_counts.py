"""Elections that others have counted: option by option the same figures, and the same options chosen."""

import json
from fractions import Fraction
from functools import cache
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

from services.proposals.tally import approval, borda, single_choice
from services.proposals.tally.outcome import Outcome, Terms
from services.proposals.tally.profile import Profile
from tests.published import published

CLASSICS = ("tennessee", "schulze45", "condorcet-paradox", "phragmen-1894", "pav-party-list")
TIDEMAN = ("A01", "A02", "A03", "A04", "A06", "A07", "A08", "A10", "A12")


@cache
def read(folder: Path, name: str) -> Any:
    """A file of a collection."""
    return json.loads((folder / name).read_text())


def classic(name: str) -> dict[str, Any]:
    """One of the classics."""
    found: dict[str, Any] = next(e for e in read(published("classics"), "classics.json") if e["id"] == name)
    return found


def sets(outcome: Outcome) -> set[frozenset[int]]:
    """All that could have been chosen, had ties been decided otherwise."""
    free = set(outcome.ties[0].among) if outcome.ties else set()
    sure = frozenset(outcome.chosen) - free
    return {sure | frozenset(some) for some in combinations(free, len(outcome.chosen) - len(sure))}


def ranks(ranking: list[str], options: list[str]) -> list[int]:
    """A ranking as codes."""
    return [ranking.index(option) + 1 if option in ranking else 0 for option in options]


@pytest.mark.parametrize("name", CLASSICS[:3])
def test_borda_and_plurality_of_the_classics(name: str) -> None:
    election = classic(name)
    options, truth = election["candidates"], election["library"]
    rows = [ranks(ballot["ranking"], options) for ballot in election["ballots"]]
    weights, terms = [ballot["count"] for ballot in election["ballots"]], Terms(1, range(len(options)))
    counted = borda.tally(Profile.of(rows, len(options), weights), terms)
    assert {option: counted.figures[at]["points"] for at, option in enumerate(options)} == truth["borda_scores"]
    assert sets(counted) == {frozenset({options.index(winner)}) for winner in truth["borda"]}
    marks = [[int(rank == 1) for rank in row] for row in rows]
    plurality = single_choice.tally(Profile.of(marks, len(options), weights), terms)
    assert sets(plurality) == {frozenset({options.index(winner)}) for winner in truth["plurality"]}


@pytest.mark.parametrize("name", CLASSICS[3:])
def test_approval_of_the_classics(name: str) -> None:
    election = classic(name)
    options = election["candidates"]
    rows = [[int(option in ballot["approved"]) for option in options] for ballot in election["ballots"]]
    weights = [ballot["count"] for ballot in election["ballots"]]
    terms = Terms(election["committee_size"], range(len(options)))
    counted = approval.tally(Profile.of(rows, len(options), weights), terms)
    assert {frozenset(options[at] for at in some) for some in sets(counted)} == {
        frozenset(some) for some in election["library"]["av"]
    }


@pytest.mark.parametrize("name", TIDEMAN)
def test_borda_and_first_preferences_of_tidemans_elections(name: str) -> None:
    folder = published("tideman-condorcet")
    truth = read(folder, "published_results.json")["results"][name]["implicit"]
    lines = (folder / "Input_TidemanElectionCollection" / f"{name}.HIL").read_text().splitlines()
    options = int(lines[0].split()[0])
    rankings = [line.split()[1:-1] for line in lines[1:] if line.split()[0] == "1"]
    rows = [ranks(ranking, [str(at + 1) for at in range(options)]) for ranking in rankings]
    terms = Terms(1, range(options))
    points = borda.tally(Profile.of(rows, options), terms).figures
    told = numbers(truth["BordaCount"]["Stats"])
    # they give the last 1 point where we give none, and every option its share of a blank ballot
    blank = sum(not any(row) for row in rows)
    more = len(rows) - blank + Fraction(blank * (options + 1), 2)
    assert {at: figures["points"] + more for at, figures in enumerate(points)} == told
    marks = [[int(rank == 1) for rank in row] for row in rows]
    votes = single_choice.tally(Profile.of(marks, options), terms).figures
    told = numbers(truth["First-past-the-post voting"]["Stats"]["1"])
    shares = {at: figures["votes"] + Fraction(blank, options) for at, figures in enumerate(votes)}
    assert {at: round(float(votes), 9) for at, votes in shares.items()} == told


def numbers(stats: dict[str, float]) -> dict[int, float]:
    """Figures by place on the ballot; candidates are called "Candidate  1", or "1"."""
    return {int(name.split()[-1]) - 1: figure for name, figure in stats.items()}


def test_approval_of_abcvotings_instances() -> None:
    instances = read(published("abcvoting"), "reference.json")["results"]
    seen = 0
    for name, instance in instances.items():
        options = instance["num_cand"]
        rows = [[int(at in approved) for at in range(options)] for approved in instance["profile"]]
        counted = approval.tally(Profile.of(rows, options), Terms(instance["committeesize"], range(options)))
        for truth in instance["published"]:
            if truth["rule"] == "av" and not truth["resolute"]:
                assert sets(counted) == {frozenset(some) for some in truth["result"]}, name
                seen += 1
    assert seen >= 76


def test_votes_of_the_cities_projects() -> None:
    folder = published("pabulib")
    elections = read(folder, "reference.json")["results"]
    for name, truth in elections.items():
        projects, approved = pabulib(folder / name)
        rows = [[int(project in some) for project in projects] for some in approved]
        outcome = approval.tally(Profile.of(rows, len(projects)), Terms(1, range(len(projects))))
        votes = {project: outcome.figures[at]["votes"] for at, project in enumerate(projects)}
        assert votes == truth["approval_counts"], name
    assert len(elections) >= 11


def pabulib(path: Path) -> tuple[list[str], list[set[str]]]:
    """The projects of an election, and what each voter approved of."""
    sections = path.read_text(encoding="utf-8-sig").split("PROJECTS\n")[1].split("VOTES\n")
    tables = [[line.split(";") for line in section.splitlines() if line] for section in sections]
    votes = tables[1][0].index("vote")
    return [row[0] for row in tables[0][1:]], [set(row[votes].split(",")) for row in tables[1][1:]]
