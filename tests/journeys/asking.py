"""Asking the gateway for anything, however wrong, as somebody or nobody: one request, one answer, no patience."""

import json
from contextlib import closing, suppress
from dataclasses import dataclass
from email.message import Message
from http.client import HTTPConnection
from random import randrange
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

from deploy.local.stack import Stack
from services.kit.acting import Acting, Statements

API = "/api/v1"
SECONDS = 20


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    headers: Message
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def text(self) -> str:
        return self.body.decode()

    @property
    def slug(self) -> str:
        """Of a problem."""
        return str(self.json["type"]).rpartition("/")[2] if self.is_problem else ""

    @property
    def is_problem(self) -> bool:
        return self.headers.get_content_type() == "application/problem+json"

    @property
    def is_page(self) -> bool:
        return self.headers.get_content_type() == "text/html"


class Asker:
    """Somebody at a site: signed in by a token (sent as a program does), or nobody."""

    def __init__(self, site: str, token: str = "") -> None:
        self.site, self.token = site, token
        self._from = f"127.0.{randrange(1, 255)}.{randrange(1, 255)}"  # what may be done from one address is limited

    def ask(self, method: str, path: str, body: Any = None, /, **headers: str) -> Answer:
        """One request. `body` is sent as it is when it is bytes, else as JSON; `_` in a header's name is a hyphen."""
        raw = body if isinstance(body, bytes | None) else json.dumps(body).encode()
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        if self.token:
            sent.setdefault("Authorization", f"Bearer {self.token}")
        if raw is not None:
            sent.setdefault("Content-Type", "application/json")
        if method == "POST":
            sent.setdefault("Idempotency-Key", uuid4().hex)
        where = urlsplit(self.site)
        port, source = where.port, (self._from, 0)
        with closing(HTTPConnection(where.hostname or "", port, timeout=SECONDS, source_address=source)) as connection:
            with suppress(BrokenPipeError, ConnectionResetError):  # it may be refused before all of it is sent
                connection.request(method, path, raw, {name: value for name, value in sent.items() if value})
            response = connection.getresponse()
            is_stream = response.headers.get_content_type() == "text/event-stream"
            return Answer(response.status, response.headers, b"" if is_stream else response.read())

    def page(self, path: str, /, **headers: str) -> Answer:
        """A page, as a browser asks for it."""
        cookie = {"Cookie": f"session={self.token}"} if self.token else {}
        return Asker(self.site).ask("GET", path, None, Accept="text/html", **cookie, **headers)

    def done(self, method: str, path: str, body: Any = None, /, **headers: str) -> Any:
        """What is answered below /api/v1 to what must succeed."""
        answer = self.ask(method, API + path, body, **headers)
        assert answer.status == 200, f"{method} {path}: {answer.status} {answer.text}"
        return answer.json


def sign_in(stack: Stack, email: str) -> Asker:
    """A person known to the directory, signed in by the link an operator may have made."""
    statement = Statements(stack.settings["INTERNAL_KEY"]).sign(Acting(operator=True))
    link = Asker(stack.urls["forum"]).ask("POST", "/sign-in/operator-links", {"email": email}, Acting=statement)
    gateway = stack.urls["gateway"]
    return Asker(gateway, Asker(gateway).done("POST", "/sign-in/links", {"token": link.json["token"]})["token"])
