"""Handing out sheets: to an elector, or to the holder of their proxy; and taking back one that was not used."""

from typing import Any
from uuid import UUID

from starlette.responses import Response
from starlette.routing import Route

from services.gateway.pages.desk.electors.listing import address, api, elector_of, round_of
from services.gateway.pages.desk.frame import at_desk, path_of
from services.gateway.pages.forms import Form
from services.gateway.pages.handling import handled
from services.gateway.pages.page import Page
from services.kit.errors import N_

NOT_SAID = N_("Hãy chọn ai đến nhận phiếu.")
#: who came for the sheet → whether the holder of the proxy takes it
CAME = {"elector": False, "holder": True}


@handled
async def ask(page: Page, forum_id: UUID, round_id: UUID, elector_id: UUID) -> Response:
    """Who came for the sheet, where a proxy was given: the elector, which ends it, or its holder."""
    return await _ask(page, forum_id, round_id, elector_id, Form())


@handled
async def hand_out(page: Page, forum_id: UUID, round_id: UUID, elector_id: UUID) -> Response:
    typed = await page.typed()
    path, came = f"{api(forum_id, round_id)}/roll/{elector_id}/paper", str(typed.get("came") or "")
    if came not in CAME:
        form = Form(typed, {"came": page.say(NOT_SAID)})
        return await _ask(page, forum_id, round_id, elector_id, form, 422)
    body = {"to_holder": CAME[came]}
    return await page.press("proposals", path, _back(page, forum_id, round_id), "sheet-handed-out", "PUT", body)


@handled
async def take_back(page: Page, forum_id: UUID, round_id: UUID, elector_id: UUID) -> Response:
    path = f"{api(forum_id, round_id)}/roll/{elector_id}/paper"
    return await page.press("proposals", path, _back(page, forum_id, round_id), "sheet-taken-back", "DELETE")


async def _ask(page: Page, forum_id: UUID, round_id: UUID, elector_id: UUID, form: Form, status: int = 200) -> Response:
    desk = await at_desk(page, forum_id)
    elector: dict[str, Any] | None = await elector_of(page, forum_id, round_id, str(elector_id))
    if elector is None:  # nobody knows whether there is a proxy, which a sheet would end unasked
        return page.go(address(desk, round_id))
    return desk.show(
        "hand_out.html",
        status,
        round=round_of(desk, round_id),
        here=address(desk, round_id),
        elector=elector,
        action=page.here,
        form=form,
    )


def _back(page: Page, forum_id: UUID, round_id: UUID) -> str:
    """The list of electors, as it was looked for."""
    query = page.request.url.query
    return f"{path_of(forum_id)}/bieu-quyet/{round_id}/cu-tri{'?' if query else ''}{query}#list"


_SHEET = "/dien-dan/{forum_id:uuid}/dieu-hanh/bieu-quyet/{round_id:uuid}/cu-tri/{elector_id:uuid}/phieu-giay"
routes = [
    Route(_SHEET, ask),
    Route(_SHEET, hand_out, methods=["POST"]),
    Route(f"{_SHEET}/thu-lai", take_back, methods=["POST"]),
]
