"""The methods a round can be counted by, as organizers choose among them: in groups, and what each asks for besides.

Which settings a method takes is decided by the proposals service; a test compares the two.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from services.kit.errors import N_

USUAL = "yes-no-abstain"
#: a majority by the word that chooses it → the part, and whether more than that part is needed
MAJORITIES: Mapping[str, tuple[str | None, bool]] = {
    "half": ("1/2", True),
    "two-thirds": ("2/3", False),
    "four-fifths": ("4/5", False),
    "most": (None, False),
}
OTHER = "other"  # any other part
BASES = ("valid", "cast", "present", "entitled")
#: bases from which abstentions can be left out: of the others they are people like all others
OF_BALLOTS = ("valid", "cast")
ABSTENTIONS = ("in-base", "out-of-base")
TIES = ("lot", "ballot-order", "vote-again")
COMPLETIONS = ("add1u", "add1", "none")


@dataclass(frozen=True)
class Method:
    """What an organizer is asked beside the method."""

    ballot: str  # kind of ballot
    asks: tuple[str, ...] = ()
    majority: str = ""  # the usual one; none can be asked for where options have no votes of their own
    winners: int | None = None  # how many are chosen when nothing is said; all that can be
    chooses: bool = True  # options compete; otherwise each is decided by itself
    live: bool = False  # counts are kept as ballots arrive
    revotes: bool = False  # options that are equal for the last place can be voted on again

    @property
    def base(self) -> str:
        """What a majority is a part of when nothing is said."""
        return "valid" if self.chooses else "cast"

    @property
    def ties(self) -> tuple[str, ...]:
        """What can decide between equal options."""
        return tuple(word for word in TIES if self.revotes or word != "vote-again")

    @property
    def majorities(self) -> tuple[str, ...]:
        """Those to choose from; to have most is enough only where options compete."""
        if not self.majority:
            return ()
        return tuple(word for word in (*MAJORITIES, OTHER) if self.chooses or word != "most")


METHODS: Mapping[str, Method] = {
    USUAL: Method("yes-no", ("majority",), "half", chooses=False, live=True),
    "single-choice": Method("marks", ("winners", "majority"), "most", 1, live=True, revotes=True),
    "approval": Method("marks", ("marks", "winners", "majority"), "half", live=True, revotes=True),
    "score": Method("scores", ("most_score", "winners"), winners=1, revotes=True),
    "schulze": Method("ranking", ("winners",), winners=1),
    "ranked-pairs": Method("ranking", ("winners",), winners=1),
    "borda": Method("ranking", ("winners",), winners=1, revotes=True),
    "instant-runoff": Method("ranking", winners=1),
    "scottish-stv": Method("ranking", ("winners",), winners=2),
    "equal-shares": Method("marks", ("limit", "completion"), winners=2),
    "phragmen": Method("marks", ("limit",), winners=2),
    "greedy": Method("marks", ("budget",)),
}
#: what is to be found out → the methods that do
GROUPS: Mapping[str, tuple[str, ...]] = {
    N_("Quyết định từng giải pháp"): (USUAL,),
    N_("Chọn những giải pháp được nhiều người muốn nhất"): ("single-choice", "approval", "score"),
    N_("Xếp hạng, để tìm giải pháp được đông người chấp nhận hơn cả"): (
        "schulze",
        "ranked-pairs",
        "borda",
        "instant-runoff",
    ),
    N_("Chọn một bộ giải pháp để nhóm nào cũng có phần, hoặc vừa một ngân sách"): (
        "scottish-stv",
        "equal-shares",
        "phragmen",
        "greedy",
    ),
}
#: methods in which two options may have one rank
EQUAL_RANKS = ("schulze", "ranked-pairs", "borda")


def asks_who_was_present(rule: Mapping[str, Any]) -> bool:
    """Whether there can be no result before somebody has said how many were in the hall."""
    return bool(rule["base"] == "present" or rule["presence_quorum"])
