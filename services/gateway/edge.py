"""What every request passes except a ballot: who asks, may another site's page ask this, and what is said on refusal.

Also the headers every answer carries. Pure ASGI, so that streams pass through it.
"""

from collections.abc import Awaitable, Callable, Mapping

from starlette.datastructures import MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from services.gateway import csrf, problems
from services.gateway.languages import SOURCE
from services.gateway.parts import Parts
from services.gateway.problems import MethodNotAllowed, Overloaded, Problem
from services.gateway.visit import Visit, choices_asked, recognise
from services.kit.errors import Malformed, Missing, Refused
from services.kit.log import correlate, correlation_id, logger

log = logger(__name__)

#: Requests under way in this process, streams included; more than that is answered with 503 at once.
UNDER_WAY = 8_000
YEAR = 31_536_000
SECURITY = {
    "Content-Security-Policy": "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; "
    "object-src 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",  # with no-referrer, browsers would send `Origin: null` with our own forms
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}

#: Makes a page of a problem: `pages.problem_page`.
ProblemPage = Callable[[Request, Problem], Awaitable[Response]]


def security_headers(public_url: str) -> dict[str, str]:
    """The headers every answer carries."""
    if public_url.startswith("https://"):
        return {**SECURITY, "Strict-Transport-Security": f"max-age={YEAR}; includeSubDomains"}
    return dict(SECURITY)


class Edge:
    """The outermost layer around the routes."""

    def __init__(self, routes: ASGIApp, parts: Parts, problem_page: ProblemPage) -> None:
        self._routes, self._parts, self._problem_page = routes, parts, problem_page
        self._headers = security_headers(parts.settings.public_url)
        self._under_way = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._routes(scope, receive, send)
            return
        self._under_way += 1
        try:
            await self._answer(scope, receive, Answering(scope, send, self._headers))
        finally:
            self._under_way -= 1

    async def _answer(self, scope: Scope, receive: Receive, send: "Answering") -> None:
        correlate(Request(scope).headers.get("x-correlation-id"))
        scope["app"] = self._routes  # a refusal's page needs the parts, even before a route is found
        state = scope.setdefault("state", {})
        state["visit"] = Visit(None, False, SOURCE)
        try:
            if self._under_way > UNDER_WAY:
                raise Overloaded
            state["visit"] = recognise(scope, self._parts.sessions)
            csrf.check(scope, state["visit"])
            await self._routes(scope, receive, send)
        except ClientDisconnect:
            return
        except Exception as error:  # whatever it is, the person gets a sentence and we get the traceback
            if send.started:
                raise
            answer = await self._refusal(Request(scope, receive), problem_of(error))
            answer.headers.update(getattr(error, "headers", None) or {})  # the framework's: which methods there are
            await answer(scope, receive, send)

    async def _refusal(self, request: Request, problem: Problem) -> Response:
        if not wants_page(request):
            return problems.response(problem, request.state.visit.language)
        return await self._problem_page(request, problem)


class Answering:
    """`send`, adding to the answer's start what every answer carries."""

    def __init__(self, scope: Scope, send: Send, headers: Mapping[str, str]) -> None:
        self._scope, self._send, self._headers = scope, send, headers
        self.started = False

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.started = True
            self._decorate(MutableHeaders(scope=message))
        await self._send(message)

    def _decorate(self, headers: MutableHeaders) -> None:
        for name, value in self._headers.items():
            headers.setdefault(name, value)
        headers.setdefault("X-Correlation-Id", correlation_id())
        for name, value in choices_asked(self._scope).items():
            headers.append("Set-Cookie", f"{name}={value}; Path=/; Max-Age={YEAR}; SameSite=Lax")


def wants_page(request: Request) -> bool:
    """Whether the asker reads pages, not JSON."""
    return not request.url.path.startswith("/api/") and "text/html" in request.headers.get("accept", "")


def problem_of(error: Exception) -> Problem:
    """What is said of an error; one nobody foresaw is written to the log."""
    match error:
        case Problem():
            return error
        case Refused():
            return problems.of_refusal(error)
        case HTTPException():
            return problems.of_refusal(_of_framework(error.status_code))
    log.error("request failed", error=type(error).__name__, exc_info=error)
    return problems.internal()


def _of_framework(status: int) -> Refused:
    known: dict[int, type[Refused]] = {404: Missing, 405: MethodNotAllowed}
    return known.get(status, Malformed)()
