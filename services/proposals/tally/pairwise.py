"""Options two by two: what weighs for the one and what for the other. Schulze and ranked pairs stand on it.

A ballot weighs for a against b where it ranks a before b. Options that it does not rank stand together behind those
that it ranks, and of options that it ranks equal none is before another (Schulze 2011, section 2.1; appendix A of the
constitution of Debian says the same).

Whether a ballot ranks a before b is one bit, so 64 ballots are one word; and a weight is its binary digits. What weighs
for a pair is, digit by digit, how many ballots have both bits. 100,000 ballots over 200 options are 4,000 million
comparisons: about a second, in the memory of one chunk.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from services.proposals.tally.outcome import Amount, Report, Terms, Tie, quiet
from services.proposals.tally.profile import Profile

Votes = NDArray[np.int64]  # options × options, in units of the profile
Links = NDArray[np.bool_]  # options × options: whether the one leads to the other

SHOWN = 10  # of the rivals of a chosen option, how many an explanation shows

_CHUNK = 4096  # ballots at a time, a multiple of 64


def duels(profile: Profile, report: Report = quiet) -> Votes:
    """For each option against each other, what all ballots that rank it before that one weigh."""
    votes = np.zeros((profile.options, profile.options), dtype=np.int64)
    for start in range(0, len(profile.rows), _CHUNK):
        end = min(start + _CHUNK, len(profile.rows))
        _add(votes, profile.rows[start:end], profile.weights[start:end])
        report(end, len(profile.rows))
    return votes


def _add(votes: Votes, rows: NDArray[np.int16], weights: NDArray[np.int64]) -> None:
    options = len(votes)
    ranks = np.zeros((options, _CHUNK), dtype=np.int16)  # a chunk that is not full has ballots that rank nothing
    ranks[:, : len(rows)] = rows.T
    ranks[ranks == 0] = options + 1
    digits = _digits(weights)
    for option in range(options):
        before = np.packbits(ranks[option] < ranks, axis=1).view(np.uint64)
        for power, digit in enumerate(digits):
            votes[option] += np.bitwise_count(before & digit).sum(axis=1, dtype=np.int64) << power


def _digits(weights: NDArray[np.int64]) -> list[NDArray[np.uint64]]:
    """The binary digits of the weights, the lowest first; each has a bit for every ballot."""
    units = np.zeros(_CHUNK, dtype=np.int64)
    units[: len(weights)] = weights
    return [np.packbits(units >> power & 1).view(np.uint64) for power in range(int(units.max()).bit_length())]


def strengths(votes: Votes) -> Votes:
    """How strong each win is among all wins, the weakest 1, equal ones equal; 0 where an option does not win.

    By winning votes: the win for which more weighs is stronger; of equal ones that against which less weighs, as the
    constitution of Debian has it. The rank is all that a method asks of a strength, and is one number.
    """
    wins = votes > votes.T
    _, ranks = np.unique(np.stack([votes[wins], -votes.T[wins]], axis=1), axis=0, return_inverse=True)
    found = np.zeros_like(votes)
    found[wins] = ranks.reshape(-1) + 1
    return found


def condorcet_winner(votes: Votes) -> int | None:
    """The option that wins against every other, if there is one."""
    won = (votes > votes.T).sum(axis=1)
    best = int(won.argmax())
    return best if won[best] == len(votes) - 1 else None


def places(beats: Links, terms: Terms) -> list[list[int]]:
    """The options from the first place to the last; those that share a place in the tie order.

    The first place is of the options that none beats; the next of those that none beats when these are gone; and so on.
    `beats` has no circle, so there always are some, and who beats another has an earlier place.
    """
    left = np.ones(len(beats), dtype=np.bool_)
    found = []
    while left.any():
        top = left & ~beats[left].any(axis=0)
        found.append([option for option in terms.tie_order if top[option]])
        left &= ~top
    return found


def ties(ranking: list[list[int]], winners: int, step: int) -> list[Tie]:
    """Each shared place: whom of it the tie order lets be chosen; or, if all are or none is, go before the last."""
    found = []
    before = 0
    for place in ranking:
        if len(place) > 1:
            vacant = winners - before
            found.append(Tie(sorted(place), place[:vacant] if 0 < vacant < len(place) else place[:-1], step))
        before += len(place)
    return found


def figures(votes: Votes, ranking: list[list[int]]) -> list[dict[str, Amount]]:
    """Of each option: its place, and how many duels it won and lost, and how many were even."""
    place_of: dict[int, int] = {}
    for place in ranking:
        place_of |= dict.fromkeys(place, len(place_of) + 1)
    won = (votes > votes.T).sum(axis=1).tolist()
    lost = (votes < votes.T).sum(axis=1).tolist()
    return [
        {"place": place_of[option], "won": wins, "lost": losses, "even": len(votes) - 1 - wins - losses}
        for option, (wins, losses) in enumerate(zip(won, lost, strict=True))
    ]


def telling_pairs(votes: Votes, order: list[int], winners: int) -> list[tuple[int, int]]:
    """Each chosen option with some rivals behind it: those that win their duel with it first, then those next to it."""
    pairs = []
    for place, option in enumerate(order[:winners]):
        behind = order[place + 1 :]
        stronger = [rival for rival in behind if votes[rival, option] > votes[option, rival]]
        others = [rival for rival in behind if votes[rival, option] <= votes[option, rival]]
        pairs += [(option, rival) for rival in (stronger + others)[:SHOWN]]
    return pairs


def duel(profile: Profile, votes: Votes, over: int, under: int) -> dict[str, Any]:
    """One option against another, for people."""
    return {
        "over": over,
        "under": under,
        "votes": profile.in_votes(int(votes[over, under])),
        "against": profile.in_votes(int(votes[under, over])),
    }


def shortest_path(links: Links, start: int, goal: int) -> list[tuple[int, int]]:
    """The links of a way from one option to another, as few as can be; none where there is no way."""
    came_from = {start: start}
    reached = [start]
    for option in reached:  # it grows while it is walked
        new = [other for other in np.flatnonzero(links[option]).tolist() if other not in came_from]
        came_from |= dict.fromkeys(new, option)
        reached += new
    if goal not in came_from:
        return []
    path = []
    while goal != start:
        path.append((came_from[goal], goal))
        goal = came_from[goal]
    return path[::-1]
