"""Running counts of ballots with marks: what approval and single choice know of a round while its ballots arrive.

An option's counts are its votes and the blank ballots: those say nothing of any option, so each is told of them.
Votes weigh: counts are in units of the round.
"""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

Counts = list[list[int]]  # for each option [votes, blank]

_CODES = frozenset((0, 1))


def empty(options: int) -> Counts:
    """The counts before the first ballot."""
    return [[0, 0] for _ in range(options)]


def add(counts: Counts, codes: Sequence[int], ballots: int = 1) -> None:
    """Count one ballot that weighs so many units, or with less than none take it back."""
    place = 0 if 1 in codes else 1
    for option, code in zip(counts, codes, strict=True):
        if code or place:
            option[place] += ballots


def recount(pages: Iterable[Sequence[Sequence[int]]], options: int, most: int | None = None) -> Counts:
    """The counts of all ballots from nothing, page by page; another way than `add`, so that one can prove the other.

    What is not a ballot of this method is not counted, and so shows as a difference.
    """
    votes, blank = [0] * options, 0
    for page in pages:
        ballots = [
            row for row in page if len(row) == options and _CODES.issuperset(row) and sum(row) <= (most or options)
        ]
        votes = [sum(column) for column in zip(votes, *ballots, strict=True)]
        blank += sum(not any(row) for row in ballots)
    return [[each, blank] for each in votes]


def describe(solution_id: UUID, option: Sequence[int], adopted: bool | None = None) -> dict[str, Any]:
    """The counts of one option in words."""
    return {"solution_id": solution_id, "votes": option[0], "adopted": adopted}


def blank(counts: Counts) -> int:
    """What the blank ballots weigh together."""
    return counts[0][1]
