"""Whether a value has the shape that a JSON schema says: the few words of draft 2020-12 that our own schemas use.

The schema files are what others read, so they are what we check by, and nobody who checks a record needs more than
this. A number with a fraction, even of nought, is no integer here; a pattern fits all of a text or none.
"""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

Schema = Mapping[str, Any]

ANNOTATIONS = ("$schema", "$id", "$defs", "title", "description")
_TYPES = {"object": dict, "array": list, "string": str, "integer": int, "boolean": bool, "null": type(None)}


class Misshapen(Exception):
    """Raised for a value of another shape: where in it, and which word of the schema it breaks."""

    def __init__(self, word: str) -> None:
        super().__init__(word)
        self.word = word
        self.path: list[str] = []

    @property
    def pointer(self) -> str:
        """The place, as RFC 6901 writes it."""
        return "".join(f"/{name.replace('~', '~0').replace('/', '~1')}" for name in reversed(self.path))


def check(value: Any, schema: Schema) -> None:
    """Raises Misshapen unless the value is as the schema says."""
    try:
        _check(value, schema, schema.get("$defs", {}))
    except RecursionError:
        raise Misshapen("depth") from None


@cache
def schema(name: str) -> Schema:
    """One of the schemas beside this file."""
    found: Schema = json.loads((Path(__file__).parent / f"{name}.schema.json").read_text("utf-8"))
    return found


def _check(value: Any, schema: Schema, named: Schema) -> None:
    for word, wanted in schema.items():
        if word == "$ref":
            _check(value, named[wanted.removeprefix("#/$defs/")], named)
        elif word in _WORDS and not _WORDS[word](value, wanted):
            raise Misshapen(word)
    if isinstance(value, dict):
        _check_members(value, schema, named)
    elif isinstance(value, list) and "items" in schema and not _are_whole(value, schema["items"]):
        for place, item in enumerate(value):
            _within(str(place), item, schema["items"], named)


def _check_members(value: Mapping[str, Any], schema: Schema, named: Schema) -> None:
    known, other = schema.get("properties", {}), schema.get("additionalProperties", True)
    for name, member in value.items():
        wanted = known.get(name, other)
        if wanted is False:
            raise Misshapen("additionalProperties")
        if "propertyNames" in schema:
            _within(name, name, schema["propertyNames"], named)
        if wanted is not True:
            _within(name, member, wanted, named)


def _within(name: str, value: Any, schema: Schema, named: Schema) -> None:
    try:
        _check(value, schema, named)
    except Misshapen as misshapen:
        misshapen.path.append(name)
        raise


def _are_whole(values: Sequence[Any], schema: Schema) -> bool:
    """Whether a list of whole numbers is as its items should be, seen at once: a record can have millions of them."""
    return (
        schema.get("type") == "integer"
        and schema.keys() <= {"type", "minimum", "maximum"}
        and set(map(type, values)) == {int}
        and schema["minimum"] <= min(values)
        and max(values) <= schema["maximum"]
    )


def _is_type(value: Any, types: str | Sequence[str]) -> bool:
    return type(value) in [_TYPES[name] for name in ([types] if isinstance(types, str) else types)]


_pattern = cache(re.compile)

#: a word of a schema says something about values of one type, and nothing about others
_WORDS: Mapping[str, Callable[[Any, Any], bool]] = {
    "type": _is_type,
    "const": lambda value, wanted: type(value) is type(wanted) and value == wanted,
    "pattern": lambda value, wanted: not isinstance(value, str) or _pattern(wanted).fullmatch(value) is not None,
    "maxLength": lambda value, wanted: not isinstance(value, str) or len(value) <= wanted,
    "minimum": lambda value, wanted: type(value) is not int or value >= wanted,
    "maximum": lambda value, wanted: type(value) is not int or value <= wanted,
    "required": lambda value, wanted: not isinstance(value, dict) or value.keys() >= set(wanted),
    "maxProperties": lambda value, wanted: not isinstance(value, dict) or len(value) <= wanted,
    "minItems": lambda value, wanted: not isinstance(value, list) or len(value) >= wanted,
    "maxItems": lambda value, wanted: not isinstance(value, list) or len(value) <= wanted,
}
WORDS = (*_WORDS, "$ref", "properties", "additionalProperties", "propertyNames", "items")
