"""Bodies and the leaders who answer for them."""

import asyncio
from uuid import UUID

from starlette.responses import Response
from starlette.routing import Route

from services.gateway.pages.forms import Form, filled, texts
from services.gateway.pages.handling import handled
from services.gateway.pages.page import Page


@handled
async def show_all(page: Page) -> Response:
    page.must_be_signed_in()
    return await _show_all(page, Form(), 200)


@handled
async def add(page: Page) -> Response:
    typed = await page.typed()
    body = {**texts(typed, ("name", "code", "kind")), **filled(typed, ("parent_id",))}
    outcome = await page.attempt("forum", "/bodies", body, typed)
    if outcome.form:
        return await _show_all(page, outcome.form, outcome.status)
    return page.go(f"/co-quan/{outcome.answer['body_id']}", "body-added")


@handled
async def show(page: Page, body_id: UUID) -> Response:
    return await _show(page, body_id, Form(), 200)


@handled
async def add_leader(page: Page, body_id: UUID) -> Response:
    typed = await page.typed()
    body = {**texts(typed, ("full_name", "email", "title")), **filled(typed, ("greeting",))}
    outcome = await page.attempt("forum", f"/bodies/{body_id}/leaders", body, typed)
    if outcome.form:
        return await _show(page, body_id, outcome.form, outcome.status)
    return page.go(f"/co-quan/{body_id}", "leader-added")


@handled
async def remove_leader(page: Page, body_id: UUID, person_id: UUID) -> Response:
    path = f"/bodies/{body_id}/leaders/{person_id}"
    return await page.press("forum", path, f"/co-quan/{body_id}", "leader-removed", "DELETE")


async def _show_all(page: Page, form: Form, status: int) -> Response:
    found, person = await asyncio.gather(page.ask("forum", "/bodies"), page.person())
    parents = [(body["body_id"], body["name"]) for body in found["items"]]
    may_add = bool(person and person["organizer"])
    return page.show("body/list.html", status, bodies=found["items"], parents=parents, may_add=may_add, form=form)


async def _show(page: Page, body_id: UUID, form: Form, status: int) -> Response:
    body, person = await asyncio.gather(page.ask("forum", f"/bodies/{body_id}"), page.person())
    return page.show("body/show.html", status, body=body, may_edit=bool(person and person["organizer"]), form=form)


routes = [
    Route("/co-quan", show_all),
    Route("/co-quan", add, methods=["POST"]),
    Route("/co-quan/{body_id:uuid}", show),
    Route("/co-quan/{body_id:uuid}/lanh-dao", add_leader, methods=["POST"]),
    Route("/co-quan/{body_id:uuid}/lanh-dao/{person_id:uuid}/thoi", remove_leader, methods=["POST"]),
]
