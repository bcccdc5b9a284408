"""The proposals that are in no solution yet, beside the solutions; some are chosen for one, new or there already.

Searching is part of the same form, so that what was chosen before stays chosen.
"""

import asyncio
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from starlette.datastructures import FormData
from starlette.responses import Response
from starlette.routing import Route

from services.gateway.pages.desk.frame import Desk, at_desk, path_of
from services.gateway.pages.desk.solutions.writing import all_proposals, show_new
from services.gateway.pages.forms import Form
from services.gateway.pages.handling import handled
from services.gateway.pages.page import Page
from services.kit.errors import N_, Fault, Invalid

PROPOSALS_AWAY = N_("Chưa xem được các ý kiến.")
NOTHING: Mapping[str, Any] = {"items": [], "next": None, "total": 0, "sectors": []}


@handled
async def show(page: Page, forum_id: UUID) -> Response:
    typed = {name: page.request.query_params.get(name, "") for name in ("q", "khoi", "sau")}
    return await _show(page, forum_id, Form(typed), 200)


@handled
async def step(page: Page, forum_id: UUID) -> Response:
    """`step`: "search" and "more" keep what is chosen; "new" writes a solution of it; "add" adds it to one."""
    typed = await page.typed()
    if typed.get("step") not in ("new", "add"):
        after = str(typed.get("sau") or "") if typed.get("step") == "more" else ""
        return await _show(page, forum_id, Form(_kept(typed, after)), 200)
    if not typed.getlist("proposal_ids"):
        return await _refused(page, forum_id, typed, Fault("/proposal_ids", "none-chosen"))
    if typed.get("step") == "new":
        return await show_new(page, forum_id, [str(each) for each in typed.getlist("proposal_ids")])
    return await _add(page, forum_id, typed)


async def _add(page: Page, forum_id: UUID, typed: FormData) -> Response:
    """Add what is chosen to a solution as it stands at this moment."""
    board = (await at_desk(page, forum_id)).board or {"solutions": []}
    solution_id = str(typed.get("solution_id") or "")
    if solution_id not in [each["solution_id"] for each in board["solutions"]]:
        return await _refused(page, forum_id, typed, Fault("/solution_id", "required"))
    path = f"/forums/{forum_id}/solutions/{solution_id}"
    there = await page.ask("proposals", path)
    body = {name: there[name] for name in ("title", "text", "body_ids")}
    body["proposal_ids"] = [*there["proposal_ids"], *map(str, typed.getlist("proposal_ids"))]
    outcome = await page.attempt("proposals", path, body, typed, "PUT", if_match=str(there["version"]))
    if outcome.form:
        return await _show(page, forum_id, outcome.form, outcome.status)
    return page.go(f"{path_of(forum_id)}/giai-phap", "proposals-added")


async def _refused(page: Page, forum_id: UUID, typed: FormData, fault: Fault) -> Response:
    outcome = page.refused(Invalid([fault]), typed)
    return await _show(page, forum_id, outcome.form or Form(typed), outcome.status)


def _kept(typed: FormData, after: str) -> dict[str, Any]:
    chosen = [str(each) for each in typed.getlist("proposal_ids")]
    return {"q": str(typed.get("q") or ""), "khoi": str(typed.get("khoi") or ""), "sau": after, "proposal_ids": chosen}


async def _show(page: Page, forum_id: UUID, form: Form, status: int) -> Response:
    desk = await at_desk(page, forum_id)
    asked = {"q": form.values.get("q"), "sector": form.values.get("khoi"), "after": form.values.get("sau")}
    path, filled = f"/forums/{forum_id}/proposals", {name: text for name, text in asked.items() if text}
    found, taken = await asyncio.gather(
        page.heard("proposals", path, PROPOSALS_AWAY, state="loose", **filled),
        page.or_away(all_proposals(page, forum_id, state="consolidated"), PROPOSALS_AWAY, unheard=True),
    )
    proposals = found or NOTHING
    listed = {each["proposal_id"] for each in proposals["items"]}
    return desk.show(
        "solutions.html",
        status,
        form=form,
        proposals=proposals,
        sectors=[(sector, sector) for sector in proposals["sectors"]],
        chosen_elsewhere=[each for each in form.several("proposal_ids") if each not in listed],
        searched=bool(asked["q"] or asked["sector"]),
        solutions=_with_lineage(desk, taken or []),
        may_change=desk.forum["state"] not in ("concluded", "cancelled"),
    )


def _with_lineage(desk: Desk, taken: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The solutions, each with the proposals it was made of and the rounds it stands in."""
    solutions, rounds = (desk.board["solutions"], desk.board["rounds"]) if desk.board else ([], [])
    return [
        {
            **solution,
            "made_of": [each for each in taken if each["solution_id"] == solution["solution_id"]],
            "rounds": [round_ for round_ in rounds if _has(round_, solution)],
        }
        for solution in solutions
    ]


def _has(round_: Mapping[str, Any], solution: Mapping[str, Any]) -> bool:
    ids = [option["solution_id"] for option in round_["options"]]
    return round_["state"] != "cancelled" and solution["solution_id"] in ids


routes = [
    Route("/dien-dan/{forum_id:uuid}/dieu-hanh/giai-phap", show),
    Route("/dien-dan/{forum_id:uuid}/dieu-hanh/giai-phap", step, methods=["POST"]),
]
