"""What one gateway process consists of, and how a route gets at it."""

from dataclasses import dataclass

from starlette.requests import HTTPConnection

from services.gateway.boxes import Boxes
from services.gateway.copies import Copies
from services.gateway.limits import Limits
from services.gateway.live import Live
from services.gateway.own_copies import OwnCopies
from services.gateway.screens import Screens
from services.gateway.services import Services
from services.gateway.sessions import Sessions
from services.kit.settings import Settings


@dataclass(frozen=True)
class Parts:
    """The parts of this process; made once, by `app.build`."""

    settings: Settings
    services: Services
    sessions: Sessions
    screens: Screens
    copies: Copies
    own_copies: OwnCopies
    live: Live
    ballot_boxes: Boxes
    opinion_boxes: Boxes
    limits: Limits


def parts_of(connection: HTTPConnection) -> Parts:
    """The parts, from any request."""
    parts: Parts = connection.app.state.parts
    return parts
