"""The life of a forum: announced, opened, closed or cancelled by a button; and its phases opened and closed by hand."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from starlette.responses import Response
from starlette.routing import Route

from services.contracts.forum import runs_in
from services.gateway.pages import sure
from services.gateway.pages.desk.frame import at_desk, path_of
from services.gateway.pages.handling import handled
from services.gateway.pages.page import Page
from services.gateway.pages.sure import Question
from services.kit.errors import N_, Missing

#: path → command of the forum service, notice, button, the states it is offered in
TURNS: dict[str, tuple[str, str, str, tuple[str, ...]]] = {
    "cong-bo": ("announce", "forum-announced", N_("Công bố diễn đàn"), ("draft",)),
    "khai-mac": ("open", "forum-opened", N_("Khai mạc diễn đàn"), ("announced",)),
    "be-mac": ("close", "forum-closed", N_("Bế mạc diễn đàn"), ("open",)),
    "huy": ("cancel", "forum-cancelled", N_("Hủy diễn đàn"), ("draft", "announced", "open", "closed")),
}
PHASE_TURNS = {"mo": ("open", "phase-opened"), "dong": ("close", "phase-closed")}
#: path → what is asked once more
QUESTIONS = {
    "be-mac": Question(
        N_("Bế mạc diễn đàn?"),
        N_("Mọi bước đang mở sẽ đóng, không ai gửi ý kiến hay biểu quyết được nữa. Đã bế mạc thì không mở lại được."),
        N_("Bế mạc diễn đàn"),
    ),
    "huy": Question(
        N_("Hủy diễn đàn này?"),
        N_("Diễn đàn dừng hẳn và không lấy lại được. Người đã được mời vẫn thấy trang diễn đàn, ghi rõ là đã hủy."),
        N_("Hủy diễn đàn"),
    ),
}
CLOSE_PHASE = Question(
    N_("Đóng bước “%(title)s” ngay bây giờ?"),
    N_("Bước này kết thúc sớm hơn giờ đã định. Đã đóng thì không mở lại được."),
    N_("Đóng bước này"),
)


def phase_turns(forum: Mapping[str, Any]) -> dict[str, str]:
    """Phase → the turn its one button offers now; phases that cannot be turned are left out."""
    offered = {"planned": "mo", "open": "dong"}
    return {
        phase["phase_id"]: offered[phase["state"]]
        for phase in forum["phases"]
        if phase["state"] in offered and forum["state"] == runs_in(phase["kind"])
    }


@handled
async def ask(page: Page, forum_id: UUID, turn: str) -> Response:
    desk = await at_desk(page, forum_id)
    if turn not in QUESTIONS or desk.forum["state"] not in TURNS[turn][-1]:
        raise Missing
    return sure.asked(page, QUESTIONS[turn], desk.path + _place(page))


@handled
async def act(page: Page, forum_id: UUID, turn: str) -> Response:
    if turn not in TURNS:
        raise Missing
    command, notice, _, _ = TURNS[turn]
    return await page.press("forum", f"/forums/{forum_id}/{command}", path_of(forum_id) + _place(page), notice)


@handled
async def ask_phase(page: Page, forum_id: UUID, phase_id: UUID, turn: str) -> Response:
    desk = await at_desk(page, forum_id)
    phase = next((each for each in desk.forum["phases"] if each["phase_id"] == str(phase_id)), None)
    if turn != "dong" or phase is None:
        raise Missing
    return sure.asked(page, CLOSE_PHASE, desk.path + _place(page), title=phase["title"])


@handled
async def act_on_phase(page: Page, forum_id: UUID, phase_id: UUID, turn: str) -> Response:
    if turn not in PHASE_TURNS:
        raise Missing
    command, notice = PHASE_TURNS[turn]
    path = f"/forums/{forum_id}/phases/{phase_id}/{command}"
    return await page.press("forum", path, path_of(forum_id) + _place(page), notice)


def _place(page: Page) -> str:
    """Where the button stands (`?tu=`), below the desk."""
    return "/dieu-khien" if page.request.query_params.get("tu") == "dieu-khien" else ""


_TURN = "/dien-dan/{forum_id:uuid}/dieu-hanh/{turn:str}"
_PHASE = "/dien-dan/{forum_id:uuid}/dieu-hanh/buoc/{phase_id:uuid}/{turn:str}"
routes = [
    Route(_PHASE, ask_phase),
    Route(_PHASE, act_on_phase, methods=["POST"]),
    Route(_TURN, ask),
    Route(_TURN, act, methods=["POST"]),
]
