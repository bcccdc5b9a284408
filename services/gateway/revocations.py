"""Sessions and screens that were ended early: loaded from the forum service at start, and when events may be lost."""

import asyncio
from collections.abc import Callable

from services.gateway.copies import Copies
from services.gateway.problems import Problem
from services.gateway.screens import Screens
from services.gateway.services import Services
from services.gateway.sessions import Sessions
from services.kit.acting import Acting
from services.kit.errors import Refused
from services.kit.log import logger

log = logger(__name__)

OPERATOR = Acting(operator=True)
SECONDS_UNTIL_LOADED = 0.3
SECONDS_UNHEARD = 2.0
SECONDS = 30.0


async def keep(services: Services, sessions: Sessions, screens: Screens, copies: Copies) -> None:
    """Keep the lists current until cancelled; events tell of most, this of those nobody heard."""
    while True:
        heard = copies.heard
        try:
            for path, ended in (("/sessions/ended", sessions), ("/screens/ended", screens)):
                answer = await services.ask("forum", "GET", path, OPERATOR)
                ended.load_ended(answer["items"])
        except (Problem, Refused) as error:
            log.info("ended sessions not loaded", error=type(error).__name__)
        await _pause(lambda: sessions.loaded and screens.loaded, copies, heard)


async def _pause(loaded: Callable[[], bool], copies: Copies, heard: bool) -> None:
    """Until it is time again; at once when events begin to be heard."""
    waited = 0.0
    while waited < (SECONDS if copies.heard and loaded() else SECONDS_UNHEARD):
        await asyncio.sleep(SECONDS_UNTIL_LOADED)
        waited += SECONDS_UNTIL_LOADED
        if not loaded() or copies.heard != heard:
            return
