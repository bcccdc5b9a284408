"""Running counts of ballots with marks: what approval and single choice know of a round while its ballots arrive.

An option's counts are its votes and the blank ballots: those say nothing of any option, so each is told of them.
Votes weigh: counts are in units of the round.
"""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

Counts = list[list[int]]  # for each option [votes, blank]


def empty(options: int) -> Counts:
    """The counts before the first ballot."""
    return [[0, 0] for _ in range(options)]


def add(counts: Counts, codes: Sequence[int], ballots: int = 1) -> None:
    """Count one ballot that weighs so many units, or with less than none take it back."""
    place = 0 if 1 in codes else 1
    for option, code in zip(counts, codes, strict=True):
        if code or place:
            option[place] += ballots


def describe(solution_id: UUID, option: Sequence[int], adopted: bool | None = None) -> dict[str, Any]:
    """The counts of one option in words."""
    return {"solution_id": solution_id, "votes": option[0], "adopted": adopted}
