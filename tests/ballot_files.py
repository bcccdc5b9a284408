"""Ranked ballots as others publish them: BLT files, and the cast vote records of RCTab's test data."""

import csv
import itertools
import json
import re
import shlex
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any, NamedTuple

import openpyxl

from services.proposals.tally.profile import Profile

WRITE_IN, OVERVOTE = "Undeclared Write-ins", "overvote"

Ranks = list[set[str]]  # who is marked at each rank


class Election(NamedTuple):
    names: list[str]
    seats: int
    profile: Profile


def row(order: Sequence[int], options: int) -> list[int]:
    """The ballot that names these options, the best first."""
    ranks = [0] * options
    for rank, option in enumerate(order, start=1):
        ranks[option] = rank
    return ranks


def read_blt(path: Path) -> Election:
    """A BLT file (OpenSTV's): how many stand and are wanted; weight and order of each ballot up to a 0; names."""
    words = iter(shlex.split(re.sub(r"\[.*?\]", "", path.read_text(encoding="utf-8-sig"))))
    options, seats = int(next(words)), int(next(words))
    ballots, weights = [], []
    while weight := int(next(words)):
        weights.append(weight)
        ballots.append(row([int(word) - 1 for word in itertools.takewhile(lambda word: word != "0", words)], options))
    return Election(list(itertools.islice(words, options)), seats, Profile.of(ballots, options, weights))


def read_rctab(folder: Path) -> Election:
    """The ballots of one of RCTab's cases, as its rules leave them to be counted. A write-in stands for nobody."""
    config = json.loads((folder / f"{folder.name}_config.json").read_text())
    rules = config["rules"]
    names = [candidate["name"] for candidate in config["candidates"] if not candidate.get("excluded")]
    papers: Counter[tuple[str, ...]] = Counter()
    for source in config["cvrFileSources"]:
        for marks, papers_alike in Counter(map(_frozen, _records(folder, source, rules, len(names)))).items():
            papers[tuple(name for name in _counted(marks, rules) if name in names)] += papers_alike
    ballots = [row([names.index(name) for name in order], len(names)) for order in papers]
    return Election(names, int(rules["numberOfWinners"]), Profile.of(ballots, len(names), papers.values()))


def _frozen(ranks: Ranks) -> tuple[frozenset[str], ...]:
    return tuple(map(frozenset, ranks))


def _counted(ranks: Iterable[frozenset[str]], rules: Mapping[str, Any]) -> Iterator[str]:
    """Whom a ballot counts for, one after the other, until the rules say that it counts no more."""
    seen: set[str] = set()
    skipped = 0
    for marked in ranks:
        skipped = 0 if marked else skipped + 1
        overvote, again = len(marked) > 1 or OVERVOTE in marked, bool(seen & marked)
        if skipped > int(rules["maxSkippedRanksAllowed"]):
            return
        if (overvote and rules["overvoteRule"] == "exhaustImmediately") or (
            again and rules["exhaustOnDuplicateCandidate"]
        ):
            return
        if marked and not overvote and not again:
            seen |= marked
            yield from marked


def _records(folder: Path, source: Mapping[str, Any], rules: Mapping[str, Any], options: int) -> Iterator[Ranks]:
    path = folder / source["filePath"]
    if source["provider"] == "ess":
        most = rules["maxRankingsAllowed"]
        return _of_sheet(path, source, options if most == "max" else int(most))
    return _of_csv(path) if source["provider"] == "genericCsv" else _of_cdf(path)


def _of_sheet(path: Path, source: Mapping[str, Any], ranks: int) -> Iterator[Ranks]:
    """A row for each ballot, a column for each rank."""
    first = int(source["firstVoteColumnIndex"])
    words = {source["skippedRankLabel"]: set(), source["undeclaredWriteInLabel"]: {WRITE_IN}, "": set()}
    with closing(openpyxl.load_workbook(path, read_only=True)) as book:
        for cells in book.active.iter_rows(min_row=int(source["firstVoteRowIndex"]), min_col=first, values_only=True):
            if any(cells):  # a sheet may end in a million empty rows
                yield [words.get(mark, {mark}) for mark in (str(cell or "").strip() for cell in cells[:ranks])]


def _of_csv(path: Path) -> Iterator[Ranks]:
    """A row for each ballot, a column with the rank for each who stands."""
    with path.open(newline="") as lines:
        for record in csv.DictReader(lines):
            marks = {
                int(rank): WRITE_IN if name == "Write-In" else name
                for name, rank in record.items()
                if str(rank).isdigit()
            }
            yield [{marks[rank]} if rank in marks else set() for rank in range(1, max(marks) + 1)]


def _of_cdf(path: Path) -> Iterator[Ranks]:
    """Cast vote records in NIST's common data format."""
    report = json.loads(path.read_text())
    election = report["Election"][0]
    candidates = {candidate["@id"]: candidate["Name"] for candidate in election["Candidate"]}
    names = {
        selection["@id"]: candidates[selection["CandidateIds"][0]]
        for contest in election["Contest"]
        for selection in contest["ContestSelection"]
    }
    for record in report["CVR"]:
        [snapshot] = [each for each in record["CVRSnapshot"] if each["@id"] == record["CurrentSnapshotId"]]
        ranks: dict[int, set[str]] = {}
        for selection in snapshot["CVRContest"][0]["CVRContestSelection"]:
            for position in selection["SelectionPosition"]:
                ranks.setdefault(position["Rank"], set()).add(names[selection["ContestSelectionId"]])
        yield [ranks.get(rank, set()) for rank in range(1, max(ranks, default=0) + 1)]
