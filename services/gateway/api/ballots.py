"""PUT /api/v1/forums/{forum}/rounds/{round}/ballot: the one address that must hold when everybody votes at once.

A ballot passes the same checks as any command (session, origin, rate, size, strict JSON), written out for speed;
whether it counts is decided by the service that owns the round.
"""

import re
from typing import Any

import orjson
from starlette.requests import ClientDisconnect
from starlette.types import Receive, Scope, Send

from services.gateway import bodies, limits, problems
from services.gateway.csrf import from_our_site
from services.gateway.edge import Answering, problem_of, security_headers
from services.gateway.languages import accepted, chosen
from services.gateway.parts import Parts
from services.gateway.problems import CrossSite, NotJson, of_answer
from services.gateway.sessions import Session
from services.gateway.visit import LANGUAGE, bearer, choices_asked, cookies
from services.kit import strict_json
from services.kit.errors import Fault, Invalid, NotSignedIn
from services.kit.fields import step
from services.kit.log import correlate

LARGEST = 16 * 1024
FIELDS = {"choices", "replaces", "nonce"}
#: What a program's answer needs of the edge's headers; each one is checked letter by letter on its way out.
COUNTED = {"content-type": "application/json", "cache-control": "no-store", "x-content-type-options": "nosniff"}

Headers = dict[bytes, bytes]
_is_nonce = re.compile(r"[A-Za-z0-9_-]{16,64}").fullmatch


class Ballots:
    """The way of a ballot from a browser into the box and back."""

    def __init__(self, parts: Parts) -> None:
        self._sessions, self._box, self._limits = parts.sessions, parts.ballot_box, parts.limits
        self._security = security_headers(parts.settings.public_url)
        self._headers = [(name.encode(), value.encode()) for name, value in COUNTED.items()]

    async def __call__(self, scope: Scope, receive: Receive, send: Send, forum_id: str, round_id: str) -> None:
        headers: Headers = dict(scope["headers"])
        session = None
        try:
            session = self._admitted(scope, headers)
            ballot = _read(await bodies.read(receive, LARGEST), round_id, session)
            outcome = await self._box.put(forum_id, ballot)
            if outcome["outcome"] != "counted":
                raise of_answer(outcome)
        except ClientDisconnect:
            return
        except Exception as error:  # as at the edge: a sentence for the voter
            correlate(_text(headers, b"x-correlation-id"))
            language = _language(scope, headers, session)
            answer = problems.response(problem_of(error), language)
            await answer(scope, receive, Answering(scope, send, self._security))
            return
        await self._counted(send, outcome)

    def _admitted(self, scope: Scope, headers: Headers) -> Session:
        """Who votes. Raises NotSignedIn, CrossSite, NotJson, Limited."""
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
        self._limits.take(limits.BALLOTS, session.person_id)
        return session

    async def _counted(self, send: Send, outcome: dict[str, Any]) -> None:
        body = orjson.dumps({"revision": outcome["revision"], "receipt": outcome["receipt"]})
        headers = [(b"content-length", b"%d" % len(body)), *self._headers]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": body})


def _read(body: bytes, round_id: str, session: Session) -> dict[str, Any]:
    """The ballot in a body, for the box. Raises Malformed or Invalid; what its choices may be, the round knows."""
    value = strict_json.loads(body)
    if not isinstance(value, dict):
        raise Invalid([Fault("", "not-an-object")])
    if faults := [fault for fault in _faults(value) if fault]:
        raise Invalid(faults)
    return {**value, "round_id": round_id, "person_id": session.person_id}


def _faults(value: dict[str, Any]) -> list[Fault | None]:
    if value.keys() != FIELDS:
        unknown = [Fault(step(name), "unknown-field") for name in value.keys() - FIELDS]
        return [*unknown, *(Fault(f"/{name}", "required") for name in FIELDS - value.keys())]
    return [
        None if isinstance(value["choices"], dict) else Fault("/choices", "not-an-object"),
        None if type(value["replaces"]) is int and value["replaces"] >= 0 else Fault("/replaces", "not-a-number"),
        None if isinstance(value["nonce"], str) and _is_nonce(value["nonce"]) else Fault("/nonce", "wrong-shape"),
    ]


def _is_ours(headers: Headers) -> bool:
    fetch_site, origin, host = (_text(headers, name) for name in (b"sec-fetch-site", b"origin", b"host"))
    return from_our_site(fetch_site, origin, host, must_say=True)


def _language(scope: Scope, headers: Headers, session: Session | None) -> str:
    own = session.language if session else None
    return chosen(choices_asked(scope).get(LANGUAGE), accepted(_text(headers, b"accept-language") or ""), own)


def _text(headers: Headers, name: bytes) -> str | None:
    value = headers.get(name)
    return None if value is None else value.decode("latin-1")
