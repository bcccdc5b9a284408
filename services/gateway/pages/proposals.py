"""The proposals of a forum: offering one, reading them, taking one's own back."""

import asyncio
from typing import Any
from uuid import UUID

from starlette.responses import Response
from starlette.routing import Route

from services.gateway.pages.forms import Form, texts
from services.gateway.pages.forums import forum_of, roles_of
from services.gateway.pages.handling import handled
from services.gateway.pages.page import Page
from services.kit.errors import N_

NOT_A_DELEGATE = N_("Chỉ đại biểu của diễn đàn này gửi được ý kiến.")
NOT_NOW = N_("Hiện không phải lúc nhận ý kiến.")
FIELDS = ("problem", "measure", "who_acts", "by_when")


@handled
async def show(page: Page, forum_id: UUID) -> Response:
    return await _show(page, forum_id, Form(), 200)


@handled
async def offer(page: Page, forum_id: UUID) -> Response:
    typed = await page.typed()
    outcome = await page.attempt("proposals", f"/forums/{forum_id}/proposals", texts(typed, FIELDS), typed)
    if outcome.form:
        return await _show(page, forum_id, outcome.form, outcome.status)
    return page.go(f"/dien-dan/{forum_id}/hien-ke", "proposal-offered")


@handled
async def withdraw(page: Page, forum_id: UUID, proposal_id: UUID) -> Response:
    path = f"/forums/{forum_id}/proposals/{proposal_id}"
    return await page.press("proposals", path, f"/dien-dan/{forum_id}/hien-ke", "proposal-withdrawn", "DELETE")


async def _show(page: Page, forum_id: UUID, form: Form, status: int) -> Response:
    forum, found, roles = await asyncio.gather(
        forum_of(page, forum_id),
        _proposals(page, forum_id, form),
        roles_of(page, forum_id),
    )
    return page.show(
        "proposal/list.html",
        status,
        forum=forum,
        base=f"/dien-dan/{forum_id}",
        proposals=[_with_rights(page, proposal) for proposal in found["items"]],
        next=found["next"],
        form=form,
        **_may_offer(page, forum, roles),
    )


async def _proposals(page: Page, forum_id: UUID, form: Form) -> dict[str, Any]:
    """The list; while the service is away, none, if there is a typed form that must not be lost."""
    path = f"/forums/{forum_id}/proposals"
    if not form.wrong:
        found: dict[str, Any] = await page.ask("proposals", path, after=page.after)
        return found
    return await page.part("proposals", path) or {"items": [], "next": None}


def _with_rights(page: Page, proposal: dict[str, Any]) -> dict[str, Any]:
    own = page.session is not None and proposal["person_id"] == str(page.session.person_id)
    return {**proposal, "withdrawable": own and not proposal.get("solution_id")}


def _may_offer(page: Page, forum: dict[str, Any], roles: list[str]) -> dict[str, Any]:
    """Whether to show the form. While the directory is away we do not know, so we show it and proposals decides."""
    unknown = bool(page.missing)
    collecting = any(phase["kind"] == "collecting" and phase["state"] == "open" for phase in forum["phases"])
    if not page.signed_in:
        return {"may_offer": False, "why_not": ""}
    if not (unknown or {"delegate", "organizer"} & set(roles)):
        return {"may_offer": False, "why_not": page.say(NOT_A_DELEGATE)}
    if not (unknown or collecting):
        return {"may_offer": False, "why_not": page.say(NOT_NOW)}
    return {"may_offer": True, "why_not": ""}


routes = [
    Route("/dien-dan/{forum_id:uuid}/hien-ke", show),
    Route("/dien-dan/{forum_id:uuid}/hien-ke", offer, methods=["POST"]),
    Route("/dien-dan/{forum_id:uuid}/hien-ke/{proposal_id:uuid}/rut", withdraw, methods=["POST"]),
]
