"""The way to the three services: internal HTTP with a deadline, a limit, and a signed statement of who acts.

    status, json = await services.call("forum", "POST", f"/forums/{forum_id}/open", acting, {}, key=key)
    forum = await services.ask("forum", "GET", f"/forums/{forum_id}", acting)      # raises Problem when refused

A command that may be repeated (it has an idempotency key; the gateway makes one for PUT and DELETE) is sent again when
the connection breaks, and while the service has not heard yet of what it depends on.
"""

import asyncio
import io
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import aiohttp
import orjson
from yarl import URL

from services.gateway.own_writes import OwnWrites
from services.gateway.problems import Overloaded, ServiceAway, of_answer
from services.kit import strict_json
from services.kit.acting import Acting, Statements, digest
from services.kit.clock import monotonic
from services.kit.errors import OutcomeUnknown
from services.kit.log import correlation_id

DEADLINE = 2.0
#: Requests of one service that are under way or waiting for a connection; more than that is answered at once with 503.
ADMITTED = 128
CONNECTIONS = 32
FIRST_PAUSE = 0.05
#: Above this a body is handed over in pieces, so that the loop can turn in between.
LARGE = 256 * 1024
READING = ("GET", "HEAD")
#: is told of a command: service, path, and whose it was
Wrote = Callable[[str, str, Acting], None]


@dataclass(frozen=True, slots=True)
class Reply:
    """What a service answered, as bytes; `versions` says how far the streams it wrote to have come."""

    status: int
    body: bytes
    versions: str = ""

    @property
    def json(self) -> Any:
        """The answer, parsed. A refusal that is not ours, as of an address the service does not have yet, is None."""
        try:
            return orjson.loads(self.body) if self.body else None
        except orjson.JSONDecodeError:
            if self.status < 400:
                raise
            return None


class Services:
    """One client per service. Each of `wrote` is told of every command that may have changed something."""

    def __init__(self, urls: Mapping[str, str], internal_key: str) -> None:
        self._statements = Statements(internal_key)
        self._lanes = {name: Lane(url) for name, url in urls.items()}
        self._own_writes = OwnWrites()
        self.wrote: list[Wrote] = []

    async def close(self) -> None:
        """Close every connection."""
        for lane in self._lanes.values():
            await lane.close()

    async def ask(self, service: str, method: str, path: str, acting: Acting, body: Any = None, **options: Any) -> Any:
        """As `call`, but a refusal is raised as Problem."""
        status, answer = await self.call(service, method, path, acting, body, **options)
        if status >= 400:
            raise of_answer(answer)
        return answer

    async def call(
        self,
        service: str,
        method: str,
        path: str,
        acting: Acting,
        body: Any = None,
        *,
        key: str | None = None,
        if_match: int | str | None = None,
        depends_on: str | None = None,
    ) -> tuple[int, Any]:
        """Ask a service; answers status and JSON. Raises ServiceAway, Overloaded, OutcomeUnknown."""
        raw = None if body is None else strict_json.dumps(body)
        given = {"Idempotency-Key": key, "If-Match": if_match, "Depends-On": depends_on}
        headers = {name: str(value) for name, value in given.items() if value is not None}
        reply = await self.send(service, method, path, acting, raw, headers)
        return reply.status, reply.json

    async def send(
        self,
        service: str,
        method: str,
        path: str,
        acting: Acting,
        body: bytes | None = None,
        headers: Mapping[str, str] | None = None,
        deadline: float = DEADLINE,
        asks: bool = False,
    ) -> Reply:
        """Pass a request on as it is; one that `asks` changes nothing, whatever its method. Same errors as `call`."""
        outgoing = {**(headers or {}), "Acting": self._statements.sign(acting), "X-Correlation-Id": correlation_id()}
        if method in ("PUT", "DELETE"):
            outgoing.setdefault("Idempotency-Key", uuid.uuid4().hex)
        if body is not None:
            outgoing["Content-Type"] = "application/json"
        lane, until = self._lanes[service], monotonic() + deadline
        if method in READING or asks:
            return await lane.send(method, path, body, outgoing, until)
        if dependencies := self._own_writes.dependencies(acting.session_id, service):
            outgoing.setdefault("Depends-On", dependencies)
        try:
            reply = await lane.send(method, path, body, outgoing, until)
        finally:
            for wrote in self.wrote:
                wrote(service, path, acting)
        self._own_writes.note(acting.session_id, reply.versions)
        return reply

    async def send_batch(self, service: str, path: str, body: bytes, deadline: float) -> Reply:
        """Send a batch the gateway vouches for; repeating it must be harmless. Same errors as `call`."""
        statement = self._statements.sign(Acting(digest=digest(body)))
        headers = {"Acting": statement, "X-Correlation-Id": correlation_id(), "Content-Type": "application/json"}
        return await self._lanes[service].exchange("POST", path, body, headers, monotonic() + deadline, repeatable=True)


class Lane:
    """The connections to one service."""

    def __init__(self, url: str) -> None:
        self._url = url.rstrip("/")
        self._admitted = 0
        self._client: aiohttp.ClientSession | None = None

    async def close(self) -> None:
        if self._client is not None:
            await self._client.close()

    async def send(self, method: str, path: str, body: bytes | None, headers: dict[str, str], until: float) -> Reply:
        """Send within the limit of requests under way, again while the service says not-yet-known."""
        if self._admitted >= ADMITTED:
            raise Overloaded
        self._admitted += 1
        try:
            return await self._until_known(method, path, body, headers, until)
        finally:
            self._admitted -= 1

    async def _until_known(
        self, method: str, path: str, body: bytes | None, headers: dict[str, str], until: float
    ) -> Reply:
        repeatable, pause = method in READING or "Idempotency-Key" in headers, FIRST_PAUSE
        while True:
            reply = await self.exchange(method, path, body, headers, until, repeatable)
            if not _not_yet_known(reply) or monotonic() + pause > until:
                return reply
            await asyncio.sleep(pause)
            pause *= 2

    async def exchange(
        self, method: str, path: str, body: bytes | None, headers: dict[str, str], until: float, repeatable: bool
    ) -> Reply:
        """One exchange; once more at once when a kept connection turns out dead and repeating is harmless."""
        try:
            return await self._exchange(method, path, body, headers, until)
        except OutcomeUnknown:
            if not repeatable or monotonic() >= until:
                raise
        try:
            return await self._exchange(method, path, body, headers, until)
        except ServiceAway as away:  # but the first attempt may have arrived
            raise (away if method in READING else OutcomeUnknown()) from away

    async def _exchange(
        self, method: str, path: str, body: bytes | None, headers: dict[str, str], until: float
    ) -> Reply:
        try:
            async with asyncio.timeout(until - monotonic()):
                url = URL(self._url + path, encoded=True)
                data = io.BytesIO(body) if body and len(body) > LARGE else body
                async with self._connected().request(method, url, data=data, headers=headers) as response:
                    return Reply(response.status, await response.read(), response.headers.get("Stream-Version", ""))
        except aiohttp.ClientConnectorError as error:
            raise ServiceAway from error
        except (TimeoutError, aiohttp.ClientError) as error:
            raise (ServiceAway if method in READING else OutcomeUnknown) from error

    def _connected(self) -> aiohttp.ClientSession:
        """The client, made when it is first needed, since it belongs to the running loop."""
        if self._client is None:
            self._client = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(limit=CONNECTIONS, keepalive_timeout=15),
                timeout=aiohttp.ClientTimeout(total=None, sock_connect=1.0),
                cookie_jar=aiohttp.DummyCookieJar(),
                auto_decompress=False,
                skip_auto_headers=("User-Agent", "Accept", "Accept-Encoding"),
            )
        return self._client


def _not_yet_known(reply: Reply) -> bool:
    return reply.status == 503 and b'"not-yet-known"' in reply.body
