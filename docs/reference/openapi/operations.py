"""The operations: what each takes, and everything it may answer."""

import re
from typing import Any

from marshmallow import Schema

from docs.reference.openapi.own import WITH_TOKEN, Ballot, Counted, Opinion, OpinionCounted
from docs.reference.surface import Entry
from services.gateway.api.table import Forward

Json = dict[str, Any]

READING = (400, 401, 403, 404, 429, 503)
EDITING = (400, 401, 403, 404, 409, 413, 415, 422, 429, 503)
ETAG = {"description": "Its version, if it has one, and a digest", "required": True, "schema": {"type": "string"}}
NAME = {"description": "`attachment`, and its name", "required": True, "schema": {"type": "string"}}
MOVED = {
    "description": "How far the streams it wrote to have come; may be sent as `Depends-On`",
    "schema": {"type": "string"},
}
#: an idempotency key; an ETag that names a version
KEY = {"type": "string", "minLength": 8, "maxLength": 128, "pattern": "^[ -~]*$"}
VERSION = {"type": "string", "pattern": r'^(\*|(W/)?"?[0-9]+(-[0-9a-f]+)?"?)$'}


def passed_on(forward: Forward, entry: Entry, tag: str) -> Json:
    """What a service does."""
    operation: Json = {"summary": forward.purpose, "tags": [tag], "responses": _responses(forward, entry)}
    if entry.takes is not None and forward.method != "GET":
        operation["requestBody"] = _body(entry.takes)
    return {**operation, "parameters": list(_parameters(forward, entry))}


def _body(schema: type[Schema]) -> Json:
    needed = any(field.required for field in schema().fields.values())
    return {"required": needed, "content": {"application/json": {"schema": schema}}}


def _parameters(forward: Forward, entry: Entry) -> list[Json]:
    if forward.method == "GET":
        asked = [{"in": "query", "schema": entry.takes}] if entry.takes is not None else []
        still = _header("If-None-Match", "an ETag: 304 when it is still that", {"type": "string"})
        return asked if forward.file else [*asked, still]
    again = "the same key is answered the same again"
    found = [_header("Idempotency-Key", again, KEY, required=True)] if entry.keyed else []
    if forward.method == "PUT":
        found.append(_header("If-Match", "the ETag of what was read; 412 when it has changed since", VERSION))
    return found


def _responses(forward: Forward, entry: Entry) -> Json:
    reading = forward.method == "GET"
    statuses = [*(READING if reading else EDITING)]
    statuses += [422] * (reading and entry.takes is not None) + [412] * (forward.method == "PUT")
    unchanged = {"304": {"description": "It is still what If-None-Match names"}}
    answers: Json = {"200": _answer(forward, entry), **(unchanged if reading and not forward.file else {})}
    return {**answers, **{str(each): str(each) for each in sorted(statuses)}}


def _answer(forward: Forward, entry: Entry) -> Json:
    if forward.file:
        content: Json = {forward.file: {"schema": {"type": "string"} if forward.file == "text/csv" else {}}}
        return {"description": "A file", "headers": {"Content-Disposition": NAME}, "content": content}
    schema = WITH_TOKEN.get(entry.answers, entry.answers)
    headers = {"ETag": ETAG} if forward.method == "GET" else {"ETag": ETAG, "Stream-Version": MOVED}
    return {"description": "As it now is", "headers": headers, "content": {"application/json": {"schema": schema}}}


def cast() -> Json:
    """Voting."""
    said = "Cast one's ballot, or replace it; sending the same one again is answered the same"
    return _counted(said, "rounds", Ballot, Counted)


def judge() -> Json:
    """Giving one's opinion."""
    said = "Give one's opinion on a proposal, or replace it; the same one again is answered the same"
    return _counted(said, "deliberation", Opinion, OpinionCounted)


def _counted(summary: str, tag: str, takes: type[Schema], answers: type[Schema]) -> Json:
    answer = {"description": "Counted", "content": {"application/json": {"schema": answers}}}
    return {
        "summary": summary,
        "tags": [tag],
        "requestBody": _body(takes),
        "responses": {"200": answer, **{str(each): str(each) for each in EDITING}},
    }


def live() -> Json:
    """The stream."""
    stream = {"text/event-stream": {"schema": {"type": "string"}}}
    return {
        "summary": "Server-Sent Events of a forum",
        "description": "`snapshot` {forum, board, edition, now, spread_ms}; then `change` {forum?, board?, opinions?, "
        "spread_ms} with what differs: of the board's lists only items that are new or other, `removed` names those "
        "gone; of opinions the proposals whose counts are new; `lost` {since}: events are not heard. Who asks for more "
        "after a message waits a random part of `spread_ms` first, which grows with the number of those who follow.",
        "tags": ["deliberation"],
        "responses": {"200": {"description": "The stream", "content": stream}, "404": "404", "503": "503"},
    }


def named(path: str) -> list[Json]:
    """The parameters in a path."""
    return [
        {"in": "path", "name": name, "required": True, "schema": _kind(name)} for name in re.findall(r"\{(\w+)\}", path)
    ]


def _kind(name: str) -> Json:
    if name == "number":
        return {"type": "integer", "minimum": 1}
    return {"type": "string", "format": "uuid"} if name.endswith("_id") else {"type": "string"}


def _header(name: str, description: str, schema: Json, required: bool = False) -> Json:
    return {"in": "header", "name": name, "required": required, "description": description, "schema": schema}
