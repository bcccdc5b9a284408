"""PUT /api/v1/forums/{forum}/rounds/{round}/ballot {choices, replaces, nonce}, and with `proxy_of` for somebody else.

What its choices may be, and for whom somebody may vote, the round knows.
"""

import re
from typing import Any

from services.gateway import limits
from services.gateway.api.counted import Counted, Kind
from services.gateway.parts import Parts

_is_id = re.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}").fullmatch
_is_nonce = re.compile(r"[A-Za-z0-9_-]{16,64}").fullmatch


def ballots(parts: Parts) -> Counted:
    """The way of a ballot."""
    return Counted(parts, Kind(parts.ballot_boxes, limits.BALLOTS, FIELDS, "round_id", MAY_BE))


def _choices(value: Any) -> str | None:
    return None if isinstance(value, dict) else "not-an-object"


def _replaces(value: Any) -> str | None:
    return None if type(value) is int and value >= 0 else "not-a-number"


def _nonce(value: Any) -> str | None:
    return None if isinstance(value, str) and _is_nonce(value) else "wrong-shape"


def _proxy_of(value: Any) -> str | None:
    return None if isinstance(value, str) and _is_id(value) else "not-an-id"


FIELDS = {"choices": _choices, "replaces": _replaces, "nonce": _nonce}
MAY_BE = {"proxy_of": _proxy_of}
