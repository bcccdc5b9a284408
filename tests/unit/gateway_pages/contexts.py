"""One context for every template, with everything on its page that can be there."""

from typing import Any
from uuid import UUID

from services.gateway.pages.forms import Form
from services.gateway.sessions import Session
from tests.unit.gateway_pages.samples import (
    BASE,
    BODY,
    DESK,
    PERSON,
    SOLUTION,
    assignment,
    board,
    forum,
    message,
    preview,
    proposal,
    round_,
    seat,
    solution,
)


def context_of(template: str) -> dict[str, Any]:
    """The context, as this template's own handler gives it."""
    if template == "body/list.html":
        return {**context(), "bodies": [{"body_id": BODY, "name": "Sở Nội vụ", "code": "so"}]}
    if template == "kit.html":
        return {**context(), "wrong": Form({}, {"wrong": "Sai ở đây"}, "Có lỗi")}
    if template in ("desk/solution.html", "desk/solutions.html"):
        return {**context(), "proposals": [("7", "Ý kiến số 1", "Thiếu kỹ năng")]}
    return context()


def context() -> dict[str, Any]:
    choices = {SOLUTION: "yes"}
    form = Form({"choice-" + SOLUTION: "yes", "version": "2"}, {"title": "Sai ở đây", "problem": "Sai"}, "Có lỗi")
    the_round = {**round_(), "form": form}
    me = Session(UUID(int=30), UUID(PERSON), "Nguyễn Thị Ánh", "vi", 4e9)
    person = {"greeting": "chị", "full_name": "Nguyễn Thị Ánh", "organizer": True}
    return {
        "me": me,
        "person": person,
        "csrf": "c" * 64,
        "here": DESK,
        "large_text": False,
        "site": "https://hienke.example",
        "navigation": [{"href": "/", "text": "Diễn đàn", "current": True}],
        "notice": "Đã lưu",
        "refusal": "",
        "missing": ["Chưa xem được"],
        "form": form,
        "seat_form": form,
        "after": "/",
        "token": "abc",
        "base": BASE,
        "desk": DESK,
        "desk_parts": [("", "Tổng quan"), ("/dai-bieu", "Đại biểu")],
        "forum": forum(),
        "forums": [forum()],
        "board": board(),
        "round": the_round,
        "rounds": [{**each, "form": form} for each in board()["rounds"]],
        "matter": {"heading": "Mời", "sentence": "Đến", "href": BASE, "button": "Gửi"},
        "waiting": [{"href": "/hop-thu", "sentence": "1 thư chưa đọc"}],
        "mine": [seat()],
        "is_organizer": True,
        "bodies": [(BODY, "Hội LHPN tỉnh")],
        "phase_kinds": ["collecting", "voting", "following-up"],
        "proposals": [proposal()],
        "may_offer": True,
        "why_not": "",
        "next": "8",
        "stored": {"choices": choices, "revision": 1, "receipt": "ab" * 32, "on_roll": True},
        "unknown": False,
        "ballot": {
            "titles": {SOLUTION: "1. Bồi dưỡng"},
            "choices": choices,
            "replaces": 0,
            "nonce": "n" * 24,
            "revision": 1,
            "receipt": "ab" * 32,
        },
        "texts": {SOLUTION: "Mở lớp hằng năm"},
        "superseded": "Có phiếu mới hơn",
        "away": "Chưa ghi được",
        "sentence": "Vòng đã đóng",
        "counted_at": "2027-05-29T02:14:05Z",
        "heading": "Không thấy",
        "again": "",
        "sign_in": False,
        "correlation_id": "abc",
        "invitation": {"forum_title": "Tọa đàm", "greeting": "chị", "full_name": "Ánh", "link_signs_in": True},
        "host": "Hội LHPN tỉnh",
        "step": {"sentence": "Hãy", "button": "Công bố", "path": "/cong-bo", "posts": True},
        "turns": [{"path": "huy", "button": "Hủy"}],
        "preview": preview(),
        "seats": [seat()],
        "may_invite": True,
        "may_change": True,
        "voted": set(),
        "solutions": [solution()],
        "solution": solution(),
        "adopted": [solution()],
        "options": [(SOLUTION, "1. Bồi dưỡng")],
        "messages": [message()],
        "counts": {"accepted": 1200, "given-up": 1},
        "groups": [("Chờ trả lời", [assignment()])],
        "nothing": False,
        "leads": [{"body_id": BODY, "name": "Sở Nội vụ"}],
        "assignment": assignment(),
        "votes": {"yes": 40, "no": 1, "abstain": 0},
        "answers": ("acknowledge", "decline"),
        "body": {"body_id": BODY, "name": "Sở Nội vụ", "code": "so", "leaders": [{**seat(), "person_id": PERSON}]},
        "parents": [],
        "may_add": True,
        "may_edit": True,
        "action": DESK,
    }
