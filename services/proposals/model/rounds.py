"""A round: what may be done in which state, what may be seen of it, and how it is told."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from math import lcm
from typing import Any
from uuid import UUID

from services.kit.errors import Fault, Invalid
from services.proposals.model.refusals import RoundInAnotherState, TooFewToHideAmong
from services.proposals.tally import METHODS, kind_of

VOTING = ("open", "paused")
RUNNING = (*VOTING, "closed", "sealed", "counting")  # voting has begun and there is no result yet
FEW = 5  # so many electors must be alike in what is told of their ballots, or nothing is told
LONGEST = timedelta(days=366)
#: what a round is answered with beside what events tell
ANSWERED = (
    "number",
    "method",
    "settings",
    "rule",
    "names_shown",
    "revisable",
    "reopening",
    "proxies",
    "present",
    "trouble",
    "admissions",
    "changes",
    "reminder_minutes",
)


@dataclass(frozen=True)
class Option:
    """A solution on the ballot; `adopted` once the result is certified."""

    solution_id: UUID
    number: int
    title: str
    adopted: bool | None = None


@dataclass(frozen=True)
class Round:
    """A round as it now is; `counts` stand in the order of `options`."""

    forum_id: UUID
    round_id: UUID
    number: int
    title: str
    named: bool
    names_shown: bool
    method: str
    settings: dict[str, Any]
    rule: dict[str, Any]
    live_tally: bool
    revisable: bool
    reopening: bool
    proxies: int  # how many one elector may hold
    reminder_minutes: int
    state: str
    opened_at: datetime | None
    closes_at: datetime | None
    paused_at: datetime | None
    electors: int
    present: dict[str, Any] | None
    unit: int
    on_paper: int  # how many electors were handed a sheet
    ballots: int
    counts: list[list[int]]
    progress: int
    trouble: str
    admissions: list[dict[str, Any]]  # electors who came late: at, reason, substitute
    voided: int  # what revisions begin after, as ballots say them
    changes: list[dict[str, Any]]  # of options under those who vote: at, solution_id, ballots set aside
    version: int
    options: Sequence[Option]

    @property
    def key(self) -> dict[str, UUID]:
        """What its rows are found by."""
        return {"forum_id": self.forum_id, "round_id": self.round_id}

    def shown(self, codes: Sequence[int]) -> dict[str, Any]:
        """A ballot of it as it was written: option → choice."""
        choices: dict[str, Any] = kind_of(self.method).show(codes, [str(each.solution_id) for each in self.options])
        return choices

    @property
    def closing(self) -> datetime:
        """When it closes. Raises RoundInAnotherState while it has not been opened."""
        if self.closes_at is None:
            raise RoundInAnotherState(state=self.state)
        return self.closes_at

    @property
    def reminder_at(self) -> datetime | None:
        """When those who have not voted are reminded."""
        return self.closing - timedelta(minutes=self.reminder_minutes) if self.reminder_minutes else None

    def is_open(self, now: datetime) -> bool:
        """Whether it takes ballots: a closing time counts even when nothing has closed the round yet."""
        return self.state == "open" and now < self.closing

    def closing_if_resumed(self, now: datetime) -> datetime:
        """When it closes; of one that is paused, when it would if it went on now."""
        return self.closing + (now - self.paused_at) if self.paused_at else self.closing

    def require_voting(self, now: datetime) -> None:
        """Raises RoundInAnotherState unless it takes ballots, or would if it were not paused."""
        if self.state != "paused" and not self.is_open(now):
            raise RoundInAnotherState(state="closed" if self.state == "open" else self.state)

    def require(self, *states: str) -> None:
        """Raises RoundInAnotherState unless it is in one of these."""
        if self.state not in states:
            raise RoundInAnotherState(state=self.state)


def tally_is_visible(state: str, live_tally: bool) -> bool:
    """Counts may be seen while voting only where the round says so, and by all once it is closed."""
    return live_tally or state in ("closed", "sealed", "counting", "certified")


def check_closing(closes_at: datetime, after: datetime) -> None:
    """Raises Invalid when a closing time is not later than `after`, or absurdly so."""
    if closes_at <= after:
        raise Invalid([Fault("/closes_at", "too-early", {"after": after.isoformat()})])
    if closes_at > after + LONGEST:
        raise Invalid([Fault("/closes_at", "too-late")])


def check_hidden(weights: Mapping[Decimal, int]) -> None:
    """Raises TooFewToHideAmong when fewer than FEW electors have some weight: it would tell whose ballot it is."""
    if min(weights.values()) < FEW:
        raise TooFewToHideAmong(few=FEW)


def unit_of(weights: Iterable[Decimal]) -> int:
    """How many units make one vote, so that each of these weights is a whole number of them."""
    return lcm(*(Fraction(weight).denominator for weight in weights))


def tally(round_: Round) -> list[dict[str, Any]] | None:
    """What is known option by option, or None while nothing may be seen.

    Rounds without running counts, as secret ones are, tell nothing before their result, and then what is adopted.
    """
    if round_.counts and tally_is_visible(round_.state, round_.live_tally):
        pairs = zip(round_.options, round_.counts, strict=True)
        return [METHODS[round_.method].describe(o.solution_id, counts, o.adopted) for o, counts in pairs]
    if round_.state == "certified":
        return [{"solution_id": option.solution_id, "adopted": option.adopted} for option in round_.options]
    return None


def state_of(round_: Round) -> dict[str, Any]:
    """The round as events tell it."""
    return {
        "forum_id": round_.forum_id,
        "round_id": round_.round_id,
        "title": round_.title,
        "named": round_.named,
        "live_tally": round_.live_tally,
        "state": round_.state,
        "opened_at": round_.opened_at,
        "closes_at": round_.closes_at,
        "electors": round_.electors,
        "ballots": round_.ballots,
        "on_paper": round_.on_paper,
        "options": [{"solution_id": o.solution_id, "number": o.number, "title": o.title} for o in round_.options],
        "tally": tally(round_),
        "unit": round_.unit,
        "progress": round_.progress,
        "version": round_.version,
    }


def answer(round_: Round) -> dict[str, Any]:
    """The round as who asks is answered: what events tell, and how it is counted."""
    return {**state_of(round_), **{name: getattr(round_, name) for name in ANSWERED}}
