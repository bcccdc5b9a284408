"""Ranked pairs: the wins of duels are locked from the strongest to the weakest, except those that would close a circle.

T. N. Tideman, "Independence of clones as a criterion for voting rules", Social Choice and Welfare 4 (1987), 185-206;
T. M. Zavist and T. N. Tideman, "Complete independence of clones in the ranked pairs rule", ibid. 6 (1989), 167-173.

Strength is by winning votes, see `pairwise.strengths`. Tideman takes the margin, which is the same order where every
ballot ranks every option. Ours need not, and there winning votes keep what Woodall calls plurality ("Monotonicity of
single-seat preferential election rules", Discrete Applied Mathematics 77 (1997), 81-98), and margins do not: an option
that is alone in the first place of more ballots than rank another at all goes before that one. It is the strength that
`schulze` goes by too, so the two methods can be compared.

Ties. Of equally strong wins, that of the option which stands earlier in the tie order goes first (so do Zavist and
Tideman); two wins of one option never hinder each other. This matters where a win would close no circle with stronger
ones, but closes one with those that are equal and went first. Duels that are even lock nothing. What is locked has no
circle, but may leave options equal: they share a place, see `pairwise.places`, and in it the tie order decides. The
first of that order are chosen.

figures: `place`, shared by options that are equal; `won`, `lost`, `even`, its duels.
steps: `condorcet-winner`, with the `option` that wins every duel, or None.
Then duels, with who is `over` and who `under`, and the `votes` for the one and `against` it, in the order of strength:
  `locked`; `skipped`, with the `path` of duels, locked before, that leads from `under` to `over`; and last the `even`.
  All of them, if they are at most a hundred. If not, of each chosen option those with rivals behind it, at most ten,
  those that win against it first; and fifty that were skipped because of equal ones, the highest `under` first.
`left-out`, how many others were `locked`, how many `skipped`, and how many of these because of `equal` ones, if any.
`ranking`, the options of all `places`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations, groupby
from typing import Any

import numpy as np

from services.proposals.tally import pairwise
from services.proposals.tally.outcome import Outcome, Report, Terms, Tie, quiet
from services.proposals.tally.pairwise import Links, Votes
from services.proposals.tally.profile import Profile

NAME = "ranked-pairs"
BALLOT = "ranking"

_DUELS_SHOWN = 100
_TIES_SHOWN = 50

Pair = tuple[int, int]  # who is over, who is under


@dataclass(frozen=True)
class Locks:
    """What became of every win."""

    strengths: Votes
    turns: Votes  # when each win came up, counted from 1; 0 where an option does not win
    locked: Links
    tied: list[Pair]  # skipped, and only because of equally strong ones that went first

    def way_around(self, skipped: Pair) -> list[Pair]:
        """The locked wins that, when this one came up, already led from its loser to its winner."""
        over, under = skipped
        return pairwise.shortest_path(self.locked & (self.turns < self.turns[over, under]), under, over)


def tally(profile: Profile, terms: Terms, report: Report = quiet) -> Outcome:
    """Who goes before whom, and which duels are locked and skipped."""
    votes = pairwise.duels(profile, report)
    locks = lock(pairwise.strengths(votes), terms.tie_order)
    ranking = pairwise.places(locks.locked, terms)
    order = [option for place in ranking for option in place]
    shown = _shown(votes, locks, order, terms.winners)
    steps = [
        {"step": "condorcet-winner", "option": pairwise.condorcet_winner(votes)},
        *(_step(profile, votes, locks, pair) for pair in shown),
        *_left_out(locks, shown),
        {"step": "ranking", "places": ranking},
    ]
    return Outcome(
        chosen=order[: terms.winners],
        figures=pairwise.figures(votes, ranking),
        steps=steps,
        ties=[
            *(_tie(locks, pair, step) for step, pair in enumerate(shown, start=1) if pair in locks.tied),
            *pairwise.ties(ranking, terms.winners, step=len(steps) - 1),
        ],
    )


def lock(strengths: Votes, tie_order: Sequence[int]) -> Locks:
    """Go through all wins and lock each that closes no circle."""
    queue = _queue(strengths, tie_order)
    turns, locked, tied = np.zeros_like(strengths), np.zeros(strengths.shape, dtype=np.bool_), []
    reach = [
        1 << option for option in range(len(strengths))
    ]  # of each option a bit for each that it leads to, and its own
    turn = 0
    for _, equals in groupby(queue, key=lambda pair: strengths[pair]):
        reach_before = reach
        for over, under in equals:
            turn += 1
            turns[over, under] = turn
            if not reach[under] >> over & 1:
                locked[over, under] = True
                reach = [found | reach[under] if found >> over & 1 else found for found in reach]
            elif not reach_before[under] >> over & 1:
                tied.append((over, under))
    return Locks(strengths, turns, locked, tied)


def _queue(strengths: Votes, tie_order: Sequence[int]) -> list[Pair]:
    over, under = np.nonzero(strengths)
    rank = np.argsort(tie_order)
    queue = np.lexsort((rank[under], rank[over], -strengths[over, under]))
    return list(zip(over[queue].tolist(), under[queue].tolist(), strict=True))


def _shown(votes: Votes, locks: Locks, order: list[int], winners: int) -> list[Pair]:
    """The duels that explain the result, each from its winner to its loser, in the order in which they came up."""
    pairs = list(combinations(order, 2))
    if len(pairs) > _DUELS_SHOWN:
        highest = sorted(locks.tied, key=lambda pair: order.index(pair[1]))
        pairs = [*pairwise.telling_pairs(votes, order, winners), *highest[:_TIES_SHOWN]]
    found = {(under, over) if locks.turns[under, over] else (over, under) for over, under in pairs}
    return sorted(found, key=lambda pair: (locks.turns[pair] == 0, locks.turns[pair], pair))


def _step(profile: Profile, votes: Votes, locks: Locks, pair: Pair) -> dict[str, Any]:
    duel = pairwise.duel(profile, votes, *pair)
    if not locks.turns[pair]:
        return {"step": "even", **duel}
    if locks.locked[pair]:
        return {"step": "locked", **duel}
    path = [pairwise.duel(profile, votes, *link) for link in locks.way_around(pair)]
    return {"step": "skipped", **duel, "path": path}


def _left_out(locks: Locks, shown: list[Pair]) -> list[dict[str, Any]]:
    wins = [pair for pair in shown if locks.turns[pair]]
    locked = int(locks.locked.sum()) - sum(bool(locks.locked[pair]) for pair in wins)
    skipped = int(locks.turns.max()) - len(wins) - locked
    equal = len(set(locks.tied) - set(wins))
    return [{"step": "left-out", "locked": locked, "skipped": skipped, "equal": equal}] if locked + skipped else []


def _tie(locks: Locks, skipped: Pair, step: int) -> Tie:
    """Of options whose equally strong wins close a circle the last in the tie order had its win skipped."""
    equal = [link[0] for link in locks.way_around(skipped) if locks.strengths[link] == locks.strengths[skipped]]
    return Tie(among=sorted([*equal, skipped[0]]), taken=equal, step=step)
