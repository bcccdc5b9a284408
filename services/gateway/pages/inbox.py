"""A person's messages."""

from uuid import UUID

from starlette.responses import Response
from starlette.routing import Route

from services.gateway.pages.handling import handled
from services.gateway.pages.page import Page


@handled
async def show(page: Page) -> Response:
    page.must_be_signed_in()
    found = await page.ask("notify", "/me/messages", after=page.after)
    return page.show("inbox.html", messages=found["items"], next=found["next"])


@handled
async def mark_read(page: Page, message_id: UUID) -> Response:
    return await page.press("notify", f"/me/messages/{message_id}/read", back="/hop-thu", notice="message-read")


routes = [
    Route("/hop-thu", show),
    Route("/hop-thu/{message_id:uuid}/da-doc", mark_read, methods=["POST"]),
]
