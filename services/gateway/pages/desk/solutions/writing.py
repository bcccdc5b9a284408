"""Writing one solution: new, of the proposals that were chosen; revised, unless somebody else was faster; dropped."""

import asyncio
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from starlette.datastructures import FormData
from starlette.responses import Response
from starlette.routing import Route

from services.gateway.pages import sure
from services.gateway.pages.asking import SLOW
from services.gateway.pages.desk.frame import Desk, at_desk, path_of
from services.gateway.pages.forms import Form, texts
from services.gateway.pages.handling import handled
from services.gateway.pages.page import Page
from services.gateway.pages.sure import Question
from services.kit.errors import N_, Kind

BODIES_AWAY = N_("Chưa xem được danh sách cơ quan.")
MOST_PAGES = 20
SET_ASIDE = N_("Hãy đánh dấu ô này nếu đồng ý để riêng các phiếu đã gửi; nếu không, giải pháp giữ nguyên.")
IN_VOTE = "solution-in-vote"
VOTING = ("open", "paused")
LONGEST_TEXT = 3_000
FIELDS = ("title", "text", "proposal_ids", "body_ids", "version")
DROP = Question(
    N_("Bỏ giải pháp “%(title)s”?"),
    N_("Nội dung đã soạn không lấy lại được. Các ý kiến của giải pháp này lại để riêng, chờ gộp."),
    N_("Bỏ giải pháp này"),
)


async def show_new(page: Page, forum_id: UUID, proposal_ids: Sequence[str]) -> Response:
    """The form of a new solution; what the proposals ask for is its first draft."""
    proposals = await all_proposals(page, forum_id, state="loose")
    draft = "\n".join(each["measure"] for each in proposals if each["proposal_id"] in proposal_ids)
    text = draft if len(draft) <= LONGEST_TEXT else ""
    return await _show_new(page, forum_id, Form({"text": text, "proposal_ids": proposal_ids}), 200)


@handled
async def ask_new(page: Page, forum_id: UUID) -> Response:
    return await _show_new(page, forum_id, Form(), 200)


@handled
async def consolidate(page: Page, forum_id: UUID) -> Response:
    typed = await page.typed()
    outcome = await page.attempt("proposals", f"/forums/{forum_id}/solutions", _body(typed), typed)
    if outcome.form:
        return await _show_new(page, forum_id, outcome.form, outcome.status)
    return page.go(f"{path_of(forum_id)}/giai-phap", "solution-saved")


@handled
async def show(page: Page, forum_id: UUID, solution_id: UUID) -> Response:
    solution = await page.ask("proposals", f"/forums/{forum_id}/solutions/{solution_id}")
    form = Form({name: solution[name] for name in FIELDS})
    return await _show(page, forum_id, solution_id, form, 200)


@handled
async def revise(page: Page, forum_id: UUID, solution_id: UUID) -> Response:
    typed = await page.typed()
    path, version = f"/forums/{forum_id}/solutions/{solution_id}", str(typed.get("version") or "")
    body = {**_body(typed), "set_aside": bool(typed.get("set_aside"))}
    outcome = await page.attempt("proposals", path, body, typed, "PUT", if_match=version, deadline=SLOW)
    if outcome.form is None:
        return page.go(f"{path_of(forum_id)}/giai-phap", "solution-saved")
    if outcome.problem and outcome.problem.slug == IN_VOTE and "ballots" in outcome.problem.facts:
        outcome.form.faults, outcome.form.sentence = {"set_aside": page.say(SET_ASIDE)}, ""
        page.forget(forum_id)  # it may be voted on since the copy was made
    theirs = None
    if outcome.problem and outcome.problem.kind == Kind.STALE:  # what was typed stays; sending it again is on purpose
        theirs = outcome.problem.facts["current"]
        outcome.form.values = {**body, "version": theirs["version"]}
    return await _show(page, forum_id, solution_id, outcome.form, outcome.status, theirs)


@handled
async def ask_drop(page: Page, forum_id: UUID, solution_id: UUID) -> Response:
    desk = await at_desk(page, forum_id)
    solution = await page.ask("proposals", f"/forums/{forum_id}/solutions/{solution_id}")
    return sure.asked(page, DROP, f"{desk.path}/giai-phap", title=solution["title"])


@handled
async def drop(page: Page, forum_id: UUID, solution_id: UUID) -> Response:
    path = f"/forums/{forum_id}/solutions/{solution_id}"
    return await page.press("proposals", path, f"{path_of(forum_id)}/giai-phap", "solution-dropped", "DELETE")


async def all_proposals(page: Page, forum_id: UUID, **wanted: str) -> list[dict[str, Any]]:
    """The proposals that are wanted, all of them: what a form does not show is not sent. Raises Problem or Refused."""
    found: list[dict[str, Any]] = []
    after = None
    for _ in range(MOST_PAGES):
        part = await page.ask("proposals", f"/forums/{forum_id}/proposals", after=after, **wanted)
        found, after = found + part["items"], part["next"]
        if after is None:
            break
    return found


def _body(typed: FormData) -> dict[str, Any]:
    chosen = {name: [str(value) for value in typed.getlist(name)] for name in ("proposal_ids", "body_ids")}
    return {**texts(typed, ("title", "text")), **chosen}


async def _show_new(page: Page, forum_id: UUID, form: Form, status: int) -> Response:
    desk = await at_desk(page, forum_id)
    bodies, ids = await _bodies(page), form.several("proposal_ids")
    loose = await all_proposals(page, forum_id, state="loose") if ids else []
    chosen = [each for each in loose if each["proposal_id"] in ids]
    return desk.show(
        "solution.html",
        status,
        form=form,
        solution=None,
        theirs=None,
        bodies=bodies,
        proposals=chosen,
        voted_on=[],
    )


async def _show(
    page: Page, forum_id: UUID, solution_id: UUID, form: Form, status: int, theirs: dict[str, Any] | None = None
) -> Response:
    desk = await at_desk(page, forum_id)
    bodies, own = await asyncio.gather(_bodies(page), all_proposals(page, forum_id, solution_id=str(solution_id)))
    return desk.show(
        "solution.html",
        status,
        form=form,
        solution=str(solution_id),
        theirs=theirs,
        bodies=bodies,
        proposals=own,
        voted_on=_voted_on(desk, str(solution_id)),
    )


def _voted_on(desk: Desk, solution_id: str) -> list[dict[str, Any]]:
    """The rounds in which it is voted on now: their ballots would be set aside."""
    voting = [each for each in (desk.board or {"rounds": []})["rounds"] if each["state"] in VOTING]
    return [each for each in voting if solution_id in [option["solution_id"] for option in each["options"]]]


async def _bodies(page: Page) -> list[tuple[str, str]]:
    found = await page.part("forum", "/bodies", BODIES_AWAY)
    return [(body["body_id"], body["name"]) for body in (found or {"items": []})["items"]]


_SOLUTION = "/dien-dan/{forum_id:uuid}/dieu-hanh/giai-phap/{solution_id:uuid}"
routes = [
    Route("/dien-dan/{forum_id:uuid}/dieu-hanh/giai-phap/moi", ask_new),
    Route("/dien-dan/{forum_id:uuid}/dieu-hanh/giai-phap/moi", consolidate, methods=["POST"]),
    Route(_SOLUTION, show),
    Route(_SOLUTION, revise, methods=["POST"]),
    Route(f"{_SOLUTION}/bo", ask_drop),
    Route(f"{_SOLUTION}/bo", drop, methods=["POST"]),
]
