"""The canonical form of JSON (RFC 8785), and files in it.

orjson writes that form for what a record is made of: names in ASCII, whole numbers of at most 53 bits, and any text.
"""

import hashlib
from pathlib import Path
from typing import Any

import orjson

from services.kit import strict_json
from services.kit.errors import Refused

MOST_BYTES = 200_000_000


class Unreadable(Exception):
    """Raised when a file is not JSON that can be relied on; `reason` is a word, `where` what there is to say of it."""

    def __init__(self, reason: str, where: str = "") -> None:
        super().__init__(reason)
        self.reason, self.where = reason, where


def canonical(value: Any) -> bytes:
    """A value in canonical form."""
    return orjson.dumps(value, option=orjson.OPT_SORT_KEYS | orjson.OPT_STRICT_INTEGER)


def digest(value: Any) -> str:
    """The SHA-256 of a value's canonical form."""
    return hashlib.sha256(canonical(value)).hexdigest()


def read(path: Path) -> Any:
    """What a file says. Raises Unreadable."""
    try:
        with path.open("rb") as file:
            body = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise Unreadable("no-file", error.strerror or "") from error
    if len(body) > MOST_BYTES:
        raise Unreadable("too-large")
    return parse(body)


def parse(body: bytes) -> Any:
    """One JSON text in whatever layout, so long as it means one thing only. Raises Unreadable.

    What is in canonical form can hide nothing from the fast reader; anything else takes the strict one, which refuses
    names that stand twice and numbers that not everybody reads alike.
    """
    try:
        value = orjson.loads(body)
    except ValueError as error:
        raise Unreadable("not-json", str(error)) from None
    try:
        if canonical(value) != body:
            value = strict_json.loads(body)
            canonical(value)
    except (TypeError, Refused):
        raise Unreadable("ambiguous") from None
    return value
