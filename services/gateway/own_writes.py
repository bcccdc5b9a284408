"""What each session has just changed, so that its next command waits until the service it goes to has heard of it.

An organizer who opens a forum and then a round asks two services; the second may not have heard yet of what the first
has done a moment ago. Remembered for a short time only: with the broker away nobody must wait for what cannot come.
"""

from uuid import UUID

from services.contracts import LISTENERS
from services.kit.clock import monotonic

SECONDS = 10.0
REMEMBERED = 10_000

#: a stream of a producer, as a Depends-On header names it → the version it came to, and until when that matters
Streams = dict[str, tuple[int, float]]


class OwnWrites:
    """The recent changes of this process's sessions."""

    def __init__(self) -> None:
        self._sessions: dict[UUID, Streams] = {}

    def note(self, session_id: UUID | None, versions: str) -> None:
        """Remember a `Stream-Version` header: `forum directory=12, forum forum/<id>=7`."""
        if session_id is None or not versions:
            return
        streams = self._sessions.pop(session_id, {})
        until = monotonic() + SECONDS
        for each in versions.split(", "):
            stream, _, version = each.rpartition("=")
            streams[stream] = (int(version), until)
        self._sessions[session_id] = streams
        if len(self._sessions) > REMEMBERED:
            del self._sessions[next(iter(self._sessions))]

    def dependencies(self, session_id: UUID | None, service: str) -> str:
        """The `Depends-On` header of this session's next command to a service; empty when it need not wait."""
        streams = self._sessions.get(session_id) if session_id else None
        if not streams:
            return ""
        now = monotonic()
        return ", ".join(
            f"{stream}={version}"
            for stream, (version, until) in streams.items()
            if until > now and service in LISTENERS[stream.partition(" ")[0]]
        )
