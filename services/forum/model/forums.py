"""A forum's life: its states, its phases, and what may change when.

Every change answers steps, each an event's type and the forum after it: the steps of a change are its events.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from services.forum.model.phases import Phase, PhaseNotInThisState, PhaseTimeOver, due, ended
from services.forum.model.scenes import AUTO
from services.kit.errors import N_, Conflict, Fault, Invalid


class NotInThisState(Conflict):
    """Raised when a forum's state does not allow the change; `state` says which it is in."""

    slug = "forum-state"
    sentence = N_("Trạng thái hiện tại của diễn đàn không cho phép việc này.")


class UnknownHost(Invalid):
    """Raised when the body that should hold the forum does not exist."""

    def __init__(self) -> None:
        super().__init__([Fault("/host_body_id", "unknown-body")])


class TimesReversed(Invalid):
    """Raised when a forum would end before it starts."""

    def __init__(self) -> None:
        super().__init__([Fault("/ends_at", "before-starts-at")])


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
    short_code: str = ""
    state: str = "draft"
    version: int = 1
    phases: tuple[Phase, ...] = ()
    scene: Mapping[str, Any] = field(default_factory=lambda: AUTO)

    def as_data(self) -> dict[str, Any]:
        """As answers carry it."""
        return asdict(self)

    def as_told(self) -> dict[str, Any]:
        """As the events of its life carry it: the hall's scene has an event of its own, and nobody needs the code."""
        return {name: value for name, value in self.as_data().items() if name not in ("short_code", "scene")}

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
            forum = _with_phase(forum, ended(phase, now))
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
        state = due(phase, now)
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
    return [("phase_closed.v1", _with_phase(forum, ended(phase, now)))]


def _move(forum: Forum, to: str) -> Step:
    require_state(forum, BEFORE[to])
    return TOLD_BY[to], replace(forum, state=to, version=forum.version + 1)


def _followed(steps: list[Step], now: datetime) -> list[Step]:
    return steps + catch_up(steps[-1][1], now)


def _with_phase(forum: Forum, changed: Phase) -> Forum:
    phases = tuple(changed if phase.phase_id == changed.phase_id else phase for phase in forum.phases)
    return replace(forum, phases=phases, version=forum.version + 1)


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
