"""What one person has at hand: the public API under `/api/v1`, their session, and patience.

A write carries an idempotency key and is repeated with the same key, byte for byte, until the answer is definite, so
that the story goes on while processes are killed. A refusal is an answer; silence, 429, 502, 503 and 504 are not.
"""

import json
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, suppress
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from http.cookies import SimpleCookie
from typing import Any, TypeVar
from urllib.parse import urlencode, urlsplit
from uuid import uuid4

T = TypeVar("T")
NOT_DEFINITE = (429, 502, 503, 504)
SECONDS = 20  # for one answer
PATIENCE = 120  # for a definite one
PAUSE = 0.1


class GaveUpError(Exception):
    """Raised when something that had to come did not come in time."""


class RefusedError(Exception):
    """Raised when the system says no where the story needs a yes."""

    def __init__(self, what: str, answer: "Answer") -> None:
        super().__init__(f"{what}: {answer.status} {json.dumps(answer.body, ensure_ascii=False)[:600]}")
        self.answer = answer


@dataclass(frozen=True)
class Answer:
    """A definite answer."""

    status: int
    body: Any
    headers: Mapping[str, str]

    @property
    def slug(self) -> str:
        """The stable word of a refusal: the last part of an RFC 9457 `type`, or `slug` where it is given."""
        problem = self.body if isinstance(self.body, dict) else {}
        return str(problem.get("slug") or problem.get("type", "")).rpartition("/")[2].rpartition("#")[2]


def wait_until(check: Callable[[], T | None], what: str, within: float = PATIENCE) -> T:
    """The first truthy value of `check`. Raises GaveUpError, saying `what` was waited for."""
    end = time.monotonic() + within
    while not (value := check()):
        if time.monotonic() > end:
            raise GaveUpError(f"{what}: không thấy sau {within:g} giây")
        time.sleep(PAUSE)
    return value


class Api:
    """The API as one person uses it; the session cookie is kept as a browser keeps it."""

    def __init__(self, gateway_url: str, patience: float = PATIENCE) -> None:
        self._url = urlsplit(gateway_url.rstrip("/"))
        self._origin = (
            f"{self._url.scheme}://{self._url.netloc}"  # a cookie alone moves nothing: where it is sent from counts
        )
        self._patience = patience
        self._cookies: dict[str, str] = {}

    def get(self, path: str, **parameters: Any) -> Any:
        """Ask for something; `parameters` that are None are left out."""
        query = urlencode({name: value for name, value in parameters.items() if value is not None})
        return self._agreed("GET", f"{path}?{query}" if query else path, None, {})

    def post(self, path: str, body: Any = None) -> Any:
        """Have something done, once."""
        return self._agreed("POST", path, {} if body is None else body, {})

    def delete(self, path: str) -> Any:
        """Have something taken away."""
        return self._agreed("DELETE", path, None, {})

    def ask(
        self,
        method: str,
        path: str,
        body: Any = None,
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        """The definite answer, whatever it is."""
        payload = None if body is None else json.dumps(body, ensure_ascii=False).encode()
        sent = {"Accept": "application/json", "Origin": self._origin, **(headers or {})}
        if method != "GET":
            sent |= {"Content-Type": "application/json", "Idempotency-Key": uuid4().hex}
        end = time.monotonic() + self._patience
        while True:
            answer, trouble = self._once(method, path, payload, sent)
            if answer is not None and answer.status not in NOT_DEFINITE:
                return answer
            if time.monotonic() > end:
                raise GaveUpError(f"{method} {path}: {trouble or answer}")
            time.sleep(_pause(answer))

    def every(self, path: str) -> Iterator[dict[str, Any]]:
        """All items of a list, page after page."""
        after = None
        while True:
            page = self.get(path, after=after)
            yield from page["items"]
            after = page.get("next")
            if after is None:
                return

    def stream(self, path: str, last_id: str = "") -> Iterator[tuple[str, str, Any]]:
        """Server-Sent Events until the connection ends: (id, event, data)."""
        headers = {"Accept": "text/event-stream", "Cookie": self._cookie()}
        if last_id:
            headers["Last-Event-ID"] = last_id
        with closing(self._connect()) as connection:
            connection.request("GET", f"{self._url.path}/api/v1{path}", headers=headers)
            response = connection.getresponse()
            if response.status == 200:
                yield from _events(response)

    def _agreed(self, method: str, path: str, body: Any, headers: Mapping[str, str]) -> Any:
        answer = self.ask(method, path, body, headers)
        if not 200 <= answer.status < 300:
            raise RefusedError(f"{method} {path}", answer)
        return answer.body

    def _once(
        self, method: str, path: str, payload: bytes | None, headers: Mapping[str, str]
    ) -> tuple[Answer | None, Exception | None]:
        try:
            with closing(self._connect()) as connection:
                address = f"{self._url.path}/api/v1{path}"
                connection.request(method, address, payload, {**headers, "Cookie": self._cookie()})
                response = connection.getresponse()
                content = response.read()
        except (OSError, HTTPException) as trouble:
            return None, trouble
        self._remember(response)
        return Answer(response.status, _parsed(content), dict(response.getheaders())), None

    def _connect(self) -> HTTPConnection:
        kind = HTTPSConnection if self._url.scheme == "https" else HTTPConnection
        return kind(self._url.hostname or "localhost", self._url.port, timeout=SECONDS)

    def _cookie(self) -> str:
        return "; ".join(f"{name}={value}" for name, value in self._cookies.items())

    def _remember(self, response: HTTPResponse) -> None:
        for header in response.headers.get_all("Set-Cookie") or []:
            self._cookies |= {name: morsel.value for name, morsel in SimpleCookie(header).items()}


def _pause(answer: Answer | None) -> float:
    """As long as the system asks for, as far as that is sensible."""
    asked = (answer.headers.get("Retry-After") or answer.headers.get("retry-after") or "") if answer else ""
    return min(float(asked), 10.0) if asked.isdigit() else 0.25


def _parsed(content: bytes) -> Any:
    with suppress(ValueError):
        return json.loads(content) if content else None
    return content.decode(errors="replace")


def _events(lines: HTTPResponse) -> Iterator[tuple[str, str, Any]]:
    number, event, data = "", "message", ""
    for raw in lines:
        line = raw.decode().rstrip("\r\n")
        field, _, value = line.partition(":")
        value = value.removeprefix(" ")
        if field == "id":
            number = value
        elif field == "event":
            event = value
        elif field == "data":
            data += value
        elif not line and data:
            yield number, event, json.loads(data)
            event, data = "message", ""
