"""Instant runoff, one winner: the option with the fewest votes goes, until one has more than half of those that count.

As the Parliamentary Voting System and Constituencies Act 2011 (United Kingdom) words it in section 9, rule 45A (plain
words, though the referendum said no): each ballot counts for the first option on it; an option with more votes than all
others together is elected; if there is none, the one with the fewest is eliminated and its ballots go to the next
option on them that is left. One goes at a time, also where several together could not win any more. A ballot that names
no option that is left counts no more, so half is half of what still counts. Where no ballot names an option, nobody is
chosen.

Equal votes are told apart as in Scotland, so that both methods here do the same: see `lookback`. (The Act begins at the
first count and not at the latest.) It has one winner, whatever `winners` says: repeated for more it would be another
method, in which one majority takes all.

figures: `first`, the first preferences; `most`, the most votes an option had at any count.
steps: `first`, with `valid` and `blank`, the ballots that name an option and those that name none; then, for each
option that goes, an `elimination` with
  `option`, who goes; `tied`, the options with as few votes, none if it is alone; `decided_at`, the step at which these
  differed, None if the tie order had to decide; `transfers`, [option, votes] for each that got some; `to_nobody`, what
  had no further option on its ballots.
Each has what is after it: `votes` of every option; `continuing`, their sum; `exhausted`, all that went to nobody;
`elected`, who has more than half. Votes and `exhausted` make up what is valid, at every count.
"""

from typing import Any

import numpy as np

from services.proposals.tally.lookback import lowest
from services.proposals.tally.outcome import Amount, Outcome, Report, Terms, Tie, quiet
from services.proposals.tally.papers import Papers, Pile, all_standing, still
from services.proposals.tally.profile import Profile

NAME = "instant-runoff"
BALLOT = "ranking"


def tally(profile: Profile, terms: Terms, report: Report = quiet) -> Outcome:
    """Who wins, and each count on the way."""
    count = _Count(profile, terms)
    while any(count.votes) and not count.elected:
        count.eliminate()
        report(len(count.steps), profile.options)
    return Outcome(chosen=count.elected, figures=count.figures(), steps=count.steps, ties=count.ties)


class _Count:
    def __init__(self, profile: Profile, terms: Terms) -> None:
        self.profile = profile
        self.tie_order = terms.tie_order
        self.papers = Papers(profile.rows)
        self.standing = all_standing(profile.options)
        self.counts: list[list[int]] = []
        self.steps: list[dict[str, Any]] = []
        self.ties: list[Tie] = []
        self.exhausted = 0
        *votes, blank = self._weigh(np.arange(len(profile.rows)))
        self._record(votes, step="first", valid=profile.in_votes(sum(votes)), blank=profile.in_votes(blank))

    @property
    def votes(self) -> list[int]:
        """What every option has, in units."""
        return self.counts[-1]

    @property
    def elected(self) -> list[int]:
        """The option with more than half of what still counts, if there is one."""
        return [option for option, votes in enumerate(self.votes) if 2 * votes > sum(self.votes)]

    def eliminate(self) -> None:
        """The option with the fewest votes goes; its papers move on."""
        pick = lowest(still(self.standing), self.counts, self.tie_order)
        self.ties += pick.ties(step=len(self.steps))
        self.standing[pick.option] = False
        pile = self.papers.pile(pick.option)
        self.papers.move(pile, self.standing)
        *moved, to_nobody = self._weigh(pile)
        votes = [had + got for had, got in zip(self.votes, moved, strict=True)]
        votes[pick.option] = 0
        self.exhausted += to_nobody
        self._record(
            votes,
            step="elimination",
            option=pick.option,
            tied=pick.tied,
            decided_at=pick.decided_at,
            transfers=[[option, self.profile.in_votes(units)] for option, units in enumerate(moved) if units],
            to_nobody=self.profile.in_votes(to_nobody),
        )

    def figures(self) -> list[dict[str, Amount]]:
        """Of each option, where it began and how far it came."""
        return [
            {"first": self.profile.in_votes(of_option[0]), "most": self.profile.in_votes(max(of_option))}
            for of_option in zip(*self.counts, strict=True)
        ]

    def _weigh(self, pile: Pile) -> list[int]:
        """What the papers of a pile give to each option, and to nobody."""
        units = np.zeros(self.profile.options + 1, dtype=np.int64)
        np.add.at(units, self.papers.holders[pile], self.profile.weights[pile])
        return [int(each) for each in units]

    def _record(self, votes: list[int], **step: Any) -> None:
        """The count after a step, and the step."""
        self.counts.append(votes)
        in_votes = self.profile.in_votes
        after = {
            "votes": [in_votes(units) for units in votes],
            "continuing": in_votes(sum(votes)),
            "exhausted": in_votes(self.exhausted),
            "elected": self.elected,
        }
        self.steps.append(step | after)
