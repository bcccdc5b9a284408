"""One forum that is being watched: all its open pages are told the same, at most four times a second.

A hub compares what it showed last with the copies as they now are, and sends the difference. A stream begins with
`snapshot` {forum, board, edition, now, spread_ms}; then come `change` events {forum?, board?, opinions?, spread_ms}
with what differs (`board.difference`) and the proposals whose counts of opinions are new. `lost` {since} means that
events have not been heard since then: what follows is up to two seconds old, until a new `snapshot`; who shows counts
of opinions asks for them again then.

`edition` is the board's (`board.edition`): a page that was drawn from another is old already. `spread_ms` grows with
the number of watchers: who asks for more after a message waits a random part of it first, or a whole hall would ask in
the same instant.
"""

import asyncio
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from services.gateway.board import difference, edition, forward
from services.gateway.copies import SECONDS, SECONDS_UNHEARD, Copies, Key
from services.gateway.problems import Problem
from services.kit import strict_json
from services.kit.clock import now
from services.kit.errors import Refused, Unavailable
from services.kit.ids import random_id

HEARTBEAT = 15.0
PAUSE = 0.25
#: A page that is fetched again costs the gateway and the services some 7 ms of processor together; this many
#: milliseconds for each watcher leave some for those who vote meanwhile. A few watchers need not wait for one another.
SPREAD_MS_A_WATCHER = 10
SPREAD_MS = 300
BEHIND = 32  # messages a slow watcher may be behind; then it is given a new snapshot instead

State = dict[str, Any]


class Hub:
    """One forum that is being watched: what its watchers were shown last, and what they must be told."""

    def __init__(self, forum_id: str, copies: Copies) -> None:
        self.forum_id, self._copies = forum_id, copies
        self._shown: State = {}
        self._judged: dict[str, Any] = {}  # proposals whose counts of opinions have not been told yet
        self._watchers: set[Watcher] = set()
        self._dirty = asyncio.Event()
        self._begin_again = False
        self._epoch, self._number = random_id().hex[:8], 0
        self._runner: asyncio.Task[None] | None = None

    async def look(self) -> State:
        """The forum and its board as they now are; what cannot be had just now stays as it was shown.

        Raises Problem when nobody may see the forum, and what the services raise when neither part was ever seen. The
        board of a forum that proposals has not heard of yet is one that cannot be had just now.
        """
        fresh: State = {}
        trouble: Exception | None = None
        for name, (service, path) in {"forum": forum_key(self.forum_id), "board": board_key(self.forum_id)}.items():
            try:
                fresh[name] = await self._copies.read(service, path, self.forum_id)
            except (Problem, Unavailable) as error:
                if name == "forum" and isinstance(error, Problem) and error.status < 500:
                    raise
                trouble, fresh[name] = error, self._shown.get(name)
        if trouble and not any(fresh.values()):
            raise trouble
        if fresh["board"] is not None:
            fresh["board"] = forward(self._shown.get("board"), fresh["board"])
        self._shown = self._shown or fresh
        return fresh

    def join(self, lost_since: datetime | None) -> "Watcher":
        """A new watcher, who is shown everything first."""
        watcher = Watcher(self._snapshot)
        watcher.tell(self._snapshot())
        if lost_since is not None:
            watcher.tell(_lost(lost_since))
        self._watchers.add(watcher)
        if self._runner is None:
            self._runner = asyncio.create_task(self._run())
        return watcher

    def leave(self, watcher: "Watcher") -> bool:
        """A watcher has gone; answers whether nobody is left."""
        self._watchers.discard(watcher)
        if not self._watchers and self._runner is not None:
            self._runner.cancel()
            self._runner = None
        return not self._watchers

    @property
    def spread_ms(self) -> int:
        """Within how many milliseconds the watchers should ask for more, each at a moment of its own."""
        return max(SPREAD_MS, SPREAD_MS_A_WATCHER * len(self._watchers))

    def wake(self) -> None:
        """Something may have changed."""
        self._dirty.set()

    def nudge(self) -> None:
        """Have every watcher look again by itself, though nothing that all are shown has changed."""
        self._tell(b": look again\n\n")

    def judged(self, counts: Mapping[str, Any]) -> None:
        """These proposals have new counts of opinions; of several for one proposal the last is told."""
        self._judged.update(counts)

    def hearing(self, lost_since: datetime | None) -> None:
        """Tell the watchers that what they see is no longer live, or, by showing everything anew, that it is again."""
        if lost_since is None:
            self._begin_again = True
        else:
            self._tell(_lost(lost_since))
        self.wake()

    def close(self) -> None:
        """End every stream."""
        for watcher in self._watchers:
            watcher.end()

    async def _run(self) -> None:
        while True:
            await self._until_due()
            self._dirty.clear()
            try:
                self._show(await self.look())
            except (Problem, Refused):
                self.close()  # nobody may see it any more, or it cannot be had: a browser asks again
            await asyncio.sleep(PAUSE)

    async def _until_due(self) -> None:
        """Until something is heard, or copies are old."""
        try:
            async with asyncio.timeout(SECONDS if self._copies.heard else SECONDS_UNHEARD):
                await self._dirty.wait()
        except TimeoutError:
            return

    def _show(self, fresh: State) -> None:
        change = _change(self._shown, fresh)
        if self._judged:
            change["opinions"], self._judged = list(self._judged.values()), {}
        if not change and not self._begin_again:
            return
        self._shown, self._number = fresh, self._number + 1
        self._tell(self._snapshot() if self._begin_again else self._message("change", change))
        self._begin_again = False

    def _tell(self, message: bytes) -> None:
        for watcher in self._watchers:
            watcher.tell(message)

    def _snapshot(self) -> bytes:
        """Everything, with the present moment: a page whose clock is wrong can tell by how much."""
        board = self._shown["board"]
        return self._message("snapshot", {**self._shown, "edition": edition(board) if board else None, "now": now()})

    def _message(self, event: str, facts: State) -> bytes:
        identifier = f"{self._epoch}-{self._number}".encode()
        data = strict_json.dumps({**facts, "spread_ms": self.spread_ms})
        return b"event: %b\nid: %b\ndata: %b\n\n" % (event.encode(), identifier, data)


class Watcher:
    """One open page."""

    def __init__(self, begin_again: Callable[[], bytes]) -> None:
        self._messages: asyncio.Queue[bytes | None] = asyncio.Queue()
        self._begin_again = begin_again

    def tell(self, message: bytes) -> None:
        """Send a message; one who cannot follow is given everything anew instead."""
        if self._messages.qsize() >= BEHIND:
            while not self._messages.empty():
                self._messages.get_nowait()
            message = self._begin_again()
        self._messages.put_nowait(message)

    def end(self) -> None:
        """There is no more."""
        self._messages.put_nowait(None)

    async def next(self) -> bytes | None:
        """The next message, or a heartbeat; None when the stream is over."""
        try:
            async with asyncio.timeout(HEARTBEAT):
                return await self._messages.get()
        except TimeoutError:
            return b": still here\n\n"


def forum_key(forum_id: str) -> Key:
    """Where a forum is asked for."""
    return "forum", f"/forums/{forum_id}"


def board_key(forum_id: str) -> Key:
    """Where its board is asked for."""
    return "proposals", f"/forums/{forum_id}/board"


def _change(shown: State, fresh: State) -> State:
    change: State = {}
    if fresh["forum"] != shown["forum"]:
        change["forum"] = fresh["forum"]
    if board := difference(shown["board"] or {}, fresh["board"] or {}):
        change["board"] = board
    return change


def _lost(since: datetime) -> bytes:
    return b"event: lost\ndata: %b\n\n" % strict_json.dumps({"since": since})
