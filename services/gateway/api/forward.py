"""Passing a request on to the service that owns its address, and the answer back.

Nothing of the data is looked at here but its size and type. What the edge adds: language, ETag, and the session of
whoever has just signed in.
"""

import hashlib
from collections.abc import Awaitable, Callable, Mapping
from typing import Any
from urllib.parse import quote, urlencode

import orjson
from starlette.requests import Request
from starlette.responses import Response

from services.gateway import bodies, limits
from services.gateway.api.table import Forward
from services.gateway.devices import device_of
from services.gateway.parts import Parts, parts_of
from services.gateway.problems import NotJson, of_answer
from services.gateway.services import READING, Reply
from services.gateway.visit import Visit, visit_of
from services.kit import strict_json
from services.kit.errors import Malformed, Missing, TooLarge

Endpoint = Callable[[Request], Awaitable[Response]]

PASSED_ON = ("Idempotency-Key", "Depends-On")
LONGEST_HEADER = 1_000
#: A session ended by its owner is remembered this long, until the event tells how long it would have been good.
REMEMBERED_SECONDS = 31 * 24 * 3600


def endpoint(forwards: Mapping[str, Forward]) -> Endpoint:
    """What answers one path: a Forward for each of its methods."""

    async def answer(request: Request) -> Response:
        forward = forwards.get("GET" if request.method == "HEAD" else request.method)
        if forward is None:
            raise Missing
        if forward.copied:
            return await _from_copy(request, forward)
        return await _passed_on(request, forward)

    return answer


async def _from_copy(request: Request, forward: Forward) -> Response:
    value = await parts_of(request).copies.read(
        forward.service, _path(request, forward), str(request.path_params["forum_id"]), visit_of(request).acting
    )
    return _answered(request, Reply(200, strict_json.dumps(value)))


async def _passed_on(request: Request, forward: Forward) -> Response:
    parts, visit = parts_of(request), visit_of(request)
    if forward.method not in READING:
        take(parts, request, forward.path)
    elif forward.path.startswith("/search"):
        take_search(parts, request)
    body = await _body(request, forward)
    query = [(name, value) for name, value in request.query_params.multi_items() if name != "lang"]
    path = _path(request, forward) + (f"?{urlencode(query)}" if query else "")
    reply = await parts.services.send(
        forward.service, forward.method, path, visit.acting, body, _headers(request), forward.deadline, forward.asks
    )
    if reply.status >= 400:
        raise of_answer(reply.json)
    if forward.file:
        return as_file(reply.json, forward.file)
    return _with_session(parts, visit, forward, request, reply)


def take(parts: Parts, request: Request, path: str) -> None:
    """Take one of this asker's changes, at this address of a service. Raises Limited."""
    session, address = visit_of(request).session, address_of(request)
    if path.startswith("/sign-in"):
        parts.limits.take(limits.SIGN_IN, address)
    elif path == "/screens":
        parts.limits.take(limits.PAIRING, address)
    elif session:
        parts.limits.take(limits.WRITES, session.person_id)
    else:
        parts.limits.take(limits.ANONYMOUS_WRITES, address)


def take_search(parts: Parts, request: Request) -> None:
    """Take one of this asker's searches of everything. Raises Limited."""
    parts.limits.take(limits.SEARCH, visit_of(request).acting.person_id or address_of(request))


def address_of(request: Request) -> str:
    """The address a request comes from."""
    return request.client.host if request.client else ""


def as_file(answer: dict[str, Any], media_type: str = "text/csv") -> Response:
    """A service's file, to be kept and not to be shown."""
    headers = {
        "Content-Disposition": f'attachment; filename="{answer["file_name"]}"',
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "no-store",
    }
    return Response(answer["text"], headers=headers, media_type=media_type)


def _path(request: Request, forward: Forward) -> str:
    values = {name: quote(str(value), safe="") for name, value in request.path_params.items()}
    return forward.path.format(**values)


async def _body(request: Request, forward: Forward) -> bytes | None:
    """The body to pass on. Raises TooLarge or NotJson."""
    length = request.headers.get("content-length", "0")
    if not length.isdigit() or int(length) > forward.largest:
        raise TooLarge(largest=forward.largest)
    body = await bodies.read(request.receive, forward.largest)
    if body and request.headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
        raise NotJson
    return body if forward.method in ("POST", "PUT") else None


def _headers(request: Request) -> dict[str, str]:
    """The headers a service reads. Raises Malformed for one that is absurdly long or not ASCII."""
    headers = {name: request.headers[name] for name in PASSED_ON if name in request.headers}
    if device := device_of(request.headers.get("user-agent")):
        headers["Device"] = device
    if "if-match" in request.headers:
        headers["If-Match"] = version_of(request.headers["if-match"])
    if any(len(value) > LONGEST_HEADER or not value.isascii() for value in headers.values()):
        raise Malformed(reason="header")
    return headers


def version_of(etag: str) -> str:
    """The version in an ETag we gave: it stands before the digest."""
    return etag.strip().removeprefix("W/").strip('"').partition("-")[0]


def etag_of(body: bytes) -> str:
    """The ETag of an answer: its version, if it has one, and a digest of the rest, which may change without it."""
    value = orjson.loads(body) if body.startswith(b"{") else None
    version = value.get("version") if isinstance(value, dict) else None
    digest = hashlib.sha256(body).hexdigest()[:16]
    return f'"{version}-{digest}"' if isinstance(version, int) else f'"{digest}"'


def _answered(request: Request, reply: Reply) -> Response:
    etag = etag_of(reply.body)
    headers = {"ETag": etag, "Cache-Control": "private, no-cache", "Content-Language": visit_of(request).language}
    if reply.versions:
        headers["Stream-Version"] = reply.versions
    if request.method in READING and _same(request.headers.get("if-none-match"), etag):
        return Response(status_code=304, headers=headers)
    return Response(reply.body, reply.status, headers, media_type="application/json")


def _same(wanted: str | None, etag: str) -> bool:
    known = {each.strip().removeprefix("W/") for each in (wanted or "").split(",")}
    return etag in known or "*" in known


def _with_session(parts: Parts, visit: Visit, forward: Forward, request: Request, reply: Reply) -> Response:
    """The answer; it signs in or out, or makes a screen, where that is what was asked."""
    if forward.path == "/sign-out" and visit.session:
        parts.sessions.end(visit.session.session_id, visit.session.expires)
        response = _answered(request, reply)
        response.headers["Set-Cookie"] = parts.sessions.no_cookie()
        return response
    if forward.path == "/me/sessions/{session_id}":
        parts.sessions.end_for(request.path_params["session_id"], REMEMBERED_SECONDS)
    if forward.path.startswith("/sign-in/") and b'"session_id"' in reply.body:
        return _signed_in(parts, request, reply.json)
    response = _answered(request, reply)
    if forward.path == "/screens":
        response.headers["Set-Cookie"] = parts.screens.cookie(reply.json)
    return response


def _signed_in(parts: Parts, request: Request, answer: dict[str, Any]) -> Response:
    token = parts.sessions.issue(answer)
    response = _answered(request, Reply(200, strict_json.dumps({**answer, "token": token})))
    response.headers["Set-Cookie"] = parts.sessions.cookie(token)
    response.headers["Cache-Control"] = "no-store"
    return response
