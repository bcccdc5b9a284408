"""Offering a proposal in three short steps and a look at all of it; nothing is kept here, the form carries it along."""

import asyncio
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from starlette.responses import Response
from starlette.routing import Route

from services.gateway.pages.asking import problem_of
from services.gateway.pages.forms import Form, new_key, texts
from services.gateway.pages.forums import forum_of, roles_of
from services.gateway.pages.handling import handled
from services.gateway.pages.page import Page
from services.gateway.pages.proposals.entitlement import entitlement
from services.gateway.problems import Problem
from services.kit.errors import N_, Kind, Refused

#: each step and its fields; those in MUST are asked for before the next step
STEPS = {"problem": ("problem",), "measure": ("measure",), "who": ("who_acts", "by_when")}
MUST = ("problem", "measure", "who_acts")
FIELDS = tuple(field for fields in STEPS.values() for field in fields)
LONGEST = {"problem": 1_000, "measure": 3_000}
REVIEW, SEND = "review", "send"
EMPTY = N_("Hãy viết phần này trước khi sang bước sau.")
TOO_LONG = N_("Dài quá: nhiều nhất %(n)s ký tự.")


@handled
async def ask(page: Page, forum_id: UUID) -> Response:
    page.must_be_signed_in()
    forum, roles = await asyncio.gather(forum_of(page, forum_id), roles_of(page, forum_id))
    right = entitlement(page, forum, roles)
    if not right["may_offer"]:
        return page.go(f"/dien-dan/{forum_id}/hien-ke", refusal=right["why_not"])
    return _show(page, forum, "problem", Form())


@handled
async def step(page: Page, forum_id: UUID) -> Response:
    typed = await page.typed()
    page.must_be_signed_in()
    wanted = str(typed.get("go") or "problem")
    form = Form({**texts(typed, FIELDS)}, key=str(typed.get("key") or new_key()))
    before = _not_yet(page, form.values, wanted)
    if before:
        where, form.faults = before
        return _show(page, await forum_of(page, forum_id), where, form, 422)
    if wanted == SEND:
        return await _send(page, forum_id, form)
    forum = await forum_of(page, forum_id)
    if wanted != REVIEW:
        return _show(page, forum, wanted if wanted in STEPS else "problem", form)
    return _show(page, forum, REVIEW, form, similar=await _similar(page, forum_id, form.values))


async def _send(page: Page, forum_id: UUID, form: Form) -> Response:
    body, path = texts(form.values, FIELDS), f"/forums/{forum_id}/proposals"
    outcome = await page.attempt("proposals", path, body, {**body, "key": form.key})
    if outcome.form:
        where = next((name for name, fields in STEPS.items() if set(fields) & outcome.form.faults.keys()), REVIEW)
        return _show(page, await forum_of(page, forum_id), where, outcome.form, outcome.status)
    return page.go(f"/dien-dan/{forum_id}/hien-ke/{outcome.answer['proposal_id']}", "proposal-offered")


async def _similar(page: Page, forum_id: UUID, typed: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Proposals that may say the same; none when that cannot be known just now: it is a help, and no condition."""
    try:
        found = await page.similar(forum_id, texts(typed, ("problem", "measure")))
    except (Problem, Refused) as error:
        if problem_of(error).kind == Kind.UNKNOWN_PERSON:
            raise
        return []
    return [each["proposal"] for each in found["items"]]


def _not_yet(page: Page, typed: Mapping[str, Any], wanted: str) -> tuple[str, dict[str, str]] | None:
    """The first step before the wanted one in which something is still missing or too long, and what."""
    for name, fields in STEPS.items():
        if name == wanted:
            return None
        faults = {field: sentence for field in fields if (sentence := _fault(page, field, typed[field]))}
        if faults:
            return name, faults
    return None


def _fault(page: Page, field: str, text: str) -> str:
    if field in MUST and not text.strip():
        return page.say(EMPTY)
    if len(text.replace("\r\n", "\n")) > LONGEST.get(field, len(text)):
        return page.say(TOO_LONG) % {"n": LONGEST[field]}
    return ""


def _show(page: Page, forum: dict[str, Any], where: str, form: Form, status: int = 200, **more: Any) -> Response:
    order = [*STEPS, REVIEW]
    number = order.index(where)
    return page.show(
        "proposal/offer.html",
        status,
        **{"similar": [], **more},
        forum=forum,
        base=f"/dien-dan/{forum['forum_id']}",
        form=form,
        where=where,
        number=number + 1,
        steps=len(order),
        following=order[number + 1] if number + 1 < len(order) else SEND,
        previous=order[number - 1] if number else "",
        hidden=[field for field in FIELDS if field not in STEPS.get(where, ())],
        longest=LONGEST,
    )


routes = [
    Route("/dien-dan/{forum_id:uuid}/hien-ke/gui", ask),
    Route("/dien-dan/{forum_id:uuid}/hien-ke/gui", step, methods=["POST"]),
]
