"""Letting somebody vote who is not on the roll: one organizer proposes it with a reason, another confirms it."""

from typing import Any
from uuid import UUID

from starlette.responses import Response
from starlette.routing import Route

from services.gateway.pages.desk.electors.listing import LONGEST_SEARCH, address, api, elector_of, round_of
from services.gateway.pages.desk.frame import at_desk, path_of
from services.gateway.pages.forms import Form
from services.gateway.pages.handling import handled
from services.gateway.pages.page import Page
from services.kit.errors import N_

NOBODY_CHOSEN = N_("Hãy chọn một người.")
FIELDS = ("q", "person_id", "replaces", "reason", "key")


@handled
async def show(page: Page, forum_id: UUID, round_id: UUID) -> Response:
    """`thay` is the elector who is to be replaced, if any is."""
    typed = {"q": page.request.query_params.get("q", ""), "replaces": page.request.query_params.get("thay", "")}
    return await _show(page, forum_id, round_id, Form(typed))


@handled
async def propose(page: Page, forum_id: UUID, round_id: UUID) -> Response:
    typed = await page.typed()
    values = {name: str(typed.get(name) or "") for name in FIELDS}
    if not values["person_id"]:
        return await _show(page, forum_id, round_id, Form(values, {"person_id": page.say(NOBODY_CHOSEN)}), 422)
    body = {"person_id": values["person_id"], "replaces": values["replaces"] or None, "reason": values["reason"]}
    outcome = await page.attempt("proposals", f"{api(forum_id, round_id)}/admissions", body, values)
    if outcome.form:
        return await _show(page, forum_id, round_id, outcome.form, outcome.status)
    return page.go(f"{path_of(forum_id)}/bieu-quyet/{round_id}/cu-tri", "admission-proposed")


@handled
async def confirm(page: Page, forum_id: UUID, round_id: UUID, admission_id: UUID) -> Response:
    path = f"{api(forum_id, round_id)}/admissions/{admission_id}/confirm"
    return await page.press("proposals", path, _back(forum_id, round_id), "admission-confirmed")


@handled
async def drop(page: Page, forum_id: UUID, round_id: UUID, admission_id: UUID) -> Response:
    path = f"{api(forum_id, round_id)}/admissions/{admission_id}"
    return await page.press("proposals", path, _back(forum_id, round_id), "admission-dropped", "DELETE")


async def _show(page: Page, forum_id: UUID, round_id: UUID, form: Form, status: int = 200) -> Response:
    desk = await at_desk(page, forum_id)
    replaces = form.values.get("replaces", "")
    replaced = await elector_of(page, forum_id, round_id, replaces) if replaces else None
    looked_for: dict[str, Any] = {"q": form.values["q"].strip()[:LONGEST_SEARCH]}
    found = await page.ask("proposals", f"{api(forum_id, round_id)}/admissions/candidates", **looked_for)
    return desk.show(
        "admit.html",
        status,
        round=round_of(desk, round_id),
        here=address(desk, round_id),
        form=form,
        found=found["items"],
        replaced=replaced,
        asked=page.request.url.query,
    )


def _back(forum_id: UUID, round_id: UUID) -> str:
    return f"{path_of(forum_id)}/bieu-quyet/{round_id}/cu-tri#muon"


_ELECTORS = "/dien-dan/{forum_id:uuid}/dieu-hanh/bieu-quyet/{round_id:uuid}/cu-tri"
routes = [
    Route(f"{_ELECTORS}/them", show),
    Route(f"{_ELECTORS}/them", propose, methods=["POST"]),
    Route(f"{_ELECTORS}/de-nghi/{{admission_id:uuid}}/xac-nhan", confirm, methods=["POST"]),
    Route(f"{_ELECTORS}/de-nghi/{{admission_id:uuid}}/bo", drop, methods=["POST"]),
]
