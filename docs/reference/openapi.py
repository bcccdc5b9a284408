"""openapi.json (OpenAPI 3.1): the gateway's table of addresses, with the schemas of the services that own them."""

import json
import re
from typing import Any
from uuid import UUID

from apispec import APISpec
from apispec.ext.marshmallow import MarshmallowPlugin
from marshmallow import Schema, fields

from docs.reference.surface import Entry, entries
from services.forum.answers import Session, SessionOrCodeSent
from services.gateway.api.opinions import WORDS
from services.gateway.api.table import BY_TAG, Forward
from services.gateway.problems import CONTENT_TYPE, STATUS, STATUS_OF_SLUG

Json = dict[str, Any]

ABOUT = """The public API of Hiến Kế.

A session is sent as `Authorization: Bearer` (what the sign-in addresses answer as `token`), or as the cookie they set.
`POST` needs an `Idempotency-Key` unless repeating it is harmless. Edits name the answer's `ETag` in `If-Match`.
Everything refused is a problem (RFC 9457) whose `type` says what it means. `?lang=` or `Accept-Language`: `vi`, `en`.
"""
BALLOT = "/forums/{forum_id}/rounds/{round_id}/ballot"
OPINION = "/forums/{forum_id}/proposals/{proposal_id}/opinion"


class Ballot(Schema):
    """A ballot: exactly one choice for every option of the round."""

    choices = fields.Dict(
        keys=fields.UUID(),
        values=fields.String(metadata={"enum": ["yes", "no", "abstain"]}),
        required=True,
        metadata={"description": "solution_id → choice"},
    )
    replaces = fields.Integer(required=True, metadata={"description": "the revision it replaces; 0 for the first"})
    nonce = fields.String(required=True, metadata={"pattern": "^[A-Za-z0-9_-]{16,64}$"})


class Opinion(Schema):
    """What one thinks of a proposal."""

    opinion = fields.String(required=True, metadata={"enum": list(WORDS)})


class OpinionCounted(Opinion):
    """The opinion is counted, in the place of the one before."""

    proposal_id = fields.UUID(required=True)


class Counted(Schema):
    """The ballot is counted, for good."""

    revision = fields.Integer(required=True)
    receipt = fields.String(required=True, metadata={"description": "SHA-256 of the ballot's leaf, hexadecimal"})


class SignedIn(Session):
    """A session, and the token that is sent as `Authorization: Bearer`."""

    token = fields.String(required=True)


class SignedInOrCodeSent(SessionOrCodeSent):
    """Either SignedIn or CodeSent, as the forum is set; whoever organizes anything always gets a code."""

    token = fields.String()


#: what the forum service answers → what the gateway makes of it
WITH_TOKEN: dict[type[Schema], type[Schema]] = {Session: SignedIn, SessionOrCodeSent: SignedInOrCodeSent}


class Fault(Schema):
    """One thing wrong with one field."""

    pointer = fields.String(required=True)
    code = fields.String(required=True)
    detail = fields.String(required=True)
    params = fields.Dict()


class Problem(Schema):
    """RFC 9457."""

    type = fields.String(required=True)
    title = fields.String(required=True)
    status = fields.Integer(required=True)
    correlation_id = fields.String()
    facts = fields.Dict()
    errors = fields.List(fields.Nested(Fault))


def text() -> str:
    """The document."""
    spec = APISpec(
        title="Hiến Kế",
        version="1",
        openapi_version="3.1.0",
        info={"description": ABOUT, "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"}},
        servers=[{"url": "/api/v1"}],
        plugins=[MarshmallowPlugin(schema_name_resolver=_name)],
        security=[{"bearer": []}, {"cookie": []}, {}],
    )
    spec.components.security_scheme("bearer", {"type": "http", "scheme": "bearer"})
    spec.components.security_scheme("cookie", {"type": "apiKey", "in": "cookie", "name": "session"})
    spec.components.schema("Problem", schema=Problem)
    for status in sorted({*STATUS.values(), *STATUS_OF_SLUG.values()}):
        content = {CONTENT_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
        spec.components.response(str(status), {"description": _meaning(status), "content": content})
    known = {(entry.method, entry.path): entry for entry in entries()}
    for tag, forwards in BY_TAG.items():
        for forward in forwards:
            operation = _operation(forward, known[forward.method, forward.path], tag)
            spec.path(forward.path, operations={forward.method.lower(): operation}, parameters=_named(forward.path))
    spec.path(BALLOT, operations={"put": _cast()}, parameters=_named(BALLOT))
    spec.path(OPINION, operations={"put": _judge()}, parameters=_named(OPINION))
    spec.path("/forums/{forum_id}/live", operations={"get": _live()}, parameters=_named("{forum_id}"))
    return json.dumps(spec.to_dict(), ensure_ascii=False, indent=1, sort_keys=True, default=_plain) + "\n"


def _operation(forward: Forward, entry: Entry, tag: str) -> Json:
    operation: Json = {"summary": forward.purpose, "tags": [tag], "responses": _responses(forward, entry)}
    parameters: list[Json] = []
    if entry.takes is not None and forward.method == "GET":
        parameters.append({"in": "query", "schema": entry.takes})
    elif entry.takes is not None:
        operation["requestBody"] = {"required": True, "content": {"application/json": {"schema": entry.takes}}}
    if forward.method == "POST":
        parameters.append(_header("Idempotency-Key", "8 to 128 letters; the same key is answered the same again"))
    if forward.method == "PUT":
        parameters.append(_header("If-Match", "the ETag of what was read; 412 when it has changed since"))
    return {**operation, "parameters": parameters} if parameters else operation


def _responses(forward: Forward, entry: Entry) -> Json:
    schema = WITH_TOKEN.get(entry.answers, entry.answers)
    content = {"text/csv": {"schema": {"type": "string"}}} if forward.file else {"application/json": {"schema": schema}}
    responses: Json = {"200": {"description": "As it now is", "content": content}}
    reading, editing = (401, 403, 404, 429, 503), (400, 401, 403, 404, 409, 413, 415, 422, 429, 503)
    for status in reading if forward.method == "GET" else editing:
        responses[str(status)] = str(status)
    return {**responses, "412": "412"} if forward.method == "PUT" else responses


def _cast() -> Json:
    said = "Cast one's ballot, or replace it; sending the same one again is answered the same"
    return _counted(said, "rounds", Ballot, Counted)


def _judge() -> Json:
    said = "Give one's opinion on a proposal, or replace it; the same one again is answered the same"
    return _counted(said, "deliberation", Opinion, OpinionCounted)


def _counted(summary: str, tag: str, takes: type[Schema], answers: type[Schema]) -> Json:
    answer = {"description": "Counted", "content": {"application/json": {"schema": answers}}}
    return {
        "summary": summary,
        "tags": [tag],
        "requestBody": {"required": True, "content": {"application/json": {"schema": takes}}},
        "responses": {
            "200": answer,
            **{str(each): str(each) for each in (400, 401, 403, 404, 409, 413, 415, 422, 429, 503)},
        },
    }


def _live() -> Json:
    stream = {"text/event-stream": {"schema": {"type": "string"}}}
    return {
        "summary": "Server-Sent Events of a forum",
        "description": "`snapshot` {forum, board, now}; then `change` {forum?, board?, opinions?} with what differs: "
        "of the board's lists only items that are new or other, `removed` names those gone; of opinions the proposals "
        "whose counts are new; `lost` {since}: events are not heard.",
        "tags": ["deliberation"],
        "responses": {"200": {"description": "The stream", "content": stream}, "404": "404", "503": "503"},
    }


def _named(path: str) -> list[Json]:
    """The parameters in a path."""
    return [
        {"in": "path", "name": name, "required": True, "schema": _kind(name)} for name in re.findall(r"\{(\w+)\}", path)
    ]


def _kind(name: str) -> Json:
    return {"type": "string", "format": "uuid"} if name.endswith("_id") else {"type": "string"}


def _header(name: str, description: str) -> Json:
    return {"in": "header", "name": name, "required": False, "description": description, "schema": {"type": "string"}}


def _meaning(status: int) -> str:
    kinds = [str(kind) for kind, number in {**STATUS, **STATUS_OF_SLUG}.items() if number == status]
    return "Refused: " + ", ".join(kinds)


def _name(schema: Any) -> str:
    """A component's name: its service, and the schema's; what is answered is told from what is taken."""
    made = schema if isinstance(schema, type) else type(schema)
    module = made.__module__.split(".")
    if module[0] != "services":
        return made.__name__
    kind = ".answer" if "answers" in module else ""
    whose = f"event.{module[2]}" if module[1] == "contracts" else f"{module[1]}{kind}"
    return f"{whose}.{made.__name__}"


def _plain(value: Any) -> Any:
    return str(value) if isinstance(value, UUID) else repr(value)
