"""openapi.json (OpenAPI 3.1): the gateway's table of addresses, with the schemas of the services that own them."""

import inspect
import json
from typing import Any
from uuid import UUID

from apispec import APISpec
from apispec.ext.marshmallow import MarshmallowPlugin

from docs.reference.openapi import operations, written
from docs.reference.openapi.own import Problem
from docs.reference.surface import entries
from services.gateway.api.table import BY_TAG
from services.gateway.problems import CONTENT_TYPE, STATUS, STATUS_OF_SLUG
from services.kit.errors import Kind

Json = dict[str, Any]

ABOUT = """The public API of Hiến Kế.

A session is sent as `Authorization: Bearer` (what the sign-in addresses answer as `token`), or as the cookie they set.
A change that must not happen twice needs an `Idempotency-Key`. Edits name the answer's `ETag` in `If-Match`.
A change that depends on another names that one's `Stream-Version` in `Depends-On`, if another session made it.
Everything refused is a problem (RFC 9457) whose `type` says what it means. `?lang=` or `Accept-Language`: `vi`, `en`.
Any address may also answer 405 (with `Allow`), 408, 414 or 431, and 500 with the slug `internal`.
"""
BALLOT = "/forums/{forum_id}/rounds/{round_id}/ballot"
OPINION = "/forums/{forum_id}/proposals/{proposal_id}/opinion"
LIVE = "/forums/{forum_id}/live"
RETRY_AFTER = {"description": "Seconds", "required": True, "schema": {"type": "integer", "minimum": 1}}


def text() -> str:
    """The document."""
    marshmallow = MarshmallowPlugin(schema_name_resolver=_name)
    spec = APISpec(
        title="Hiến Kế",
        version="1",
        openapi_version="3.1.0",
        info={"description": ABOUT, "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"}},
        servers=[{"url": "/api/v1"}],
        plugins=[marshmallow],
        security=[{"bearer": []}, {"cookie": []}, {}],
    )
    for read in (written.written, written.pattern):
        marshmallow.converter.add_attribute_function(read)  # type: ignore[union-attr]
    _components(spec)
    _paths(spec)
    document = spec.to_dict()
    _describe(document, marshmallow)
    return json.dumps(document, ensure_ascii=False, indent=1, sort_keys=True, default=_plain) + "\n"


def _components(spec: APISpec) -> None:
    spec.components.security_scheme("bearer", {"type": "http", "scheme": "bearer"})
    spec.components.security_scheme("cookie", {"type": "apiKey", "in": "cookie", "name": "session"})
    spec.components.schema("Problem", schema=Problem)
    content = {CONTENT_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    for status in sorted({*STATUS.values(), *STATUS_OF_SLUG.values()}):
        passing = status in (STATUS[Kind.LIMITED], STATUS[Kind.UNAVAILABLE])
        headers = {"headers": {"Retry-After": RETRY_AFTER}} if passing else {}
        spec.components.response(str(status), {"description": _meaning(status), "content": content, **headers})


def _paths(spec: APISpec) -> None:
    known = {(entry.method, entry.path): entry for entry in entries()}
    for tag, forwards in BY_TAG.items():
        for forward in forwards:
            operation = operations.passed_on(forward, known[forward.method, forward.path], tag)
            _add(spec, forward.path, forward.method.lower(), operation)
    _add(spec, BALLOT, "put", operations.cast())
    _add(spec, OPINION, "put", operations.judge())
    _add(spec, LIVE, "get", operations.live())


def _add(spec: APISpec, path: str, method: str, operation: Json) -> None:
    spec.path(path, operations={method: operation}, parameters=operations.named(path))


def _describe(document: Json, marshmallow: MarshmallowPlugin) -> None:
    """A schema's docstring is its description."""
    for (schema, *_), name in marshmallow.converter.refs.items():  # type: ignore[union-attr]
        if said := vars(schema).get("__doc__"):
            document["components"]["schemas"][name]["description"] = inspect.cleandoc(said)


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
