"""The server: one process, one loop; and the limits of what a stranger may send before any of our code runs.

uvicorn's parser has no limit on a request's head and no time limit on any of it: `CarefulProtocol` adds both. Whoever
sends too slowly is answered 408: a whole request may take ten seconds, and a second more for every 32 KiB of it.
"""

import asyncio
import gc
import resource
import socket
from typing import Any

import uvicorn
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from services.gateway.app import Gateway, build
from services.kit import strict_json
from services.kit.clock import monotonic
from services.kit.errors import N_, Malformed
from services.kit.settings import Settings

PATIENCE = 10.0
BYTES_A_SECOND = 32 * 1024
LARGEST_URL = 8 * 1024
LARGEST_HEAD = 32 * 1024
KEEP_ALIVE = 20
STOP_SECONDS = 8
CONNECTIONS = 20_000
SPARE_FILES = 200

TITLES = {
    400: Malformed.sentence,
    408: N_("Yêu cầu được gửi quá chậm."),
    414: N_("Địa chỉ này quá dài."),
    431: N_("Phần đầu của yêu cầu quá dài."),
}


class TooLong(Exception):
    """The head of a request is longer than allowed; the argument is the status to answer."""


class CarefulProtocol(HttpToolsProtocol):
    """One connection. `begun` is when the request that is being received began (or the connection); None: none is."""

    begun: float | None
    trouble = 400

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self.begun, self.size, self.in_head = monotonic(), 0, False

    def data_received(self, data: bytes) -> None:
        self.size += len(data)
        super().data_received(data)
        if self.in_head and self.size > LARGEST_URL + LARGEST_HEAD:  # one endless line: the parser tells us nothing yet
            self.answer(431)

    def on_message_begin(self) -> None:
        super().on_message_begin()
        self.begun = self.begun or monotonic()
        self.head, self.in_head = 0, True

    def on_url(self, url: bytes) -> None:
        super().on_url(url)
        if len(self.url) > LARGEST_URL:
            self._refuse(414)

    def on_header(self, name: bytes, value: bytes) -> None:
        super().on_header(name, value)
        self.head += len(name) + len(value) + 4
        if self.head > LARGEST_HEAD:
            self._refuse(431)

    def on_headers_complete(self) -> None:
        self.in_head = False
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        super().on_message_complete()
        self.begun, self.size = None, 0

    def send_400_response(self, msg: str) -> None:
        """What uvicorn calls when the parser gives up."""
        self.answer(self.trouble)

    def is_too_slow(self, now: float) -> bool:
        """Whether what is being received has taken longer than its size allows."""
        return self.begun is not None and now - self.begun > PATIENCE + self.size / BYTES_A_SECOND

    def answer(self, status: int) -> None:
        """Answer without the application, and close."""
        if self.transport.is_closing():
            return
        if self.cycle is None or not self.cycle.response_started:
            self.transport.write(_raw(status))
        self.transport.close()

    def _refuse(self, status: int) -> None:
        self.trouble = status
        raise TooLong(status)


class Server(uvicorn.Server):
    """uvicorn's server, watching for slow senders, and ending streams when it stops."""

    def __init__(self, config: uvicorn.Config, gateway: Gateway) -> None:
        super().__init__(config)
        self._gateway = gateway

    async def main_loop(self) -> None:
        watching = asyncio.create_task(self._watch())
        await super().main_loop()
        watching.cancel()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._gateway.parts.live.close()
        await super().shutdown(sockets)

    async def _watch(self) -> None:
        while True:
            await asyncio.sleep(1)
            now = monotonic()
            for connection in list(self.server_state.connections):
                if isinstance(connection, CarefulProtocol) and connection.is_too_slow(now):
                    connection.answer(408)


def config(gateway: Gateway, host: str, port: int) -> uvicorn.Config:
    """How the gateway is served."""
    return uvicorn.Config(
        gateway.app,
        host=host,
        port=port,
        loop="uvloop",
        http=CarefulProtocol,
        ws="none",
        lifespan="on",
        log_config=None,
        access_log=False,
        server_header=False,
        limit_concurrency=_connections(),
        timeout_keep_alive=KEEP_ALIVE,
        timeout_graceful_shutdown=STOP_SECONDS,
        backlog=4096,
    )


def run(settings: Settings) -> None:
    """Serve until SIGTERM or SIGINT."""
    host, _, port = settings.gateway_bind.rpartition(":")
    gateway = build(settings)
    gc.freeze()  # what there is now stays; looking through it again and again for cycles cost a tenth of each vote
    gc.set_threshold(20_000, 20, 50)
    Server(config(gateway, host.strip("[]"), int(port)), gateway).run()


def _connections() -> int:
    """As many connections as there may be open files, less some for the services, the bus and the log."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = CONNECTIONS if hard == resource.RLIM_INFINITY else min(CONNECTIONS, hard)
    resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
    return max(wanted - SPARE_FILES, 16)


def _raw(status: int) -> bytes:
    problem: dict[str, Any] = {"type": "about:blank", "title": TITLES[status], "status": status}
    body = strict_json.dumps(problem)
    return (
        b"HTTP/1.1 %d \r\nContent-Type: application/problem+json\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%b"
        % (status, len(body), body)
    )
