"""How few ballots, had they said something else, would have turned what became of an option.

A changed ballot is another that its elector could have cast; who votes stays as it is. It can bring an option one vote
nearer to the line, or two nearer to another option: so the fewest are known from the figures alone where an option is
held against a line, and in plurality. Where a ballot may be for several options it matters besides which of them stand
on the same ballots, and to find the fewest is hard (P. Faliszewski, E. Hemaspaandra, L. A. Hemaspaandra, "How Hard Is
Bribery in Elections?", Journal of Artificial Intelligence Research 35 (2009), 485-532). There two bounds say how few if
they meet, as they do wherever a single option has to be passed: one takes every vote that has to move from a ballot of
its own, in the other each changed ballot moves all options that have to be moved.
"""

from bisect import bisect_left
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

from services.proposals.tally.ordering import Counted
from services.proposals.tally.outcome import Amount
from services.proposals.tally.rule import Numbers, Rule

Together = Callable[[Iterable[int]], int]  # how many ballots it takes to move options by so many votes each


def fewest_changed(
    figures: Sequence[Mapping[str, Amount]], count: Counted, rule: Rule, votes: Numbers, adopted: Collection[int]
) -> list[int | None]:
    """Of each option how few ballots would have turned it; None where no number would, or it is not known."""
    places = rule.winners if rule.winners is not None and rule.winners < len(figures) else None
    if places is not None and rule.majority is not None and any(rule.abstaining(each) for each in figures):
        # every option is held against a line of its own, and who is to be passed may fall behind theirs instead
        return [None] * len(figures)
    counts = _Counts(figures, count, rule, votes, places)
    bounds: tuple[Together, ...] = (sum,) if count.one_each else (sum, max)
    found = []
    for option in range(len(figures)):
        turned = counts.left_out if option in adopted else counts.let_in
        fewest = {_fewest(turned, int(votes.cast), option, together) for together in bounds}
        found.append(fewest.pop() if len(fewest) == 1 else None)
    return found


def _fewest(turned: Callable[[int, int, Together], bool], most: int, option: int, together: Together) -> int | None:
    numbers = range(1, most + 1)
    at = bisect_left(numbers, True, key=lambda changed: turned(option, changed, together))
    return numbers[at] if at < most else None


class _Counts:
    """The counts, and what would become of them."""

    def __init__(
        self,
        figures: Sequence[Mapping[str, Amount]],
        count: Counted,
        rule: Rule,
        votes: Numbers,
        places: int | None,
    ) -> None:
        self.support = [int(each[count.by]) for each in figures]
        self._rule, self._places = rule, places
        self._cast, self._one_each = int(votes.cast), count.one_each
        self._base = [rule.base_of(each, votes) or 0 for each in figures]
        # the ballots in an option's base that are not for it; if others change for it the base grows
        reached = votes.valid if rule.base == "valid" else votes.cast
        inside = [reached - rule.abstaining(each) for each in figures]
        self._against = [int(all_) - support for all_, support in zip(inside, self.support, strict=True)]
        # a single option that can only be marked: who takes the mark back leaves the ballot blank
        self._turns_blank = len(figures) == 1 and count.by == "votes" and rule.base == "valid"
        self._turn = {option: at for at, option in enumerate(count.tie_order)}

    def let_in(self, option: int, changed: int, together: Together) -> bool:
        """Whether an option is adopted if so many ballots change, those that were not for it first."""
        won = min(changed, self._cast - self.support[option])
        support = self.support[option] + won
        base = self._base[option] + max(0, won - self._against[option])
        if not self._rule.passes(support, base):
            return False
        if self._places is None:
            return True
        to_fall = sorted(max(0, 1 - lead) for lead, _ in self._leads(option, support))
        return together(to_fall[: len(to_fall) - self._places + 1]) <= changed

    def left_out(self, option: int, changed: int, together: Together) -> bool:
        """Whether an option is not adopted if so many ballots change, those that were for it first."""
        lost = min(changed, self.support[option])
        support = self.support[option] - lost
        if not self._rule.passes(support, self._base[option] - (lost if self._turns_blank else 0)):
            return True
        if self._places is None:
            return False
        to_rise = sorted((max(0, lead), lead + votes) for lead, votes in self._leads(option, support))[: self._places]
        if self._one_each and support + sum(needed for _, needed in to_rise) > self._cast:
            return False
        return together(rise for rise, _ in to_rise) <= changed

    def _leads(self, option: int, support: int) -> list[tuple[int, int]]:
        """By how much an option with so much support is ahead of each other, and that one's votes; 1 is enough."""
        kept = self._rule.ties != "vote-again"
        return [
            (support - votes + (kept and self._turn[option] < self._turn[other]), votes)
            for other, votes in enumerate(self.support)
            if other != option
        ]
