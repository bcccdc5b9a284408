"""What openapi.json says of the addresses of one subject, as a page shows it; read once."""

from collections.abc import Iterator
from functools import cache
from typing import Any

import orjson

from services.gateway.api.documents import problems, read
from services.gateway.api.table import BY_TAG
from services.gateway.pages.docs import schemas

Json = dict[str, Any]

METHODS = ("get", "post", "put", "delete")
EVERYWHERE = ("kit", "gateway")


def about() -> str:
    """What holds for all of them."""
    said: str = _document()["info"]["description"]
    return said


@cache
def of(subject: str) -> tuple[Json, ...]:
    """The operations of a subject, in the order of the reference."""
    order = {(each.method.lower(), each.path): number for number, each in enumerate(BY_TAG[subject])}
    found = [(method, path, told) for method, path, told in _all() if subject in told["tags"]]
    found.sort(key=lambda each: order.get(each[:2], len(order)))
    return tuple(_shown(*each) for each in found)


@cache
def refusals(subject: str) -> tuple[Json, ...]:
    """Status → the problems that the addresses of a subject may answer."""
    statuses = sorted({status for operation in of(subject) for status in operation["refused"]})
    owners = {*EVERYWHERE, *(each.service for each in BY_TAG[subject])}
    ours = [problem for problem in problems().values() if problem["told_by"] in owners]
    return tuple(
        {"status": status, "problems": [each for each in ours if each["status"] == int(status)]} for status in statuses
    )


@cache
def _document() -> Json:
    document: Json = orjson.loads(read("openapi.json"))
    return document


def _all() -> Iterator[tuple[str, str, Json]]:
    for path, methods in _document()["paths"].items():
        shared = methods.get("parameters", [])
        for method in METHODS:
            if method in methods:
                told = methods[method]
                yield method, path, {**told, "parameters": [*shared, *told.get("parameters", [])]}


def _shown(method: str, path: str, told: Json) -> Json:
    address = _document()["servers"][0]["url"] + path
    return {
        "id": f"{method}-{path.strip('/').translate(str.maketrans('/_', '--', '{}'))}",
        "method": method.upper(),
        "path": address,
        "purpose": told["summary"],
        "about": told.get("description", ""),
        "parameters": [_parameter(each) for each in told["parameters"]],
        "body": _body(told),
        "answers": [_answer(status, each) for status, each in told["responses"].items() if status < "400"],
        "refused": [status for status in told["responses"] if status >= "400"],
    }


def _parameter(told: Json) -> Json:
    components = _schemas()
    schema = schemas.resolved(told["schema"], components)
    return {
        "name": told["name"],
        "where": told["in"],
        "kind": schemas.kind(schema, components),
        "needed": told.get("required", False),
        "about": schemas.joined(told.get("description", ""), schemas.about(schema)),
    }


def _body(told: Json) -> Json | None:
    content = told.get("requestBody", {}).get("content", {}).get("application/json")
    return _object(content["schema"]) if content else None


def _answer(status: str, told: Json) -> Json:
    content = told.get("content", {}).get("application/json")
    shown = _object(content["schema"]) if content else {"about": "", "rows": []}
    headers = [{"name": name, "about": header["description"]} for name, header in told.get("headers", {}).items()]
    return {"status": status, "meaning": told["description"], "headers": headers, **shown}


def _object(schema: Json) -> Json:
    components = _schemas()
    said = schemas.resolved(schema, components).get("description", "")
    return {"about": said, "rows": schemas.rows(schema, components)}


def _schemas() -> Json:
    found: Json = _document()["components"]["schemas"]
    return found
