"""A round: what may be done in which state, what may be seen of it, and how it is told."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import ModuleType
from typing import Any
from uuid import UUID

from services.kit.errors import Fault, Invalid
from services.proposals.model.refusals import RecountDiffers, RoundInAnotherState
from services.proposals.tally import METHODS

RUNNING = ("open", "closed", "sealed")  # voting has begun and there is no result yet
LONGEST = timedelta(days=366)


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
    method: str
    rule: dict[str, str]
    live_tally: bool
    reminder_minutes: int
    state: str
    opened_at: datetime | None
    closes_at: datetime | None
    electors: int
    ballots: int
    counts: list[list[int]]
    version: int
    options: Sequence[Option]

    @property
    def counting(self) -> ModuleType:
        """The module of its method."""
        return METHODS[self.method]

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

    def require(self, *states: str) -> None:
        """Raises RoundInAnotherState unless it is in one of these."""
        if self.state not in states:
            raise RoundInAnotherState(state=self.state)


def tally_is_visible(state: str, live_tally: bool) -> bool:
    """Counts may be seen while voting only where the round says so, and by all once it is closed."""
    return live_tally or state in ("closed", "sealed", "certified")


def check_closing(closes_at: datetime, after: datetime) -> None:
    """Raises Invalid when a closing time is not later than `after`, or absurdly so."""
    if closes_at <= after:
        raise Invalid([Fault("/closes_at", "too-early", {"after": after.isoformat()})])
    if closes_at > after + LONGEST:
        raise Invalid([Fault("/closes_at", "too-late")])


def tally(round_: Round) -> list[dict[str, Any]] | None:
    """The counts option by option, or None while they may not be seen."""
    if not tally_is_visible(round_.state, round_.live_tally):
        return None
    pairs = zip(round_.options, round_.counts, strict=True)
    return [round_.counting.describe(o.solution_id, counts, o.adopted) for o, counts in pairs]


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
        "options": [{"solution_id": o.solution_id, "number": o.number, "title": o.title} for o in round_.options],
        "tally": tally(round_),
        "version": round_.version,
    }


def answer(round_: Round) -> dict[str, Any]:
    """The round as who asks is answered: what events tell, and how it is counted."""
    return {
        **state_of(round_),
        "number": round_.number,
        "method": round_.method,
        "rule": round_.rule,
        "reminder_minutes": round_.reminder_minutes,
    }


def result(round_: Round, ballots: int, recounted: list[list[int]]) -> list[bool]:
    """Which options are adopted, by a recount that agrees with the counters. Raises RecountDiffers."""
    if ballots != round_.ballots or recounted != round_.counts:
        raise RecountDiffers(counted={"ballots": round_.ballots}, recounted={"ballots": ballots})
    return [round_.counting.is_adopted(option, ballots, round_.rule) for option in recounted]
