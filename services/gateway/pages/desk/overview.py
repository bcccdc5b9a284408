"""The desk's first page: what is next, what is to do in each part of the forum's life and what of it is late."""

import asyncio
from typing import Any
from uuid import UUID

from starlette.responses import Response
from starlette.routing import Route

from services.gateway.pages.desk.frame import Desk, at_desk
from services.gateway.pages.desk.late import PARTS, Reader, Task, what_is_to_do
from services.gateway.pages.desk.life import TURNS, phase_turns
from services.gateway.pages.desk.steps import next_step
from services.gateway.pages.handling import handled
from services.gateway.pages.page import Page
from services.kit import clock
from services.kit.errors import N_

SEATS_AWAY = N_("Chưa xem được danh sách đại biểu.")
LETTERS_AWAY = N_("Chưa xem được thư từ; thư vẫn được gửi sau.")


@handled
async def show(page: Page, forum_id: UUID) -> Response:
    desk = await at_desk(page, forum_id)
    seats, letters = await asyncio.gather(
        page.part("forum", f"/forums/{forum_id}/seats", SEATS_AWAY, role="organizer"),
        page.heard("notify", f"/forums/{forum_id}/messages", LETTERS_AWAY),
    )
    step = next_step(desk.forum, desk.board, seats)
    said = {"sentence": page.say(step.sentence), "button": page.say(step.button) if step.button else ""}
    return desk.show(
        "overview.html",
        step={**said, "path": step.path, "posts": step.posts},
        turns=_turns(desk, step.path),
        groups=_groups(desk, seats, letters),
        figures=_figures(desk, seats, letters),
        phase_turns=phase_turns(desk.forum),
    )


def _groups(desk: Desk, seats: Any, letters: Any) -> list[tuple[str, list[Task]]]:
    """The parts of a forum's life, each with its tasks; while the directory is away there are none."""
    if desk.forum["starts_at"] is None:
        return []
    page = desk.page
    reader = Reader(page.say, page.say_several, clock.now(), desk.forum["time_zone"])
    tasks = what_is_to_do(reader, desk.forum, desk.board, seats, letters)
    return [(page.say(name), [task for task in tasks if task.part == part]) for part, name in PARTS.items()]


def _figures(desk: Desk, seats: Any, letters: Any) -> list[tuple[str, int]]:
    """How many of what, as far as it is known."""
    counts: list[tuple[str, int]] = []
    if seats:
        counts += [(N_("Người trong danh sách"), seats["total"]), (N_("Đã mời"), seats["invited"])]
    if letters:
        counts.append((N_("Thư không gửi được"), letters["counts"].get("given-up", 0)))
    if desk.board:
        counts += [(N_("Ý kiến hiến kế"), desk.board["proposals"]), (N_("Các giải pháp"), len(desk.board["solutions"]))]
        counts.append((N_("Nhiệm vụ đã giao"), len(desk.board["assignments"])))
    return [(desk.page.say(name), number) for name, number in counts]


def _turns(desk: Desk, taken: str) -> list[dict[str, str]]:
    """The other steps of the forum's life that can be taken now."""
    return [
        {"path": path, "button": desk.page.say(button)}
        for path, (_, _, button, states) in TURNS.items()
        if desk.forum["state"] in states and taken != f"/{path}"
    ]


routes = [Route("/dien-dan/{forum_id:uuid}/dieu-hanh", show)]
