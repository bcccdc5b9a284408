"""Yes, no or abstain on every option, each option on its own; adopted by more than a part of the ballots cast.

The base counts abstentions: it is the one OpenSlides calls `cast` (`onehundred_percent_base`), where every ballot cast
makes up the whole, so to abstain does not help an option over the line. Exactly half is not more than half.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Any
from uuid import UUID

from services.kit.errors import Fault, Invalid

NAME = "yes-no-abstain"
CHOICES = ("yes", "no", "abstain")
RULE: Mapping[str, str] = {"of": "cast", "more_than": "1/2"}

_CODE = {choice: code for code, choice in enumerate(CHOICES)}

Counts = list[list[int]]  # for each option, how many said each of CHOICES


def empty(options: int) -> Counts:
    """The counts before the first ballot."""
    return [[0] * len(CHOICES) for _ in range(options)]


def read(choices: Any, options: Sequence[str]) -> list[int]:
    """A ballot as codes in option order. Raises Invalid, naming every option that is missing, unknown or ill-chosen."""
    try:
        codes = [_CODE[choices[option]] for option in options]
    except (KeyError, TypeError, IndexError):
        raise Invalid(_faults(choices, options)) from None
    if len(choices) != len(options):
        raise Invalid(_faults(choices, options))
    return codes


def show(codes: Sequence[int], options: Sequence[str]) -> dict[str, str]:
    """A ballot as people wrote it: option → choice."""
    return {option: CHOICES[code] for option, code in zip(options, codes, strict=True)}


def add(counts: Counts, codes: Sequence[int], ballots: int = 1) -> None:
    """Count one ballot, or with `ballots` -1 take one back."""
    for option, code in zip(counts, codes, strict=True):
        option[code] += ballots


def recount(pages: Iterable[Sequence[Sequence[int]]], options: int) -> Counts:
    """The counts of all ballots from nothing, page by page; another way than `add`, so that one can prove the other.

    What is not a ballot of this method is not counted, and so shows as a difference.
    """
    counts = empty(options)
    for page in pages:
        for option, column in zip(counts, zip(*page, strict=False), strict=False):
            found = Counter(column)
            for code in range(len(CHOICES)):
                option[code] += found[code]
    return counts


def describe(solution_id: UUID, option: Sequence[int], adopted: bool | None = None) -> dict[str, Any]:
    """The counts of one option in words."""
    return {"solution_id": solution_id, **dict(zip(CHOICES, option, strict=True)), "adopted": adopted}


def is_adopted(option: Sequence[int], ballots: int, rule: Mapping[str, str]) -> bool:
    """Whether an option with these counts is adopted, of so many ballots cast."""
    return option[_CODE["yes"]] > Fraction(rule["more_than"]) * ballots


def _faults(choices: Any, options: Sequence[str]) -> list[Fault]:
    if not isinstance(choices, dict):
        return [Fault("/choices", "not-an-object")]
    missing = [Fault(f"/choices/{option}", "missing-option") for option in options if option not in choices]
    unknown = [Fault("/choices", "unknown-option") for option in choices if option not in options][:1]
    words = ", ".join(CHOICES)
    bad = [
        Fault(f"/choices/{option}", "not-a-choice", {"choices": words})
        for option in options
        if option in choices and choices[option] not in CHOICES
    ]
    return missing + unknown + bad
