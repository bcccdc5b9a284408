"""The single transferable vote as Scotland counts it: several winners, each with a quota, in proportion to the voters.

Scottish Local Government Elections Order 2007 (SSI 2007/42), Schedule 1, rules 45 to 52. Each ballot is a paper that
counts for the first option on it (45). The quota is the valid papers divided by one more than the winners, without
decimals, and one more (46); who reaches it is elected (47). What an elected option has above the quota, its surplus,
moves on: all its papers go to the next option on them that is neither elected nor excluded, each at its value × surplus
/ votes, cut to five decimals (48; known as weighted inclusive Gregory). The largest surplus goes first (49); an exact
quota has none. Where no surplus is left, the option with the fewest votes is excluded, and its papers move on at the
value they have (50). Equal votes: see `lookback` (49, 51). When no more options are left than are wanted, they are
elected (52).

Two readings. "No further transfer shall be made" (52(2)) stops the stages that would follow. The papers of an option
whose exclusion leaves as many as are wanted still move, in that same stage, as counting programs have it: it changes
nobody's election, and SSI 2021/437 has since said that it may be. And where weights are decimal a paper is one unit of
them: the quota is the units divided by one more than the winners, and one unit more, the fewest that only so many can
reach. With whole weights a unit is a vote, and all is as the rules say.

figures: `first`, the first preferences; `most`, the most votes an option had at any stage.
steps, one for each stage: `first`, with `valid` and `blank`, the ballots that name an option and those that name none,
and the `quota`; then a `surplus`, with how much that is, or an `exclusion`, each with
  `option`, whose papers move; `tied`, the options that were equal to it, none if it is alone; `decided_at`, the step at
  which these differed, None if the tie order had to decide; `transfers`, [option, votes] for each that got some;
  `to_nobody`, what had no further option on its papers.
Each has what is after it: `votes` of every option; `exhausted`, all that went to nobody; `rounding`, all that the
cutting of decimals lost; `elected`, who reached the quota. At the end there may be `last-vacancies`, with who was
`elected` there. Votes, `exhausted` and `rounding` make up what is valid, at every stage.
"""

from collections.abc import Iterable
from fractions import Fraction
from typing import Any

import numpy as np

from services.proposals.tally.lookback import Pick, highest, lowest
from services.proposals.tally.outcome import Amount, Outcome, Report, Terms, Tie, quiet
from services.proposals.tally.papers import Papers, Pile, all_standing, still
from services.proposals.tally.profile import Profile

NAME = "scottish-stv"
BALLOT = "ranking"

_WHOLE = 100_000  # the value of a paper that was not transferred yet: values have five decimals
_LOW = 24  # bits of a weight that are summed apart from the others


def tally(profile: Profile, terms: Terms, report: Report = quiet) -> Outcome:
    """Who is elected, and each stage of the count."""
    count = _Count(profile, terms)
    while count.vacancies and len(still(count.standing)) > count.vacancies:
        count.next_stage()
        report(len(count.steps), profile.options)
    count.fill_last_vacancies()
    return Outcome(chosen=count.elected, figures=count.figures(), steps=count.steps, ties=count.ties)


class _Count:
    """Amounts are in 1/100,000 of a unit."""

    def __init__(self, profile: Profile, terms: Terms) -> None:
        self.profile = profile
        self.terms = terms
        self.papers = Papers(profile.rows)
        self.values = np.full(len(profile.rows), _WHOLE, dtype=np.int64)
        self.standing = all_standing(profile.options)
        self.elected: list[int] = []
        self.over: set[int] = set()  # elected options whose surplus is still to be transferred
        self.counts: list[list[int]] = []
        self.steps: list[dict[str, Any]] = []
        self.ties: list[Tie] = []
        self.exhausted = self.rounding = 0
        *votes, blank = self._worth(np.arange(len(profile.rows)))
        self.quota = (sum(votes) // _WHOLE // (terms.winners + 1) + 1) * _WHOLE
        first = {"valid": sum(votes), "blank": blank, "quota": self.quota}
        self._record(votes, step="first", **{name: self._in_votes(amount) for name, amount in first.items()})

    @property
    def vacancies(self) -> int:
        """How many are still to be elected."""
        return self.terms.winners - len(self.elected)

    def next_stage(self) -> None:
        """The largest surplus is transferred; where there is none, the last option is excluded."""
        if self.over:
            self._transfer_surplus()
        else:
            self._exclude()

    def fill_last_vacancies(self) -> None:
        """Those who are left are elected, the one with the most votes first."""
        if self.vacancies and (left := self._from_the_most(still(self.standing))):
            self.elected += left
            self.steps.append({"step": "last-vacancies", "elected": left})

    def figures(self) -> list[dict[str, Amount]]:
        """Of each option, where it began and how far it came."""
        return [
            {"first": self._in_votes(of_option[0]), "most": self._in_votes(max(of_option))}
            for of_option in zip(*self.counts, strict=True)
        ]

    def _transfer_surplus(self) -> None:
        pick = highest(sorted(self.over), self.counts, self.terms.tie_order)
        self.over.remove(pick.option)
        votes = self.counts[-1][pick.option]
        surplus = votes - self.quota
        pile = self.papers.pile(pick.option)
        values, places = np.unique(self.values[pile], return_inverse=True)
        self.values[pile] = np.array([int(value) * surplus // votes for value in values], dtype=np.int64)[places]
        self._move(pick, pile, leaving=self.quota, step="surplus", surplus=self._in_votes(surplus))

    def _exclude(self) -> None:
        pick = lowest(still(self.standing), self.counts, self.terms.tie_order)
        self.standing[pick.option] = False
        self._move(pick, self.papers.pile(pick.option), leaving=0, step="exclusion")

    def _move(self, pick: Pick, pile: Pile, leaving: int, **step: Any) -> None:
        """The papers of the option that goes move on at the value they have, so many votes stay; record the stage."""
        self.ties += pick.ties(step=len(self.steps))
        self.papers.move(pile, self.standing)
        *moved, to_nobody = self._worth(pile)
        votes = [had + got for had, got in zip(self.counts[-1], moved, strict=True)]
        self.exhausted += to_nobody
        self.rounding += votes[pick.option] - leaving - sum(moved) - to_nobody
        votes[pick.option] = leaving
        self._record(
            votes,
            **step,
            option=pick.option,
            tied=pick.tied,
            decided_at=pick.decided_at,
            transfers=[[option, self._in_votes(amount)] for option, amount in enumerate(moved) if amount],
            to_nobody=self._in_votes(to_nobody),
        )

    def _record(self, votes: list[int], **step: Any) -> None:
        """The count after a stage, who reached the quota in it, and the stage."""
        self.counts.append(votes)
        reached = self._from_the_most(option for option in still(self.standing) if votes[option] >= self.quota)
        self.elected += reached
        self.standing[reached] = False
        self.over |= {option for option in reached if votes[option] > self.quota}
        after = {
            "votes": [self._in_votes(amount) for amount in votes],
            "exhausted": self._in_votes(self.exhausted),
            "rounding": self._in_votes(self.rounding),
            "elected": reached,
        }
        self.steps.append(step | after)

    def _from_the_most(self, options: Iterable[int]) -> list[int]:
        """Options by their votes, who had more at the latest earlier count before who had fewer."""
        place = self.terms.tie_order.index
        return sorted(options, key=lambda option: ([-votes[option] for votes in reversed(self.counts)], place(option)))

    def _worth(self, pile: Pile) -> list[int]:
        """What the papers of a pile give to each option, and to nobody; in two parts, so that no sum leaves 63 bits."""
        holders, values, weights = self.papers.holders[pile], self.values[pile], self.profile.weights[pile]
        high, low = np.zeros((2, self.profile.options + 1), dtype=np.int64)
        np.add.at(high, holders, (weights >> _LOW) * values)
        np.add.at(low, holders, (weights & (1 << _LOW) - 1) * values)
        return [(int(upper) << _LOW) + int(lower) for upper, lower in zip(high, low, strict=True)]

    def _in_votes(self, amount: int) -> Fraction:
        return Fraction(amount, _WHOLE * self.profile.unit)
