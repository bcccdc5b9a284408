"""A forum in full course, as the services tell of it."""

from typing import Any
from uuid import UUID

FORUM, ROUND, BODY, PERSON, SOLUTION = (str(UUID(int=number)) for number in range(1, 6))
ZONE = "Asia/Ho_Chi_Minh"
OTHER_STATES = ("certified", "sealed", "closed", "prepared", "paused", "counting")
ROUNDS = {"open": ROUND, **{state: str(UUID(int=40 + number)) for number, state in enumerate(OTHER_STATES)}}
#: solutions that stand on ballots of other kinds
OPTIONS = [SOLUTION, str(UUID(int=61)), str(UUID(int=62)), str(UUID(int=63))]
TITLES = ("Bồi dưỡng cán bộ", "Hỗ trợ vay vốn", "Xây nhà trẻ", "Sửa đường liên thôn")
RULE = {
    "base": "cast",
    "majority": "1/2",
    "strictly": True,
    "abstentions": "in-base",
    "presence_quorum": None,
    "participation_quorum": None,
    "winners": None,
    "ties": "ballot-order",
}
#: of which the results in outcomes.py tell
QUORUMS = {"presence_quorum": "2/5", "participation_quorum": ">1/2"}
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
        "short_code": "K7P2QM",
        "scene": {"name": "auto", "round_id": None, "text": ""},
        "state": "open",
        "version": 3,
        "phases": phases,
    }


def round_(state: str = "open") -> dict[str, Any]:
    return {
        "round_id": ROUNDS.get(state, ROUND),
        "number": 1,
        "title": "Vòng một",
        "method": "yes-no-abstain",
        "settings": {},
        "rule": RULE,
        "named": True,
        "names_shown": False,
        "live_tally": True,
        "revisable": True,
        "reopening": False,
        "proxies": 0,
        "reminder_minutes": 60,
        "present": None,
        "admissions": [],
        "changes": [],
        "unit": 1,
        "progress": 0,
        "trouble": "",
        "state": state,
        "opened_at": "2027-05-29T02:00:00Z",
        "closes_at": "2027-05-29T03:00:00Z",
        "electors": 60,
        "ballots": 41,
        "on_paper": 0,
        "options": [{"solution_id": SOLUTION, "number": 1, "title": "Bồi dưỡng cán bộ"}],
        "tally": [
            {"solution_id": SOLUTION, "yes": 1234, "no": 5, "abstain": 2, "adopted": state == "certified" or None}
        ],
        "version": 7,
    }


def change(ballots: int = 41) -> dict[str, Any]:
    """The solution was changed while it was voted on."""
    return {"at": "2027-05-29T02:12:00Z", "solution_id": SOLUTION, "ballots": ballots}


def round_by(method: str, state: str = "open", **told: Any) -> dict[str, Any]:
    """A round by another method, over four options."""
    options = [
        {"solution_id": solution_id, "number": number, "title": title}
        for number, (solution_id, title) in enumerate(zip(OPTIONS, TITLES, strict=True), 1)
    ]
    costs = {option: 50_000_000 * number for number, option in enumerate(OPTIONS, 1)}
    settings = {
        "approval": {"least": 1, "most": 2},
        "score": {"most_score": 5},
        "greedy": {"costs": costs, "budget": 200_000_000},
    }
    of = {"method": method, "options": options, "settings": settings.get(method, {}), "tally": None}
    quorums = QUORUMS if state == "certified" else {}
    return {**round_(state), **of, "rule": {**RULE, "majority": None, "winners": 2, **quorums}, **told}


def solution() -> dict[str, Any]:
    return {
        "solution_id": SOLUTION,
        "number": 1,
        "title": "Bồi dưỡng cán bộ",
        "text": "Mở lớp hằng năm",
        "adopted": True,
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
        "forum_title": "Tọa đàm",
        "answered_by": PERSON,
        "answered_by_name": "Nguyễn Thị Ánh",
        "answered_at": "2027-06-01T02:00:00Z",
        "version": 3,
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
        "opinions": {"agree": 12, "disagree": 3, "pass": 1},
        "own_opinion": "agree",
        "solution_id": SOLUTION,
        "solution": {"solution_id": SOLUTION, "number": 1, "title": "Bồi dưỡng cán bộ"},
    }


def proposals() -> dict[str, Any]:
    return {"items": [proposal()], "next": "1.7", "total": 2, "sectors": ["Hội", "Sở"]}


def whole_proposal() -> dict[str, Any]:
    voted = [{**round_(state), "number": 1, "adopted": state == "certified" or None} for state in ("certified", "open")]
    return {**proposal(), "rounds": voted, "assignments": [assignment("accepted")]}


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
        "body_name": "Hội LHPN tỉnh",
        "roles": ["delegate", "organizer"],
        "weight": "1.5",
        "invited_at": None,
    }


def preview() -> dict[str, Any]:
    named = {"full_name": "Lê Thị Bé", "email": "be@hoi.vn", "position": "Chi hội trưởng"}
    row = {"line": 2, **named, "sector": "Hội", "roles": ["delegate"], "weight": "2"}
    return {
        "rows": [{**row, "change": change} for change in ("new", "changed", "same")],
        "rows_left_off": 3,
        "faults": [{"line": 3, "column": "email", "code": "not-an-email", "params": {}}],
        "faults_left_off": 2,
        "warnings": [{"line": 4, "column": "full_name", "code": "name-twice", "params": {"first": 2}}],
        "ignored": ["ghi chu"],
        "other_sheets": ["Sheet2"],
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
        "email": "anh@hoi.vn",
        "changed_at": "2027-05-29T02:11:00Z",
        "occasion": "invitation",
        "channel": "email",
        "state": "given-up",
        "attempts": 3,
        "reason": "550",
        "next_at": None,
        "forum_title": "Tọa đàm",
        "subject": "Thư mời",
        "text": "Trân trọng kính mời",
        "path": BASE,
        "sent_at": "2027-05-29T02:10:00Z",
        "read_at": None,
    }


def screen() -> dict[str, Any]:
    return {
        "screen_id": str(UUID(int=12)),
        "forum_id": FORUM,
        "label": "Sân khấu",
        "paired_at": "2027-05-29T01:00:00Z",
        "expires_at": "2027-05-30T10:00:00Z",
    }


def body(name: str = "Sở Nội vụ") -> dict[str, Any]:
    return {
        "body_id": BODY,
        "name": name,
        "code": "so",
        "kind": "department",
        "parent_id": None,
        "valid_from": None,
        "valid_to": "2027-06-30",
        "version": 4,
        "leaders": [{"person_id": PERSON, "full_name": "Nguyễn Thị Ánh", "email": "anh@hoi.vn", "title": "Giám đốc"}],
    }
