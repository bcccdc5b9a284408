"""Concluding: a due date for every adopted solution, a look at the whole, then it is issued, once and for all."""

from typing import Any
from uuid import UUID

from starlette.datastructures import FormData
from starlette.responses import Response
from starlette.routing import Route

from services.gateway.pages.desk.frame import at_desk, path_of
from services.gateway.pages.desk.steps import adopted
from services.gateway.pages.formats import day_from_input, is_day, today
from services.gateway.pages.forms import Form, filled
from services.gateway.pages.handling import handled
from services.gateway.pages.page import Page
from services.kit.errors import Fault, Invalid


@handled
async def show(page: Page, forum_id: UUID) -> Response:
    return await _show(page, forum_id, Form(), 200)


@handled
async def step(page: Page, forum_id: UUID) -> Response:
    """`step` is "review" (look at the whole), "edit" (go back to the form) or "issue"."""
    typed = await page.typed()
    if typed.get("step") == "edit":
        return await _show(page, forum_id, Form(typed), 200)
    if typed.get("step") != "issue":
        return await _review(page, forum_id, typed)
    outcome = await page.attempt("proposals", f"/forums/{forum_id}/conclusion", {"items": _items(typed)}, typed)
    if outcome.form:
        return await _show(page, forum_id, outcome.form, outcome.status)
    return page.go(f"{path_of(forum_id)}/ket-luan", "concluded")


async def _review(page: Page, forum_id: UUID, typed: FormData) -> Response:
    """The conclusion as it would be issued; what would be refused is said before."""
    desk = await at_desk(page, forum_id)
    items, zone = _items(typed), desk.forum["time_zone"]
    faults = [fault for number, item in enumerate(items) for fault in _faults(number, item, zone)]
    if faults or not items:
        outcome = page.refused(Invalid(faults), typed)
        return await _show(page, forum_id, outcome.form or Form(typed), outcome.status)
    solutions = {each["solution_id"]: each for each in adopted(desk.board)} if desk.board else {}
    shown = [{**solutions[item["solution_id"]], **item} for item in items if item["solution_id"] in solutions]
    return desk.show(
        "conclusion_review.html", items=shown, fields=_fields(typed), form=Form(typed, key=str(typed["key"]))
    )


def _faults(number: int, item: dict[str, Any], zone: str) -> list[Fault]:
    """What is wrong with the day of an item; the rest is judged when it is issued."""
    pointer, due = f"/items/{number}/due_on", item.get("due_on")
    if due is None:
        return [Fault(pointer, "required")]
    if not is_day(due):
        return [Fault(pointer, "not-a-date")]
    return [Fault(pointer, "in-the-past")] if due < today(zone).isoformat() else []


def _items(typed: FormData) -> list[dict[str, Any]]:
    return [_item(typed, number, str(id_)) for number, id_ in enumerate(typed.getlist("solution_id"))]


def _item(typed: FormData, number: int, solution_id: str) -> dict[str, Any]:
    said = {name: typed.get(f"items-{number}-{name}") for name in ("due_on", "text")}
    item = filled(said, ("due_on", "text"))
    due = {"due_on": day_from_input(item["due_on"])} if "due_on" in item else {}
    return {"solution_id": solution_id, **item, **due}


def _fields(typed: FormData) -> list[tuple[str, str]]:
    """What was typed, to be carried on."""
    return [(name, str(value)) for name, value in typed.multi_items() if name.startswith(("items-", "solution_id"))]


async def _show(page: Page, forum_id: UUID, form: Form, status: int) -> Response:
    desk = await at_desk(page, forum_id)
    return desk.show("conclusion.html", status, form=form, adopted=adopted(desk.board) if desk.board else [])


routes = [
    Route("/dien-dan/{forum_id:uuid}/dieu-hanh/ket-luan", show),
    Route("/dien-dan/{forum_id:uuid}/dieu-hanh/ket-luan", step, methods=["POST"]),
]
