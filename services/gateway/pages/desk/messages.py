"""What was sent to whom, how that went, sending again; and looking at the invitation before it is sent."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from starlette.responses import Response
from starlette.routing import Route

from services.gateway.pages.desk.frame import at_desk, path_of
from services.gateway.pages.handling import handled
from services.gateway.pages.page import Page
from services.gateway.pages.words import DELIVERY_STATES
from services.kit.errors import N_

MESSAGES_AWAY = N_("Chưa xem được thư từ; thư vẫn được gửi sau.")
ALL = N_("Tất cả")
NOTHING: dict[str, Any] = {"items": [], "next": None, "counts": {}}


@handled
async def show(page: Page, forum_id: UUID) -> Response:
    desk = await at_desk(page, forum_id)
    chosen = page.request.query_params.get("trang-thai", "")
    state = chosen if chosen in DELIVERY_STATES else None
    found = await page.heard("notify", f"/forums/{forum_id}/messages", MESSAGES_AWAY, after=page.after, state=state)
    sent = found or NOTHING
    kept = {"trang-thai": state} if state else {}
    return desk.show(
        "messages.html",
        messages=sent["items"],
        more=urlencode({**kept, "sau": sent["next"]}) if sent["next"] else "",
        filters=_filters(page, sent["counts"], f"{desk.path}/thu-tu", state or ""),
        given_up=sent["counts"].get("given-up", 0),
        may_invite=desk.forum["state"] in ("announced", "open"),
    )


def _filters(page: Page, counts: dict[str, int], path: str, chosen: str) -> list[dict[str, Any]]:
    """Every state some letter is in, and the one that is asked for."""
    states = [state for state in DELIVERY_STATES if counts.get(state) or state == chosen]
    ways = [(f"{path}?trang-thai={state}", DELIVERY_STATES[state], state, counts.get(state, 0)) for state in states]
    return [
        {"href": href, "words": page.say(name), "number": number, "now": state == chosen}
        for href, name, state, number in [(path, ALL, "", sum(counts.values())), *ways]
    ]


@handled
async def send_again(page: Page, forum_id: UUID, delivery_id: UUID) -> Response:
    path = f"/forums/{forum_id}/deliveries/{delivery_id}/retry"
    return await page.press("notify", path, f"{path_of(forum_id)}/thu-tu", "retried")


@handled
async def send_all_again(page: Page, forum_id: UUID) -> Response:
    path = f"/forums/{forum_id}/deliveries/retry"
    return await page.press("notify", path, f"{path_of(forum_id)}/thu-tu", "retried")


@handled
async def preview(page: Page, forum_id: UUID) -> Response:
    desk = await at_desk(page, forum_id)
    letter = await page.heard("notify", f"/forums/{forum_id}/invitation", MESSAGES_AWAY, language=page.language)
    return desk.show("letter.html", letter=letter)


@handled
async def show_poster(page: Page, forum_id: UUID) -> Response:
    """For the door of the hall: what, when, where, and the QR code."""
    return (await at_desk(page, forum_id)).show("poster.html")


_MESSAGES = "/dien-dan/{forum_id:uuid}/dieu-hanh/thu-tu"
routes = [
    Route(_MESSAGES, show),
    Route(f"{_MESSAGES}/gui-lai", send_all_again, methods=["POST"]),
    Route(f"{_MESSAGES}/xem-thu-moi", preview),
    Route(f"{_MESSAGES}/{{delivery_id:uuid}}/gui-lai", send_again, methods=["POST"]),
    Route("/dien-dan/{forum_id:uuid}/dieu-hanh/ap-phich", show_poster),
]
