"""JSON as RFC 8259 means it: what `json` lets pass and would hurt later is refused here.

Refused: NaN and infinities, duplicate names, numbers beyond 64 bits, lone surrogates, U+0000 (PostgreSQL's text cannot
hold it), and nesting deeper than Python's stack.
"""

import json
import math
from collections.abc import Iterator
from typing import Any

import orjson

from services.kit.errors import Malformed


def loads(body: bytes) -> Any:
    """Parse one JSON text. Raises Malformed."""
    try:
        value = _DECODER.decode(body.decode("utf-8"))
        if b"\\u" in body or b"\0" in body:
            _refuse_unstorable(value)
    except (ValueError, RecursionError) as error:
        raise Malformed(reason="json") from error
    return value


def dumps(value: Any) -> bytes:
    """Serialise; UUIDs as text, datetimes as RFC 3339 in UTC with a Z."""
    return orjson.dumps(value, option=orjson.OPT_UTC_Z | orjson.OPT_NON_STR_KEYS)


def _unique_names(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    value = dict(pairs)
    if len(value) != len(pairs):
        raise ValueError("a name stands twice in one object")
    return value


def _refuse_constant(name: str) -> Any:
    raise ValueError(f"{name} is not JSON")


def _finite(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise ValueError("number out of range")
    return number


def _small_enough(text: str) -> int:
    if len(text) > 20 or not -(2**63) <= (number := int(text)) < 2**63:
        raise ValueError("number out of range")
    return number


def _refuse_unstorable(value: Any) -> None:
    for text in _texts(value):
        if "\0" in text:
            raise Malformed(reason="nul")
        try:
            text.encode("utf-8")
        except UnicodeEncodeError as error:
            raise Malformed(reason="surrogate") from error


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner)
    elif isinstance(value, dict):
        for name, inner in value.items():
            yield name
            yield from _texts(inner)


_DECODER = json.JSONDecoder(
    object_pairs_hook=_unique_names, parse_constant=_refuse_constant, parse_float=_finite, parse_int=_small_enough
)
