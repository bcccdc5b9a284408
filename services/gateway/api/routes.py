"""The API's addresses as Starlette's routes: the table, live streams, health, and what describes it all."""

import re
from itertools import groupby
from operator import attrgetter

from starlette.routing import BaseRoute, Route

from services.gateway.api import about, documents, forward, health, streams
from services.gateway.api.table import TABLE, Forward
from services.gateway.numbers import NUMBER

PREFIX = "/api/v1"
#: what is taken in at the front door, if its address is exactly right
COUNTED = ("/forums/{forum_id}/rounds/{round_id}/ballot", "/forums/{forum_id}/proposals/{proposal_id}/opinion")


def converted(path: str) -> str:
    """A path of the table in Starlette's words: everything that names a thing must be a UUID, or a number."""
    return re.sub(r"\{(\w+_id)\}", r"{\1:uuid}", path).replace("{number}", f"{{number:{NUMBER}}}")


def _forwarded() -> list[BaseRoute]:
    paths = groupby(sorted(TABLE, key=attrgetter("path")), attrgetter("path"))
    by_path: dict[str, dict[str, Forward]] = {path: {} for path in COUNTED}
    by_path |= {path: {each.method: each for each in group} for path, group in paths}
    return [
        Route(PREFIX + converted(path), forward.endpoint(forwards), methods=[*forwards, *_at_the_front(path)])
        for path, forwards in sorted(by_path.items(), key=lambda item: "{" in item[0].rpartition("/")[2])
    ]


def _at_the_front(path: str) -> list[str]:
    """The methods an address has besides those of the table."""
    return ["PUT"] if path in COUNTED else []


routes: list[BaseRoute] = [
    *health.routes,
    *about.routes,
    *documents.routes,
    Route(PREFIX + "/forums/{forum_id:uuid}/live", streams.live),
    *_forwarded(),
]
