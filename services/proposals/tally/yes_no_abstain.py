"""Yes, no or abstain on every option, each option on its own; adopted by more than a part of the ballots cast.

The base counts abstentions: it is the one OpenSlides calls `cast` (`onehundred_percent_base`), where every ballot cast
makes up the whole, so to abstain does not help an option over the line. Exactly half is not more than half.

Where a number of options is to be chosen it is those with most yes. Figures: `yes`, `no`, `abstain`, in votes.
"""

from collections.abc import Sequence
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

Counts = list[list[int]]  # for each option, how many said each of CHOICES


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


def describe(solution_id: UUID, option: Sequence[int], adopted: bool | None = None) -> dict[str, Any]:
    """The counts of one option in words."""
    return {"solution_id": solution_id, **dict(zip(CHOICES, option, strict=True)), "adopted": adopted}
