"""The desk's first page: the state of the forum, the next step as the biggest button, the steps of its life."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from starlette.responses import Response
from starlette.routing import Route

from services.gateway.pages.desk.frame import at_desk, path_of
from services.gateway.pages.desk.steps import next_step
from services.gateway.pages.handling import handled
from services.gateway.pages.page import Page
from services.kit.errors import N_, Missing

#: path → command of the forum service, notice, button, the states it is offered in
TURNS: dict[str, tuple[str, str, str, tuple[str, ...]]] = {
    "cong-bo": ("announce", "forum-announced", N_("Công bố diễn đàn"), ("draft",)),
    "khai-mac": ("open", "forum-opened", N_("Khai mạc diễn đàn"), ("announced",)),
    "be-mac": ("close", "forum-closed", N_("Bế mạc diễn đàn"), ("open",)),
    "huy": ("cancel", "forum-cancelled", N_("Hủy diễn đàn"), ("draft", "announced", "open", "closed")),
}
#: where phases run that do not run while the forum is open
RUNS_IN = {"following-up": "concluded"}
PHASE_TURNS = {"mo": ("open", "phase-opened"), "dong": ("close", "phase-closed")}


@handled
async def show(page: Page, forum_id: UUID) -> Response:
    desk = await at_desk(page, forum_id)
    seats: dict[str, Any] = await page.part("forum", f"/forums/{forum_id}/seats") or {"items": []}
    step = next_step(desk.forum, desk.board, seats["items"])
    said = {"sentence": page.say(step.sentence), "button": page.say(step.button) if step.button else ""}
    turns = [
        {"path": path, "button": page.say(button)}
        for path, (_, _, button, states) in TURNS.items()
        if desk.forum["state"] in states and step.path != f"/{path}"
    ]
    step_shown = {**said, "path": step.path, "posts": step.posts}
    return desk.show("overview.html", step=step_shown, turns=turns, phase_turns=phase_turns(desk.forum))


def phase_turns(forum: Mapping[str, Any]) -> dict[str, str]:
    """Phase → the turn its one button offers now; phases that cannot be turned are left out."""
    offered = {"planned": "mo", "open": "dong"}
    return {
        phase["phase_id"]: offered[phase["state"]]
        for phase in forum["phases"]
        if phase["state"] in offered and forum["state"] == RUNS_IN.get(phase["kind"], "open")
    }


@handled
async def turn(page: Page, forum_id: UUID, turn: str) -> Response:
    if turn not in TURNS:
        raise Missing
    command, notice, _, _ = TURNS[turn]
    return await page.press("forum", f"/forums/{forum_id}/{command}", path_of(forum_id), notice)


@handled
async def turn_phase(page: Page, forum_id: UUID, phase_id: UUID, turn: str) -> Response:
    if turn not in PHASE_TURNS:
        raise Missing
    command, notice = PHASE_TURNS[turn]
    path = f"/forums/{forum_id}/phases/{phase_id}/{command}"
    return await page.press("forum", path, path_of(forum_id), notice)


routes = [
    Route("/dien-dan/{forum_id:uuid}/dieu-hanh", show),
    Route("/dien-dan/{forum_id:uuid}/dieu-hanh/{turn:str}", turn, methods=["POST"]),
    Route("/dien-dan/{forum_id:uuid}/dieu-hanh/buoc/{phase_id:uuid}/{turn:str}", turn_phase, methods=["POST"]),
]
