"""Which of several options goes, where votes may be equal: earlier counts decide, and last of all the tie order.

The latest earlier count at which they differ decides, as rules 49(2) and 51(2) of Schedule 1 to the Scottish Local
Government Elections Order 2007 have it; of more than two some may be equal there as well, and then those are looked at
further back. Where the rules draw a lot, who stands earlier in the tie order is ahead: of options that were equal at
every count, the surplus of the first goes first, and the last is eliminated.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from services.proposals.tally.outcome import Tie, first_of

Counts = Sequence[Sequence[int]]  # of every count so far, the votes of each option


@dataclass(frozen=True)
class Pick:
    """The option that goes, and why it does rather than others."""

    option: int
    tied: list[int]  # the options that are equal now, this one among them; none if it is alone
    decided_at: int | None = None  # the earlier count that told them apart, if one did
    equal: list[int] = field(default_factory=list)  # the options among which the tie order had to choose

    def ties(self, step: int) -> list[Tie]:
        """The tie that the tie order broke, if it did."""
        return [Tie(among=self.equal, taken=[self.option], step=step)] if self.equal else []


def lowest(options: Iterable[int], counts: Counts, tie_order: Sequence[int]) -> Pick:
    """The option with the fewest votes, which is eliminated next."""
    return _pick(options, counts, min, tie_order[::-1])


def highest(options: Iterable[int], counts: Counts, tie_order: Sequence[int]) -> Pick:
    """The option with the most votes, which is served first."""
    return _pick(options, counts, max, tie_order)


def _pick(
    options: Iterable[int], counts: Counts, extreme: Callable[[Iterable[int]], int], tie_order: Sequence[int]
) -> Pick:
    now = len(counts) - 1
    left = tied = _at(extreme, options, counts[now])
    if len(left) == 1:
        return Pick(left[0], [])
    for count in range(now - 1, -1, -1):
        left = _at(extreme, left, counts[count])
        if len(left) == 1:
            return Pick(left[0], tied, decided_at=count)
    return Pick(first_of(left, tie_order), tied, equal=left)


def _at(extreme: Callable[[Iterable[int]], int], options: Iterable[int], votes: Sequence[int]) -> list[int]:
    """Of these options, the ones that were lowest or highest at a count."""
    options = list(options)
    edge = extreme(votes[option] for option in options)
    return [option for option in options if votes[option] == edge]
