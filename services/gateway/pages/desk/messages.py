"""What was sent to whom, how that went, and sending again."""

from uuid import UUID

from starlette.responses import Response
from starlette.routing import Route

from services.gateway.pages.desk.frame import at_desk, path_of
from services.gateway.pages.handling import handled
from services.gateway.pages.page import Page
from services.kit.errors import N_

MESSAGES_AWAY = N_("Chưa xem được thư từ; thư vẫn được gửi sau.")


@handled
async def show(page: Page, forum_id: UUID) -> Response:
    desk = await at_desk(page, forum_id)
    found = await page.part("notify", f"/forums/{forum_id}/messages", MESSAGES_AWAY, after=page.after)
    sent = found or {"items": [], "next": None, "counts": {}}
    return desk.show("messages.html", messages=sent["items"], next=sent["next"], counts=sent["counts"])


@handled
async def send_again(page: Page, forum_id: UUID, delivery_id: UUID) -> Response:
    path = f"/forums/{forum_id}/deliveries/{delivery_id}/retry"
    return await page.press("notify", path, f"{path_of(forum_id)}/thu-tu", "retried")


routes = [
    Route("/dien-dan/{forum_id:uuid}/dieu-hanh/thu-tu", show),
    Route("/dien-dan/{forum_id:uuid}/dieu-hanh/thu-tu/{delivery_id:uuid}/gui-lai", send_again, methods=["POST"]),
]
