"""Borda: an option gets a point from a ballot for every option ranked below it; chosen are those with most points.

Source: J.-C. de Borda, "Mémoire sur les élections au scrutin", Histoire de l'Académie royale des sciences 1781 (1784).
How ballots that rank only some options are to count has been disputed since (P. Emerson, "The original Borda count and
partial voting", Social Choice and Welfare 40 (2013), 353-358, who would have them weigh less). Here it is the symmetric
count: two options that a ballot makes equal get half a point from each other, and options that were not ranked are
equal and last. So a ballot gives away as many points whether it ranks all options or one, and an option's points are
its votes in all pairwise comparisons, halves for equals. A blank ballot compares nothing and gives none.

Figures: `points`, whole or halves.
"""

import numpy as np
from numpy.typing import NDArray

from services.proposals.tally.ballots import ranking
from services.proposals.tally.ordering import by_figure
from services.proposals.tally.outcome import Outcome, Report, Terms, quiet
from services.proposals.tally.profile import Profile
from services.proposals.tally.sums import add_up

NAME = "borda"
BALLOT = "ranking"


def tally(profile: Profile, terms: Terms, report: Report = quiet) -> Outcome:
    """The points of all options, and those with most."""
    halves = add_up(profile, _half_points, report)
    return by_figure("points", [{"points": each / 2} for each in halves], terms)


def _half_points(rows: NDArray[np.int16]) -> NDArray[np.int64]:
    """What each ballot gives each option: two half points for every option below it, one for every equal one."""
    ballots, options = rows.shape
    ranks = np.where(rows == ranking.NOT_RANKED, options + 1, rows).astype(np.int64)
    of_ballot = np.arange(ballots)[:, None] * (options + 2)
    at = np.bincount((of_ballot + ranks).reshape(-1), minlength=ballots * (options + 2)).reshape(ballots, options + 2)
    above_or_equal = at.cumsum(axis=1)
    halves = np.take_along_axis(2 * (options - above_or_equal) + at - 1, ranks, axis=1)
    halves[~rows.any(axis=1)] = 0
    return halves
