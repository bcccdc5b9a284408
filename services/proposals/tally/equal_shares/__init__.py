"""The Method of Equal Shares: every vote has an equal share of the budget, and those who want the same buy it together.

Sources: D. Peters, P. Skowron, "Proportionality and the Limits of Welfarism", EC 2020 (arXiv:1911.11747), as Rule X; D.
Peters, G. Pierczyński, P. Skowron, "Proportional Participatory Budgeting with Additive Utilities", NeurIPS 2021
(arXiv:2008.13276); what cities do: https://equalshares.net/implementation/computation. As there, an option is worth its
cost to whoever marked it. Where all cost the same, as when a set of so many is chosen, that is to count options.

Those who marked an option can buy it if they have its cost together. All pay the same `price` for it; who has less pays
all there is. Again and again that option is bought which has most *effective votes*, its cost divided by the price (if
all can pay the same these are its supporters), until nothing can be bought. Blank ballots have a share too.

Money may be left. `terms.completion` says what then: "none", nothing; "add1": the share is raised by one unit of money
as often as the budget can pay what is bought then, or until nothing more fits; "add1u": after that as by `greedy`.
Raising begins at the exact share. If a share is of 2,000 units of money or more, as in đồng, it is raised by a
thousandth of it, rounded down: the result should not wait for a million steps that nobody would feel.

Without costs every option is one seat, buying ends with the last, and the share is raised by one more seat for all
votes together. What nobody marked is never chosen.

figures: `votes`; `cost`; `left`, what those who marked the option have left together in the end.
steps: `endowed`: `each` vote has this share, with that by which it was `raised`; with one unit more, what is bought
would cost `over`, which the budget cannot pay, or None if that is not why raising ended.
`bought`, with the `option`, its `supporters`, its `effective` votes, the `price`; of the supporters those `drained`,
who paid all they had left, and those `empty`, who had nothing; the cost `paid`, and what all votes together have
`left`.
`taken` and `passed-over`, as `greedy` says.
A tie is told if several have equally many effective votes, and most.
"""

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from services.proposals.tally import greedy
from services.proposals.tally.ballots import marks
from services.proposals.tally.equal_shares.purses import Market, Purses, run
from services.proposals.tally.equal_shares.raising import raised
from services.proposals.tally.outcome import Amount, Outcome, Report, Terms, Tie, quiet
from services.proposals.tally.profile import Profile
from services.proposals.tally.spending import Purchase

NAME = "equal-shares"
BALLOT = "marks"
COMPLETIONS = ("none", "add1", "add1u")
STEPS = 1_000  # a share is raised by no less than about this part of it

read, show = marks.read, marks.show


def tally(profile: Profile, terms: Terms, report: Report = quiet) -> Outcome:
    """What is bought together, and who paid for it."""
    purchase = Purchase.of(terms, profile.options)
    market = Market(profile, purchase, terms.tie_order)
    units = int(profile.weights.sum())
    share, more, over = Fraction(purchase.budget, units) if units else Fraction(0), Fraction(0), 0
    if units and terms.completion in ("add1", "add1u"):
        more, over = raised(market, share, _unit(profile, terms), report)
    purses = run(market, share + more)
    steps = [_endowed(market, purses, more, over), *_bought(market, purses)]
    outcome = Outcome(purses.bought, _figures(market, purses), steps, _ties(purses))
    if terms.completion == "add1u":
        greedy.fill(outcome, purchase, terms.tie_order)
    report(purchase.budget, purchase.budget)
    return outcome


def _unit(profile: Profile, terms: Terms) -> Fraction:
    """By how much the share of a unit of weight is raised at a time."""
    if not terms.costs:
        return Fraction(1, int(profile.weights.sum()))
    thousandth = terms.budget // (profile.votes * STEPS)
    return Fraction(max(1, thousandth), profile.unit)


def _endowed(market: Market, purses: Purses, more: Fraction, over: int) -> dict[str, Any]:
    unit = market.profile.unit
    return {"step": "endowed", "each": purses.share * unit, "raised": more * unit, "over": over or None}


def _bought(market: Market, purses: Purses) -> Iterator[dict[str, Any]]:
    profile, support = market.profile, market.support
    left = purses.share * int(profile.weights.sum())
    for bought in purses.done:
        cost, price = market.purchase.costs[bought.option], bought.price * profile.unit
        left -= cost
        yield {
            "step": "bought",
            "option": bought.option,
            "supporters": profile.in_votes(support.units[bought.option]),
            "effective": cost / price,
            "price": price,
            "drained": profile.in_votes(bought.drained),
            "empty": profile.in_votes(bought.empty),
            "paid": cost,
            "left": left,
        }


def _figures(market: Market, purses: Purses) -> list[dict[str, Amount]]:
    support = market.support
    return [
        {"votes": market.profile.in_votes(units), "cost": cost, "left": Fraction(purses.worth(rows), purses.scale)}
        for units, rows, cost in zip(support.units, support.rows, market.purchase.costs, strict=True)
    ]


def _ties(purses: Purses) -> list[Tie]:
    """The purchases before which others were as cheap; the first step is no purchase."""
    return [Tie(each.tied, [each.option], step) for step, each in enumerate(purses.done, 1) if len(each.tied) > 1]
