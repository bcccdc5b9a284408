"""What must hold when everybody does it at once: a ballot and an opinion, on their way into their boxes and back.

They pass the same checks as any command (session, origin, rate, size, strict JSON), written out for speed; whether they
count is decided by the service that owns the round, or the proposal.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import orjson
from starlette.requests import ClientDisconnect
from starlette.types import Receive, Scope, Send

from services.gateway import bodies, problems
from services.gateway.boxes import Boxes
from services.gateway.csrf import from_our_site
from services.gateway.edge import Answering, problem_of, security_headers
from services.gateway.languages import accepted, chosen
from services.gateway.limits import Rate
from services.gateway.parts import Parts
from services.gateway.problems import CrossSite, NotJson
from services.gateway.sessions import Session
from services.gateway.visit import LANGUAGE, bearer, choices_asked, cookies
from services.kit import strict_json
from services.kit.errors import Fault, Invalid, NotSignedIn
from services.kit.fields import step
from services.kit.log import correlate

LARGEST = 16 * 1024
#: What a program's answer needs of the edge's headers; each one is checked letter by letter on its way out.
COUNTED = {"content-type": "application/json", "cache-control": "no-store", "x-content-type-options": "nosniff"}

Headers = dict[bytes, bytes]
#: whether a field's value may be what it is → the code of its fault, or None
Check = Callable[[Any], str | None]


@dataclass(frozen=True)
class Kind:
    """A kind of thing that is counted: its box, its rate, its fields, and what the second id of its address names.

    The fields that `may_be` there are checked when they are.
    """

    boxes: Boxes
    rate: Rate
    fields: Mapping[str, Check]
    subject: str
    may_be: Mapping[str, Check] = field(default_factory=dict)


class Counted:
    """The way of one kind of thing from a browser into its box and back."""

    def __init__(self, parts: Parts, kind: Kind) -> None:
        self._sessions, self._limits, self._kind = parts.sessions, parts.limits, kind
        self._security = security_headers(parts.settings.public_url)
        self._headers = [(name.encode(), value.encode()) for name, value in COUNTED.items()]

    async def __call__(self, scope: Scope, receive: Receive, send: Send, forum_id: str, subject_id: str) -> None:
        headers: Headers = dict(scope["headers"])
        session = None
        try:
            session = self._admitted(scope, headers)
            item = _read(self._kind, await bodies.read(receive, LARGEST))
            whole = {**item, self._kind.subject: subject_id, "person_id": session.person_id}
            answer = await self._kind.boxes.send(forum_id, whole)
        except ClientDisconnect:
            return
        except Exception as error:  # as at the edge: a sentence for who asked
            correlate(_text(headers, b"x-correlation-id"))
            refusal = problems.response(problem_of(error), _language(scope, headers, session))
            await refusal(scope, receive, Answering(scope, send, self._security))
            return
        await self._counted(send, orjson.dumps(answer))

    def _admitted(self, scope: Scope, headers: Headers) -> Session:
        """Who asks. Raises NotSignedIn, CrossSite, NotJson, Limited."""
        token, by_cookie = bearer(_text(headers, b"authorization")), False
        if token is None and b"cookie" in headers:
            token, by_cookie = cookies(_text(headers, b"cookie")).get(self._sessions.cookie_name), True
        session = self._sessions.read(token) if token else None
        if session is None:
            raise NotSignedIn
        if by_cookie and not _is_ours(headers):
            raise CrossSite
        if not headers.get(b"content-type", b"").startswith(b"application/json"):
            raise NotJson
        self._limits.take(self._kind.rate, session.person_id)
        return session

    async def _counted(self, send: Send, body: bytes) -> None:
        headers = [(b"content-length", b"%d" % len(body)), *self._headers]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": body})


def _read(kind: Kind, body: bytes) -> dict[str, Any]:
    """What a body holds. Raises Malformed or Invalid; what else is wrong with it, its service knows."""
    value = strict_json.loads(body)
    if not isinstance(value, dict):
        raise Invalid([Fault("", "not-an-object")])
    if faults := _faults(kind, value):
        raise Invalid(faults)
    return value


def _faults(kind: Kind, value: dict[str, Any]) -> list[Fault]:
    fields = kind.fields
    if value.keys() != fields.keys():
        fields = {**fields, **{name: check for name, check in kind.may_be.items() if name in value}}
        if value.keys() != fields.keys():
            unknown = [Fault(step(name), "unknown-field") for name in value.keys() - fields.keys()]
            return [*unknown, *(Fault(f"/{name}", "required") for name in fields.keys() - value.keys())]
    return [Fault(f"/{name}", code) for name, check in fields.items() if (code := check(value[name]))]


def _is_ours(headers: Headers) -> bool:
    fetch_site, origin, host = (_text(headers, name) for name in (b"sec-fetch-site", b"origin", b"host"))
    return from_our_site(fetch_site, origin, host, must_say=True)


def _language(scope: Scope, headers: Headers, session: Session | None) -> str:
    own = session.language if session else None
    return chosen(choices_asked(scope).get(LANGUAGE), accepted(_text(headers, b"accept-language") or ""), own)


def _text(headers: Headers, name: bytes) -> str | None:
    value = headers.get(name)
    return None if value is None else value.decode("latin-1")
