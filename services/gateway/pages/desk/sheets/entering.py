"""Entering sheets, one after the other: the same ballot paper as delegates have, filled in as it was on paper."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from starlette.datastructures import FormData
from starlette.responses import Response
from starlette.routing import Route

from services.gateway.numbers import is_number
from services.gateway.pages.ballots import papers
from services.gateway.pages.desk.electors.listing import api
from services.gateway.pages.desk.frame import Desk
from services.gateway.pages.desk.sheets.pile import ALL_SHEETS, Pile, all_sheets, sheets_at_desk
from services.gateway.pages.forms import Form
from services.gateway.pages.handling import handled
from services.gateway.pages.page import Outcome, Page
from services.kit.errors import N_

ELECTORS_AWAY = N_("Chưa xem được danh sách cử tri.")
NOBODY_CHOSEN = N_("Hãy chọn tên ghi trên phiếu.")
NO_WEIGHT = N_("Hãy chọn hệ số ghi trên phiếu.")
NOTHING_CHOSEN = N_("Chưa ghi lựa chọn nào. Nếu phiếu để trống thì chọn “Phiếu trắng”.")
CHOSEN_AS_WELL = N_(
    "Phiếu trắng hoặc hỏng thì không có lựa chọn: những gì bạn đã ghi ở trên được bỏ đi. Nếu đúng thế, hãy lưu lần nữa."
)
MARKED, BLANK, SPOILT = "marked", "blank", "spoilt"
UNCHOSEN = (BLANK, SPOILT)
#: kinds of paper on which nothing is chosen by leaving them as they are
LEFT_BLANK = ("marks", "scores", "ranking")
#: field of the service → field of the form
FIELDS = {"number": "sheet-number"}
#: what is refused because of one field → that field
REFUSED_FOR = {"sheet-number-taken": "sheet-number", "elector-has-sheet": "elector_id"}

Json = dict[str, Any]


@handled
async def show(page: Page, forum_id: UUID, round_id: UUID) -> Response:
    desk, pile = await sheets_at_desk(page, forum_id, round_id)
    if not pile.is_open or pile.is_complete:
        return page.go(all_sheets(desk, round_id))
    return await _show(desk, pile, Form({"sheet-number": str(pile.next_number), "reading": MARKED}))


@handled
async def enter(page: Page, forum_id: UUID, round_id: UUID) -> Response:
    typed = await page.typed()
    desk, pile = await sheets_at_desk(page, forum_id, round_id)
    faults = _faults(page, pile.round, typed)
    if faults:
        return await _show(desk, pile, Form(_again(typed), faults, key=str(typed.get("key") or "")), 422)
    outcome = await page.attempt("proposals", f"{api(forum_id, round_id)}/sheets", _sheet(pile.round, typed), typed)
    if outcome.form is None:
        return page.go(f"{all_sheets(desk, round_id)}/nhap", "sheet-entered")
    return await _show(desk, pile, _refused(typed, outcome), outcome.status)


def _refused(typed: FormData, outcome: Outcome) -> Form:
    """The form again, with what the service says of it at the field it is about."""
    form, field = outcome.form or Form(), REFUSED_FOR.get(outcome.problem.slug) if outcome.problem else None
    if field:
        return Form(typed, {field: form.sentence}, key=form.key)
    return Form(typed, {_field(name): said for name, said in form.faults.items()}, form.sentence, form.key)


async def _show(desk: Desk, pile: Pile, form: Form, status: int = 200) -> Response:
    electors = await _on_paper(desk, pile)
    entered = {sheet["elector"]["person_id"] for sheet in pile.sheets if sheet["elector"]}
    kind = papers.kind_of(pile.round)
    return desk.show(
        "sheet_enter.html",
        status,
        round=pile.round,
        pile=pile,
        all_sheets=all_sheets(desk, pile.round["round_id"]),
        kind=kind,
        electors=[each for each in electors if each["person_id"] not in entered],
        weights=[] if pile.round["named"] else sorted({each["weight"] for each in electors}, key=float),
        may_be_blank=kind in LEFT_BLANK,
        form=form,
    )


async def _on_paper(desk: Desk, pile: Pile) -> list[Json]:
    """The electors who were handed a sheet, by name."""
    path = f"{api(desk.forum['forum_id'], pile.round['round_id'])}/roll"
    electors: list[Json] = []
    told: Json | None = {"next": None}
    while told:
        told = await desk.page.part("proposals", path, ELECTORS_AWAY, who="on-paper", after=told["next"])
        electors += told["items"] if told else []
        told = told if told and told["next"] else None
    return electors


def _faults(page: Page, round_: Mapping[str, Any], typed: FormData) -> dict[str, str]:
    """What is wrong with what was typed, as far as it can be told without asking."""
    faults = {}
    if round_["named"] and not typed.get("elector_id"):
        faults["elector_id"] = page.say(NOBODY_CHOSEN)
    if typed.get("weighted") and not typed.get("weight"):
        faults["weight"] = page.say(NO_WEIGHT)
    fields, kind = papers.of(typed), papers.kind_of(round_)
    written = any(value and value != papers.NONE for value in fields.values())
    if typed.get("reading") in UNCHOSEN:
        return {**faults, "reading": page.say(CHOSEN_AS_WELL)} if written else faults
    if kind in LEFT_BLANK and not written:
        faults["reading"] = page.say(NOTHING_CHOSEN)
    return {**faults, **papers.faults(page, round_, fields)}


def _again(typed: FormData) -> Mapping[str, Any]:
    """What was typed, to be shown again; choices beside none are taken out, as nobody can take back a radio's mark."""
    if typed.get("reading") not in UNCHOSEN:
        return typed
    return {name: value for name, value in typed.items() if name not in papers.of(typed)}


def _sheet(round_: Mapping[str, Any], typed: FormData) -> Json:
    """What was typed, as the service takes it."""
    number = str(typed.get("sheet-number") or "").strip()
    kind, reading = papers.kind_of(round_), typed.get("reading")
    whose = {"elector_id": str(typed["elector_id"])} if round_["named"] else _weight(typed)
    choices = None if reading == SPOILT else papers.read(kind, papers.of(typed))
    return {"number": int(number) if is_number(number) else number, **whose, "choices": choices}


def _weight(typed: FormData) -> Json:
    weight = str(typed.get("weight") or "")
    return {"weight": weight} if weight else {}


def _field(name: str) -> str:
    """The field of the form a fault of the service is about."""
    return FIELDS.get(name) or name.replace("choices-", papers.PREFIX, 1)


routes = [Route(f"{ALL_SHEETS}/nhap", show), Route(f"{ALL_SHEETS}/nhap", enter, methods=["POST"])]
