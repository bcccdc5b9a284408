"""A hall with one page open on everybody's phone: it opens the page, follows it, and fetches it again when it changes.

Each of them does what `services/gateway/assets/live.js` does, with a session of their own and without drawing anything.
"""

import asyncio
import random
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import dataclass, field

import aiohttp
import orjson

SPREAD_MS = 300  # of a gateway that says none
PAUSES = (2, 4, 8, 16, 30)  # as live.js waits after an answer that is none
PATIENCE = 120  # for all of them together
#: where a page says that a part of it could not be had
AWAY = b'<div class="away" role="status"><p>'
WHOLE, IN_PARTS, NONE = "whole", "without a part", "none"


@dataclass
class Fetch:
    """One person's page: when it was right, counted from when they began, and every answer on the way there."""

    seconds: float = float("inf")
    answers: list[str] = field(default_factory=list)  # WHOLE, IN_PARTS, NONE, or the status of a refusal
    answered_ms: list[float] = field(default_factory=list)


class Crowd:
    """People by the tokens of their sessions, at one forum of one gateway."""

    def __init__(self, gateway: str, forum_id: str, tokens: Sequence[str]) -> None:
        self._page = f"{gateway}/dien-dan/{forum_id}"
        self._stream = f"{gateway}/api/v1/forums/{forum_id}/live"
        self._tokens = tokens

    async def open(self, seconds: float) -> list[Fetch]:
        """Everybody opens the page, one after another, evenly over so many seconds. Nobody tries again."""
        fetches = [Fetch() for _ in self._tokens]
        async with _client() as client, asyncio.timeout(seconds + PATIENCE):
            await asyncio.gather(
                *(
                    self._once(client, token, fetch, seconds * number / len(fetches))
                    for number, (token, fetch) in enumerate(zip(self._tokens, fetches, strict=True))
                )
            )
        return fetches

    async def follow(self, seconds: float, change: Callable[[], Awaitable[None]]) -> list[Fetch]:
        """Everybody follows the page; then something changes, and it counts until each page is right again.

        Who could not follow when it changed is not among the answers.
        """
        async with _client() as client:
            followers = [Follower(client, self._stream) for _ in self._tokens]
            tasks = [asyncio.create_task(each.run(random.uniform(0, seconds))) for each in followers]
            try:
                await asyncio.sleep(seconds + 5)
                there = [(each, token) for each, token in zip(followers, self._tokens, strict=True) if each.follows]
                began = time.monotonic()
                fetching = [asyncio.create_task(self._again(client, each, token, began)) for each, token in there]
                await change()
                await asyncio.wait(fetching, timeout=PATIENCE)
                return [each.fetch for each, _ in there]
            finally:
                for task in tasks:
                    task.cancel()
                await asyncio.gather(*tasks, return_exceptions=True)

    async def _once(self, client: aiohttp.ClientSession, token: str, fetch: Fetch, wait: float) -> None:
        await asyncio.sleep(wait)
        began = time.monotonic()
        if await self._fetch(client, token, fetch):
            fetch.seconds = time.monotonic() - began

    async def _again(self, client: aiohttp.ClientSession, follower: "Follower", token: str, began: float) -> None:
        await follower.changed.wait()
        await asyncio.sleep(random.random() * follower.spread_ms / 1000)
        for number in range(20):
            if await self._fetch(client, token, follower.fetch):
                follower.fetch.seconds = time.monotonic() - began
                return
            await asyncio.sleep(PAUSES[min(number, len(PAUSES) - 1)] * random.uniform(0.5, 1.5))

    async def _fetch(self, client: aiohttp.ClientSession, token: str, fetch: Fetch) -> bool:
        began = time.monotonic()
        try:
            headers = {"Cookie": f"session={token}", "Accept": "text/html"}
            async with client.get(self._page, headers=headers) as answer:
                page = await answer.read()
                found = str(answer.status) if answer.status != 200 else IN_PARTS if AWAY in page else WHOLE
        except (aiohttp.ClientError, TimeoutError):
            found = NONE
        fetch.answers.append(found)
        fetch.answered_ms.append((time.monotonic() - began) * 1000)
        return found == WHOLE


class Follower:
    """One open page's stream; one that is refused is asked for again."""

    def __init__(self, client: aiohttp.ClientSession, address: str) -> None:
        self._client, self._address = client, address
        self.follows, self.spread_ms = False, SPREAD_MS
        self.changed, self.fetch = asyncio.Event(), Fetch()

    async def run(self, wait: float) -> None:
        """Follow until cancelled."""
        await asyncio.sleep(wait)
        while True:
            try:
                async for event, data in self._events():
                    self._take(event, data)
            except (aiohttp.ClientError, TimeoutError):
                pass
            self.follows = False
            await asyncio.sleep(random.uniform(2, 5))

    def _take(self, event: bytes, data: bytes) -> None:
        if event == b"snapshot":
            self.follows = True
        elif event != b"change":
            return
        said = orjson.loads(data)
        self.spread_ms = said.get("spread_ms", SPREAD_MS)
        if event == b"change" and said.get("board", {}).get("rounds"):
            self.changed.set()

    async def _events(self) -> AsyncIterator[tuple[bytes, bytes]]:
        async with self._client.get(self._address, headers={"Accept": "text/event-stream"}) as answer:
            event = b""
            async for line in answer.content:
                if line.startswith(b"event: "):
                    event = line[7:].strip()
                elif line.startswith(b"data: "):
                    yield event, line[6:]


def _client() -> aiohttp.ClientSession:
    """As many connections as there are people; each waits as long as a browser would."""
    connector = aiohttp.TCPConnector(limit=0, keepalive_timeout=10)
    timeout = aiohttp.ClientTimeout(total=None, sock_connect=30, sock_read=60)
    return aiohttp.ClientSession(connector=connector, timeout=timeout, read_bufsize=2**18)
