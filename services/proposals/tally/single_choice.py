"""Single choice, or plurality: a mark for one option; chosen are those with most votes.

What a ballot paper with one cross means everywhere; where more than one is chosen it is called the single
non-transferable vote (B. Grofman and others, "Elections in Japan, Korea, and Taiwan under the Single Non-Transferable
Vote" (1999)).

Figures: `votes`.
"""

from services.proposals.tally import running_marks
from services.proposals.tally.ordering import by_figure
from services.proposals.tally.outcome import Outcome, Report, Terms, quiet
from services.proposals.tally.profile import Profile
from services.proposals.tally.sums import add_up

NAME = "single-choice"
BALLOT = "marks"

empty, add, describe = running_marks.empty, running_marks.add, running_marks.describe


def tally(profile: Profile, terms: Terms, report: Report = quiet) -> Outcome:
    """The votes of all options, and those with most."""
    votes = add_up(profile, lambda rows: rows, report)
    return by_figure("votes", [{"votes": each} for each in votes], terms, one_each=True)
