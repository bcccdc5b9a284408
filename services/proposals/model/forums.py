"""What this service knows of a forum and of who asks."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from services.kit.vietnamese import searchable, sort_key
from services.proposals.model.refusals import ForumNotOpen, ForumOver, PhaseNotOpen

ORGANIZER = "organizer"
DELEGATE = "delegate"
ANNOUNCED_STATES = ("announced", "open", "closed", "concluded")  # a forum in one of these is public for good


def findable(seat: Mapping[str, Any]) -> dict[str, Any]:
    """A seat with what it is listed and found by."""
    text = searchable(seat["full_name"], seat["position"], seat["sector"])
    return {**seat, "sort_key": sort_key(seat["full_name"]), "search_text": text}


def takes_part(roles: Collection[str]) -> bool:
    """Whether who holds these roles takes part, and not only looks on."""
    return ORGANIZER in roles or DELEGATE in roles


@dataclass(frozen=True)
class Forum:
    """A forum, as the person who asks stands to it."""

    forum_id: UUID
    title: str
    host_body_id: UUID
    time_zone: str
    state: str
    announced: bool
    open_phases: list[str]
    full_name: str | None  # of the asker's seat, if they have one
    position: str | None
    sector: str | None
    roles: list[str]

    @property
    def organized(self) -> bool:
        """Whether the asker is an organizer of it."""
        return ORGANIZER in self.roles

    @property
    def seated(self) -> bool:
        """Whether the asker takes part, and not only looks on."""
        return takes_part(self.roles)

    @property
    def readable(self) -> bool:
        """Whether the asker may know of it."""
        return self.announced or self.organized

    @property
    def author(self) -> str:
        """The asker's name and position, to stand under what they write."""
        return ", ".join(filter(None, (self.full_name, self.position)))

    def require_going_on(self) -> None:
        """Raises ForumOver when it is concluded or cancelled."""
        if self.state in ("concluded", "cancelled"):
            raise ForumOver(state=self.state)

    def require_held(self) -> None:
        """Raises ForumNotOpen unless it is open, or closed and waiting for its conclusion."""
        self.require_going_on()
        if self.state not in ("open", "closed"):
            raise ForumNotOpen(state=self.state)

    def require_phase(self, kind: str) -> None:
        """Raises ForumNotOpen or PhaseNotOpen unless a phase of this kind is running."""
        if self.state != "open":
            raise ForumNotOpen(state=self.state)
        if kind not in self.open_phases:
            raise PhaseNotOpen(phase=kind)
