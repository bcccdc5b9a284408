"""Concluding: a due date for every adopted solution, then following the assignments."""

from typing import Any
from uuid import UUID

from starlette.datastructures import FormData
from starlette.responses import Response
from starlette.routing import Route

from services.gateway.pages.desk.frame import at_desk, path_of
from services.gateway.pages.desk.steps import adopted
from services.gateway.pages.formats import day_from_input
from services.gateway.pages.forms import Form, filled
from services.gateway.pages.handling import handled
from services.gateway.pages.page import Page


@handled
async def show(page: Page, forum_id: UUID) -> Response:
    return await _show(page, forum_id, Form(), 200)


@handled
async def issue(page: Page, forum_id: UUID) -> Response:
    typed = await page.typed()
    outcome = await page.attempt("proposals", f"/forums/{forum_id}/conclusion", {"items": _items(typed)}, typed)
    if outcome.form:
        return await _show(page, forum_id, outcome.form, outcome.status)
    return page.go(f"{path_of(forum_id)}/ket-luan", "concluded")


def _items(typed: FormData) -> list[dict[str, Any]]:
    return [_item(typed, number, str(id_)) for number, id_ in enumerate(typed.getlist("solution_id"))]


def _item(typed: FormData, number: int, solution_id: str) -> dict[str, Any]:
    said = {name: typed.get(f"items-{number}-{name}") for name in ("due_on", "text")}
    item = filled(said, ("due_on", "text"))
    due = {"due_on": day_from_input(item["due_on"])} if "due_on" in item else {}
    return {"solution_id": solution_id, **item, **due}


async def _show(page: Page, forum_id: UUID, form: Form, status: int) -> Response:
    desk = await at_desk(page, forum_id)
    return desk.show("conclusion.html", status, form=form, adopted=adopted(desk.board) if desk.board else [])


routes = [
    Route("/dien-dan/{forum_id:uuid}/dieu-hanh/ket-luan", show),
    Route("/dien-dan/{forum_id:uuid}/dieu-hanh/ket-luan", issue, methods=["POST"]),
]
