"""Yes, no or abstain on every option, each option on its own; adopted by more than a part of the ballots cast.

The base counts abstentions: it is the one OpenSlides calls `cast` (`onehundred_percent_base`), where every ballot cast
makes up the whole, so to abstain does not help an option over the line. Exactly half is not more than half.

Where a number of options is to be chosen it is those with most yes. Figures: `yes`, `no`, `abstain`, in votes.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Any
from uuid import UUID

import numpy as np

from services.proposals.tally.ballots import yes_no
from services.proposals.tally.ordering import by_figure
from services.proposals.tally.outcome import Amount, Outcome, Report, Terms, quiet
from services.proposals.tally.profile import Profile
from services.proposals.tally.sums import add_up

NAME = "yes-no-abstain"
BALLOT = "yes-no"
CHOICES = yes_no.CHOICES
RULE: Mapping[str, str] = {"of": "cast", "more_than": "1/2"}

Counts = list[list[int]]  # for each option, how many said each of CHOICES

read, show = yes_no.read, yes_no.show


def tally(profile: Profile, terms: Terms, report: Report = quiet) -> Outcome:
    """The figures of all ballots, and the options with most yes."""
    codes = range(len(CHOICES))
    sums = add_up(profile, lambda rows: np.hstack([rows == code for code in codes]), report)
    said = [sums[code * profile.options : (code + 1) * profile.options] for code in codes]
    figures: list[dict[str, Amount]] = [dict(zip(CHOICES, each, strict=True)) for each in zip(*said, strict=True)]
    return by_figure("yes", figures, terms)


def empty(options: int) -> Counts:
    """The counts before the first ballot."""
    return [[0] * len(CHOICES) for _ in range(options)]


def add(counts: Counts, codes: Sequence[int], ballots: int = 1) -> None:
    """Count one ballot that weighs so many units, or with less than none take it back."""
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
    return option[CHOICES.index("yes")] > Fraction(rule["more_than"]) * ballots
