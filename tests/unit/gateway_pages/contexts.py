"""One context for every template, with everything on its page that can be there."""

from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from services.gateway.pages.docs import events, operations
from services.gateway.pages.forms import Form
from services.gateway.pages.kept import Kept
from services.gateway.pages.matters import Matter
from services.gateway.pages.own_ballots import Place
from services.gateway.pages.proposals.one import way_of
from services.gateway.pages.results import told
from services.gateway.pages.scenes import what_is_shown
from services.gateway.sessions import Session
from tests.unit.gateway_pages import rolls, samples
from tests.unit.gateway_pages.organizers_contexts import TASKS, of_organizers
from tests.unit.gateway_pages.outcomes import result
from tests.unit.gateway_pages.samples import (
    BASE,
    BODY,
    DESK,
    FORUM,
    PERSON,
    ROUND,
    ROUNDS,
    SOLUTION,
    assignment,
    board,
    forum,
    message,
    proposal,
    round_,
    seat,
    solution,
    whole_proposal,
)

NOW = datetime(2027, 5, 29, 3, 0, tzinfo=UTC)


def context_of(template: str) -> dict[str, Any]:
    """The context, as this template's own handler gives it."""
    if template.startswith("proposal/"):
        return {**context(), **proposals()}
    if template.startswith("screen/"):
        return {**context(), **screen()}
    if template in SPECIAL:
        return {**context(), **SPECIAL[template]()}
    if template == "kit.html":
        return {**context(), **work(), **problem(), "tasks": TASKS, "wrong": Form({}, {"wrong": "Sai ở đây"}, "Có lỗi")}
    if template.startswith("docs/"):
        return {**context(), **documented(template)}
    return {**context(), **of_organizers(template, context())}


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


def found() -> dict[str, Any]:
    """What a search finds, of each kind one."""
    in_forum = {"forum_id": FORUM, "forum_title": "Tọa đàm"}
    return {
        "q": "boi duong",
        "nothing": False,
        "found": {
            "forums": [forum()],
            "solutions": [{**in_forum, **solution(), "snippet": "… bồi dưỡng cán bộ"}],
            "proposals": [{**in_forum, **proposal(), "snippet": "Bồi dưỡng …"}],
            "bodies": [{"body_id": BODY, "name": "Sở Nội vụ", "code": "so", "kind": "agency"}],
            "people": [
                {**seat(), "person_id": PERSON, "forum_title": "Tọa đàm"},
                {**seat(), "forum_id": None, "forum_title": None},
            ],
        },
    }


def own() -> dict[str, Any]:
    """What somebody's own page shows."""
    session = {"began_at": "2027-05-29T01:00:00Z", "expires_at": "2027-05-29T13:00:00Z", "device": "Chrome, Android"}
    sessions = [{**session, "session_id": str(UUID(int=50 + n)), "current": n == 0} for n in range(2)]
    person = {"greeting": "chị", "full_name": "Nguyễn Thị Ánh", "email": "anh@hoi.example", "language": "vi"}
    leads = [{"body_id": BODY, "name": "Sở Nội vụ", "title": "Giám đốc"}]
    return {
        "person": {**person, "organizer": False, "seats": [seat()], "leads": leads},
        "sessions": sessions,
        "proposals": [{**proposal(), "forum_id": FORUM, "solution_id": None}],
        "ballots": [
            {"forum_id": FORUM, "round_id": ROUND, "title": "Vòng một", "state": "open", "receipt": "ab" * 32},
        ],
        "titles": {FORUM: "Tọa đàm"},
    }


def several() -> list[dict[str, Any]]:
    """Assignments in the states that are shown differently."""
    states = enumerate(("given", "accepted", "done"), 70)
    return [{**assignment(state), "assignment_id": str(UUID(int=number))} for number, state in states]


def work() -> dict[str, Any]:
    """What a leader sees of what is asked of them."""
    votes = {"yes": 40, "no": 1, "abstain": 0, "whole": 41, "said": ("yes", "no", "abstain"), "unit": 1}
    given = {
        "state": "accepted",
        "text": "Sẽ mở lớp",
        "answered_by_name": "Lê Thị Bé",
        "answered_at": assignment()["answered_at"],
    }
    return {
        "groups": [("Chờ trả lời", [{**each, "votes": votes} for each in several()])],
        "history": [{**given, "state": "acknowledged", "text": ""}, given],
        "works": several(),
        "figures": [("Chưa xong", 2), ("Quá hạn", 1)],
        "body_name": "Sở Nội vụ",
        "now": "2027-06-01T02:00:00Z",
        "votes": votes,
        "stale": True,
        "version": 3,
    }


def problem() -> dict[str, Any]:
    """A refusal with everything on its page but what leads elsewhere: the form that signs in and sends on."""
    return {
        "kept": Kept("/viec-can-tra-loi/1", [("text", "Sẽ mở lớp\ntrong quý III"), ("answer", "accept")], "k" * 24),
        "may_send_again": False,
        "signs_in": True,
        "carried": "abc",
        "back": "/viec-can-tra-loi/1",
        "advice": "Hãy đăng nhập lại",
        "wait": "Hãy thử lại sau 5 giây.",
        "way": "",
    }


def walks() -> dict[str, Any]:
    """The steps of a walk, one of them with a picture."""
    steps = [{"sentence": "Mở liên kết", "picture": "/static/a.webp"}, {"sentence": "Bấm nút", "picture": ""}]
    return {"walks": dict.fromkeys(("vote", "accept", "decide"), steps)}


def result_of_a_round() -> dict[str, Any]:
    """A result in which ballots moved on, with all that can be told of one."""
    round_ = samples.round_by("scottish-stv", "certified", named=False)
    shown = told("vi", round_, result("scottish-stv"))
    return {"round": round_, "result": shown, "record": "/api/v1/record"}


def votes_of_a_round() -> dict[str, Any]:
    """Who ranked what, with everybody there can be among them."""
    round_ = samples.round_by("schulze", "certified", names_shown=True)
    return {
        "round": round_,
        "kind": "ranking",
        "form": Form({"q": "anh"}),
        "votes": rolls.votes(),
        "searched": True,
        "more": "sau=8",
    }


def letters() -> dict[str, Any]:
    """An inbox with something unread and something read."""
    read = {**message(), "message_id": str(UUID(int=60)), "read_at": "2027-05-30T01:00:00Z"}
    groups = [("Chưa đọc", [message()]), ("Đã đọc", [read])]
    return {"groups": groups, "unread": 1, "newest": message()["sent_at"]}


#: templates whose pages show what no other does
SPECIAL = {
    "assignment/body.html": work,
    "assignment/list.html": work,
    "assignment/show.html": work,
    "help.html": walks,
    "inbox.html": letters,
    "kept.html": problem,
    "me/change.html": lambda: {"languages": ("vi", "en")},
    "me/show.html": own,
    "problem.html": problem,
    "proxy/show.html": rolls.of_delegates,
    "round/result.html": result_of_a_round,
    "round/votes.html": votes_of_a_round,
    "search.html": found,
}


def context() -> dict[str, Any]:
    choices = {SOLUTION: "yes"}
    own = Place(voted=True, choices=choices, revision=1, receipt="ab" * 32)
    form = Form({"choice-" + SOLUTION: "yes", "version": "2"}, {"title": "Sai ở đây", "problem": "Sai"}, "Có lỗi")
    the_round = {**round_(), "changes": [samples.change()], "form": form}
    me = Session(UUID(int=30), UUID(PERSON), "Nguyễn Thị Ánh", "vi", 4e9)
    person = {"greeting": "chị", "full_name": "Nguyễn Thị Ánh", "organizer": True}
    return {
        "me": me,
        "person": person,
        "csrf": "c" * 64,
        "ends": 4_000_000_000,
        "ends_soon": True,
        "contact": "0252 3 000 000 (giờ hành chính)",
        "carried": "",
        "here": DESK,
        "here_in_full": f"{DESK}?tim=toa+dam",
        "large_text": False,
        "other_language": "?lang=en",
        "other_text_size": "?chu=lon",
        "site": "https://hienke.example",
        "navigation": [{"href": "/", "text": "Diễn đàn", "current": True}],
        "notice": "Đã lưu",
        "refusal": "",
        "missing": ["Chưa xem được"],
        "form": form,
        "after": "/",
        "token": "abc",
        "base": BASE,
        "forum": forum(),
        "forums": [forum()],
        "board": board(),
        "round": the_round,
        "rounds": [{**each, "form": form} for each in board()["rounds"]],
        "messages": [message()],
        "matter": asdict(Matter("Mời", "Đến", BASE, "Gửi", BASE, "Xem")),
        "waiting": [
            {"href": BASE, "heading": "Mời bạn biểu quyết", "sentence": "Đến 10:00", "button": "Biểu quyết ngay"},
            {"href": "/hop-thu", "heading": "1 thư chưa đọc", "sentence": "", "button": "Mở hộp thư"},
        ],
        "mine": [seat()],
        "is_organizer": True,
        "bodies": [(BODY, "Hội LHPN tỉnh")],
        "proposals": [proposal()],
        "may_offer": True,
        "why_not": "",
        "next": "8",
        "kind": "yes-no",
        "booth": f"{BASE}/bieu-quyet/{ROUND}",
        "place": own,
        "places": [own, Place(PERSON, "Lê Thị Bé", "1.5", set_aside=True)],
        "draft": f"ballot/{ROUND}",
        "voted_on": [round_()],
        "ballots": {ROUND: [own]},
        "unknown": False,
        "ballot": {
            "titles": {SOLUTION: "1. Bồi dưỡng"},
            "choices": choices,
            "replaces": 0,
            "nonce": "n" * 24,
            "kind": "yes-no",
            "fields": {"choice-" + SOLUTION: "yes"},
        },
        "texts": {SOLUTION: "Mở lớp hằng năm"},
        "superseded": "Có phiếu mới hơn",
        "away": "Chưa ghi được",
        "sentence": "Vòng đã đóng",
        "counted_at": "2027-05-29T02:14:05Z",
        "heading": "Không thấy",
        "correlation_id": "abc",
        "invitation": {"forum_title": "Tọa đàm", "greeting": "chị", "full_name": "Ánh", "link_signs_in": True},
        "solutions": [solution()],
        "solution": solution(),
        "nothing": False,
        "leads": [{"body_id": BODY, "name": "Sở Nội vụ"}],
        "assignment": assignment(),
        "answers": ("acknowledge", "decline"),
        "body": {"body_id": BODY, "name": "Sở Nội vụ", "code": "so", "leaders": [{**seat(), "person_id": PERSON}]},
    }
