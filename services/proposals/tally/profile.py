"""The ballots of a round as arithmetic wants them: each distinct ballot once, with what all who cast it weigh.

Rows are sorted, so nothing that is computed from a profile can depend on the order in which ballots came. Weights are
whole numbers of 1/`unit` of a vote: decimals are exact, and ten ballots of one vote are the same as one of ten.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class Profile:
    """Distinct ballots (one row each, a code for each option in option order) and their weights."""

    rows: NDArray[np.int16]  # distinct ballots × options
    weights: NDArray[np.int64]  # of each row, in units
    unit: int = 1  # how many units are one vote

    @classmethod
    def of(
        cls, ballots: Sequence[Sequence[int]], options: int, weights: Iterable[Fraction | int] | None = None
    ) -> "Profile":
        """The profile of these ballots, each weighing one vote unless `weights` says otherwise."""
        shares = [Fraction(weight) for weight in weights] if weights is not None else [Fraction(1)] * len(ballots)
        unit = lcm(*(share.denominator for share in set(shares))) if shares else 1
        table = np.array(ballots, dtype=np.int16).reshape(len(ballots), options)
        rows, places = np.unique(table, axis=0, return_inverse=True)
        whole = np.zeros(len(rows), dtype=np.int64)
        np.add.at(whole, places.reshape(-1), np.array([int(share * unit) for share in shares], dtype=np.int64))
        return cls(rows, whole, unit)

    @property
    def options(self) -> int:
        """How many options a ballot has."""
        return int(self.rows.shape[1])

    @property
    def votes(self) -> Fraction:
        """What all ballots weigh together."""
        return self.in_votes(int(self.weights.sum()))

    def in_votes(self, units: int) -> Fraction:
        """So many units, in votes."""
        return Fraction(units, self.unit)
