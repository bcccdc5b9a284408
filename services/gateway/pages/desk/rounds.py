"""Rounds at the desk: preparing, opening, extending, closing and certifying them."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from starlette.responses import Response
from starlette.routing import Route

from services.gateway.pages.asking import SLOW
from services.gateway.pages.desk.frame import Desk, at_desk, path_of
from services.gateway.pages.formats import from_input, moment
from services.gateway.pages.forms import Form
from services.gateway.pages.handling import handled
from services.gateway.pages.page import Page
from services.kit.errors import Missing

#: path → command and notice, of what one button does
TURNS = {
    "dong": ("close", "round-closed"),
    "xac-nhan": ("certify", "round-certified"),
    "huy": ("cancel", "round-cancelled"),
}
#: path → command and notice, of what needs a closing time
TIMED_TURNS = {"mo": ("open", "round-opened"), "keo-dai": ("extend", "round-extended")}


@handled
async def show(page: Page, forum_id: UUID) -> Response:
    return _show(await at_desk(page, forum_id))


@handled
async def prepare(page: Page, forum_id: UUID) -> Response:
    typed = await page.typed()
    body = {
        "title": typed.get("title", ""),
        "solution_ids": [str(value) for value in typed.getlist("solution_ids")],
        "live_tally": "live_tally" in typed,
        "reminder_minutes": _number(str(typed.get("reminder_minutes") or "0")),
    }
    outcome = await page.attempt("proposals", f"/forums/{forum_id}/rounds", body, typed)
    if outcome.form:
        return _show(await at_desk(page, forum_id), outcome.status, form=outcome.form)
    return page.go(f"{path_of(forum_id)}/bieu-quyet", "round-prepared")


@handled
async def turn(page: Page, forum_id: UUID, round_id: UUID, turn: str) -> Response:
    if turn in TIMED_TURNS:
        return await _set_time(page, forum_id, round_id, turn)
    if turn not in TURNS:
        raise Missing
    command, notice = TURNS[turn]
    path = f"/forums/{forum_id}/rounds/{round_id}/{command}"
    return await page.press("proposals", path, f"{path_of(forum_id)}/bieu-quyet", notice, deadline=SLOW)


async def _set_time(page: Page, forum_id: UUID, round_id: UUID, turn: str) -> Response:
    typed, desk = await page.typed(), await at_desk(page, forum_id)
    command, notice = TIMED_TURNS[turn]
    field = f"closes_at-{round_id}"
    closes_at = from_input(str(typed.get(field) or ""), desk.forum["time_zone"])
    body = {"closes_at": closes_at} if closes_at else {}
    path = f"/forums/{forum_id}/rounds/{round_id}/{command}"
    outcome = await page.attempt("proposals", path, body, typed, deadline=SLOW)
    if outcome.form:
        faults = {field if name == "closes_at" else name: said for name, said in outcome.form.faults.items()}
        form = Form(typed, faults, outcome.form.sentence, outcome.form.key)
        return _show(desk, outcome.status, typed={str(round_id): form})
    return page.go(f"{path_of(forum_id)}/bieu-quyet", notice)


def _show(desk: Desk, status: int = 200, form: Form | None = None, typed: Mapping[str, Form] | None = None) -> Response:
    rounds = reversed(desk.board["rounds"]) if desk.board else []
    solutions = desk.board["solutions"] if desk.board else []
    wrong = next(iter((typed or {}).values()), Form())
    fresh = Form({"live_tally": "yes", "reminder_minutes": "60"}, wrong.faults, wrong.sentence)
    return desk.show(
        "rounds.html",
        status,
        rounds=[{**round_, "form": _form_of(desk, round_, typed or {})} for round_ in rounds],
        options=[(solution["solution_id"], f"{solution['number']}. {solution['title']}") for solution in solutions],
        form=form or fresh,
    )


def _form_of(desk: Desk, round_: Mapping[str, Any], typed: Mapping[str, Form]) -> Form:
    if round_["round_id"] in typed:
        return typed[round_["round_id"]]
    closes_at = round_["closes_at"] or _end_of_voting(desk.forum)
    shown = moment(closes_at, desk.forum["time_zone"]) if closes_at else ""
    return Form({f"closes_at-{round_['round_id']}": shown})


def _end_of_voting(forum: Mapping[str, Any]) -> str | None:
    """When the present voting phase ends: the closing time most rounds get."""
    voting = [phase for phase in forum["phases"] if (phase["kind"], phase["state"]) == ("voting", "open")]
    return voting[0]["closes_at"] if voting else None


def _number(text: str) -> int | str:
    return int(text) if text.strip().isascii() and text.strip().isdigit() else text


routes = [
    Route("/dien-dan/{forum_id:uuid}/dieu-hanh/bieu-quyet", show),
    Route("/dien-dan/{forum_id:uuid}/dieu-hanh/bieu-quyet", prepare, methods=["POST"]),
    Route("/dien-dan/{forum_id:uuid}/dieu-hanh/bieu-quyet/{round_id:uuid}/{turn:str}", turn, methods=["POST"]),
]
