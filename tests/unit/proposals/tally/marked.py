"""Marks as people and published collections write them, as profiles; and rounds in which options cost something."""

import csv
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st

from services.proposals.tally.outcome import Terms
from services.proposals.tally.profile import Profile

several = settings(max_examples=40, deadline=None)  # a machine that is busy with other things is no fault of the count

CITIES = [
    "Netherlands_Assen_2024",
    "Poland_Gdynia_2020_Orlowo__small",
    "Poland_Gdynia_2025_Wzgorze_Sw._Maksymiliana__small",
    "Poland_Lodz_2020_Nad_Nerem",
    "Poland_Warszawa_2017_Chomiczowka",
    "Poland_Warszawa_2017_Falenica",
    "Poland_Warszawa_2017_Marymont-Potok-Zoliborz_Dziennikarski",
    "Poland_Warszawa_2017_Miedzeszyn",
    "Poland_Warszawa_2017_Stare_Wlochy",
    "Poland_Warszawa_2017_Targowek_Mieszkaniowy",
    "Poland_Warszawa_2017_Ursus_Polnocny",
]


def profile(options: str, ballots: Mapping[str, int]) -> Profile:
    """Ballots as words, each letter of which is an option, with how many gave each."""
    rows = [[int(option in marked) for option in options] for marked in ballots]
    return Profile.of(rows, len(options), ballots.values())


@dataclass(frozen=True)
class Round:
    """Ballots with their weights, and the terms by which they are counted."""

    rows: list[list[int]]
    weights: list[Fraction]
    terms: Terms

    @property
    def options(self) -> int:
        """How many there are."""
        return len(self.terms.tie_order)

    @property
    def costs(self) -> list[int]:
        """Of each option."""
        return list(self.terms.costs) or [1] * self.options

    @property
    def budget(self) -> int:
        """What may be spent."""
        return self.terms.budget if self.terms.costs else self.terms.winners

    @property
    def votes(self) -> Fraction:
        """What all ballots weigh."""
        return sum(self.weights, Fraction())

    @property
    def profile(self) -> Profile:
        """The ballots as they are counted."""
        return Profile.of(self.rows, self.options, self.weights)

    def cost(self, options: Iterable[int]) -> int:
        """Of these together."""
        return sum(self.costs[option] for option in options)

    def backers(self, option: int) -> list[int]:
        """The ballots that mark it and weigh something."""
        return [at for at, row in enumerate(self.rows) if row[option] and self.weights[at]]


@st.composite
def rounds(draw: st.DrawFn, with_costs: bool | None = None, completion: str = "none") -> Round:
    """Small rounds, many of whose ballots are alike and many of whose figures are equal."""
    options = draw(st.integers(1, 5))
    kinds = draw(st.lists(st.lists(st.integers(0, 1), min_size=options, max_size=options), min_size=1, max_size=6))
    rows = draw(st.lists(st.sampled_from(kinds), max_size=10))
    weight = draw(st.sampled_from([st.just(Fraction(1)), st.sampled_from([Fraction(n, 2) for n in range(5)])]))
    weights = draw(st.lists(weight, min_size=len(rows), max_size=len(rows)))
    tie_order = draw(st.permutations(range(options)))
    if draw(st.booleans()) if with_costs is None else with_costs:
        most = draw(st.sampled_from([3, 30, 300]))
        costs = draw(st.lists(st.integers(1, most), min_size=options, max_size=options))
        budget = draw(st.integers(1, sum(costs) + 1))
        return Round(rows, weights, Terms(options, tie_order, costs, budget, completion))
    return Round(rows, weights, Terms(draw(st.integers(1, options)), tie_order, completion=completion))


@dataclass(frozen=True)
class City:
    """A participatory budget of Pabulib: projects by id, in the order of cost and id, by which ties go there."""

    ids: list[str]
    costs: list[int]
    selected: set[str]
    meta: dict[str, str]
    profile: Profile

    def terms(self, completion: str = "none") -> Terms:
        """What the city asks for."""
        return Terms(len(self.ids), range(len(self.ids)), self.costs, int(self.meta["budget"]), completion)

    def names(self, options: Iterable[int]) -> set[str]:
        """The ids of these."""
        return {self.ids[option] for option in options}


@cache
def city(folder: Path, name: str, at_least: int = 0) -> City:
    """A file of Pabulib; without the projects that have fewer votes than this."""
    sections: dict[str, list[dict[str, str]]] = {}
    heads = {"META", "PROJECTS", "VOTES"}
    with (folder / f"{name}.pb").open(encoding="utf-8") as lines:
        for cells in csv.reader(lines, delimiter=";"):
            if cells[0] in heads:
                rows = sections.setdefault(cells[0], [])
                head: list[str] = []
            elif not head:
                head = cells
            else:
                rows.append(dict(zip(head, cells, strict=False)))
    projects = sorted(
        (int(project["cost"]), project["project_id"], project["selected"])
        for project in sections["PROJECTS"]
        if int(project["votes"]) >= at_least
    )
    ids = [name for _, name, _ in projects]
    ballots = [set(vote["vote"].split(",")) for vote in sections["VOTES"]]
    return City(
        ids=ids,
        costs=[cost for cost, _, _ in projects],
        selected={name for _, name, selected in projects if selected == "1"},
        meta={entry["key"]: entry["value"] for entry in sections["META"]},
        profile=Profile.of([[int(name in ballot) for name in ids] for ballot in ballots], len(ids)),
    )


@cache
def reference(folder: Path) -> dict[str, Any]:
    """The published and computed results of a collection, by file."""
    found: dict[str, Any] = json.loads((folder / "reference.json").read_text())["results"]
    return found


@dataclass(frozen=True)
class Committee:
    """An instance of abcvoting, and what its tests expect of each rule: one of these sets."""

    profile: Profile
    seats: int
    expected: dict[str, list[list[int]]]

    def expects(self, rule: str, chosen: Sequence[int]) -> bool:
        """Whether the rule may choose these. Where too few are marked by anybody it fills up with others."""
        marked = int(self.profile.rows.any(axis=0).sum())
        may_be = any(set(chosen) <= set(each) for each in self.expected[rule])
        return may_be and len(chosen) == min(self.seats, marked)

    def orders(self) -> list[list[int]]:
        """Two tie orders, opposite to each other."""
        options = list(range(self.profile.options))
        return [options, options[::-1]]


@cache
def committees(folder: Path) -> list[Committee]:
    """All of abcvoting's instances that are there."""
    return [_committee(instance) for instance in reference(folder).values()]


def _committee(instance: Mapping[str, Any]) -> Committee:
    options = instance["num_cand"]
    rows = [[int(option in ballot) for option in range(options)] for ballot in instance["profile"]]
    expected = {each["rule"]: each["result"] for each in instance["published"] if each["resolute"]}
    return Committee(Profile.of(rows, options), instance["committeesize"], expected)
