"""The facts of a forum and its programme, changed at the desk while that is possible."""

from typing import Any
from uuid import UUID

from starlette.responses import Response
from starlette.routing import Route

from services.gateway.pages.desk.frame import at_desk, path_of
from services.gateway.pages.drafting import fields
from services.gateway.pages.formats import ZONE
from services.gateway.pages.forms import Form
from services.gateway.pages.handling import handled
from services.gateway.pages.page import Page
from services.kit.errors import Kind

EDITABLE = ("draft", "announced", "open")


@handled
async def show(page: Page, forum_id: UUID) -> Response:
    forum = await page.ask("forum", f"/forums/{forum_id}")
    form = Form({**fields.values_of(forum), "version": forum["version"], "time_zone": forum["time_zone"]})
    return await _show(page, forum_id, form, 200)


@handled
async def amend(page: Page, forum_id: UUID) -> Response:
    """`step` "row" gives one more phase; otherwise the forum is amended, unless somebody else was faster."""
    typed = await page.typed()
    if typed.get("step") == "row":
        return await _show(page, forum_id, Form(typed), 200, more=1)
    body = fields.body_of(typed, str(typed.get("time_zone") or ZONE))
    version = str(typed.get("version") or "")
    outcome = await page.attempt("forum", f"/forums/{forum_id}", body, typed, "PUT", if_match=version)
    if outcome.form is None:
        return page.go(path_of(forum_id), "forum-amended")
    form, theirs = fields.refused(outcome, typed), None
    if outcome.problem and outcome.problem.kind == Kind.STALE:  # what was typed stays; sending it again is on purpose
        theirs = await page.ask("forum", f"/forums/{forum_id}")
        form.values = {**typed, "version": str(theirs["version"])}
    return await _show(page, forum_id, form, outcome.status, theirs)


async def _show(
    page: Page, forum_id: UUID, form: Form, status: int, theirs: dict[str, Any] | None = None, more: int = 0
) -> Response:
    desk = await at_desk(page, forum_id)
    bodies = await page.ask("forum", "/bodies")
    return desk.show(
        "facts.html",
        status,
        form=form,
        bodies=[(body["body_id"], body["name"]) for body in bodies["items"]],
        rows=fields.rows(form.values, more),
        theirs=theirs,
        may_change=desk.forum["state"] in EDITABLE,
    )


routes = [
    Route("/dien-dan/{forum_id:uuid}/dieu-hanh/thong-tin", show),
    Route("/dien-dan/{forum_id:uuid}/dieu-hanh/thong-tin", amend, methods=["POST"]),
]
