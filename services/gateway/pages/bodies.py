"""Bodies as a tree, and the leaders who answer for them."""

import asyncio
from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from starlette.datastructures import FormData
from starlette.responses import Response
from starlette.routing import Route

from services.gateway.pages import sure
from services.gateway.pages.formats import day, day_from_input
from services.gateway.pages.forms import Form, filled, texts
from services.gateway.pages.handling import handled
from services.gateway.pages.page import Page
from services.gateway.pages.sure import Question
from services.kit.errors import N_, Kind, Missing

FIELDS = ("name", "code", "kind", "parent_id", "valid_from", "valid_to", "version")
DISMISS = Question(
    N_("%(name)s thôi phụ trách đơn vị?"),
    N_("Người này không nhận và không trả lời được nhiệm vụ của đơn vị nữa."),
    N_("Thôi phụ trách"),
)


@handled
async def show_all(page: Page) -> Response:
    page.must_be_signed_in()
    return await _show_all(page, Form(), 200)


@handled
async def add(page: Page) -> Response:
    typed = await page.typed()
    outcome = await page.attempt("forum", "/bodies", _body(typed), typed)
    if outcome.form:
        return await _show_all(page, outcome.form, outcome.status)
    return page.go(f"/co-quan/{outcome.answer['body_id']}", "body-added")


@handled
async def show(page: Page, body_id: UUID) -> Response:
    return await _show(page, body_id, Form(), 200)


@handled
async def ask_change(page: Page, body_id: UUID) -> Response:
    page.must_be_signed_in()
    body = await page.ask("forum", f"/bodies/{body_id}")
    return await _show_change(page, body, Form(_as_typed(body)), 200)


@handled
async def change(page: Page, body_id: UUID) -> Response:
    typed = await page.typed()
    version = str(typed.get("version") or "")
    outcome = await page.attempt("forum", f"/bodies/{body_id}", _body(typed), typed, "PUT", if_match=version)
    if outcome.form is None:
        return page.go(f"/co-quan/{body_id}", "body-changed")
    body = await page.ask("forum", f"/bodies/{body_id}")
    stale = outcome.problem is not None and outcome.problem.kind == Kind.STALE
    if stale:  # what was typed stays; sending it again is then on purpose
        outcome.form.values = {**texts(typed, FIELDS), "version": str(body["version"])}
    return await _show_change(page, body, outcome.form, outcome.status, stale)


@handled
async def add_leader(page: Page, body_id: UUID) -> Response:
    typed = await page.typed()
    body = {**texts(typed, ("full_name", "email", "title")), **filled(typed, ("greeting",))}
    outcome = await page.attempt("forum", f"/bodies/{body_id}/leaders", body, typed)
    if outcome.form:
        return await _show(page, body_id, outcome.form, outcome.status)
    return page.go(f"/co-quan/{body_id}", "leader-added")


@handled
async def ask_dismiss(page: Page, body_id: UUID, person_id: UUID) -> Response:
    page.must_be_signed_in()
    body = await page.ask("forum", f"/bodies/{body_id}")
    leader = next((each for each in body["leaders"] if each["person_id"] == str(person_id)), None)
    if leader is None:
        raise Missing
    return sure.asked(page, DISMISS, f"/co-quan/{body_id}", name=leader["full_name"])


@handled
async def dismiss(page: Page, body_id: UUID, person_id: UUID) -> Response:
    path = f"/bodies/{body_id}/leaders/{person_id}"
    return await page.press("forum", path, f"/co-quan/{body_id}", "leader-removed", "DELETE")


def _body(typed: FormData) -> dict[str, Any]:
    days = {name: day_from_input(text) for name, text in filled(typed, ("valid_from", "valid_to")).items()}
    return {**texts(typed, ("name", "code", "kind")), **filled(typed, ("parent_id",)), **days}


def _as_typed(body: Mapping[str, Any]) -> dict[str, Any]:
    """A body as its form has it."""
    days = {name: day(body[name]) if body[name] else "" for name in ("valid_from", "valid_to")}
    return {**{name: body[name] or "" for name in FIELDS}, **days}


def tree(bodies: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Bodies below one another, by name; one whose superior is not there stands at the top."""
    rows = sorted(bodies, key=lambda body: body["name"])
    known = {row["body_id"] for row in rows}

    def below(parent_id: Any) -> list[dict[str, Any]]:
        return [
            {**row, "below": below(row["body_id"])}
            for row in rows
            if (row["parent_id"] if row["parent_id"] in known else None) == parent_id
        ]

    return below(None)


async def _show_all(page: Page, form: Form, status: int) -> Response:
    found, person = await asyncio.gather(page.ask("forum", "/bodies"), page.person())
    may_add = bool(person and person["organizer"])
    return page.show(
        "body/list.html",
        status,
        bodies=tree(found["items"]),
        parents=_choices(found["items"]),
        may_add=may_add,
        form=form,
    )


async def _show(page: Page, body_id: UUID, form: Form, status: int) -> Response:
    body, found, person = await asyncio.gather(
        page.ask("forum", f"/bodies/{body_id}"), page.ask("forum", "/bodies"), page.person()
    )
    parent = next((each for each in found["items"] if each["body_id"] == body["parent_id"]), None)
    may_edit = bool(person and person["organizer"])
    return page.show("body/show.html", status, body=body, parent=parent, may_edit=may_edit, form=form)


async def _show_change(page: Page, body: dict[str, Any], form: Form, status: int, stale: bool = False) -> Response:
    found = await page.ask("forum", "/bodies")
    others = [each for each in found["items"] if each["body_id"] != body["body_id"]]
    return page.show("body/change.html", status, body=body, parents=_choices(others), form=form, stale=stale)


def _choices(bodies: Iterable[Mapping[str, Any]]) -> list[tuple[str, str]]:
    return [(body["body_id"], body["name"]) for body in bodies]


_BODY = "/co-quan/{body_id:uuid}"
_LEADER = f"{_BODY}/lanh-dao/{{person_id:uuid}}/thoi"
routes = [
    Route("/co-quan", show_all),
    Route("/co-quan", add, methods=["POST"]),
    Route(_BODY, show),
    Route(f"{_BODY}/sua", ask_change),
    Route(f"{_BODY}/sua", change, methods=["POST"]),
    Route(f"{_BODY}/lanh-dao", add_leader, methods=["POST"]),
    Route(_LEADER, ask_dismiss),
    Route(_LEADER, dismiss, methods=["POST"]),
]
