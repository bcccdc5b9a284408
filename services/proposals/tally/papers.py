"""Ranked ballots as papers on piles: each counts for one option, and moves on to its next when that one takes no more.

Instant runoff and the single transferable vote share this. What is kept for each option has one entry more, the last,
for nobody: there lie the papers that name no further option, and the place `NOBODY` finds it.
"""

import numpy as np
from numpy.typing import NDArray

NOBODY = -1
_ROWS = 4096  # of ballots that are put in order at a time

Pile = NDArray[np.intp]


class Papers:
    """Every distinct ballot, with the option it counts for now."""

    def __init__(self, rows: NDArray[np.int16]) -> None:
        self._preferences = _preferences(rows)
        self._place = np.zeros(len(rows), dtype=np.int16)
        self.holders = self._preferences[:, 0].copy()

    def pile(self, option: int) -> Pile:
        """The papers that count for an option."""
        return np.flatnonzero(self.holders == option)

    def move(self, pile: Pile, standing: NDArray[np.bool_]) -> None:
        """Each paper of a pile goes to the next option on it that still stands, or to nobody."""
        left = pile
        while len(left):
            self._place[left] += 1
            self.holders[left] = self._preferences[left, self._place[left]]
            left = left[~standing[self.holders[left]]]


def all_standing(options: int) -> NDArray[np.bool_]:
    """Every option stands; so does nobody, always: a paper that came there stays."""
    return np.ones(options + 1, dtype=np.bool_)


def still(standing: NDArray[np.bool_]) -> list[int]:
    """The options that stand."""
    return [int(option) for option in np.flatnonzero(standing[:NOBODY])]


def _preferences(rows: NDArray[np.int16]) -> NDArray[np.int16]:
    """Ballots × places: the option in each place, then nobody. As wide as the longest ballot."""
    options = np.arange(rows.shape[1], dtype=np.int16)
    preferences = np.full((len(rows), int(rows.max(initial=0)) + 1), NOBODY, dtype=np.int16)
    for start in range(0, len(rows), _ROWS):
        page = preferences[start : start + _ROWS]
        # rank 1 goes to place 0; an option that is not ranked has place -1, the last, which is nobody's
        np.put_along_axis(page, rows[start : start + _ROWS].astype(np.intp) - 1, options[None, :], axis=1)
    preferences[:, NOBODY] = NOBODY
    return preferences
