"""Sequential Phragmén: every option bought is a load that those who marked it share, and nobody shall bear too much.

Sources: S. Janson, "Phragmén's and Thiele's election methods", 2016 (arXiv:1611.08826), section 3; M. Brill, R.
Freeman, S. Janson, M. Lackner, "Phragmén's Voting Methods and Justified Representation", AAAI 2017 (arXiv:2102.12305).
With costs: M. Los, Z. Christoff, D. Grossi, "Proportional Budget Allocations: Towards a Systematization", IJCAI 2022
(arXiv:2203.12324).

Told with money: every vote earns at the same rate, from nothing. As soon as those who marked an option have its cost
together they buy it, and have nothing again; `load` is what each vote has earned by its last purchase. So the next
option is always the one that can be had first. If it does not fit the budget any more, buying ends. What alone costs
more than the budget takes no part, and what nobody marked is never had. Without costs every option is one seat, and
buying ends with the last.

figures: `votes`; `cost`; `load`, that at which the option was bought or would be next, absent if nobody marked it.
steps: `bought`, with the `option`, its `supporters`, of these the `first`, who pay for the first time, the `load` that
all of them bear from now on, the cost `paid` and what is `left` of the budget.
`ended`, if the next `option` does not fit: its `supporters`, the `load` they would bear, its `cost` and what is `left`.
A tie is told if several could be had at once.
"""

from fractions import Fraction
from math import lcm
from typing import Any

import numpy as np

from services.proposals.tally.ballots import marks
from services.proposals.tally.outcome import Amount, Outcome, Report, Terms, Tie, first_of, quiet
from services.proposals.tally.profile import Profile
from services.proposals.tally.spending import Purchase, Support, cheapest

NAME = "phragmen"
BALLOT = "marks"

read, show = marks.read, marks.show


def tally(profile: Profile, terms: Terms, report: Report = quiet) -> Outcome:
    """The options in the order in which those who marked them can pay."""
    purchase = Purchase.of(terms, profile.options)
    loads = _Loads(profile, purchase)
    outcome = Outcome([], [])
    while len(outcome.chosen) < purchase.most and (found := loads.next()):
        tied, load = found
        option = first_of(tied, terms.tie_order)
        if len(tied) > 1:
            outcome.ties.append(Tie(tied, [option], len(outcome.steps)))
        outcome.steps.append(_step(loads, purchase, outcome.chosen, option, load))
        if not purchase.fits(outcome.chosen, option):
            break
        loads.put(option, load)
        outcome.chosen.append(option)
        report(len(outcome.chosen), purchase.most)
    outcome.figures.extend(_figures(loads))
    return outcome


def _step(loads: "_Loads", purchase: Purchase, chosen: list[int], option: int, load: Fraction) -> dict[str, Any]:
    in_votes = loads.profile.in_votes
    cost, left = purchase.costs[option], purchase.budget - purchase.cost(chosen)
    told = {
        "option": option,
        "supporters": in_votes(loads.support.units[option]),
        "load": load * loads.profile.unit,
    }
    if not purchase.fits(chosen, option):
        return {"step": "ended", **told, "cost": cost, "left": left}
    return {"step": "bought", **told, "first": in_votes(loads.without(option)), "paid": cost, "left": left - cost}


def _figures(loads: "_Loads") -> list[dict[str, Amount]]:
    figures: list[dict[str, Amount]] = []
    for option, units in enumerate(loads.support.units):
        figure: dict[str, Amount] = {"votes": loads.profile.in_votes(units), "cost": loads.costs[option]}
        figures.append(figure | {"load": loads.of(option) * loads.profile.unit} if units else figure)
    return figures


class _Loads:
    """What each ballot bears for each unit of its weight: always the load of the last option bought that it marks.

    So a table of the loads, in whole 1/`scale`, and for each ballot a place in it say everything, exactly.
    """

    def __init__(self, profile: Profile, purchase: Purchase) -> None:
        self.profile, self.costs, self.support = profile, purchase.costs, Support.of(profile)
        self.table, self.scale = [0], 1
        self.last = np.zeros(len(profile.rows), dtype=np.int64)  # of each ballot, the place in the table
        self.bought: dict[int, Fraction] = {}
        takes_part = [bool(units) and purchase.fits([], option) for option, units in enumerate(self.support.units)]
        self.bounds = np.where(takes_part, 0.0, np.inf)

    def next(self) -> tuple[list[int], Fraction] | None:
        """The options that can be had first, and the load they would be."""
        return cheapest(self.bounds, self.of)

    def of(self, option: int) -> Fraction:
        """The load at which this option was bought, or would be now."""
        if option in self.bought:
            return self.bought[option]
        borne = sum(units * load for units, load in zip(self._units(option), self.table, strict=True))
        return Fraction(self.costs[option] * self.scale + borne, self.support.units[option] * self.scale)

    def without(self, option: int) -> int:
        """How many units of those who marked it bear nothing yet."""
        return self._units(option)[0]

    def put(self, option: int, load: Fraction) -> None:
        """Let those who marked it bear this load from now on."""
        self.bounds[option] = np.inf
        self.bought[option] = load
        finer = lcm(load.denominator, self.scale) // self.scale
        self.scale *= finer
        self.table = [each * finer for each in self.table] + [load.numerator * (self.scale // load.denominator)]
        self.last[self.support.rows[option]] = len(self.table) - 1

    def _units(self, option: int) -> list[int]:
        """How many units of those who marked it bear each load of the table."""
        rows = self.support.rows[option]
        units = np.zeros(len(self.table), dtype=np.int64)
        np.add.at(units, self.last[rows], self.profile.weights[rows])
        return [int(each) for each in units]
