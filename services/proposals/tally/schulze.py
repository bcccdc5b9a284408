"""The Schulze method: an option goes before another if its strongest path to it is stronger than the one back.

M. Schulze, "A new monotonic, clone-independent, reversal symmetric, and Condorcet-consistent single-winner election
method", Social Choice and Welfare 36 (2011), 267-303. A link leads from the winner of each duel to its loser, as strong
as his "winning votes" say, see `pairwise.strengths`; a path is as strong as its weakest link.

"Goes before" is transitive (his section 4.1), so it has no circle, but it may leave options equal. The order is made
complete in two steps: options that are equal share a place, see `pairwise.places`; and in it the tie order decides. The
first of that order are chosen.

figures: `place`, shared by options that are equal; `won`, `lost`, `even`, its duels.
steps: `condorcet-winner`, with the `option` that wins every duel, or None.
Then each chosen option with rivals behind it, at most ten, those that win against it first: `before`, or `equal` where
neither path is stronger, with who is `over` and who `under`, and the `votes` for the one and `against` it;
  `path`, of the strongest paths to the rival a shortest one, as duels of the same form, and its `strength`, [votes,
  against] of the weakest; `path_back` and `strength_back`, the same from the rival. Without a path that is [0, 0].
`left-out`, how many other `pairs` of a chosen option and one behind it there are, if any.
`ranking`, the options of all `places`.
"""

from typing import Any

import numpy as np

from services.proposals.tally import pairwise
from services.proposals.tally.outcome import Amount, Outcome, Report, Terms, quiet
from services.proposals.tally.pairwise import Votes
from services.proposals.tally.profile import Profile

NAME = "schulze"
BALLOT = "ranking"


def tally(profile: Profile, terms: Terms, report: Report = quiet) -> Outcome:
    """Who goes before whom, and by which paths."""
    votes = pairwise.duels(profile, report)
    links = pairwise.strengths(votes)
    paths = strongest_paths(links)
    ranking = pairwise.places(paths > paths.T, terms)
    order = [option for place in ranking for option in place]
    shown = pairwise.telling_pairs(votes, order, terms.winners)
    left_out = sum(len(order) - 1 - place for place in range(min(terms.winners, len(order)))) - len(shown)
    steps: list[dict[str, Any]] = [
        {"step": "condorcet-winner", "option": pairwise.condorcet_winner(votes)},
        *(_compare(profile, votes, links, paths, over, under) for over, under in shown),
        *([{"step": "left-out", "pairs": left_out}] if left_out else []),
        {"step": "ranking", "places": ranking},
    ]
    return Outcome(
        chosen=order[: terms.winners],
        figures=pairwise.figures(votes, ranking),
        steps=steps,
        ties=pairwise.ties(ranking, terms.winners, step=len(steps) - 1),
    )


def strongest_paths(links: Votes) -> Votes:
    """The strength of the strongest path from each option to each other, 0 where there is none (Floyd and Warshall)."""
    paths = links.copy()
    for via in range(len(paths)):
        np.maximum(paths, np.minimum(paths[:, via : via + 1], paths[via]), out=paths)
    np.fill_diagonal(paths, 0)
    return paths


def _compare(profile: Profile, votes: Votes, links: Votes, paths: Votes, over: int, under: int) -> dict[str, Any]:
    there, strength = _path(profile, votes, links, paths, over, under)
    back, strength_back = _path(profile, votes, links, paths, under, over)
    return {
        "step": "before" if paths[over, under] > paths[under, over] else "equal",
        **pairwise.duel(profile, votes, over, under),
        "path": there,
        "strength": strength,
        "path_back": back,
        "strength_back": strength_back,
    }


def _path(
    profile: Profile, votes: Votes, links: Votes, paths: Votes, start: int, goal: int
) -> tuple[list[dict[str, Any]], list[Amount]]:
    strong_enough = links >= max(paths[start, goal], 1)
    path = pairwise.shortest_path(strong_enough, start, goal)
    if not path:
        return [], [0, 0]
    weakest = min(path, key=lambda link: links[link])
    strength: list[Amount] = [profile.in_votes(int(votes[weakest])), profile.in_votes(int(votes[weakest[::-1]]))]
    return [pairwise.duel(profile, votes, *link) for link in path], strength
