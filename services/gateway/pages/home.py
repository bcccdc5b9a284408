"""The first page: what waits for me, in one box with one button; then my forums; then what else there is."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from starlette.responses import Response
from starlette.routing import Route

from services.gateway.pages.asking import NN_
from services.gateway.pages.forums import matter_of
from services.gateway.pages.handling import handled
from services.gateway.pages.matters import Matter
from services.gateway.pages.page import Page
from services.gateway.pages.rendering import overdue
from services.kit.errors import N_

WORK = NN_("%(num)s nhiệm vụ cần đơn vị bạn trả lời", "%(num)s nhiệm vụ cần đơn vị bạn trả lời")
LATE = NN_("trong đó %(num)s việc đã quá hạn", "trong đó %(num)s việc đã quá hạn")
UNREAD = NN_("%(num)s thư chưa đọc", "%(num)s thư chưa đọc")
FORUMS_AWAY = N_("Chưa xem được danh sách diễn đàn.")
#: forums that are looked into for what matters there; whoever sits in more finds the others in the list
LOOKED_INTO = 4


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
    unread, works = (unread or {}).get("unread", 0), (assignments or {}).get("items", [])
    waiting = [*await _in_forums(page, mine), *_work(page, works), *_at_desks(page, mine), *_letters(page, unread)]
    waiting.sort(key=lambda matter: not matter.waits)
    return page.show("home.html", person=me, mine=mine, forums=others, waiting=waiting)


async def _in_forums(page: Page, seats: Sequence[dict[str, Any]]) -> list[Matter]:
    """What matters in the open forums in which I speak and vote."""
    running = [seat for seat in seats if seat["state"] == "open" and "delegate" in seat["roles"]][:LOOKED_INTO]
    matters = await asyncio.gather(*(matter_of(page, UUID(seat["forum_id"]), seat["roles"]) for seat in running))
    return [_named(matter, seat["title"]) for matter, seat in zip(matters, running, strict=True) if matter.href]


def _named(matter: Matter, forum: str) -> Matter:
    return replace(matter, sentence=f"{forum}. {matter.sentence}")


def _work(page: Page, works: Sequence[dict[str, Any]]) -> list[Matter]:
    """What my bodies have not answered, or not done in time."""
    unanswered = [work for work in works if work["state"] in ("given", "acknowledged") or overdue(work)]
    if not unanswered:
        return []
    late = sum(map(overdue, unanswered))
    said = page.say_several(LATE, late) if late else page.say(N_("Chưa có việc nào quá hạn."))
    heading = page.say_several(WORK, len(unanswered))
    return [Matter(heading, said, "/viec-can-tra-loi", page.say(N_("Xem và trả lời")), waits=True)]


def _at_desks(page: Page, seats: Sequence[dict[str, Any]]) -> list[Matter]:
    """The forums I organize that are not over."""
    organized = [
        seat for seat in seats if "organizer" in seat["roles"] and seat["state"] not in ("concluded", "cancelled")
    ]
    button = page.say(N_("Mở bàn điều hành"))
    said = page.say(N_("Bạn là ban tổ chức. Bàn điều hành cho biết bước tiếp theo."))
    return [
        Matter(seat["title"], said, f"/dien-dan/{seat['forum_id']}/dieu-hanh", button, waits=True) for seat in organized
    ]


def _letters(page: Page, unread: int) -> list[Matter]:
    return [Matter(page.say_several(UNREAD, unread), "", "/hop-thu", page.say(N_("Mở hộp thư")))] if unread else []


routes = [Route("/", show)]
