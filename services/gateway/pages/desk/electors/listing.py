"""The list of a round's electors: searched, with who has voted and for whom others do; and who came late."""

import asyncio
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from starlette.responses import Response
from starlette.routing import Route

from services.gateway.pages.desk.frame import Desk, at_desk
from services.gateway.pages.forms import Form
from services.gateway.pages.handling import handled
from services.gateway.pages.page import Page
from services.kit.errors import N_, Missing

ROLL_AWAY = N_("Chưa xem được danh sách cử tri.")
LONGEST_SEARCH = 100
#: states of a round in which its roll can still change
CHANGING = ("open", "paused")
#: field of the search form → what the API calls it
ASKED = {"q": "q", "loc": "who"}


@handled
async def show(page: Page, forum_id: UUID, round_id: UUID) -> Response:
    desk = await at_desk(page, forum_id)
    round_, path = round_of(desk, round_id), api(forum_id, round_id)
    typed = {name: page.request.query_params.get(name, "") for name in ASKED}
    asked = {called: typed[name] for name, called in ASKED.items() if typed[name]}
    roll, admissions = await asyncio.gather(
        page.part("proposals", f"{path}/roll", ROLL_AWAY, after=page.after, **asked),
        page.part("proposals", f"{path}/admissions", ROLL_AWAY),
    )
    return desk.show(
        "electors.html",
        round=round_,
        here=address(desk, round_id),
        form=Form(typed),
        roll=roll or {"items": [], "next": None, "found": 0},
        admissions=admissions["items"] if admissions else [],
        my_id=str(page.must_be_signed_in().person_id),
        searched=bool(asked),
        asked=page.request.url.query,
        changing=round_["state"] in CHANGING,
        more=urlencode({**{name: text for name, text in typed.items() if text}, "sau": (roll or {}).get("next") or ""}),
    )


def round_of(desk: Desk, round_id: UUID) -> dict[str, Any]:
    """The round on the board. Raises Missing."""
    rounds = desk.board["rounds"] if desk.board else []
    found: dict[str, Any] | None = next((each for each in rounds if each["round_id"] == str(round_id)), None)
    if found is None:
        raise Missing
    return found


async def elector_of(page: Page, forum_id: UUID, round_id: UUID, person_id: str) -> dict[str, Any] | None:
    """An elector. Electors can be looked for, not asked for; by what name, the address says (`?ten=`)."""
    words = page.request.query_params.get("ten", "")[:LONGEST_SEARCH]
    found = await page.part("proposals", f"{api(forum_id, round_id)}/roll", q=words) if words else None
    electors: list[dict[str, Any]] = found["items"] if found else []
    return next((elector for elector in electors if elector["person_id"] == person_id), None)


def api(forum_id: UUID, round_id: UUID) -> str:
    """The address of a round at its service."""
    return f"/forums/{forum_id}/rounds/{round_id}"


def address(desk: Desk, round_id: UUID) -> str:
    """The address of this page."""
    return f"{desk.path}/bieu-quyet/{round_id}/cu-tri"


routes = [Route("/dien-dan/{forum_id:uuid}/dieu-hanh/bieu-quyet/{round_id:uuid}/cu-tri", show)]
