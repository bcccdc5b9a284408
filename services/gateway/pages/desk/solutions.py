"""Consolidating proposals into solutions."""

import asyncio
from typing import Any
from uuid import UUID

from starlette.datastructures import FormData
from starlette.responses import Response
from starlette.routing import Route

from services.gateway.pages.desk.frame import Desk, at_desk, path_of
from services.gateway.pages.forms import Form, texts
from services.gateway.pages.handling import handled
from services.gateway.pages.page import Page
from services.kit.errors import N_

BODIES_AWAY = N_("Chưa xem được danh sách cơ quan.")
PROPOSAL = N_("Ý kiến số %(number)s")
MOST_PAGES = 20
FIELDS = ("title", "text", "proposal_ids", "body_ids", "version")


@handled
async def show_all(page: Page, forum_id: UUID) -> Response:
    return await _show_all(page, forum_id, Form(), 200)


@handled
async def consolidate(page: Page, forum_id: UUID) -> Response:
    typed = await page.typed()
    outcome = await page.attempt("proposals", f"/forums/{forum_id}/solutions", _body(typed), typed)
    if outcome.form:
        return await _show_all(page, forum_id, outcome.form, outcome.status)
    return page.go(f"{path_of(forum_id)}/giai-phap", "solution-saved")


@handled
async def show(page: Page, forum_id: UUID, solution_id: UUID) -> Response:
    solution = await page.ask("proposals", f"/forums/{forum_id}/solutions/{solution_id}")
    form = Form({name: solution[name] for name in FIELDS})
    return await _show(page, forum_id, solution, form, 200)


@handled
async def edit(page: Page, forum_id: UUID, solution_id: UUID) -> Response:
    typed = await page.typed()
    path = f"/forums/{forum_id}/solutions/{solution_id}"
    outcome = await page.attempt(
        "proposals", path, _body(typed), typed, "PUT", if_match=str(typed.get("version") or "")
    )
    if outcome.form:
        return await _show(page, forum_id, {"solution_id": solution_id}, outcome.form, outcome.status)
    return page.go(f"{path_of(forum_id)}/giai-phap", "solution-saved")


@handled
async def drop(page: Page, forum_id: UUID, solution_id: UUID) -> Response:
    path = f"/forums/{forum_id}/solutions/{solution_id}"
    return await page.press("proposals", path, f"{path_of(forum_id)}/giai-phap", "solution-dropped", "DELETE")


def _body(typed: FormData) -> dict[str, Any]:
    chosen = {name: [str(value) for value in typed.getlist(name)] for name in ("proposal_ids", "body_ids")}
    return {**texts(typed, ("title", "text")), **chosen}


async def _show_all(page: Page, forum_id: UUID, form: Form, status: int) -> Response:
    desk = await at_desk(page, forum_id)
    choices = await _choices(desk, forum_id, None)
    solutions, rounds = (desk.board["solutions"], desk.board["rounds"]) if desk.board else ([], [])
    voted = {option["solution_id"] for each in rounds if each["state"] != "cancelled" for option in each["options"]}
    return desk.show("solutions.html", status, form=form, solutions=solutions, voted=voted, **choices)


async def _show(page: Page, forum_id: UUID, solution: dict[str, Any], form: Form, status: int) -> Response:
    desk = await at_desk(page, forum_id)
    choices = await _choices(desk, forum_id, str(solution["solution_id"]))
    return desk.show("solution.html", status, form=form, solution=solution, **choices)


async def _choices(desk: Desk, forum_id: UUID, solution_id: str | None) -> dict[str, Any]:
    """The bodies that can be asked, and the proposals that are free or in this solution already."""
    bodies, proposals = await asyncio.gather(
        desk.page.part("forum", "/bodies", BODIES_AWAY), _all_proposals(desk.page, forum_id)
    )
    free = [proposal for proposal in proposals if proposal["solution_id"] in (None, solution_id)]
    return {
        "bodies": [(body["body_id"], body["name"]) for body in (bodies or {"items": []})["items"]],
        "proposals": [_choice(desk.page, proposal) for proposal in free],
    }


async def _all_proposals(page: Page, forum_id: UUID) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    after = None
    for _ in range(MOST_PAGES):
        part = await page.part("proposals", f"/forums/{forum_id}/proposals", after=after) or {"items": [], "next": None}
        found, after = found + part["items"], part["next"]
        if after is None:
            break
    return found


def _choice(page: Page, proposal: dict[str, Any]) -> tuple[str, str, str]:
    heading = page.say(PROPOSAL) % {"number": proposal["number"]} + f" · {proposal['author']}"
    return proposal["proposal_id"], heading, f"{proposal['problem']}\n{proposal['measure']}"


routes = [
    Route("/dien-dan/{forum_id:uuid}/dieu-hanh/giai-phap", show_all),
    Route("/dien-dan/{forum_id:uuid}/dieu-hanh/giai-phap", consolidate, methods=["POST"]),
    Route("/dien-dan/{forum_id:uuid}/dieu-hanh/giai-phap/{solution_id:uuid}", show),
    Route("/dien-dan/{forum_id:uuid}/dieu-hanh/giai-phap/{solution_id:uuid}", edit, methods=["POST"]),
    Route("/dien-dan/{forum_id:uuid}/dieu-hanh/giai-phap/{solution_id:uuid}/bo", drop, methods=["POST"]),
]
