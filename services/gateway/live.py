"""What this process has heard: events keep the copies right and wake the hubs of the forums somebody watches.

New counts of ballots are written into the copy of the board as they are heard, and new counts of opinions passed on;
after any other event of a forum its copies are forgotten and fetched again, once for everybody.
"""

import random
from collections.abc import AsyncGenerator, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from services.gateway.board import are_counts, opinion_counts, with_counts
from services.gateway.copies import Copies, Key
from services.gateway.hub import Hub, board_key
from services.gateway.own_copies import OwnCopies
from services.gateway.problems import Overloaded
from services.gateway.screens import Screens
from services.gateway.sessions import Sessions
from services.kit.clock import now
from services.kit.envelope import Envelope

STREAMS = 6_000
RETRY_MS = 2_000
#: Forums whose last counts are kept, to correct a board that was fetched while ballots were counted.
REMEMBERED = 2_000


class Live:
    """What this process has heard, and who watches."""

    def __init__(self, copies: Copies, own_copies: OwnCopies, sessions: Sessions, screens: Screens) -> None:
        self._copies, self._own_copies, self._sessions, self._screens = copies, own_copies, sessions, screens
        copies.correct = self._correct
        self._counts: dict[str, dict[str, Mapping[str, Any]]] = {}
        self._hubs: dict[str, Hub] = {}
        self._streams = 0
        self.lost_since: datetime | None = now()

    # what is heard

    def hear(self, event: Envelope) -> None:
        """Take an event in."""
        self._own_copies.hear(event)
        if event.type == "session_ended.v1":
            self._sessions.end(UUID(event.data["session_id"]), _expires(event))
        stream, _, forum_id = event.stream.partition("/")
        if stream != "forum":
            return
        hub = self._hubs.get(forum_id)
        if event.type == "ballots_counted.v1" and are_counts(event.data):
            self._count(forum_id, event.data)
        elif event.type == "opinions_counted.v1":
            if hub:
                hub.judged(opinion_counts(event.data))
        else:
            self._copies.forget(forum_id)
        if hub:
            hub.wake()
        if event.type == "screen_unpaired.v1":
            self._screens.end(UUID(event.data["screen_id"]), _expires(event))
            if hub:
                hub.nudge()

    def hearing(self, begins: bool) -> None:
        """Events arrive from now on, or no more. What was said in between is unknown, so nothing copied is kept."""
        for copies in (self._copies, self._own_copies):
            copies.heard = begins
            if begins:
                copies.forget_all()
        if begins:
            self.lost_since = None
        elif self.lost_since is None:
            self.lost_since = now()
        for hub in self._hubs.values():
            hub.hearing(self.lost_since)

    # who watches

    async def watch(self, forum_id: str) -> AsyncGenerator[bytes]:
        """The messages of one stream, heartbeats included. Raises what asking for the forum raises."""
        if self._streams >= STREAMS:
            raise Overloaded
        hub = self._hubs.get(forum_id) or Hub(forum_id, self._copies)
        await hub.look()
        hub = self._hubs.setdefault(forum_id, hub)
        return self._stream(hub)

    async def _stream(self, hub: "Hub") -> AsyncGenerator[bytes]:
        watcher = hub.join(self.lost_since)
        self._streams += 1
        try:
            yield b"retry: %d\n\n" % _retry_ms(hub)
            while (message := await watcher.next()) is not None:
                yield message
        finally:
            self._streams -= 1
            if hub.leave(watcher) and self._hubs.get(hub.forum_id) is hub:
                del self._hubs[hub.forum_id]

    def close(self) -> None:
        """End every stream; browsers come back by themselves."""
        for hub in self._hubs.values():
            hub.close()

    # counts, which are changed in the copy rather than fetched again

    def _count(self, forum_id: str, counted: Mapping[str, Any]) -> None:
        if forum_id not in self._counts and len(self._counts) >= REMEMBERED:
            del self._counts[next(iter(self._counts))]
        rounds = self._counts.setdefault(forum_id, {})
        known = rounds.get(counted["round_id"])
        if known is None or known["version"] < counted["version"]:
            rounds[counted["round_id"]] = counted
        service, path = board_key(forum_id)
        if (board := self._copies.peek(service, path, forum_id)) is not None:
            self._copies.put(service, path, forum_id, with_counts(board, counted))

    def _correct(self, forum_id: str, key: Key, value: Any) -> Any:
        """A board that was fetched while ballots were counted may be older than the counts we have heard."""
        if key == board_key(forum_id):
            for counted in self._counts.get(forum_id, {}).values():
                value = with_counts(value, counted)
        return value


def _retry_ms(hub: Hub) -> int:
    """When a browser comes back that has lost its stream: not all in the same instant. That is cheaper than a page."""
    return RETRY_MS + random.randrange(hub.spread_ms // 10)  # noqa: S311 - not a secret


def _expires(event: Envelope) -> float:
    return datetime.fromisoformat(event.data["expires_at"]).timestamp()
