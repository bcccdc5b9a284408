"""The leader's desk: what my bodies must answer, answering it, and how one body stands."""

import asyncio
from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from starlette.responses import Response
from starlette.routing import Route

from services.gateway.pages.counts import counted
from services.gateway.pages.forms import Form
from services.gateway.pages.forums import board_of
from services.gateway.pages.handling import handled
from services.gateway.pages.page import Page
from services.gateway.pages.rendering import overdue
from services.gateway.pages.words import ANSWERS_IN
from services.kit import clock
from services.kit.errors import N_, Kind, Missing

GROUPS = {
    N_("Chờ trả lời"): ("given", "acknowledged"),
    N_("Đang thực hiện"): ("accepted",),
    N_("Đã xong"): ("done", "declined"),
}
HISTORY_AWAY = N_("Chưa xem được các lần trả lời trước.")

Work = dict[str, Any]


@handled
async def show_all(page: Page) -> Response:
    page.must_be_signed_in()
    found, person = await asyncio.gather(page.ask("proposals", "/me/assignments"), page.person())
    works = await _with_votes(page, found["items"])
    leads = person["leads"] if person else []
    return page.show("assignment/list.html", groups=_groups(page, works), nothing=not works, leads=leads)


@handled
async def show_body(page: Page, body_id: UUID) -> Response:
    """How one of my bodies stands, for reading and for printing."""
    page.must_be_signed_in()
    found, person = await asyncio.gather(page.ask("proposals", "/me/assignments"), page.person())
    works = [work for work in found["items"] if work["body_id"] == str(body_id)]
    leads = person["leads"] if person else []
    names = [body["name"] for body in leads if body["body_id"] == str(body_id)]
    names += [work["body_name"] for work in works if work["body_name"]]
    if not names:
        raise Missing
    return page.show(
        "assignment/body.html", body_name=names[0], figures=_figures(page, works), works=works, now=clock.now()
    )


@handled
async def show(page: Page, forum_id: UUID, assignment_id: UUID) -> Response:
    page.must_be_signed_in()
    return await _show(page, forum_id, assignment_id, Form(), 200)


@handled
async def answer(page: Page, forum_id: UUID, assignment_id: UUID) -> Response:
    """Answer, unless another leader was faster: then both stand on the page, and sending it again is on purpose."""
    typed = await page.typed()
    body = {"answer": typed.get("answer", ""), "text": typed.get("text", "")}
    path = f"/forums/{forum_id}/assignments/{assignment_id}/answer"
    outcome = await page.attempt("proposals", path, body, typed, if_match=str(typed.get("version") or ""))
    if outcome.problem and outcome.form:
        stale = outcome.problem.kind == Kind.STALE
        return await _show(page, forum_id, assignment_id, outcome.form, outcome.status, stale)
    return page.go(f"/viec-can-tra-loi/{forum_id}/{assignment_id}", "answered")


async def _show(
    page: Page, forum_id: UUID, assignment_id: UUID, form: Form, status: int, stale: bool = False
) -> Response:
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
        history=await _history(page, assignment, person),
        form=form,
        stale=stale,
        version=assignment["version"] if stale else form.values.get("version", assignment["version"]),
    )


async def _history(page: Page, assignment: Work, person: Mapping[str, Any] | None) -> list[Work]:
    """All answers, for who may read them: the body's leaders and the forum's organizers."""
    leads = {body["body_id"] for body in person["leads"]} if person else set()
    organized = {seat["forum_id"] for seat in person["seats"] if "organizer" in seat["roles"]} if person else set()
    if assignment["body_id"] not in leads and assignment["forum_id"] not in organized:
        return []
    path = f"/forums/{assignment['forum_id']}/assignments/{assignment['assignment_id']}/answers"
    found = await page.part("proposals", path, HISTORY_AWAY)
    return list(found["items"]) if found else []


def _groups(page: Page, works: Iterable[Work]) -> list[tuple[str, list[Work]]]:
    """By what is to be done; what is due first comes first, so what is overdue before all."""
    urgent = sorted(works, key=lambda work: (work["due_on"], work["number"]))
    return [
        (page.say(heading), [work for work in urgent if work["state"] in states]) for heading, states in GROUPS.items()
    ]


def _figures(page: Page, works: list[Work]) -> list[tuple[str, int]]:
    """What a body has open, overdue and answered."""
    open_ = [work for work in works if work["state"] in ("given", "acknowledged", "accepted")]
    return [
        (page.say(N_("Chưa xong")), len(open_)),
        (page.say(N_("Quá hạn")), sum(map(overdue, open_))),
        (page.say(N_("Đã trả lời")), sum(bool(work["answered_at"]) for work in works)),
        (page.say(N_("Đã hoàn thành")), sum(work["state"] == "done" for work in works)),
    ]


async def _with_votes(page: Page, works: list[Work]) -> list[Work]:
    """Each with the count behind it; a board is read once for all of its forum, from this process's copy."""
    forum_ids = list({work["forum_id"] for work in works})
    boards = await asyncio.gather(*(board_of(page, UUID(forum_id)) for forum_id in forum_ids))
    by_forum = dict(zip(forum_ids, boards, strict=True))
    return [{**work, "votes": _votes(by_forum[work["forum_id"]], work["solution_id"])} for work in works]


def _votes(board: Mapping[str, Any] | None, solution_id: str) -> dict[str, Any] | None:
    """The count behind a solution, from the round that adopted it, and which round that was."""
    rounds = board["rounds"] if board else []
    for round_ in (round_ for round_ in rounds if round_["state"] == "certified"):
        counts = counted(round_)
        for option in counts.adopted:
            if option["solution_id"] == solution_id:
                about = {"round_title": round_["title"], "method": round_["method"], "unit": round_["unit"]}
                return {**option, "said": counts.said, **about}
    return None


routes = [
    Route("/viec-can-tra-loi", show_all),
    Route("/viec-can-tra-loi/{forum_id:uuid}/{assignment_id:uuid}", show),
    Route("/viec-can-tra-loi/{forum_id:uuid}/{assignment_id:uuid}", answer, methods=["POST"]),
    Route("/don-vi/{body_id:uuid}", show_body),
]
