"""What the methods that buy options share: who marked which, what each costs, and what can still be had."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from services.proposals.tally.outcome import Terms
from services.proposals.tally.profile import Profile

Rows = NDArray[np.intp]


@dataclass(frozen=True)
class Support:
    """Who marked each option."""

    rows: list[Rows]  # the ballots with a mark for it
    units: list[int]  # what these weigh together

    @classmethod
    def of(cls, profile: Profile) -> "Support":
        """The marks of a profile, by option."""
        rows = [np.flatnonzero(profile.rows[:, option] == 1) for option in range(profile.options)]
        return cls(rows, [int(profile.weights[some].sum()) for some in rows])


@dataclass(frozen=True)
class Purchase:
    """What may be bought: at most so many options, for so much. Without costs each is one seat of `winners`."""

    costs: list[int]  # of each option, at least 1
    budget: int
    most: int  # options

    @classmethod
    def of(cls, terms: Terms, options: int) -> "Purchase":
        """The purchase that these terms allow."""
        if terms.costs:
            return cls(list(terms.costs), terms.budget, terms.winners)
        return cls([1] * options, terms.winners, terms.winners)

    def cost(self, chosen: Sequence[int]) -> int:
        """What these cost together."""
        return sum(self.costs[option] for option in chosen)

    def fits(self, chosen: Sequence[int], option: int) -> bool:
        """Whether this one can be had beside these."""
        return len(chosen) < self.most and self.cost(chosen) + self.costs[option] <= self.budget


def cheapest(bounds: NDArray[np.float64], price: Callable[[int], Fraction | None]) -> tuple[list[int], Fraction] | None:
    """The options with the lowest price, and that price; None if none has one.

    Prices only rise. So what a price was is a lower bound of what it is, and few are looked at anew; `bounds` keeps
    them. A float that is the nearest to an exact price is smaller only if the price is; equal ones decide exactly.
    """
    known: dict[int, Fraction] = {}
    waiting = bounds.copy()
    least = np.inf
    while waiting[option := int(waiting.argmin())] <= least and waiting[option] < np.inf:
        waiting[option] = np.inf
        exact = price(option)
        bounds[option] = np.inf if exact is None else float(exact)
        least = min(least, bounds[option])
        if exact is not None:
            known[option] = exact
    if not known:
        return None
    lowest = min(known.values())
    return [option for option in sorted(known) if known[option] == lowest], lowest
