"""A person's messages: the unread first. Opening a page by its message marks it as read; only a button does that."""

import asyncio
from contextlib import suppress
from typing import Any
from uuid import UUID

from starlette.responses import Response
from starlette.routing import Route

from services.gateway.pages.forms import new_key
from services.gateway.pages.handling import handled
from services.gateway.pages.page import Page, local
from services.gateway.problems import Problem
from services.kit.errors import N_, Refused

UNREAD, READ = N_("Chưa đọc"), N_("Đã đọc")


@handled
async def show(page: Page) -> Response:
    page.must_be_signed_in()
    found, unread = await asyncio.gather(
        page.ask("notify", "/me/messages", after=page.after, language=page.language),
        page.part("notify", "/me/messages/unread"),
    )
    messages = found["items"]
    return page.show(
        "inbox.html",
        messages=messages,
        groups=_groups(page, messages),
        unread=(unread or {}).get("unread", 0),
        newest=max((message["sent_at"] for message in messages), default=""),
        next=found["next"],
    )


def _groups(page: Page, messages: list[dict[str, Any]]) -> list[tuple[str, list[dict[str, Any]]]]:
    return [
        (page.say(UNREAD), [message for message in messages if not message["read_at"]]),
        (page.say(READ), [message for message in messages if message["read_at"]]),
    ]


@handled
async def mark_read(page: Page, message_id: UUID) -> Response:
    return await page.press("notify", f"/me/messages/{message_id}/read", back="/hop-thu", notice="message-read")


@handled
async def mark_all_read(page: Page) -> Response:
    """All that the page showed as the newest, or older: what came since stays unread."""
    typed = await page.typed()
    await page.send("notify", "/me/messages/read", {"until": typed.get("den-luc", "")}, new_key())
    return page.go("/hop-thu", "messages-read")


@handled
async def open_related(page: Page, message_id: UUID) -> Response:
    """On to the page a message is about. That it was read is worth less than getting there."""
    typed = await page.typed()
    with suppress(Problem, Refused):  # it stays unread; the page it leads to says what is wrong, if anything is
        await page.send("notify", f"/me/messages/{message_id}/read", {}, new_key())
    return page.go(local(typed.get("den"), "/hop-thu"))


routes = [
    Route("/hop-thu", show),
    Route("/hop-thu/da-doc", mark_all_read, methods=["POST"]),
    Route("/hop-thu/{message_id:uuid}/da-doc", mark_read, methods=["POST"]),
    Route("/hop-thu/{message_id:uuid}/mo", open_related, methods=["POST"]),
]
