"""What the ballots of a profile give each option, added up a few thousand rows at a time."""

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from services.proposals.tally.outcome import Report
from services.proposals.tally.profile import Profile

ROWS_AT_ONCE = 4_096  # of 200 options: seven megabytes for each table of whole numbers


def add_up(profile: Profile, worth: Callable[[NDArray[np.int16]], NDArray[Any]], report: Report) -> list[Fraction]:
    """In votes, the sum of each column of what `worth` says these rows are worth: a whole number in every place."""
    rows = len(profile.rows)
    units = np.zeros(worth(profile.rows[:0]).shape[1], dtype=np.int64)
    for first in range(0, rows, ROWS_AT_ONCE):
        some = slice(first, first + ROWS_AT_ONCE)
        units += profile.weights[some] @ worth(profile.rows[some]).astype(np.int64)
        report(min(first + ROWS_AT_ONCE, rows), rows)
    return [profile.in_votes(int(each)) for each in units]
