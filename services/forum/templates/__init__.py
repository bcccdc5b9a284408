"""Templates of forums, as data: one TOML file each, whose name is the template's key.

Times are minutes after the forum's start, so that a form can be filled in for any day.
"""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent


@cache
def all_of_them() -> dict[str, Any]:
    """Every template, the shortest forum first. → list of ForumTemplate"""
    items = [{"key": path.stem, **tomllib.loads(path.read_text())} for path in HERE.glob("*.toml")]
    return {"items": sorted(items, key=lambda item: (item["lasts"], item["key"])), "next": None}
