"""The first page: the forums, who I am, and what waits for me."""

import asyncio
from typing import Any

from starlette.responses import Response
from starlette.routing import Route

from services.gateway.pages.asking import NN_
from services.gateway.pages.handling import handled
from services.gateway.pages.page import Page
from services.kit.errors import N_

RUNNING = N_("Diễn đàn đang diễn ra: %(forum)s")
WORK = NN_("%(num)s nhiệm vụ cần đơn vị bạn trả lời", "%(num)s nhiệm vụ cần đơn vị bạn trả lời")
UNREAD = NN_("%(num)s thư chưa đọc", "%(num)s thư chưa đọc")
FORUMS_AWAY = N_("Chưa xem được danh sách diễn đàn.")


@handled
async def show(page: Page) -> Response:
    forums, me, unread, assignments = await asyncio.gather(
        page.part("forum", "/forums", FORUMS_AWAY),
        page.person(),
        page.mine("notify", "/me/messages/unread"),
        page.mine("proposals", "/me/assignments"),
    )
    mine = me["seats"] if me else []
    known = {seat["forum_id"] for seat in mine}
    others = [forum for forum in (forums or {"items": []})["items"] if forum["forum_id"] not in known]
    waiting = _waiting(page, mine, (unread or {}).get("unread", 0), (assignments or {}).get("items", []))
    return page.show("home.html", person=me, mine=mine, forums=others, waiting=waiting)


def _waiting(page: Page, seats: list[Any], unread: int, assignments: list[Any]) -> list[dict[str, str]]:
    unanswered = sum(work["state"] in ("given", "acknowledged") for work in assignments)
    running = [seat for seat in seats if seat["state"] == "open"]
    waiting = [("/viec-can-tra-loi", page.say_several(WORK, unanswered))] if unanswered else []
    waiting += [(f"/dien-dan/{seat['forum_id']}", page.say(RUNNING) % {"forum": seat["title"]}) for seat in running]
    waiting += [("/hop-thu", page.say_several(UNREAD, unread))] if unread else []
    return [{"href": href, "sentence": sentence} for href, sentence in waiting]


routes = [Route("/", show)]
