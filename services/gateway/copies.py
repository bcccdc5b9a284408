"""Copies of what many people read at once, in memory: one fetch for all of them, forgotten when an event says so.

Only what anybody may read is copied: it is fetched as nobody. Whoever is refused as nobody is asked for by name,
without a copy. While events cannot be heard a copy lives two seconds; otherwise ten, in case a relay stands still.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from services.gateway.problems import of_answer
from services.gateway.services import Reply, Services
from services.kit.acting import NOBODY, Acting
from services.kit.clock import monotonic

SECONDS = 10.0
SECONDS_UNHEARD = 2.0
REMEMBERED = 2_000

Key = tuple[str, str]  # service and path
#: brings an answer that may be older than what was heard up to what was heard: subject, key, answer
Correct = Callable[[str, Key, Any], Any]


@dataclass(slots=True)
class Copy:
    """A service's answer as it was at `at` (monotonic)."""

    value: Any
    at: float


class Copies:
    """The copies of this process. `subject` is what a copy is about (a forum's id), and what is forgotten together."""

    def __init__(self, services: Services, seconds: float = SECONDS, remembered: int = REMEMBERED) -> None:
        self._services, self._seconds, self._remembered = services, seconds, remembered
        self._copies: dict[str, dict[Key, Copy]] = {}
        self._fetching: dict[tuple[str, Key], asyncio.Task[Any]] = {}
        self.heard = False  # whether events arrive
        self.correct: Correct = lambda subject, key, value: value
        services.wrote.append(self.wrote)

    async def read(self, service: str, path: str, subject: str, acting: Acting = NOBODY) -> Any:
        """What `GET path` answers to anybody, or to this person where nobody may read it. Raises Problem or Refused."""
        reply = await self._copied(subject, (service, path), NOBODY)
        if isinstance(reply, Reply):  # refused as nobody
            if acting == NOBODY:
                raise of_answer(reply.json)
            return await self._services.ask(service, "GET", path, acting)
        return reply

    def peek(self, service: str, path: str, subject: str) -> Any | None:
        """The copy, when there is one that may still be used."""
        copy = self._copies.get(subject, {}).get((service, path))
        seconds = self._seconds if self.heard else SECONDS_UNHEARD
        return copy.value if copy and monotonic() - copy.at < seconds else None

    def put(self, service: str, path: str, subject: str, value: Any) -> None:
        """Replace a copy that is there by what it has become; it does not live longer for that."""
        copy = self._copies.get(subject, {}).get((service, path))
        if copy is not None:
            copy.value = value

    def forget(self, subject: str) -> None:
        """What is known of this subject may be old; what is being fetched will not be kept either."""
        self._copies.pop(subject, None)
        for fetching in [each for each in self._fetching if each[0] == subject]:
            del self._fetching[fetching]

    def forget_all(self) -> None:
        """Forget everything."""
        self._copies.clear()
        self._fetching.clear()

    def wrote(self, service: str, path: str, acting: Acting) -> None:
        """This process has changed something: its next reader must see it."""
        parts = path.split("?")[0].split("/")
        if len(parts) > 2 and parts[1] == "forums":
            self.forget(parts[2])

    async def _copied(self, subject: str, key: Key, acting: Acting) -> Any:
        """The answer, parsed; or, when it is a refusal, the Reply."""
        if (value := self.peek(*key, subject)) is not None:
            return value
        fetch = self._fetching.get((subject, key))
        if fetch is None:
            fetch = asyncio.create_task(self._fetch(subject, key, acting))
            self._fetching[subject, key] = fetch
        return await asyncio.shield(fetch)  # who gives up waiting must not end the others' wait

    async def _fetch(self, subject: str, key: Key, acting: Acting) -> Any:
        """One fetch for all who wait; a copy is kept unless its subject was forgotten meanwhile."""
        me = asyncio.current_task()
        at = monotonic()
        try:
            reply = await self._services.send(key[0], "GET", key[1], acting)
            if reply.status != 200:
                return reply
            value = self.correct(subject, key, reply.json)
            if self._fetching.get((subject, key)) is me:
                self._keep(subject, key, Copy(value, at))
            return value
        finally:
            if self._fetching.get((subject, key)) is me:
                del self._fetching[subject, key]

    def _keep(self, subject: str, key: Key, copy: Copy) -> None:
        if subject not in self._copies and len(self._copies) >= self._remembered:
            del self._copies[next(iter(self._copies))]
        self._copies.setdefault(subject, {})[key] = copy
