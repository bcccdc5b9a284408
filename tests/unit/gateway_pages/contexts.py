"""One context for every template, with everything on its page that can be there."""

from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from services.gateway.pages.docs import events, operations
from services.gateway.pages.forms import Form
from services.gateway.pages.matters import Matter
from services.gateway.pages.proposals.one import way_of
from services.gateway.pages.scenes import what_is_shown
from services.gateway.sessions import Session
from tests.unit.gateway_pages import samples
from tests.unit.gateway_pages.samples import (
    BASE,
    BODY,
    DESK,
    PERSON,
    ROUNDS,
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
    whole_proposal,
)

NOW = datetime(2027, 5, 29, 3, 0, tzinfo=UTC)


def context_of(template: str) -> dict[str, Any]:
    """The context, as this template's own handler gives it."""
    if template == "body/list.html":
        return {**context(), "bodies": [{"body_id": BODY, "name": "Sở Nội vụ", "code": "so"}]}
    if template.startswith("proposal/"):
        return {**context(), **proposals()}
    if template.startswith("screen/"):
        return {**context(), **screen()}
    if template == "kit.html":
        return {**context(), "wrong": Form({}, {"wrong": "Sai ở đây"}, "Có lỗi")}
    if template.startswith("docs/"):
        return {**context(), **documented(template)}
    if template in ("desk/solution.html", "desk/solutions.html"):
        return {**context(), "proposals": [("7", "Ý kiến số 1", "Thiếu kỹ năng")]}
    return context()


def proposals() -> dict[str, Any]:
    """What the pages of proposals show beside the rest."""
    whole = whole_proposal()
    return {
        "found": samples.proposals(),
        "chosen": {"q": "tap huan"},
        "sectors": [("Hội", "Hội"), ("Sở", "Sở")],
        "proposal": whole,
        "way": list(way_of(whole)),
        "answers": whole["assignments"],
        "withdrawable": True,
        "just_offered": True,
        "done": 1,
        "remaining": 3,
        "where": "review",
        "number": 4,
        "steps": 4,
        "following": "send",
        "previous": "who",
        "hidden": ["problem", "measure"],
        "longest": {"problem": 1000, "measure": 3000},
        "similar": [proposal()],
        "form": Form({"problem": "Thiếu kỹ năng", "by_when": "quý IV"}, {"problem": "Sai"}, "Có lỗi"),
    }


def screen() -> dict[str, Any]:
    """What the hall's screen shows: a result, which has most on it."""
    result = {**forum(), "scene": {"name": "result", "round_id": ROUNDS["certified"]}}
    scene = what_is_shown(result, board(), NOW)
    return {"scene": scene, "now": NOW, "short_address": "hienke.example/f/K7P2QM", "code": "K7P2QM", "form": Form()}


def documented(template: str) -> dict[str, Any]:
    """What the pages for programmers show."""
    shown: dict[str, dict[str, Any]] = {
        "docs/start.html": {"about": "The public API", "sh": "curl", "py": "import json"},
        "docs/subject.html": {
            "subject": "rounds",
            "name": "Biểu quyết",
            "operations": operations.of("rounds"),
            "refusals": operations.refusals("rounds"),
        },
        "docs/events.html": {"about": "", "envelope": events.envelope(), "producers": events.by_producer()},
        "docs/problems.html": {"problems": [{"slug": "stale", "status": 412, "title": "Đã sửa", "meaning": "Raised"}]},
    }
    return {"docs_parts": [("/docs", "Cách bắt đầu")], **shown[template]}


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
        "matter": asdict(Matter("Mời", "Đến", BASE, "Gửi", BASE, "Xem")),
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
