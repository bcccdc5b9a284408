"""The list of a forum's delegates: searched, filtered, taken out as a file."""

import asyncio
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from starlette.responses import Response
from starlette.routing import Route

from services.gateway.api.forward import as_file
from services.gateway.pages.asking import SLOW
from services.gateway.pages.desk import seated
from services.gateway.pages.desk.frame import Desk, at_desk, path_of
from services.gateway.pages.forms import Form
from services.gateway.pages.handling import handled
from services.gateway.pages.page import Page
from services.kit.errors import N_

SEATS_AWAY = N_("Chưa xem được danh sách đại biểu.")
NO_SEATS: dict[str, Any] = {
    "items": [],
    "next": None,
    "found": 0,
    "total": 0,
    "invited": 0,
    "not_invited": 0,
    "sectors": [],
}
#: field of the search form → what the directory calls it
ASKED = {"q": "q", "vai-tro": "role", "khoi": "sector", "moi": "invited"}
INVITED = (("true", N_("Đã mời")), ("false", N_("Chưa mời")))


@handled
async def show(page: Page, forum_id: UUID) -> Response:
    desk = await at_desk(page, forum_id)
    typed = {name: page.request.query_params.get(name, "") for name in ASKED}
    asked = {called: typed[name] for name, called in ASKED.items() if typed[name]}
    path = f"/forums/{forum_id}/seats"
    found, organizers = await asyncio.gather(
        page.part("forum", path, SEATS_AWAY, after=page.after, **asked), page.part("forum", path, role="organizer")
    )
    seats = found or NO_SEATS
    return desk.show(
        "delegates.html",
        form=Form(typed),
        seats=seats,
        sectors=[(each["sector"], f"{each['sector']} ({each['seats']})") for each in seats["sectors"]],
        invited=[(value, page.say(name)) for value, name in INVITED],
        searched=bool(asked),
        nobody=organizers is not None and not seated.delegates(organizers),
        uninvited=seated.uninvited(organizers) if organizers else 0,
        more=urlencode({**{name: text for name, text in typed.items() if text}, "sau": seats["next"] or ""}),
        **rights(desk),
    )


def rights(desk: Desk) -> dict[str, bool]:
    """What can be done with the list in the forum's present state."""
    state = desk.forum["state"]
    return {"may_change": state not in ("concluded", "cancelled"), "may_invite": state in ("announced", "open")}


@handled
async def export(page: Page, forum_id: UUID) -> Response:
    """The whole list as a file that can be imported again."""
    page.must_be_signed_in()
    return as_file(await page.ask_patiently("forum", f"/forums/{forum_id}/seats.csv"))


@handled
async def invite(page: Page, forum_id: UUID) -> Response:
    path = f"/forums/{forum_id}/invitations"
    return await page.press("forum", path, f"{path_of(forum_id)}/dai-bieu", "invited", deadline=SLOW)


routes = [
    Route("/dien-dan/{forum_id:uuid}/dieu-hanh/dai-bieu", show),
    Route("/dien-dan/{forum_id:uuid}/dieu-hanh/danh-sach-dai-bieu.csv", export),
    Route("/dien-dan/{forum_id:uuid}/dieu-hanh/dai-bieu/moi", invite, methods=["POST"]),
]
