"""The public contract as /openapi.json states it, and everything its schemas forbid."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

from services.gateway.api import documents

Json = dict[str, Any]

DOCUMENT: Json = json.loads((Path(documents.__file__).parent / "documents" / "openapi.json").read_text())
#: of another kind than the contract says; too large or too small for anything
OTHER_KINDS: dict[str, list[Any]] = {
    "string": [7, -(2**62), 1.5, True, [], {}, ["x"]],
    "integer": ["x", "7", True, 1.5, 1.0, -0.0, 2**63 - 1, -(2**63), [], {}],
    "boolean": ["maybe", "true", 1, 0, 7, 0.5, [], {}],
    "array": ["x", 7, True, {}],
    "object": ["x", 7, True, []],
}
MARKS = ("a\u0007b", "a\u0085b", "a\u202eb", "a\u2066b", "\u200fa\u061cb", "a\u2028b")
SHAPELESS = ("x", "2026-02-30", "2026-01-01T00:00:00", "0000", " ", "𝟙" * 6, "'; DROP TABLE seat; --")
MAY_BE_EMPTY = {"summary", "place", "position", "by_when", "text", "body_code", "label"}


@dataclass(frozen=True)
class Operation:
    """One method of one address."""

    method: str
    path: str
    schema: str  # of its body; empty when it takes none
    query: tuple[tuple[str, Json], ...]

    @property
    def name(self) -> str:
        return f"{self.method} {self.path}"

    @property
    def ids(self) -> list[str]:
        """The names in its path."""
        return re.findall(r"\{(\w+)\}", self.path)

    def at(self, ids: dict[str, str]) -> str:
        """Its path below the gateway's address."""
        known = {
            "token": "x",
            "short_code": "x",
            "number": "1",
            **{name: str(uuid4()) for name in ("session_id", "screen_id")},
            **ids,
        }
        return "/api/v1" + self.path.format(**{name: known[name] for name in self.ids})


@dataclass(frozen=True)
class Wrong:
    """One thing wrong with a body: the value of a field, and where the answer must point (None: it need not)."""

    field: str
    value: Any
    pointer: str | None

    def put_into(self, good: Json) -> Json:
        """A body that is right but for this."""
        return {**good, self.field: self.value}


def operations() -> list[Operation]:
    """All of them."""
    return [
        _operation(method.upper(), path, told)
        for path, methods in DOCUMENT["paths"].items()
        for method, told in methods.items()
        if method != "parameters"
    ]


def _operation(method: str, path: str, told: Json) -> Operation:
    body = told.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema", {})
    query = tuple((each["name"], each["schema"]) for each in told.get("parameters", ()) if each["in"] == "query")
    return Operation(method, path, body.get("$ref", "").rpartition("/")[2], query)


def schema(name: str) -> Json:
    """A component."""
    found: Json = DOCUMENT["components"]["schemas"][name]
    return found


def wrongs(name: str) -> Iterator[Wrong]:
    """Everything wrong that the fields of a schema can be."""
    yield Wrong("khong/co~truong", 1, "/khong~1co~0truong")
    for field, told in schema(name)["properties"].items():
        for value, below in _forbidden(field, told):
            yield Wrong(field, value, None if below is None else f"/{field}{below}")


def _forbidden(field: str, told: Json) -> Iterator[tuple[Any, str | None]]:
    """Values a field may not have, and where in it the answer points."""
    if "$ref" in told:
        told = schema(told["$ref"].rpartition("/")[2])
    kinds = told["type"] if isinstance(told["type"], list) else [told["type"]]
    yield from ((value, "") for value in OTHER_KINDS[kinds[0]])
    if "null" not in kinds:
        yield None, ""
    if kinds[0] == "string":
        yield from ((value, "") for value in _texts(field, told))
    if kinds[0] == "array":
        yield from _lists(field, told)
    if kinds[0] == "object" and "properties" in told:
        yield {"x": 1}, "/x"
        for name, inner in told["properties"].items():
            for wrong, below in _forbidden(name, inner):
                yield {name: wrong}, None if below is None else f"/{name}{below}"
    if isinstance(told.get("additionalProperties"), dict):  # what may stand in a ballot the round knows, if it is open
        choices: tuple[Any, ...] = ("maybe", "", None, 7, True, [], {})
        yield from (({str(uuid4()): choice}, None) for choice in choices)


def _texts(field: str, told: Json) -> Iterator[str]:
    if told.get("maxLength", 0) < 10_000:
        yield "a" * 10_000
    if field not in MAY_BE_EMPTY:
        yield ""
    if {"format", "enum", "pattern"} & told.keys():
        allowed = re.compile(told.get("pattern", "(?!)")).search
        yield from (each for each in SHAPELESS if not allowed(each))
    elif "description" in told:  # what people write; tokens and lists are only looked up
        yield from MARKS
        yield from () if field in MAY_BE_EMPTY else (" \n\t ",)


def _lists(field: str, told: Json) -> Iterator[tuple[Any, str | None]]:
    if told.get("minItems"):
        yield [], ""
    too_many: list[Any] = [str(uuid4()) if told["items"].get("format") == "uuid" else {}] * (told["maxItems"] + 1)
    yield too_many, None
    yield from (([value], None if below is None else f"/0{below}") for value, below in _forbidden(field, told["items"]))
