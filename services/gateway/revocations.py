"""Sessions that were ended early: loaded from the forum service at start, and again when events may have been lost."""

import asyncio

from services.gateway.copies import Copies
from services.gateway.problems import Problem
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


async def keep(services: Services, sessions: Sessions, copies: Copies) -> None:
    """Keep the list current until cancelled; events tell of most, this of those nobody heard."""
    while True:
        heard = copies.heard
        try:
            answer = await services.ask("forum", "GET", "/sessions/ended", OPERATOR)
            sessions.load_ended(answer["items"])
        except (Problem, Refused) as error:
            log.info("ended sessions not loaded", error=type(error).__name__)
        await _pause(sessions, copies, heard)


async def _pause(sessions: Sessions, copies: Copies, heard: bool) -> None:
    """Until it is time again; at once when events begin to be heard."""
    waited = 0.0
    while waited < (SECONDS if copies.heard and sessions.loaded else SECONDS_UNHEARD):
        await asyncio.sleep(SECONDS_UNTIL_LOADED)
        waited += SECONDS_UNTIL_LOADED
        if not sessions.loaded or copies.heard != heard:
            return
