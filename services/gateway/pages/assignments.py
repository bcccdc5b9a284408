"""The leader's desk: what my bodies must answer, and answering it."""

import asyncio
from typing import Any
from uuid import UUID

from starlette.responses import Response
from starlette.routing import Route

from services.gateway.pages.forms import Form
from services.gateway.pages.forums import board_of
from services.gateway.pages.handling import handled
from services.gateway.pages.page import Page
from services.gateway.pages.words import ANSWERS_IN
from services.kit.errors import N_

GROUPS = {
    N_("Chờ trả lời"): ("given", "acknowledged"),
    N_("Đang thực hiện"): ("accepted",),
    N_("Đã xong"): ("done", "declined"),
}


@handled
async def show_all(page: Page) -> Response:
    page.must_be_signed_in()
    found, person = await asyncio.gather(page.ask("proposals", "/me/assignments"), page.person())
    groups = [
        (page.say(heading), [work for work in found["items"] if work["state"] in states])
        for heading, states in GROUPS.items()
    ]
    leads = person["leads"] if person else []
    return page.show("assignment/list.html", groups=groups, nothing=not found["items"], leads=leads)


@handled
async def show(page: Page, forum_id: UUID, assignment_id: UUID) -> Response:
    page.must_be_signed_in()
    return await _show(page, forum_id, assignment_id, Form(), 200)


@handled
async def answer(page: Page, forum_id: UUID, assignment_id: UUID) -> Response:
    typed = await page.typed()
    body = {"answer": typed.get("answer", ""), "text": typed.get("text", "")}
    path = f"/forums/{forum_id}/assignments/{assignment_id}/answer"
    outcome = await page.attempt("proposals", path, body, typed)
    if outcome.form:
        return await _show(page, forum_id, assignment_id, outcome.form, outcome.status)
    return page.go(f"/viec-can-tra-loi/{forum_id}/{assignment_id}", "answered")


async def _show(page: Page, forum_id: UUID, assignment_id: UUID, form: Form, status: int) -> Response:
    assignment, board, person = await asyncio.gather(
        page.ask("proposals", f"/forums/{forum_id}/assignments/{assignment_id}"),
        board_of(page, forum_id),
        page.person(),
    )
    leads = {body["body_id"] for body in person["leads"]} if person else {assignment["body_id"]}
    return page.show(
        "assignment/show.html",
        status,
        assignment=assignment,
        votes=_votes(board, assignment["solution_id"]),
        answers=ANSWERS_IN.get(assignment["state"], ()) if assignment["body_id"] in leads else (),
        form=form,
    )


def _votes(board: dict[str, Any] | None, solution_id: str) -> dict[str, Any] | None:
    """The count behind a solution, from the round that adopted it."""
    rounds = board["rounds"] if board else []
    counts = [count for round_ in rounds if round_["state"] == "certified" for count in round_["tally"] or ()]
    return next((count for count in counts if count["solution_id"] == solution_id and count["adopted"]), None)


routes = [
    Route("/viec-can-tra-loi", show_all),
    Route("/viec-can-tra-loi/{forum_id:uuid}/{assignment_id:uuid}", show),
    Route("/viec-can-tra-loi/{forum_id:uuid}/{assignment_id:uuid}", answer, methods=["POST"]),
]
