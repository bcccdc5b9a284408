"""PUT /api/v1/forums/{forum}/proposals/{proposal}/opinion {opinion}: agree, disagree or pass."""

from typing import Any

from services.gateway import limits
from services.gateway.api.counted import Counted, Kind
from services.gateway.parts import Parts

WORDS = ("agree", "disagree", "pass")


def opinions(parts: Parts) -> Counted:
    """The way of an opinion."""
    return Counted(parts, Kind(parts.opinion_boxes, limits.OPINIONS, {"opinion": _opinion}, "proposal_id"))


def _opinion(value: Any) -> str | None:
    if not isinstance(value, str):
        return "not-text"
    return None if value in WORDS else "not-a-choice"
