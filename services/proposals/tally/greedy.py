"""Greedy by votes: the options in the order of their votes, each bought if it fits what is left of the budget.

Source: the rule "greedy" of Pabulib, by which Warsaw and most cities choose (D. Stolicki, S. Szufa, N. Talmon,
"Pabulib: A Participatory Budgeting Library", arXiv:2012.06539). An option that does not fit is passed over, and the
next one may fit: buying does not stop there, as it does by "greedy-no-skip". An option nobody marked is not bought.
Without costs every option is one seat, and those with most votes are chosen.

figures: `votes`; `cost`.
steps: in the order of votes, equal ones in the tie order, `taken` or `passed-over`, with the `option`, its `votes`, its
`cost` and what is `left` of the budget after it. None after as many are chosen as may be.
A tie is told if not all of the equal ones that fitted could be had.
"""

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from services.proposals.tally.ballots import marks
from services.proposals.tally.outcome import Amount, Outcome, Report, Terms, Tie, quiet
from services.proposals.tally.profile import Profile
from services.proposals.tally.spending import Purchase, Support

NAME = "greedy"
BALLOT = "marks"

read, show = marks.read, marks.show


def tally(profile: Profile, terms: Terms, report: Report = quiet) -> Outcome:
    """The options with most votes that the budget can pay."""
    purchase = Purchase.of(terms, profile.options)
    votes = [profile.in_votes(units) for units in Support.of(profile).units]
    figures: list[dict[str, Amount]] = [
        {"votes": each, "cost": cost} for each, cost in zip(votes, purchase.costs, strict=True)
    ]
    outcome = Outcome([], figures)
    fill(outcome, purchase, terms.tie_order)
    report(1, 1)
    return outcome


def fill(outcome: Outcome, purchase: Purchase, tie_order: Sequence[int]) -> None:
    """Add to those chosen what else can be had, by votes; and to the steps and ties how."""
    for group in _by_votes(outcome, tie_order):
        if len(outcome.chosen) == purchase.most:
            return
        fitting = [option for option in group if purchase.fits(outcome.chosen, option)]
        first = len(outcome.steps)
        outcome.steps.extend(_take(outcome, purchase, option) for option in group)
        taken = [option for option in fitting if option in outcome.chosen]
        if len(taken) < len(fitting):
            outcome.ties.append(Tie(fitting, taken, first + group.index(taken[0])))


def _by_votes(outcome: Outcome, tie_order: Sequence[int]) -> list[list[int]]:
    """The options that somebody marked and that are not chosen, most votes first; together those with as many."""

    def votes(option: int) -> Amount:
        return outcome.figures[option]["votes"]

    wanted = [option for option in tie_order if votes(option) and option not in outcome.chosen]
    return [list(group) for _, group in groupby(sorted(wanted, key=votes, reverse=True), key=votes)]


def _take(outcome: Outcome, purchase: Purchase, option: int) -> dict[str, Any]:
    """The step of this option, chosen if it fits."""
    fits = purchase.fits(outcome.chosen, option)
    if fits:
        outcome.chosen.append(option)
    return {
        "step": "taken" if fits else "passed-over",
        "option": option,
        **outcome.figures[option],
        "left": purchase.budget - purchase.cost(outcome.chosen),
    }
