"""Rankings as people and published collections write them, as profiles."""

import json
import re
from collections.abc import Iterable, Sequence
from fractions import Fraction
from functools import cache
from itertools import permutations, product
from pathlib import Path
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st

from services.proposals.tally.profile import Profile

Ranking = Sequence[str | Sequence[str]]  # the best first; the options of one rank together

DEBIAN = {
    "tally/leader2006": "tally/leader2006_tally.txt",
    "preflib/00002-00000006.soi": "preflib/00002-00000006.soi",
    "preflib/00002-00000007.soi": "preflib/00002-00000007.soi",
}
TIDEMAN = ["A01", "A02", "A03", "A04", "A06", "A07", "A08", "A10", "A12"]

several = settings(max_examples=60)


def profile(options: Sequence[str], ballots: Iterable[tuple[Ranking, int | Fraction]]) -> Profile:
    """Each ranking with how many gave it."""
    counted = list(ballots)
    return Profile.of([_row(options, ranking) for ranking, _ in counted], len(options), [many for _, many in counted])


def _row(options: Sequence[str], ranking: Ranking) -> list[int]:
    row = [0] * len(options)
    for rank, place in enumerate(ranking, start=1):
        for option in [place] if place in list(options) else place:
            row[options.index(option)] = rank
    return row


def names(options: Sequence[str], places: list[list[int]]) -> list[list[str]]:
    """The options of every place by name, sorted."""
    return [sorted(options[option] for option in place) for place in places]


def tideman(folder: Path, election: str) -> tuple[list[str], Profile, dict[str, Any]]:
    """One of Tideman's elections: its options, what was voted, and what Condorcet PHP published of it.

    A ballot is how many gave it, the options ranked, 0; after a line of 0 there are the names. Two counts are
    published; ours is the one in which options that are not ranked are last.
    """
    lines = (folder / "Input_TidemanElectionCollection" / f"{election}.HIL").read_text().splitlines()
    end = lines.index("0")
    numbers = [str(number) for number in range(1, int(lines[0].split()[0]) + 1)]
    ballots = [(line.split()[1:-1], int(line.split()[0])) for line in lines[1:end]]
    options = re.findall(r'"([^"]+)"', lines[end + 1])[:-1]
    return options, profile(numbers, ballots), _published(folder / "published_results.json")[election]["implicit"]


@cache
def _published(file: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(file.read_text())["results"]
    return found


def ranking_of(text: str) -> list[list[str]]:
    """A ranking as Condorcet PHP writes it, A > B = C, by places."""
    return [sorted(place.split(" = ")) for place in text.split(" > ")]


def debian_election(file: Path) -> tuple[list[str], Profile]:
    """An election of Debian's, from its own tally sheet or from PrefLib."""
    return _preflib(file) if file.suffix == ".soi" else _tally_sheet(file)


def _tally_sheet(file: Path) -> tuple[list[str], Profile]:
    """A digit or - for each option; digits may be equal, and may leave some out."""
    text = file.read_text("latin-1")
    options = re.findall(r"Option \d+ *-+>: (.+)", text)
    ballots = []
    for marks in re.findall(r"^V: (\S+)", text, re.MULTILINE):
        digits = sorted(set(marks) - {"-"})
        ballots.append([0 if mark == "-" else digits.index(mark) + 1 for mark in marks])
    return options, Profile.of(ballots, len(options))


def _preflib(file: Path) -> tuple[list[str], Profile]:
    text = file.read_text()
    named = dict(re.findall(r"^# ALTERNATIVE NAME (\d+): (.+)$", text, re.MULTILINE))
    ballots = [
        (re.findall(r"\d+", ranking), int(many)) for many, ranking in re.findall(r"^(\d+): (.+)$", text, re.MULTILINE)
    ]
    return list(named.values()), profile(list(named), ballots)


def condorcet_examples(folder: Path) -> dict[str, Profile]:
    """What voted where other methods miss a Condorcet winner, by the name of its file."""
    return {file.stem: _preflib(file)[1] for file in sorted((folder / "condorcet_winner").glob("*.soc"))}


def classics(folder: Path) -> list[dict[str, Any]]:
    """The rankings among the classics; `profile` is what was voted."""
    found = [each for each in json.loads((folder / "classics.json").read_text()) if each["kind"] == "ranked"]
    for each in found:
        ballots = [(ballot["ranking"], ballot["count"]) for ballot in each["ballots"]]
        each["profile"] = profile(each["candidates"], ballots)
    return found


@st.composite
def profiles(draw: st.DrawFn, strict: bool = False, most: int = 9) -> Profile:
    """A few ballots over a few options, of some weight; if not strict, with options that are equal or not ranked."""
    options = draw(st.integers(2, 5))
    ballot = st.tuples(st.sampled_from(_all_ballots(options, strict)), st.integers(1, most))
    ballots = draw(st.lists(ballot, max_size=8))
    return Profile.of([row for row, _ in ballots], options, [weight for _, weight in ballots])


@cache
def _all_ballots(options: int, strict: bool) -> list[list[int]]:
    if strict:
        return [list(row) for row in permutations(range(1, options + 1))]
    return [list(row) for row in product(range(options + 1), repeat=options) if dense(row) == list(row)]


def dense(row: Sequence[float]) -> list[int]:
    """The same ranking with ranks 1, 2, 3 and so on."""
    ranks = sorted({rank for rank in row if rank})
    return [ranks.index(rank) + 1 if rank else 0 for rank in row]
