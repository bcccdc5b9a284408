"""What a screen of the hall is sent: the scene it shows, whenever that becomes another.

`scene` {now, scene} first and on every change; `lost` {since} as on every live page, until the next `scene`; `ended`
when the screen is unpaired. Scenes change with events and with time, so each heartbeat looks at the clock as well.
"""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import Any

from services.gateway.hub import board_key, forum_key
from services.gateway.pages.scenes import what_is_shown
from services.gateway.parts import Parts
from services.gateway.problems import Problem
from services.gateway.screens import Screen
from services.kit import strict_json
from services.kit.clock import now
from services.kit.errors import Refused

SNAPSHOT, COMMENT = b"event: snapshot", b":"
#: what the forum's own stream says, in place of which a screen is sent its scene
FORUM = (SNAPSHOT, b"event: change")
ENDED = b"event: ended\ndata: {}\n\n"


async def scene_of(parts: Parts, screen: Screen) -> dict[str, Any]:
    """What a screen shows now; without the board when that cannot be had. Raises Problem or Refused."""
    forum_id = str(screen.forum_id)
    forum, board = await asyncio.gather(parts.copies.read(*forum_key(forum_id), forum_id), _board(parts, forum_id))
    return what_is_shown(forum, board, now())


async def scenes(parts: Parts, screen: Screen) -> AsyncGenerator[bytes]:
    """The messages of a screen's stream. Raises what asking for the forum raises."""
    return _scenes(parts, screen, await parts.live.watch(str(screen.forum_id)))


async def _scenes(parts: Parts, screen: Screen, messages: AsyncGenerator[bytes]) -> AsyncGenerator[bytes]:
    shown: dict[str, Any] | None = None
    async with aclosing(messages):
        async for message in messages:
            if not parts.screens.is_paired(screen):
                yield ENDED
                return
            if not message.startswith(FORUM):
                yield message
            if not message.startswith((*FORUM, COMMENT)):
                continue
            fresh = await _fresh(parts, screen)
            if fresh is not None and (fresh != shown or message.startswith(SNAPSHOT)):
                shown = fresh
                yield b"event: scene\ndata: %b\n\n" % strict_json.dumps({"now": now(), "scene": fresh})


async def _fresh(parts: Parts, screen: Screen) -> dict[str, Any] | None:
    try:
        return await scene_of(parts, screen)
    except (Problem, Refused):
        return None  # it cannot be had just now: the screen keeps what it shows


async def _board(parts: Parts, forum_id: str) -> Any:
    try:
        return await parts.copies.read(*board_key(forum_id), forum_id)
    except (Problem, Refused):
        return None
