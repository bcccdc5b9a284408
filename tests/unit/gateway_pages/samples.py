"""One context for every template: a forum in full course, with everything on its page that can be there."""

from typing import Any
from uuid import UUID

from services.gateway.pages.forms import Form
from services.gateway.sessions import Session

FORUM, ROUND, BODY, PERSON, SOLUTION = (str(UUID(int=number)) for number in range(1, 6))
ZONE = "Asia/Ho_Chi_Minh"
ROUNDS = {
    "open": ROUND,
    **{s: str(UUID(int=40 + n)) for n, s in enumerate(("certified", "sealed", "closed", "prepared"))},
}
BASE = f"/dien-dan/{FORUM}"
DESK = f"{BASE}/dieu-hanh"


def forum() -> dict[str, Any]:
    kinds = ("collecting", "voting", "following-up")
    phases = [
        {
            "phase_id": str(UUID(int=20 + number)),
            "kind": kind,
            "title": f"Bước {number}",
            "opens_at": "2027-05-29T01:00:00Z",
            "closes_at": "2027-05-29T03:00:00Z",
            "state": state,
        }
        for number, (kind, state) in enumerate(zip(kinds, ("over", "open", "planned"), strict=True))
    ]
    return {
        "forum_id": FORUM,
        "title": "Tọa đàm nâng cao chất lượng cán bộ Hội",
        "summary": "Dòng một\nDòng hai",
        "place": "Phan Thiết",
        "host_body_id": BODY,
        "host_name": "Hội LHPN tỉnh Bình Thuận",
        "time_zone": ZONE,
        "starts_at": "2027-05-29T01:00:00Z",
        "ends_at": "2027-05-29T10:00:00Z",
        "link_signs_in": True,
        "state": "open",
        "version": 3,
        "phases": phases,
    }


def round_(state: str = "open") -> dict[str, Any]:
    return {
        "round_id": ROUNDS.get(state, ROUND),
        "title": "Vòng một",
        "named": True,
        "live_tally": True,
        "state": state,
        "opened_at": "2027-05-29T02:00:00Z",
        "closes_at": "2027-05-29T03:00:00Z",
        "electors": 60,
        "ballots": 41,
        "options": [{"solution_id": SOLUTION, "number": 1, "title": "Bồi dưỡng cán bộ"}],
        "tally": [
            {"solution_id": SOLUTION, "yes": 1234, "no": 5, "abstain": 2, "adopted": state == "certified" or None}
        ],
        "version": 7,
    }


def solution() -> dict[str, Any]:
    return {
        "solution_id": SOLUTION,
        "number": 1,
        "title": "Bồi dưỡng cán bộ",
        "text": "Mở lớp hằng năm",
        "proposal_ids": [],
        "body_ids": [BODY],
        "bodies": [{"body_id": BODY, "code": "hoi", "name": "Hội LHPN tỉnh"}],
        "version": 1,
    }


def assignment(state: str = "given") -> dict[str, Any]:
    return {
        "forum_id": FORUM,
        "assignment_id": str(UUID(int=9)),
        "solution_id": SOLUTION,
        "number": 1,
        "title": "Bồi dưỡng cán bộ",
        "text": "Mở lớp hằng năm",
        "body_id": BODY,
        "body_name": "Sở Nội vụ",
        "due_on": "2023-06-30",
        "state": state,
        "answer": "Đã có kế hoạch",
        "answered_by": PERSON,
        "answered_at": "2027-06-01T02:00:00Z",
    }


def board() -> dict[str, Any]:
    item = {
        "number": 1,
        "solution_id": SOLUTION,
        "title": "Bồi dưỡng cán bộ",
        "text": "Mở lớp",
        "body_ids": [BODY],
        "bodies": [],
        "due_on": "2027-06-30",
    }
    return {
        "forum_id": FORUM,
        "proposals": 1,
        "solutions": [solution()],
        "rounds": [round_(), round_("certified"), round_("sealed"), round_("closed"), round_("prepared")],
        "conclusion": {"number": "01/TB", "issued_at": "2027-06-01T02:00:00Z", "items": [item]},
        "assignments": [assignment(state) for state in ("given", "acknowledged", "accepted", "declined", "done")],
    }


def proposal() -> dict[str, Any]:
    return {
        "proposal_id": str(UUID(int=7)),
        "number": 1,
        "person_id": PERSON,
        "author": "Nguyễn Thị Ánh, Chủ tịch Hội",
        "sector": "Hội",
        "problem": "Thiếu kỹ năng",
        "measure": "Tập huấn",
        "who_acts": "Hội tỉnh",
        "by_when": "quý IV",
        "offered_at": "2027-05-29T02:10:00Z",
        "withdrawable": True,
    }


def seat() -> dict[str, Any]:
    return {
        "seat_id": str(UUID(int=8)),
        "forum_id": FORUM,
        "title": "Tọa đàm",
        "state": "open",
        "full_name": "Nguyễn Thị Ánh",
        "email": "anh@hoi.vn",
        "position": "Chủ tịch",
        "sector": "Hội",
        "roles": ["delegate", "organizer"],
        "invited_at": None,
    }


def preview() -> dict[str, Any]:
    row = {"line": 2, "full_name": "Lê Thị Bé", "email": "be@hoi.vn", "sector": "Hội", "roles": ["delegate"]}
    return {
        "rows": [{**row, "change": change} for change in ("new", "changed", "same")],
        "rows_left_off": 3,
        "faults": [{"line": 3, "column": "email", "code": "not-an-email", "params": {}}],
        "faults_left_off": 2,
        "ignored": [],
        "new": 1,
        "changed": 1,
        "same": 1,
        "text": "ho_va_ten,email\n",
    }


def message() -> dict[str, Any]:
    return {
        "message_id": str(UUID(int=10)),
        "delivery_id": str(UUID(int=11)),
        "full_name": "Nguyễn Thị Ánh",
        "occasion": "invitation",
        "channel": "email",
        "state": "given-up",
        "attempts": 3,
        "reason": "550",
        "next_at": None,
        "subject": "Thư mời",
        "text": "Trân trọng kính mời",
        "path": BASE,
        "sent_at": "2027-05-29T02:10:00Z",
        "read_at": None,
    }


def context_of(template: str) -> dict[str, Any]:
    """The context, as this template's own handler gives it."""
    if template == "body/list.html":
        return {**context(), "bodies": [{"body_id": BODY, "name": "Sở Nội vụ", "code": "so"}]}
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
