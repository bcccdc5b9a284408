"""What a button does to a round, from opening to certifying; back to the page the button stands on."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from starlette.datastructures import FormData
from starlette.responses import Response
from starlette.routing import Route

from services.gateway.pages import sure
from services.gateway.pages.asking import SLOW
from services.gateway.pages.desk.control import show_control
from services.gateway.pages.desk.frame import Desk, at_desk, path_of
from services.gateway.pages.desk.rounds import show_rounds
from services.gateway.pages.formats import from_input, instant
from services.gateway.pages.forms import Form
from services.gateway.pages.handling import handled
from services.gateway.pages.page import Page
from services.gateway.pages.sure import Question
from services.kit import clock
from services.kit.errors import N_, Missing

#: path → command and notice, of what one button does
TURNS = {
    "tam-dung": ("pause", "round-paused"),
    "tiep-tuc": ("resume", "round-resumed"),
    "dong": ("close", "round-closed"),
    "mo-lai": ("reopen", "round-reopened"),
    "xac-nhan": ("certify", "round-certified"),
    "huy": ("cancel", "round-cancelled"),
}
#: path → command and notice, of what needs a closing time
TIMED_TURNS = {"mo": ("open", "round-opened"), "keo-dai": ("extend", "round-extended")}
REOPEN = "mo-lai"
#: why a round is not certified that is mended where its sheets are
SHEETS_AMISS = ("sheets-unconfirmed", "more-sheets-than-handed-out")
#: path → what is asked once more
QUESTIONS = {
    "dong": Question(
        N_("Đóng biểu quyết “%(title)s” ngay bây giờ?"),
        N_("Ai chưa bỏ phiếu sẽ không bỏ được nữa. Đã đóng thì không mở lại được."),
        N_("Đóng biểu quyết"),
    ),
    "huy": Question(
        N_("Hủy vòng “%(title)s”?"),
        N_("Các phiếu đã nhận của vòng này không được tính nữa. Đã hủy thì không lấy lại được."),
        N_("Hủy vòng này"),
    ),
    REOPEN: Question(
        N_("Mở lại “%(title)s”?"),
        N_("Đại biểu bỏ phiếu được trở lại. Các phiếu đã nhận vẫn giữ nguyên."),
        N_("Mở lại"),
        minutes=(15, 30, 60),
    ),
}
NOT_FOR_GOOD = N_("Ai chưa bỏ phiếu sẽ không bỏ được nữa, trừ khi bạn mở lại trước khi xác nhận kết quả.")
#: where these buttons stand (`?tu=`) → how that page is shown again
Again = Callable[[Desk, int, Mapping[str, Form]], Awaitable[Response]]
PLACES: dict[str, Again] = {"bieu-quyet": show_rounds, "dieu-khien": show_control}


@handled
async def ask(page: Page, forum_id: UUID, round_id: UUID, turn: str) -> Response:
    desk = await at_desk(page, forum_id)
    rounds = desk.board["rounds"] if desk.board else []
    round_ = next((each for each in rounds if each["round_id"] == str(round_id)), None)
    if turn not in QUESTIONS or round_ is None or (turn == REOPEN and not round_["reopening"]):
        raise Missing
    question = QUESTIONS[turn]
    if turn == "dong" and round_["reopening"]:
        question = replace(question, follows=NOT_FOR_GOOD)
    return sure.asked(page, question, f"{desk.path}/{place_of(page)}", title=round_["title"])


@handled
async def act(page: Page, forum_id: UUID, round_id: UUID, turn: str) -> Response:
    if turn in TIMED_TURNS:
        return await _set_time(page, forum_id, round_id, turn)
    if turn not in TURNS:
        raise Missing
    command, notice = TURNS[turn]
    body = {"closes_at": _in_minutes(await page.typed())} if turn == REOPEN else None
    path, back = f"/forums/{forum_id}/rounds/{round_id}/{command}", f"{path_of(forum_id)}/{place_of(page)}"
    mend = dict.fromkeys(SHEETS_AMISS, f"{path_of(forum_id)}/bieu-quyet/{round_id}/phieu-giay")
    return await page.press("proposals", path, back, notice, body=body, deadline=SLOW, mend=mend)


async def _set_time(page: Page, forum_id: UUID, round_id: UUID, turn: str) -> Response:
    typed, desk = await page.typed(), await at_desk(page, forum_id)
    command, notice = TIMED_TURNS[turn]
    field = f"closes_at-{round_id}"
    closes_at = _in_minutes(typed) or from_input(str(typed.get(field) or ""), desk.forum["time_zone"])
    body = {"closes_at": closes_at} if closes_at else {}
    path = f"/forums/{forum_id}/rounds/{round_id}/{command}"
    outcome = await page.attempt("proposals", path, body, typed, deadline=SLOW)
    if outcome.form is None:
        return page.go(f"{desk.path}/{place_of(page)}", notice)
    faults = {field if name == "closes_at" else name: said for name, said in outcome.form.faults.items()}
    form = Form(typed, faults, outcome.form.sentence, outcome.form.key)
    return await PLACES[place_of(page)](desk, outcome.status, {str(round_id): form})


def _in_minutes(typed: FormData) -> str:
    """The closing time a button with a number of minutes means; from `since`, so that pressing it twice means the same.

    A round that opens now closes at a full minute, which can be said aloud in a hall.
    """
    minutes, since = str(typed.get("minutes") or ""), str(typed.get("since") or "")
    if not (minutes.isascii() and minutes.isdigit() and len(minutes) < 4):
        return ""
    try:
        begin = instant(since) if since else _full_minute(clock.now())
        return (begin + timedelta(minutes=int(minutes))).isoformat()
    except (ValueError, OverflowError):
        return ""


def _full_minute(time: datetime) -> datetime:
    return (time + timedelta(seconds=59)).replace(second=0, microsecond=0)


def place_of(page: Page) -> str:
    """The page a button stands on."""
    asked = page.request.query_params.get("tu", "")
    return asked if asked in PLACES else "bieu-quyet"


_TURN = "/dien-dan/{forum_id:uuid}/dieu-hanh/bieu-quyet/{round_id:uuid}/{turn:str}"
routes = [Route(_TURN, ask), Route(_TURN, act, methods=["POST"])]
