"""A score for some of the options: a whole number from 0. The score is the code; -1 is an option that was not scored.

Limit: `most_score`. A score of 0 says something of an option, no score says nothing: without any the ballot is blank.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from services.kit.errors import Fault, Invalid
from services.proposals.tally.ballots.faults import NO_LIMITS, of_options

NOT_SCORED = -1
MOST_SCORE = 1_000  # where the round says nothing; scores are kept in 16 bits


def read(choices: Any, options: Sequence[str], limits: Mapping[str, Any] = NO_LIMITS) -> list[int]:
    """A ballot as codes. Raises Invalid, naming every option that is unknown or ill-scored."""
    most = limits.get("most_score", MOST_SCORE)
    if isinstance(choices, dict):
        codes = [choices.get(option, NOT_SCORED) for option in options]
        # a bool is an int to `isinstance`; and who wrote -1 has written more than we find scored
        whole = {*map(type, codes)} == {int} and min(codes) >= NOT_SCORED and max(codes) <= most
        if whole and len(codes) - codes.count(NOT_SCORED) == len(choices):
            return codes
    raise Invalid(_faults(choices, options, most))


def show(codes: Sequence[int], options: Sequence[str]) -> dict[str, int]:
    """A ballot as people wrote it: scored option → score."""
    return {option: code for option, code in zip(options, codes, strict=True) if code != NOT_SCORED}


def is_blank(codes: Sequence[int]) -> bool:
    """Whether nothing is scored."""
    return all(code == NOT_SCORED for code in codes)


def _faults(choices: Any, options: Sequence[str], most: int) -> list[Fault]:
    return of_options(
        choices, options, "not-a-score", lambda score: type(score) is int and 0 <= score <= most, {"most": most}
    )
