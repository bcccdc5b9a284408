"""The completion "add1": how far the share of every vote is raised before it would buy more than the budget can pay.

What a higher share buys need not contain what a lower one bought, nor cost more; so every unit counts, and the first
that buys too much ends it. But units that surely change nothing can be passed over. For that, buying is followed once
for all shares between two: what each purse holds, and each price, lies between bounds. If at its highest price the
option bought is cheaper than every other at its lowest, each time, and nothing more can be paid in the end, all of them
buy the same.
"""

from fractions import Fraction

import numpy as np

from services.proposals.tally.equal_shares.purses import Market, better, rounding, run
from services.proposals.tally.outcome import Report

PATIENCE = 2  # so many units in a row must change nothing before it is tried to pass over more


def raised(market: Market, share: Fraction, unit: Fraction, report: Report) -> tuple[Fraction, int]:
    """By how much it is raised; and what one unit more would buy costs, if that is more than the budget, else 0."""
    purchase = market.purchase
    more, far, same = Fraction(0), 1, 0
    order = run(market, share).bought
    while _incomplete(market, order):
        report(purchase.cost(order), purchase.budget)
        if far > 1 and unchanged(market, share + more, share + more + far * unit, order):
            more, far = more + far * unit, far * 2
        elif far > 1:
            far, same = far // 2, 0
        else:
            following = run(market, share + more + unit).bought
            if purchase.cost(following) > purchase.budget:
                return more, purchase.cost(following)
            more, same = more + unit, same + 1 if following == order else 0
            far, order = 2 if same >= PATIENCE else 1, following
    return more, 0


def _incomplete(market: Market, order: list[int]) -> bool:
    """Whether something that somebody wants could still be had."""
    wanted = [option for option, units in enumerate(market.support.units) if units and option not in order]
    return any(market.purchase.fits(order, option) for option in wanted)


def unchanged(market: Market, low: Fraction, high: Fraction, order: list[int]) -> bool:
    """Whether all shares between these surely buy the same, in this order."""
    between = _Between(market, low, high)
    if not all(between.buys(option) for option in order):
        return False
    return len(order) == market.purchase.most or not any(between.can_pay(option) for option in between.bounds)


class _Between:
    """What all shares between two leave in each purse, at least and at most; floats, rounded outwards."""

    def __init__(self, market: Market, low: Fraction, high: Fraction) -> None:
        self.market, self.costs, self.support = market, market.purchase.costs, market.support
        self.least = np.full(len(market.profile.rows), float(low) * (1 - 2.0**-50))
        self.most = np.full(len(market.profile.rows), float(high) * (1 + 2.0**-50))
        # Of each option not bought, a price for each unit of its cost that is none too high.
        self.bounds = {option: 1 / units for option, units in enumerate(self.support.units) if units}

    def buys(self, option: int) -> bool:
        """Buy this option. False if some of the shares may not buy it now."""
        rows = self.support.rows[option]
        lowest, highest = self._lowest(option), self._highest(option)
        del self.bounds[option]
        behind, price = self._surely_behind(option), highest / self.costs[option]
        if highest == np.inf or not all(rival in behind or self._exceeds(rival, price) for rival in self.bounds):
            return False
        self.least[rows] = np.maximum(self.least.take(rows) - highest, 0) * (1 - 2.0**-50)
        self.most[rows] = np.maximum(self.most.take(rows) - lowest, 0) * (1 + 2.0**-50)
        return True

    def can_pay(self, option: int) -> bool:
        """Whether those who marked this may have enough for it."""
        cost, rows = self.costs[option], self.support.rows[option]
        held = float((self.market.weights[option] * self.most.take(rows)).sum())
        return held + rounding(cost, len(rows)) >= cost

    def _lowest(self, option: int) -> float:
        """A price that is none too high for any of the shares."""
        while (bound := self._bound(option)) > self.bounds[option]:
            self.bounds[option] = bound
        return self.bounds[option] * self.costs[option] * (1 - 2.0**-50)

    def _bound(self, option: int) -> float:
        cost, rows = self.costs[option], self.support.rows[option]
        purses, weights, units = self.most.take(rows), self.market.weights[option], self.support.units[option]
        price, rest = better(purses, weights, units, cost, self.bounds[option] * cost)
        if rest:
            return (price - rounding(cost, len(rows)) / rest) / cost
        return 0.0 if self.can_pay(option) else np.inf

    def _highest(self, option: int) -> float:
        """A price that is high enough for each of the shares; infinite if none surely is."""
        cost, rows, weights = self.costs[option], self.support.rows[option], self.market.weights[option]
        units, purses = self.support.units[option], self.least.take(rows)
        price, (above, rest) = 0.0, better(purses, weights, units, cost, 0.0)
        while rest and above > price:
            price, (above, rest) = above, better(purses, weights, units, cost, above)
        if not rest:
            return np.inf
        price += 2 * rounding(cost, len(rows)) / rest
        paid = float((weights * np.minimum(purses, price)).sum())
        return price if paid >= cost + rounding(cost, len(rows)) else np.inf

    def _surely_behind(self, option: int) -> set[int]:
        """If all who marked this surely pay the same for it, the options that go after it whoever pays for them.

        Its price is known exactly then, and others are no cheaper than if all who marked them paid the same.
        """
        even = self.costs[option] / self.support.units[option] * (1 + 2.0**-50)
        if (self.least.take(self.support.rows[option]) < even).any():
            return set()
        ranks = self.market.ranks
        return {rival for rival in self.bounds if ranks[option] < ranks[rival]}

    def _exceeds(self, option: int, price: float) -> bool:
        """Whether the price of this option for each unit of its cost surely is higher than this."""
        while self.bounds[option] <= price * (1 + 2.0**-50):
            if (bound := self._bound(option)) <= self.bounds[option]:
                return False
            self.bounds[option] = bound
        return True
