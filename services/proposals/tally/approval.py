"""Approval: a mark for every option one can agree with; chosen are those with most votes.

Source: S. J. Brams, P. C. Fishburn, "Approval Voting", American Political Science Review 72 (1978), 831-847; where more
than one is chosen it is the rule AV of M. Lackner, P. Skowron, "Multi-Winner Voting with Approval Preferences" (2023).

Figures: `votes`.
"""

from services.proposals.tally import running_marks
from services.proposals.tally.ordering import by_figure
from services.proposals.tally.outcome import Outcome, Report, Terms, quiet
from services.proposals.tally.profile import Profile
from services.proposals.tally.sums import add_up

NAME = "approval"
BALLOT = "marks"

empty, add, describe = running_marks.empty, running_marks.add, running_marks.describe


def tally(profile: Profile, terms: Terms, report: Report = quiet) -> Outcome:
    """The votes of all options, and those with most."""
    votes = add_up(profile, lambda rows: rows, report)
    return by_figure("votes", [{"votes": each} for each in votes], terms)
