"""A forum's life: its states, its phases, and what may change when.

Every change answers steps, each an event's type and the forum after it: the steps of a change are its events.
"""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from services.kit.errors import N_, Conflict, Fault, Invalid


class NotInThisState(Conflict):
    """Raised when a forum's state does not allow the change; `state` says which it is in."""

    slug = "forum-state"
    sentence = N_("Trạng thái hiện tại của diễn đàn không cho phép việc này.")


class PhaseNotInThisState(Conflict):
    """Raised when a phase is in another state than the change needs; `state` says which."""

    slug = "phase-state"
    sentence = N_("Trạng thái hiện tại của giai đoạn này không cho phép việc này.")


class PhaseTimeOver(Conflict):
    """Raised when a phase should be opened whose closing time has passed."""

    slug = "phase-time-over"
    sentence = N_("Giai đoạn này đã hết thời gian. Hãy dời giờ kết thúc trước khi mở.")


class UnknownHost(Invalid):
    """Raised when the body that should hold the forum does not exist."""

    def __init__(self) -> None:
        super().__init__([Fault("/host_body_id", "unknown-body")])


class TimesReversed(Invalid):
    """Raised when a forum would end before it starts."""

    def __init__(self) -> None:
        super().__init__([Fault("/ends_at", "before-starts-at")])


@dataclass(frozen=True)
class Phase:
    """A stretch of a forum in which one kind of activity is allowed."""

    phase_id: UUID
    kind: str
    title: str
    opens_at: datetime
    closes_at: datetime
    state: str = "planned"

    @property
    def runs_in(self) -> str:
        """The state of the forum in which this phase runs."""
        return RUNS_IN.get(self.kind, "open")

    @property
    def beginning(self) -> tuple[str, datetime]:
        """What cannot change once the phase is open. To the minute, since that is what forms show and send back."""
        return self.kind, self.opens_at.replace(second=0, microsecond=0)

    @property
    def course(self) -> tuple[object, ...]:
        """What cannot change once the phase is over."""
        return *self.beginning, self.closes_at.replace(second=0, microsecond=0), self.title


@dataclass(frozen=True)
class Forum:
    """One deliberation, from draft to conclusion. `version` rises with every event."""

    forum_id: UUID
    title: str
    summary: str
    place: str
    host_body_id: UUID
    host_name: str
    time_zone: str
    starts_at: datetime
    ends_at: datetime
    link_signs_in: bool
    state: str = "draft"
    version: int = 1
    phases: tuple[Phase, ...] = ()

    def as_data(self) -> dict[str, Any]:
        """As events and answers carry it."""
        return asdict(self)

    def phase(self, phase_id: UUID) -> Phase | None:
        """The phase of that id, if the forum has it."""
        return next((phase for phase in self.phases if phase.phase_id == phase_id), None)


Step = tuple[str, Forum]

#: where a forum may come from, by where it goes
BEFORE = {
    "announced": ("draft",),
    "open": ("announced",),
    "closed": ("open",),
    "concluded": ("closed",),
    "cancelled": ("draft", "announced", "open", "closed"),
}
TOLD_BY = {
    "announced": "forum_announced.v1",
    "open": "forum_opened.v1",
    "closed": "forum_closed.v1",
    "concluded": "forum_concluded.v1",
    "cancelled": "forum_cancelled.v1",
}
EDITABLE = ("draft", "announced", "open")
INVITABLE = ("announced", "open")
ENDED = ("concluded", "cancelled")
#: where phases run that do not run while the forum is open
RUNS_IN = {"following-up": "concluded"}


def require_state(forum: Forum, states: Iterable[str]) -> None:
    """Raises NotInThisState unless the forum is in one of `states`."""
    if forum.state not in states:
        raise NotInThisState(state=forum.state)


def announce(forum: Forum, host_name: str) -> list[Step]:
    """Announce the forum under the name its host has now."""
    return [_move(replace(forum, host_name=host_name), "announced")]


def open_forum(forum: Forum, now: datetime) -> list[Step]:
    """Open the forum, and what phases are due with it."""
    return _followed([_move(forum, "open")], now)


def leave_open(forum: Forum, to: str, now: datetime) -> list[Step]:
    """Close, conclude or cancel the forum: open phases end first; with the conclusion, following up begins if due."""
    require_state(forum, BEFORE[to])
    steps: list[Step] = []
    for phase in forum.phases:
        if phase.state == "open":
            forum = _with_phase(forum, _ended(phase, now))
            steps.append(("phase_closed.v1", forum))
    return _followed([*steps, _move(forum, to)], now)


def conclude_by_conclusion(forum: Forum, now: datetime) -> list[Step]:
    """The forum's conclusion was issued: it is concluded, from wherever it still runs."""
    steps = leave_open(forum, "closed", now) if forum.state == "open" else []
    if steps:
        forum = steps[-1][1]
    return [*steps, *leave_open(forum, "concluded", now)] if forum.state == "closed" else []


def amend(forum: Forum, amended: Forum, now: datetime) -> list[Step]:
    """Replace what may be edited. Raises NotInThisState, or Invalid when a phase that has begun would be undone."""
    require_state(forum, EDITABLE)
    phases = _kept(forum.phases, amended.phases)
    step = ("forum_amended.v1", replace(amended, version=forum.version + 1, state=forum.state, phases=phases))
    return _followed([step], now)


def catch_up(forum: Forum, now: datetime) -> list[Step]:
    """The phase changes that are due, one step each, of the phases that run in the forum's present state.

    A phase whose whole time passed meanwhile is over without having been open: opening it now would help nobody.
    """
    steps: list[Step] = []
    running = (phase for phase in forum.phases if forum.state == phase.runs_in)
    for phase in sorted(running, key=lambda phase: phase.opens_at):
        state = _due(phase, now)
        if state != phase.state:
            forum = _with_phase(forum, replace(phase, state=state))
            steps.append(("phase_opened.v1" if state == "open" else "phase_closed.v1", forum))
    return steps


def open_phase(forum: Forum, phase: Phase, now: datetime) -> list[Step]:
    """Open a planned phase by hand, now."""
    require_state(forum, (phase.runs_in,))
    if phase.state != "planned":
        raise PhaseNotInThisState(state=phase.state)
    if phase.closes_at <= now:
        raise PhaseTimeOver(closes_at=phase.closes_at)
    return [("phase_opened.v1", _with_phase(forum, replace(phase, state="open", opens_at=now)))]


def close_phase(forum: Forum, phase: Phase, now: datetime) -> list[Step]:
    """End an open phase by hand, now."""
    if phase.state != "open":
        raise PhaseNotInThisState(state=phase.state)
    return [("phase_closed.v1", _with_phase(forum, _ended(phase, now)))]


def _move(forum: Forum, to: str) -> Step:
    require_state(forum, BEFORE[to])
    return TOLD_BY[to], replace(forum, state=to, version=forum.version + 1)


def _followed(steps: list[Step], now: datetime) -> list[Step]:
    return steps + catch_up(steps[-1][1], now)


def _with_phase(forum: Forum, changed: Phase) -> Forum:
    phases = tuple(changed if phase.phase_id == changed.phase_id else phase for phase in forum.phases)
    return replace(forum, phases=phases, version=forum.version + 1)


def _ended(phase: Phase, now: datetime) -> Phase:
    return replace(phase, state="over", closes_at=max(phase.opens_at, min(phase.closes_at, now)))


def _due(phase: Phase, now: datetime) -> str:
    if phase.state != "over" and phase.closes_at <= now:
        return "over"
    if phase.state == "planned" and phase.opens_at <= now:
        return "open"
    return phase.state


def _kept(before: Sequence[Phase], after: Sequence[Phase]) -> tuple[Phase, ...]:
    """The phases as edited: those that have begun keep their state, and cannot be dropped or undone."""
    edited = {phase.phase_id: phase for phase in after}
    begun = {phase.phase_id: phase for phase in before if phase.state != "planned"}
    for number, phase in enumerate(before):
        if phase.phase_id in begun and phase.phase_id not in edited:
            raise Invalid([Fault("/phases", "phase-has-begun", {"number": number + 1})])
    return tuple(_edited(begun.get(phase.phase_id), phase, number) for number, phase in enumerate(after))


def _edited(begun: Phase | None, phase: Phase, number: int) -> Phase:
    if begun is None:
        return phase
    if begun.beginning != phase.beginning or (begun.state == "over" and begun.course != phase.course):
        raise Invalid([Fault(f"/phases/{number}", "phase-has-begun")])
    return begun if begun.state == "over" else replace(begun, title=phase.title, closes_at=phase.closes_at)
