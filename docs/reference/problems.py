"""problems.json: what every problem's `type` means."""

import inspect
import json

from docs.reference.surface import refusals
from services.gateway.problems import INTERNAL
from services.kit.errors import Refused


def text() -> str:
    """The document: slug → kind, sentence, meaning, and the part that tells it ("kit": any of them)."""
    meanings = {each.slug: _meaning(each) for each in refusals()}
    internal = {
        "kind": "internal",
        "sentence": INTERNAL,
        "meaning": "An error nobody foresaw; the log has the rest.",
        "told_by": "gateway",
    }
    return json.dumps({**meanings, "internal": internal}, ensure_ascii=False, indent=2, sort_keys=True) + "\n"


def _meaning(refused: type[Refused]) -> dict[str, str | None]:
    told_by = refused.__module__.split(".")[1]
    return {
        "kind": refused.kind,
        "sentence": refused.sentence,
        "meaning": inspect.getdoc(refused),
        "told_by": told_by,
    }
