"""What the hall's screen shows: chosen by the organizers, or `auto`, which follows the forum."""

from collections.abc import Mapping
from typing import Any

#: the scenes there are; `voting` and `result` name a round, `notice` has a text
NAMES = ("auto", "waiting", "programme", "voting", "result", "notice")
OF_A_ROUND = ("voting", "result")
AUTO: Mapping[str, Any] = {"name": "auto", "round_id": None, "text": ""}


def scene(name: str, round_id: Any = None, text: str = "") -> dict[str, Any]:
    """A scene with what belongs to it, and nothing else."""
    return {
        "name": name,
        "round_id": str(round_id) if name in OF_A_ROUND else None,
        "text": text if name == "notice" else "",
    }
