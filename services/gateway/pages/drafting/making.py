"""Making a forum in two steps: what it should be like and when it begins; then everything else, filled in already."""

import asyncio
from datetime import datetime
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from starlette.datastructures import FormData
from starlette.responses import Response
from starlette.routing import Route

from services.gateway.pages.drafting import fields, patterns
from services.gateway.pages.formats import ZONE, from_input, instant
from services.gateway.pages.forms import Form
from services.gateway.pages.handling import handled
from services.gateway.pages.page import Page
from services.gateway.pages.words import PHASE_KINDS
from services.kit.errors import N_, Fault, Invalid, Missing

EMPTY = "trong"  # the pattern with nothing in it
LIKE = "cu"  # like a forum there was before
TEMPLATES_AWAY = N_("Chưa xem được các mẫu diễn đàn.")
MORE_ROWS = 1
YEARS = range(2000, 2200)  # the directory takes no others, and times after a later start could be none


@handled
async def choose(page: Page) -> Response:
    """Step 1. `mau` may be a forum to be like."""
    page.must_be_signed_in()
    asked = page.request.query_params.get("mau", "")
    return await _show_choice(page, Form({"mau": LIKE, "cu": asked} if asked else {}), 200)


@handled
async def fill_in(page: Page) -> Response:
    """Step 2: the form, filled in as was chosen in step 1, whose choices are in the address."""
    page.must_be_signed_in()
    asked = {name: page.request.query_params.get(name, "") for name in ("mau", "cu", "bat-dau")}
    start, faults = _start(asked["bat-dau"]), []
    faults += [] if asked["mau"] else [Fault("/mau", "no-template")]
    faults += [Fault("/cu", "required")] if asked["mau"] == LIKE and not asked["cu"] else []
    faults += [] if start else [Fault("/bat-dau", "not-a-time" if asked["bat-dau"] else "required")]
    if faults or start is None:
        outcome = page.refused(Invalid(faults), asked)
        return await _show_choice(page, outcome.form or Form(asked), outcome.status)
    pattern = await _pattern(page, asked["mau"], asked["cu"])
    return await _show_form(page, Form({**patterns.filled_in(pattern, start, ZONE), **_said(asked)}), 200)


@handled
async def make(page: Page) -> Response:
    """`step`: "again" computes the times from the start, "row" gives one more phase; otherwise the forum is drafted."""
    typed = await page.typed()
    if typed.get("step") == "again":
        return await _computed_again(page, typed)
    if typed.get("step") == "row":
        return await _show_form(page, Form(typed), 200, MORE_ROWS)
    outcome = await page.attempt("forum", "/forums", fields.body_of(typed), typed)
    if outcome.form:
        return await _show_form(page, fields.refused(outcome, typed), outcome.status)
    return page.go(f"/dien-dan/{outcome.answer['forum_id']}/dieu-hanh", "forum-made")


async def _computed_again(page: Page, typed: FormData) -> Response:
    """The times of the pattern from the start as it is typed now; all else stays as it was typed."""
    start = _start(str(typed.get("starts_at") or ""))
    if start is None:
        outcome = page.refused(Invalid([Fault("/starts_at", "not-a-time")]), typed)
        return await _show_form(page, outcome.form or Form(typed), outcome.status)
    pattern = await _pattern(page, str(typed.get("mau") or EMPTY), str(typed.get("cu") or ""))
    times = {name: text for name, text in patterns.filled_in(pattern, start, ZONE).items() if name.endswith("_at")}
    return await _show_form(page, Form({**typed, **times}), 200)


async def _pattern(page: Page, key: str, forum_id: str) -> dict[str, Any]:
    if key == LIKE:
        return patterns.of_forum(await page.ask("forum", f"/forums/{_id(forum_id)}"))
    template = next((each for each in await _templates(page) if each["key"] == key), None)
    if template:
        return patterns.of_template(template, page.language)
    phases = [{"kind": kind, "title": page.say(name)} for kind, name in PHASE_KINDS.items()]
    untimed = [{**phase, "opens_after": 0, "closes_after": 0} for phase in phases]
    return {"values": {}, "lasts": 0, "phases": untimed}


async def _templates(page: Page) -> list[dict[str, Any]]:
    found = await page.part("forum", "/forum-templates", TEMPLATES_AWAY)
    return list(found["items"]) if found else []


def _start(text: str) -> datetime | None:
    try:
        start = instant(from_input(text))
    except ValueError:
        return None
    return start if start.tzinfo and start.year in YEARS else None


def _id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as error:
        raise Missing from error


def _said(asked: dict[str, str]) -> dict[str, str]:
    return {name: asked[name] for name in ("mau", "cu")}


async def _show_choice(page: Page, form: Form, status: int) -> Response:
    templates, person = await asyncio.gather(_templates(page), page.person())
    choices = [(each["key"], each["title"][page.language], each["about"][page.language]) for each in templates]
    mine = [seat for seat in (person or {"seats": []})["seats"] if "organizer" in seat["roles"]]
    before = [(seat["forum_id"], seat["title"]) for seat in mine]
    return page.show("drafting/choice.html", status, form=form, choices=choices, before=before)


async def _show_form(page: Page, form: Form, status: int, more: int = 0) -> Response:
    bodies = await page.ask("forum", "/bodies")
    choices = [(body["body_id"], body["name"]) for body in bodies["items"]]
    again = urlencode({name: form.values.get(name) or "" for name in ("mau", "cu")})
    return page.show(
        "drafting/form.html", status, form=form, bodies=choices, rows=fields.rows(form.values, more), again=again
    )


routes = [
    Route("/dien-dan/moi", choose),
    Route("/dien-dan/moi/chi-tiet", fill_in),
    Route("/dien-dan/moi/chi-tiet", make, methods=["POST"]),
]
