"""Phases of a forum: when they run, and what cannot change once they have begun."""

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from services.contracts import forum as contracts
from services.kit.errors import N_, Conflict


class PhaseNotInThisState(Conflict):
    """Raised when a phase is in another state than the change needs; `state` says which."""

    slug = "phase-state"
    sentence = N_("Trạng thái hiện tại của giai đoạn này không cho phép việc này.")


class PhaseTimeOver(Conflict):
    """Raised when a phase should be opened whose closing time has passed."""

    slug = "phase-time-over"
    sentence = N_("Giai đoạn này đã hết thời gian. Hãy dời giờ kết thúc trước khi mở.")


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
        return contracts.runs_in(self.kind)

    @property
    def beginning(self) -> tuple[str, datetime]:
        """What cannot change once the phase is open. To the minute, since that is what forms show and send back."""
        return self.kind, self.opens_at.replace(second=0, microsecond=0)

    @property
    def course(self) -> tuple[object, ...]:
        """What cannot change once the phase is over."""
        return *self.beginning, self.closes_at.replace(second=0, microsecond=0), self.title


def ended(phase: Phase, now: datetime) -> Phase:
    """The phase, ended now."""
    return replace(phase, state="over", closes_at=max(phase.opens_at, min(phase.closes_at, now)))


def due(phase: Phase, now: datetime) -> str:
    """The state a phase should be in by now, while it runs."""
    if phase.state != "over" and phase.closes_at <= now:
        return "over"
    if phase.state == "planned" and phase.opens_at <= now:
        return "open"
    return phase.state
