"""The plain counts: every ballot adds to the figures of the options, and those with the largest figures are chosen.

Their only step is {"step": "counted", "by": the figure that decides, "order": all options, the largest figure first,
"tie_order": the order in which equal ones went, "one_each": whether a ballot adds to one option only}.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from services.proposals.tally.outcome import Amount, Outcome, Terms, Tie

STEP = "counted"


@dataclass(frozen=True)
class Counted:
    """What a plain count says of itself."""

    by: str
    tie_order: list[int]
    one_each: bool


def first(
    amounts: Mapping[int, Amount], winners: int, tie_order: Sequence[int], step: int = 0
) -> tuple[list[int], list[Tie]]:
    """Of these options those with the largest amounts, in order; equal ones go in the tie order.

    The tie that is told is the one that let some in and left some out; that two of them are equal shows in the figures.
    """
    order = sorted((option for option in tie_order if option in amounts), key=lambda option: -amounts[option])
    chosen, left = order[:winners], order[winners:]
    if not (chosen and left) or amounts[chosen[-1]] != amounts[left[0]]:
        return chosen, []
    among = [option for option in order if amounts[option] == amounts[left[0]]]
    return chosen, [Tie(among, among[: len(among) - sum(option in among for option in left)], step)]


def by_figure(by: str, figures: list[dict[str, Amount]], terms: Terms, one_each: bool = False) -> Outcome:
    """The outcome of a plain count."""
    amounts = {option: figure[by] for option, figure in enumerate(figures)}
    chosen, ties = first(amounts, terms.winners, terms.tie_order)
    order, _ = first(amounts, len(amounts), terms.tie_order)
    step = {"step": STEP, "by": by, "order": order, "tie_order": list(terms.tie_order), "one_each": one_each}
    return Outcome(chosen, figures, [step], ties)


def counted(outcome: Outcome) -> Counted | None:
    """How a plain count was counted; None of the outcome of another method."""
    match outcome.steps:
        case [{"step": "counted", "by": by, "tie_order": tie_order, "one_each": one_each}]:
            return Counted(by, tie_order, one_each)
    return None
