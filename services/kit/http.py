"""Internal HTTP: commands and queries of one service, for the gateway only.

A command runs in one transaction together with its idempotency key; a query reads.

    @command("POST", "/forums/<uuid:forum_id>/proposals", schemas.OfferProposal)
    def offer_proposal(self, call, forum_id):
        return commands.offer_proposal(call.tx, call.acting, forum_id, call.data)
"""

import hashlib
import socket
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial, wraps
from typing import Any

from marshmallow import Schema, ValidationError
from nameko.web.handlers import HttpRequestHandler
from nameko.web.server import WebServer
from werkzeug.wrappers import Request, Response

from services.kit import strict_json
from services.kit.acting import Acting
from services.kit.answers import answer, answer_error
from services.kit.db import Tx, as_json, queries
from services.kit.dependencies import as_header, require_heard
from services.kit.errors import Invalid, KeyRequired, KeyReused, Malformed, Refused, Stale, TooLarge
from services.kit.fields import Body, faults
from services.kit.log import correlate

LARGEST_BODY = 64 * 1024


@dataclass(frozen=True)
class Call:
    """What a command or query is given: its transaction, who acts, its checked data, the version it edits.

    `device` is the kind of browser the gateway was asked with, where it says so.
    """

    tx: Tx
    acting: Acting
    data: Any
    if_match: int | None = None
    device: str = ""

    def must_match(self, version: int) -> None:
        """Raises Stale when the caller named a version and it is not this one."""
        if self.if_match is not None and self.if_match != version:
            raise Stale(version=version)


Method = Callable[..., Any]


class InternalServer(WebServer):  # type: ignore[misc]
    """Nameko's web server, sending without delay.

    An answer that does not fit its buffer leaves in two parts, and the second would wait 40 ms for the first to be
    acknowledged (Nagle's algorithm against delayed acknowledgement). Connections inherit it from the listening socket.
    """

    def start(self) -> None:
        super().start()
        self._sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)


class Endpoint(HttpRequestHandler):  # type: ignore[misc]
    """Nameko's http entrypoint, with our errors and nothing internal in an answer."""

    server = InternalServer()

    def __init__(self, method: str, url: str, largest: int = LARGEST_BODY, **options: Any) -> None:
        super().__init__(method, url, **options)
        self.largest = largest

    def get_entrypoint_parameters(self, request: Request) -> tuple[tuple[Request], dict[str, Any]]:
        correlate(request.headers.get("X-Correlation-Id"))
        length = request.content_length
        if (length or 0) > self.largest or (length is None and request.method not in ("GET", "HEAD", "DELETE")):
            raise TooLarge(largest=self.largest)
        return (request,), request.path_values  # type: ignore[attr-defined]

    def response_from_result(self, result: Any) -> Response:
        if isinstance(result, Refused):
            return answer_error(result)
        if not isinstance(result, Done):
            return answer(200, result)
        if isinstance(result.answer, Refused):
            return answer_error(result.answer)
        response = answer(200, result.answer)
        if moved := as_header(self.container.service_name, result.tx.versions):
            response.headers["Stream-Version"] = moved
        return response

    def response_from_exception(self, exc: Exception) -> Response:
        return answer_error(exc)


endpoint: Callable[..., Callable[[Method], Method]] = Endpoint.decorator


def command(
    method: str, path: str, schema: type[Schema] | None = None, *, keyed: bool = True, largest: int = LARGEST_BODY
) -> Callable[[Method], Method]:
    """A command: POST ones need an idempotency key. Without a schema it takes no data, and is refused when given some.

    With `keyed` False the command takes no key and its answer is never stored: because repeating it is harmless anyway,
    or because the answer is a secret. A refusal that is returned instead of raised keeps what the command has done.
    """

    def decorate(function: Method) -> Method:
        @endpoint(method, path, largest=largest)
        @wraps(function)
        @refusals_returned
        def handle(self: Any, request: Request, **arguments: Any) -> Any:
            body = request.get_data()
            acting = self.statements.read(request.headers.get("Acting"), body)
            data = _checked(schema or Body, strict_json.loads(body) if body else {})
            _require_key(request, keyed)

            def work(tx: Tx) -> Done:
                require_heard(tx, self.name, request.headers.get("Depends-On", ""))
                call = Call(tx, acting, data, _if_match(request), request.headers.get("Device", ""))
                run = partial(function, self, call, **arguments)
                return Done(_once(call, request, body, run) if keyed else run(), tx)

            return self.db.transact(work)

        handle.surface = Surface(method, path, schema, keyed and method == "POST")  # type: ignore[attr-defined]
        return handle

    return decorate


def query(path: str, schema: type[Schema] | None = None) -> Callable[[Method], Method]:
    """A query: its parameters, if any, are checked by `schema` as well."""

    def decorate(function: Method) -> Method:
        @endpoint("GET", path)
        @wraps(function)
        @refusals_returned
        def handle(self: Any, request: Request, **arguments: Any) -> Any:
            acting = self.statements.read(request.headers.get("Acting"))
            data = _checked(schema, request.args.to_dict())
            return self.db.read(lambda tx: function(self, Call(tx, acting, data), **arguments))

        handle.surface = Surface("GET", path, schema, keyed=False)  # type: ignore[attr-defined]
        return handle

    return decorate


def refusals_returned(handle: Method) -> Method:
    """A refusal is an answer like any other; nameko would log each that is raised, with a traceback."""

    @wraps(handle)
    def answered(*arguments: Any, **named: Any) -> Any:
        try:
            return handle(*arguments, **named)
        except Refused as refused:
            return refused

    return answered


@dataclass(frozen=True)
class Done:
    """What a command answered, and the transaction it was committed in."""

    answer: Any
    tx: Tx


@dataclass(frozen=True)
class Surface:
    """What the reference documentation reads off a command or query."""

    method: str
    path: str
    schema: type[Schema] | None
    keyed: bool


def _checked(schema: type[Schema] | None, raw: Any) -> Any:
    if schema is None:
        return raw
    try:
        return schema().load(raw)
    except ValidationError as error:
        raise Invalid(faults(error.messages)) from error


def _require_key(request: Request, keyed: bool) -> None:
    key = request.headers.get("Idempotency-Key", "")
    if keyed and request.method == "POST" and not 8 <= len(key) <= 128:
        raise KeyRequired


def _if_match(request: Request) -> int | None:
    """The version the caller names. Raises Malformed for what is none: an edit meant to be guarded must not go on."""
    text = request.headers.get("If-Match", "*").strip('"')
    if text == "*":
        return None
    if not (text.isascii() and text.isdigit()):
        raise Malformed(reason="if-match")
    return int(text)


def _once(call: Call, request: Request, body: bytes, work: Callable[[], Any]) -> Any:
    """Run `work` unless this actor's key has been answered before; then answer the same again."""
    key = request.headers.get("Idempotency-Key")
    if not key:
        return work()
    connection, whose = call.tx.connection, {"actor": call.acting.name, "key": key}
    fingerprint = hashlib.sha256(f"{request.method} {request.path}\n".encode() + body).digest()
    if not queries.claim_key(connection, request=fingerprint, **whose):
        earlier = queries.answered_key(connection, **whose)
        if bytes(earlier["request"]) != fingerprint:
            raise KeyReused
        return earlier["answer"]
    answer = work()
    queries.store_answer(connection, answer=as_json(answer), **whose)
    return answer
