"""Voting: choose, look again, send, and the receipt. What was chosen stays on the page until it is counted."""

import asyncio
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from starlette.datastructures import FormData
from starlette.responses import Response
from starlette.routing import Route

from services.gateway.pages.asking import problem_of
from services.gateway.pages.forms import Form
from services.gateway.pages.forums import board_of, forum_of
from services.gateway.pages.handling import handled
from services.gateway.pages.page import Page
from services.gateway.pages.words import CHOICES
from services.gateway.problems import Problem
from services.kit import clock
from services.kit.errors import N_, Kind, OutcomeUnknown, Refused

SUPERSEDED = "ballot-superseded"
NO_CHOICE = N_("Hãy chọn cho giải pháp số %(number)s.")
NOT_ON_ROLL = N_("Bạn không có tên trong danh sách biểu quyết của vòng này.")
VOTE = N_("Biểu quyết")
NOT_YET = N_("Vòng biểu quyết này chưa mở.")
OVER = N_("Vòng biểu quyết này đã đóng.")


@dataclass(frozen=True)
class Booth:
    """A round as one elector meets it."""

    page: Page
    forum: dict[str, Any]
    round: dict[str, Any]
    stored: dict[str, Any]

    def show(self, template: str, status: int = 200, **context: Any) -> Response:
        """A page of the booth."""
        base = f"/dien-dan/{self.forum['forum_id']}"
        common = {
            "forum": self.forum,
            "round": self.round,
            "stored": {**self.stored, "choices": self.stored["choices"] or {}},
            "base": base,
            "here": f"{base}/bieu-quyet/{self.round['round_id']}",
        }
        return self.page.show(f"ballot/{template}", status, **{**common, **context})


@dataclass(frozen=True)
class Ballot:
    """A ballot on its way through the pages; the same nonce and revision make a repeat harmless."""

    choices: dict[str, str]
    replaces: int
    nonce: str
    titles: dict[str, str]  # of the options, so that the page can be shown again while the service is away

    @property
    def cast(self) -> dict[str, Any]:
        """As the ballot box takes it."""
        return {"choices": self.choices, "replaces": self.replaces, "nonce": self.nonce}

    @property
    def fields(self) -> dict[str, str]:
        """As the form's values."""
        return {f"choice-{solution_id}": choice for solution_id, choice in self.choices.items()}


@handled
async def show(page: Page, forum_id: UUID, round_id: UUID) -> Response:
    page.must_be_signed_in()
    booth = await _enter(page, forum_id, round_id)
    return await _form(booth, _fresh(booth.stored, booth.stored["choices"] or {}))


@handled
async def step(page: Page, forum_id: UUID, round_id: UUID) -> Response:
    typed = await page.typed()
    page.must_be_signed_in()
    ballot = _read(typed)
    if typed.get("step") == "send":
        return await _send(page, forum_id, round_id, ballot)
    booth = await _enter(page, forum_id, round_id)
    if typed.get("step") == "edit":
        return await _form(booth, ballot)
    faults = _faults(page, booth.round, ballot)
    if faults:
        return await _form(booth, ballot, faults=faults, status=422)
    titles = {option["solution_id"]: f"{option['number']}. {option['title']}" for option in booth.round["options"]}
    return booth.show("review.html", ballot=replace(ballot, titles=titles), away="", unknown=False)


@handled
async def show_receipt(page: Page, forum_id: UUID, round_id: UUID) -> Response:
    page.must_be_signed_in()
    booth = await _enter(page, forum_id, round_id)
    if not booth.stored["revision"]:
        return page.go(f"/dien-dan/{forum_id}/bieu-quyet/{round_id}", "ballot-missing")
    return booth.show("receipt.html", ballot=booth.stored, counted_at=page.said.get("counted_at", ""))


async def _send(page: Page, forum_id: UUID, round_id: UUID, ballot: Ballot) -> Response:
    try:
        await page.cast(forum_id, {"round_id": str(round_id), **ballot.cast})
    except (Problem, Refused) as error:
        return await _not_counted(page, forum_id, round_id, ballot, problem_of(error))
    receipt = f"/dien-dan/{forum_id}/bieu-quyet/{round_id}/da-ghi-nhan"
    return page.go(receipt, counted_at=clock.now().isoformat())


async def _not_counted(page: Page, forum_id: UUID, round_id: UUID, ballot: Ballot, problem: Problem) -> Response:
    sentence = problem.title(page.language)
    if problem.kind in (Kind.UNAVAILABLE, Kind.LIMITED) or problem.status >= 500:
        booth = await _outside(page, forum_id, round_id, ballot)
        unknown = problem.slug == OutcomeUnknown.slug
        return booth.show("review.html", problem.status, ballot=ballot, away=sentence, unknown=unknown)
    booth = await _enter(page, forum_id, round_id)
    if problem.slug == SUPERSEDED:
        again = _fresh(booth.stored, ballot.choices)
        return await _form(booth, again, superseded=sentence, status=problem.status)
    if problem.kind == Kind.INVALID:
        return await _form(booth, ballot, faults=_faults(page, booth.round, ballot), said=sentence, status=422)
    return booth.show("closed.html", problem.status, sentence=sentence)


async def _enter(page: Page, forum_id: UUID, round_id: UUID) -> Booth:
    path = f"/forums/{forum_id}/rounds/{round_id}"
    forum, round_, stored = await asyncio.gather(
        forum_of(page, forum_id), page.read("proposals", path, forum_id), page.ask("proposals", f"{path}/ballot")
    )
    return Booth(page, forum, round_, stored)


async def _outside(page: Page, forum_id: UUID, round_id: UUID, ballot: Ballot) -> Booth:
    """The booth while proposals is away: only what the page brought with it, and what the gateway remembers."""
    forum = await forum_of(page, forum_id)
    known = await page.part("proposals", f"/forums/{forum_id}/rounds/{round_id}")
    options = [{"solution_id": each, "number": 0, "title": ballot.titles.get(each, "")} for each in ballot.choices]
    round_ = known or {"round_id": str(round_id), "title": page.say(VOTE), "options": options}
    return Booth(page, forum, round_, {"choices": None, "revision": 0})


async def _form(
    booth: Booth,
    ballot: Ballot,
    faults: dict[str, str] | None = None,
    said: str = "",
    superseded: str = "",
    status: int = 200,
) -> Response:
    closed = _why_closed(booth)
    if closed:
        return booth.show("closed.html", status, sentence=booth.page.say(closed))
    board = await board_of(booth.page, UUID(str(booth.forum["forum_id"])))
    texts = {solution["solution_id"]: solution["text"] for solution in board["solutions"]} if board else {}
    form = Form(ballot.fields, faults or {}, said)
    return booth.show("form.html", status, ballot=ballot, form=form, texts=texts, superseded=superseded)


def _why_closed(booth: Booth) -> str:
    if booth.round["state"] == "prepared":
        return NOT_YET
    if booth.round["state"] != "open":
        return OVER
    return "" if booth.stored["on_roll"] else NOT_ON_ROLL


def _fresh(stored: Mapping[str, Any], choices: dict[str, str]) -> Ballot:
    return Ballot(choices, stored["revision"], secrets.token_urlsafe(24), {})


def _read(typed: FormData) -> Ballot:
    """The ballot a form carries; what is not a choice is left out, and asked for again."""
    choices = {name: choice for name, choice in _beginning("choice-", typed).items() if choice in CHOICES}
    replaces, nonce = str(typed.get("replaces") or "0"), str(typed.get("nonce") or "")
    revision = int(replaces) if replaces.isascii() and replaces.isdigit() else 0
    return Ballot(choices, revision, nonce, _beginning("title-", typed))


def _beginning(prefix: str, typed: FormData) -> dict[str, str]:
    return {name.removeprefix(prefix): str(value) for name, value in typed.items() if name.startswith(prefix)}


def _faults(page: Page, round_: Mapping[str, Any], ballot: Ballot) -> dict[str, str]:
    return {
        f"choice-{option['solution_id']}": page.say(NO_CHOICE) % {"number": option["number"]}
        for option in round_["options"]
        if option["solution_id"] not in ballot.choices
    }


routes = [
    Route("/dien-dan/{forum_id:uuid}/bieu-quyet/{round_id:uuid}", show),
    Route("/dien-dan/{forum_id:uuid}/bieu-quyet/{round_id:uuid}", step, methods=["POST"]),
    Route("/dien-dan/{forum_id:uuid}/bieu-quyet/{round_id:uuid}/da-ghi-nhan", show_receipt),
]
