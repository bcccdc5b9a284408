"""Open pages, what the services would show them, and what is told on the bus."""

import http.client
import json
import socket
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

from services.kit.envelope import Envelope
from services.kit.ids import new_id
from tests.integration.gateway.stage import Stage

F, R = str(uuid4()), str(uuid4())


def board(version: int = 1, ballots: int = 0, proposals: int = 0) -> dict[str, Any]:
    round_ = {"round_id": R, "title": "Vòng 1", "version": version, "ballots": ballots, "tally": None}
    return {"forum_id": F, "proposals": proposals, "solutions": [], "rounds": [round_], "assignments": []}


def counted(version: int, ballots: int) -> dict[str, Any]:
    return {"forum_id": F, "round_id": R, "version": version, "ballots": ballots, "tally": [{"yes": ballots}]}


class Stream:
    """An open page: the events it has been sent."""

    path = "/api/v1/forums/{}/live"

    def __init__(self, stage: Stage, forum_id: str = F, headers: dict[str, str] | None = None) -> None:
        self.events: list[tuple[str, Any]] = []
        self.lines: list[str] = []
        self._connection = http.client.HTTPConnection("127.0.0.1", stage.port, timeout=30)
        self._connection.request("GET", self.path.format(forum_id), headers=headers or {})
        self._socket = self._connection.sock
        self.response = self._connection.getresponse()
        self.over = threading.Event()
        threading.Thread(target=self._read, daemon=True).start()

    def close(self) -> None:
        with suppress(OSError):  # it may be closed already, from the other side
            self._socket.shutdown(socket.SHUT_RDWR)
        self.over.wait(5)
        self._connection.close()

    def named(self, name: str) -> list[Any]:
        return [data for event, data in self.events if event == name]

    @property
    def changes(self) -> list[Any]:
        """What has changed, without what every message says."""
        return [{name: value for name, value in data.items() if name != "spread_ms"} for data in self.named("change")]

    def _read(self) -> None:
        name = ""
        try:
            for raw in self.response:
                line = raw.decode().rstrip("\n")
                self.lines.append(line)
                if line.startswith("event: "):
                    name = line[7:]
                elif line.startswith("data: "):
                    self.events.append((name, json.loads(line[6:])))
        except (OSError, ValueError, http.client.HTTPException, AttributeError):
            pass
        self.over.set()


@contextmanager
def watching(stage: Stage, forum_id: str = F) -> Iterator[Stream]:
    with closing(Stream(stage, forum_id)) as stream:
        yield stream


def show(stage: Stage, **what: int) -> None:
    """What the services would answer now."""
    stage.forum.answers[f"GET /forums/{F}"] = (200, {"forum_id": F, "title": "Hiến kế", "version": 1})
    stage.proposals.answers[f"GET /forums/{F}/board"] = (200, board(**what))


def say(stage: Stage, event_type: str, data: dict[str, Any], stream: str = f"forum/{F}") -> Envelope:
    """An event, as if it had been heard (the loop that hears is the gateway's own)."""
    event = envelope(event_type, data, stream)
    loop = stage.parts.services._lanes["forum"]._client._loop  # type: ignore[union-attr]
    loop.call_soon_threadsafe(stage.parts.live.hear, event)
    return event


def envelope(event_type: str, data: dict[str, Any], stream: str = f"forum/{F}") -> Envelope:
    producer = "proposals" if stream.startswith("forum/") else "forum"
    now = datetime.now(UTC)
    return Envelope(new_id(), producer, event_type, now, stream, 1, 1, UUID(int=1), "correlation", data)
