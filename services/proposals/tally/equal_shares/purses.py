"""What every voter has left while options are bought, exactly; and which option is bought next.

Ballots that mark the same of the options bought so far have the same left: their share less the prices of these, or
nothing. So nothing exact is kept per ballot. Each has a float that is no further from the truth than `margin`; where it
cannot tell which of two amounts is more, the truth is worked out.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm

import numpy as np
from numpy.typing import NDArray

from services.proposals.tally.outcome import first_of
from services.proposals.tally.profile import Profile
from services.proposals.tally.spending import Purchase, Rows, Support, cheapest

Floats = NDArray[np.float64]
ROWS_AT_ONCE = 4_096


class Market:
    """What every run of the method needs."""

    def __init__(self, profile: Profile, purchase: Purchase, tie_order: Sequence[int]) -> None:
        self.profile, self.purchase, self.tie_order = profile, purchase, tie_order
        self.support = Support.of(profile)
        self.weights = [profile.weights[rows].astype(np.float64) for rows in self.support.rows]
        by_votes = sorted(tie_order, key=lambda option: -self.support.units[option])
        self.ranks = {option: rank for rank, option in enumerate(by_votes)}


@dataclass(frozen=True)
class Bought:
    """One purchase."""

    option: int
    tied: list[int]  # the options that were equally cheap
    price: Fraction  # what each unit of weight paid that had as much
    drained: int  # units that paid all they had left
    empty: int  # units that had nothing left


def better(purses: Floats, weights: Floats, units: int, cost: int, price: float) -> tuple[float, float]:
    """A better lower bound of the price at which these purses pay the cost, each giving all it has if that is less.

    Those that have less than this price give all they have, and the others, so many of the units of weight, share the
    rest. Comes with these units; if there are none, it is infinite.
    """
    given = weights * (purses < price)
    rest = units - float(given.sum())
    given *= purses  # and not a dot product, for which numpy would start threads
    return ((cost - float(given.sum())) / rest, rest) if rest > 0 else (np.inf, 0.0)


def rounding(cost: int, purses: int) -> float:
    """No sum of what so many purses give towards this cost is further from the truth than this."""
    return cost * (purses + 8) * 2.0**-51


def run(market: Market, share: Fraction) -> "Purses":
    """The purses when nothing more can be bought, or more than the budget can pay is bought already."""
    purses, purchase = Purses(market, share), market.purchase
    while len(purses.done) < purchase.most and purchase.cost(purses.bought) <= purchase.budget and purses.buy():
        pass
    return purses


class Purses:
    """The purses of one run, in which each unit of weight is given this share."""

    def __init__(self, market: Market, share: Fraction) -> None:
        self.market, self.costs, self.support, self.share = market, market.purchase.costs, market.support, share
        self.done: list[Bought] = []
        self.given, self.scale = share.numerator, share.denominator  # what each unit was given, in 1/scale
        self.paid: list[int] = []  # and the price of each purchase
        ballots = len(market.profile.rows)
        self.about = np.full(ballots, float(share))
        self.margin = float(share) * 2.0**-40
        self.has = np.ones(ballots, dtype=np.bool_)  # whether anything is left
        # Below the price for each unit of cost, of which the lowest is next; to begin with, that if all pay the same.
        self.bounds = np.array([1 / units if units else np.inf for units in self.support.units])
        self.found: dict[int, tuple[Fraction, NDArray[np.int8]]] = {}

    @property
    def bought(self) -> list[int]:
        """The options bought, in order."""
        return [bought.option for bought in self.done]

    def buy(self) -> bool:
        """Buy the next option. False if there is none whose supporters have its cost."""
        self._raise_bounds()
        cheap = cheapest(self.bounds, self._exact)
        if cheap is None:
            return False
        option = first_of(cheap[0], self.market.tie_order)
        self.bounds[option] = np.inf
        price, more = self.found[option]
        self.done.append(Bought(option, cheap[0], price, *self._pay(self.support.rows[option], price, more)))
        return True

    def _pay(self, rows: Rows, price: Fraction, more: NDArray[np.int8]) -> tuple[int, int]:
        """Take the price, or what there is; who has had just enough or less, and who nothing, in units."""
        gone = rows[more <= 0]
        had = self.has[gone]
        self.about[rows] = np.maximum(self.about.take(rows) - float(price), 0) * (more > 0)
        self.has[gone] = False
        finer = lcm(self.scale, price.denominator) // self.scale
        self.scale, self.given = self.scale * finer, self.given * finer
        self.paid = [each * finer for each in self.paid] + [price.numerator * (self.scale // price.denominator)]
        weights = self.market.profile.weights
        return int(weights[gone[had]].sum()), int(weights[gone[~had]].sum())

    def _raise_bounds(self) -> None:
        """Bring the bounds near the truth, as far as is needed to see which option may be next."""
        near: set[int] = set()
        while (option := int(self.bounds.argmin())) not in near and self.bounds[option] < np.inf:
            bound = self._bound(option)
            if bound <= self.bounds[option]:
                near.add(option)
            else:
                self.bounds[option] = bound

    def _bound(self, option: int) -> float:
        """A better lower bound of the price of this option for each unit of its cost."""
        cost, rows, weights = self.costs[option], self.support.rows[option], self.market.weights[option]
        units, purses = self.support.units[option], self.about.take(rows)
        price, rest = better(purses, weights, units, cost, self.bounds[option] * cost)
        unsure = rounding(cost, len(rows)) + self.margin * units
        if rest:
            return (price - unsure / rest) / cost
        return np.inf if float((weights * purses).sum()) + unsure < cost else 0.0

    def _exact(self, option: int) -> Fraction | None:
        """The price of this option for each unit of its cost; None if its supporters have not enough."""
        cost, rows, units = self.costs[option], self.support.rows[option], self.support.units[option]
        poor = self.about.take(rows) < self.bounds[option] * cost * (1 - 2.0**-50) - self.margin
        # As long as only the poor are taken for poor the price is none too high, and whoever has less is poor too.
        while rest := units - int(self.market.profile.weights[rows[poor]].sum()):
            price = Fraction(cost * self.scale - self.worth(rows[poor]), rest * self.scale)
            more = self._compare(rows, price)
            if not (more[poor] > 0).any() and not (more[~poor] < 0).any():
                self.found[option] = price, more
                return price / cost
            poor = more < 0
        return None

    def worth(self, rows: Rows) -> int:
        """What these have left together, in 1/scale."""
        rows = rows[self.has[rows]]
        profile, units = self.market.profile, np.zeros(len(self.done), dtype=np.int64)
        for first in range(0, len(rows), ROWS_AT_ONCE):
            some = rows[first : first + ROWS_AT_ONCE]
            units += profile.weights[some] @ self._marks(some).astype(np.int64)
        spent = sum(int(each) * paid for each, paid in zip(units, self.paid, strict=True))
        return int(profile.weights[rows].sum()) * self.given - spent

    def _marks(self, rows: Rows) -> NDArray[np.int16]:
        """What these ballots mark of the options bought."""
        return self.market.profile.rows.take(rows, axis=0).take(np.array(self.bought, dtype=np.intp), axis=1)

    def _compare(self, rows: Rows, price: Fraction) -> NDArray[np.int8]:
        """For each of these ballots 1, 0 or -1: it has more left, as much, or less than the price."""
        difference = self.about.take(rows) - float(price)
        more = np.sign(difference).astype(np.int8)
        unsure = np.flatnonzero(np.abs(difference) <= self.margin)
        if len(unsure):
            more[unsure] = self._compare_exactly(rows[unsure], price)
        return more

    def _compare_exactly(self, rows: Rows, price: Fraction) -> NDArray[np.int8]:
        kinds, kind = np.unique(self._marks(rows), axis=0, return_inverse=True)
        of_kinds = [self._sign(list(each), price) for each in kinds]
        return np.array(of_kinds, dtype=np.int8)[kind.reshape(-1)]

    def _sign(self, marked: list[int], price: Fraction) -> int:
        # Whoever paid all there was paid less than these prices, or just as much: so what is left is none too much.
        spent = sum(paid for paid, mark in zip(self.paid, marked, strict=True) if mark)
        left, price_here = (self.given - spent) * price.denominator, price.numerator * self.scale
        return (left > price_here) - (left < price_here)
