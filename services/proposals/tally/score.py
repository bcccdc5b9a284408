"""Score: a whole number for every option one has a view on; chosen are those with the largest sum.

Source: C. Hillinger, "The Case for Utilitarian Voting", Homo Oeconomicus 22 (2005), 295-321; also called range voting.
It is the sum and not the mean: an option that was not scored gets nothing from that ballot, as if it were scored 0, so
one that few know cannot win by the few.

Figures: `points`.
"""

import numpy as np

from services.proposals.tally.ordering import by_figure
from services.proposals.tally.outcome import Outcome, Report, Terms, quiet
from services.proposals.tally.profile import Profile
from services.proposals.tally.sums import add_up

NAME = "score"
BALLOT = "scores"


def tally(profile: Profile, terms: Terms, report: Report = quiet) -> Outcome:
    """The points of all options, and those with most."""
    points = add_up(profile, lambda rows: np.maximum(rows, 0), report)
    return by_figure("points", [{"points": each} for each in points], terms)
