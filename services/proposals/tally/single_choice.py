"""Single choice, or plurality: a mark for one option; chosen are those with most votes.

What a ballot paper with one cross means everywhere; where more than one is chosen it is called the single
non-transferable vote (B. Grofman and others, "Elections in Japan, Korea, and Taiwan under the Single Non-Transferable
Vote" (1999)).

Figures: `votes`.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from services.proposals.tally import running_marks
from services.proposals.tally.ballots import marks
from services.proposals.tally.ballots.faults import NO_LIMITS
from services.proposals.tally.ordering import by_figure
from services.proposals.tally.outcome import Outcome, Report, Terms, quiet
from services.proposals.tally.profile import Profile
from services.proposals.tally.sums import add_up

NAME = "single-choice"
BALLOT = "marks"

_ONE = {"most": 1}

show = marks.show
empty, add, describe = running_marks.empty, running_marks.add, running_marks.describe


def read(choices: Any, options: Sequence[str], limits: Mapping[str, Any] = NO_LIMITS) -> list[int]:
    """A ballot as codes, with at most one mark whatever else the round allows. Raises Invalid."""
    return marks.read(choices, options, _ONE)


def recount(pages: Iterable[Sequence[Sequence[int]]], options: int) -> running_marks.Counts:
    """The counts of all ballots from nothing; one with more than one mark is none."""
    return running_marks.recount(pages, options, most=1)


def tally(profile: Profile, terms: Terms, report: Report = quiet) -> Outcome:
    """The votes of all options, and those with most."""
    votes = add_up(profile, lambda rows: rows, report)
    return by_figure("votes", [{"votes": each} for each in votes], terms, one_each=True)
