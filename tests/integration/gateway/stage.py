"""A stage for the gateway: it runs as people reach it; in the services' place stand peers that answer what a test says.

The services are the gateway's outside world; what they really answer is tested with them, and by the journeys.
"""

import asyncio
import http.client
import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from dataclasses import replace
from typing import Any
from uuid import UUID, uuid4

import uvicorn
from aiohttp import web

from services.gateway import app, server
from services.kit.acting import Acting, Statements
from services.kit.settings import Settings
from tests.waiting import eventually

INTERNAL_KEY = "1a" * 32
NOWHERE = "amqp://guest:guest@127.0.0.1:1/"
Answer = tuple[int, Any]


def settings(urls: dict[str, str], amqp_uri: str = NOWHERE, public_url: str = "http://127.0.0.1:8080") -> Settings:
    """The settings of a gateway."""
    return Settings(
        **dict.fromkeys(Settings.__dataclass_fields__, "")
        | {  # type: ignore[arg-type]
            "amqp_uri": amqp_uri,
            "service_urls": urls,
            "internal_key": INTERNAL_KEY,
            "session_key": "2b" * 32,
            "public_url": public_url,
        }
    )


class Asked:
    """One request a peer has been sent."""

    def __init__(self, request: web.Request, body: bytes) -> None:
        self.method, self.path, self.query = request.method, request.path, request.query_string
        self.headers, self.body = request.headers, body

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def acting(self) -> Acting:
        return Statements(INTERNAL_KEY).read(self.headers.get("Acting"), self.body)


class Peer:
    """In a service's place: answers by `answers` (method and path), remembers what it was asked."""

    def __init__(self) -> None:
        self.asked: list[Asked] = []
        self.answers: dict[str, Callable[[Asked], Answer] | Answer] = {}
        self.headers: dict[str, str] = {}
        self.gate = threading.Event()  # closed by a test, requests wait
        self.gate.set()
        self._port = _free_port()
        self.url = f"http://127.0.0.1:{self._port}"
        self._running: Running | None = None
        self.start()

    def start(self) -> None:
        """Be there (again, on the same port)."""
        self._running = Running(self._serve)

    def stop(self) -> None:
        """Be away, breaking whatever is under way."""
        if self._running:
            self._running.stop()
            self._running = None

    def asked_for(self, path: str, method: str = "") -> list[Asked]:
        """What it was asked at one path, by one method or any."""
        return [asked for asked in self.asked if asked.path == path and asked.method in (method or asked.method)]

    async def _serve(self, ready: Callable[[], None]) -> None:
        runner = web.ServerRunner(web.Server(self._handle), shutdown_timeout=0)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", self._port, reuse_address=True).start()
        ready()
        try:
            await asyncio.Event().wait()
        finally:
            await runner.cleanup()

    async def _handle(self, request: web.BaseRequest) -> web.Response:
        asked = Asked(request, await request.content.read())  # type: ignore[arg-type]
        self.asked.append(asked)
        while not self.gate.is_set():
            await asyncio.sleep(0.01)
        answer = self.answers.get(f"{asked.method} {asked.path}", (404, refusal("missing", "missing")))
        status, value = answer(asked) if callable(answer) else answer
        body = value if isinstance(value, bytes) else json.dumps(value).encode()
        return web.Response(status=status, body=body, content_type="application/json", headers=self.headers)


class Running:
    """Something asynchronous in a thread of its own."""

    def __init__(self, work: Callable[[Callable[[], None]], Any]) -> None:
        started = threading.Event()
        self._loop = asyncio.new_event_loop()
        self._task = self._loop.create_task(work(started.set))
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()
        started.wait(10)

    def stop(self) -> None:
        self._loop.call_soon_threadsafe(self._task.cancel)
        self._thread.join(10)

    def _run(self) -> None:
        with suppress(asyncio.CancelledError):
            self._loop.run_until_complete(self._task)
        self._loop.close()


class Stage:
    """A gateway with its three peers."""

    def __init__(self, amqp_uri: str = NOWHERE, security_contact: str = "") -> None:
        self.forum, self.proposals, self.notify = Peer(), Peer(), Peer()
        self.peers = {"forum": self.forum, "proposals": self.proposals, "notify": self.notify}
        for ended in ("sessions", "screens"):
            self.forum.answers[f"GET /{ended}/ended"] = (200, {"items": []})
        made = settings({name: peer.url for name, peer in self.peers.items()}, amqp_uri)
        self.settings = replace(made, security_contact=security_contact)
        self.gateway = app.build(self.settings)
        self.parts = self.gateway.parts
        self.port = _free_port()
        self._server: uvicorn.Server = server.Server(server.config(self.gateway, "127.0.0.1", self.port), self.gateway)
        self._thread = threading.Thread(target=self._server.run, daemon=True)
        self._thread.start()
        try:
            eventually(lambda: self._server.started, within=20, saying="the gateway started")
            eventually(lambda: self.parts.screens.loaded, within=20, saying="the gateway knows what was ended")
        except AssertionError:
            self.stop()
            raise

    def stop(self) -> None:
        """End everything."""
        self._server.should_exit = True
        self._thread.join(20)
        for peer in self.peers.values():
            peer.gate.set()
            peer.stop()

    def token(self, person_id: UUID | None = None, seconds: float = 3600, **facts: Any) -> str:
        """A session's value, as the gateway issues it."""
        return self.parts.sessions.issue(session(person_id, seconds, **facts))

    def ask(
        self, method: str, path: str, body: Any = None, headers: dict[str, str] | None = None, token: str | None = None
    ) -> "Got":
        """One request on a connection of its own."""
        sent = dict(headers or {})
        if token:
            sent["Authorization"] = f"Bearer {token}"
        raw = body if isinstance(body, bytes | None) else json.dumps(body).encode()
        if raw is not None:
            sent.setdefault("Content-Type", "application/json")
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)) as connection:
            connection.request(method, path, raw, sent)
            return Got(connection.getresponse())

    def raw(self, sent: bytes, patience: float = 20) -> bytes:
        """Everything that is answered to these bytes until the gateway closes."""
        with closing(socket.create_connection(("127.0.0.1", self.port), timeout=patience)) as connection:
            connection.sendall(sent)
            return b"".join(iter(lambda: connection.recv(65536), b""))


class Got:
    """An answer."""

    def __init__(self, response: http.client.HTTPResponse) -> None:
        self.status, self.headers, self.body = response.status, response.headers, response.read()

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def slug(self) -> str:
        """Of a problem."""
        return str(self.json["type"]).removeprefix("/problems/")


def session(person_id: UUID | None = None, seconds: float = 3600, **facts: Any) -> dict[str, Any]:
    """A session as the forum service answers it."""
    expires = time.strftime("%Y-%m-%dT%H:%M:%S+00:00", time.gmtime(time.time() + seconds))
    return {
        "session_id": str(uuid4()),
        "person_id": str(person_id or uuid4()),
        "full_name": "Nguyễn Thị Ánh",
        "language": "vi",
        "expires_at": expires,
        **facts,
    }


def refusal(slug: str, kind: str, sentence: str = "Không được.", **more: Any) -> dict[str, Any]:
    """A refusal as a service answers it."""
    return {"slug": slug, "kind": kind, "sentence": sentence, "facts": {}, "correlation_id": "c" * 8, **more}


def on_stage(**options: str) -> Iterator[Stage]:
    """A stage, for a fixture."""
    stage = Stage(**options)
    try:
        yield stage
    finally:
        stage.stop()


def _free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
