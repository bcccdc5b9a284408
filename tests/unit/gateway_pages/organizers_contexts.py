"""What the organizers' templates are given beside what every page has."""

from typing import Any

from services.gateway.pages.desk.late import Task
from services.gateway.pages.desk.preparing import fields
from services.gateway.pages.forms import Form
from services.gateway.pages.methods import METHODS
from services.gateway.pages.rendering import solution_choices
from tests.unit.gateway_pages import rolls, sheets
from tests.unit.gateway_pages.samples import (
    BASE,
    DESK,
    FORUM,
    ROUND,
    SOLUTION,
    assignment,
    body,
    message,
    preview,
    proposal,
    round_,
    round_by,
    screen,
    seat,
    solution,
)

PARTS = [("", "Tổng quan"), ("/dai-bieu", "Đại biểu")]
FILTERS = [{"href": DESK, "words": "Tất cả", "number": 1200, "now": True}]
TURNS = {f"00000000-0000-0000-0000-0000000000{n}": turn for n, turn in (("14", "mo"), ("15", "dong"))}
PREPARING = [f"prepare_{step}.html" for step in ("what", "order", "method", "rule", "conduct", "review")]
TASKS = [Task("prepare", state, f"Task: {state}", "/dai-bieu") for state in ("todo", "doing", "done", "late")]


def of_organizers(template: str, common: dict[str, Any]) -> dict[str, Any]:
    """The context of one template."""
    form, folder = common["form"], template.partition("/")[0]
    if folder == "desk":
        at_desk = {"desk": DESK, "desk_parts": PARTS, "desk_part": "", "may_change": True, "may_invite": True}
        return {**at_desk, **_at_desk(template.partition("/")[2], form)}
    if folder == "drafting":
        choices = [("mot-ngay", "Một ngày", "Một hội trường")]
        return {"rows": [0, 1], "again": "", "choices": choices, "before": [(FORUM, "Tọa đàm")], "form": forum_form()}
    if folder == "body":
        return _body(template)
    return {"follows": "Không lấy lại được.", "button": "Mở lại", "minutes": (15, 30), "action": DESK, "back": BASE}


def _at_desk(template: str, form: Form) -> dict[str, Any]:
    contexts: dict[str, dict[str, Any]] = {
        "overview.html": {
            "step": {"sentence": "Hãy", "button": "Công bố", "path": "/cong-bo", "posts": True},
            "turns": [{"path": "huy", "button": "Hủy"}, {"path": "khai-mac", "button": "Khai mạc"}],
            "groups": [("Chuẩn bị", TASKS), ("Theo dõi", [])],
            "figures": [("Đã mời", 1200)],
            "phase_turns": TURNS,
        },
        "control.html": {
            "phase": {"title": "Biểu quyết", "closes_at": "2027-05-29T03:00:00Z"},
            "phase_turns": TURNS,
            "screens": [screen()],
            "scenes": [
                {"name": "auto", "round": None, "now": True},
                {"name": "voting", "round": round_(), "now": False},
            ],
            "notice_form": Form({"text": "10 phut"}),
        },
        "screens.html": {
            "screens": [screen()],
            "pairing": {"code": "ABC234", "expires_at": "2027-05-29T03:00:00Z"},
            "form": Form({}, {"label": "Sai"}),
        },
        "delegates.html": {
            "form": Form({"q": "anh"}),
            "seats": {"items": [seat()], "next": "8", "found": 1, "total": 1200, "invited": 60, "not_invited": 1140},
            "sectors": [("Hội", "Hội (3)"), ("Đảng", "Đảng (2)")],
            "invited": [("true", "Đã mời")],
            "searched": True,
            "nobody": False,
            "uninvited": 1140,
            "more": "q=anh&sau=8",
        },
        "roster.html": {"preview": {**preview(), "content": "aA=="}, "columns": ("Họ và tên", "Email")},
        "seat.html": {"form": form},
        "seat_change.html": {"form": form, "seat": seat()},
        "messages.html": {"messages": [message()], "more": "sau=8", "filters": FILTERS, "given_up": 2},
        "letter.html": {"letter": {"subject": "Thư mời", "text": "Trân trọng\nkính mời"}},
        "solutions.html": {
            "form": Form({"q": "can bo", "khoi": "", "proposal_ids": [proposal()["proposal_id"]]}, {}, "Có lỗi"),
            "proposals": {"items": [proposal()], "next": "8", "total": 51, "sectors": []},
            "sectors": [("Hội", "Hội"), ("Đảng", "Đảng")],
            "chosen_elsewhere": ["9"],
            "searched": True,
            "solutions": [
                {**solution(), "made_of": [proposal()], "rounds": [round_("prepared")]},
                {**solution(), "made_of": [], "rounds": []},
            ],
        },
        "solution.html": {"solution": SOLUTION, "theirs": solution()},
        **{name: preparing(name) for name in PREPARING},
        "conclusion.html": {"adopted": [solution()]},
        "conclusion_review.html": {
            "items": [{**solution(), "due_on": "2027-06-30"}],
            "fields": [("solution_id", SOLUTION), ("items-0-due_on", "30/06/2027")],
        },
        "followup.html": {
            "assignments": [assignment(state) for state in ("given", "declined", "done")],
            "bodies": [{"name": "Sở Nội vụ", "total": 3, "done": 1, "late": 1}],
            "filters": FILTERS,
            "done": 1,
            "total": 3,
        },
        "facts.html": {"rows": [0, 1], "theirs": None, "form": forum_form()},
        **rolls.at_desk(),
        **sheets.at_desk(),
    }
    return contexts.get(template, {})


def preparing(name: str) -> dict[str, Any]:
    """A step in which a round is prepared, with what it asks of a round that has most to be asked for."""
    method = {"prepare_rule.html": "equal-shares", "prepare_conduct.html": "approval"}.get(name, "yes-no-abstain")
    theirs = round_by("greedy", "prepared")
    values = {**fields.values_of(theirs), "method": method, "title": "Vòng hai", "version": "3"}
    return {
        "form": Form(fields.filled_in(values), {"title": "Sai ở đây", "budget": "Sai ở đây"}, "Có lỗi"),
        "where": name.removeprefix("prepare_").removesuffix(".html"),
        "address": f"{DESK}/bieu-quyet/moi",
        "round_id": ROUND,
        "number": 2,
        "steps": 5,
        "following": "rule",
        "previous": "what",
        "hidden": [("version", "3")],
        "method": METHODS[method],
        "options": solution_choices([solution()]),
        "chosen": theirs["options"],
        "by_budget": True,
        "shown": theirs,
        "theirs": theirs,
    }


def forum_form() -> Form:
    """A forum's form with two rows."""
    row = {"kind": "voting", "title": "Bước", "opens_at": "29/05/2027 08:00", "closes_at": "29/05/2027 09:00"}
    rows = {f"phases-{number}-{name}": text for number in (0, 1) for name, text in row.items()}
    values = {**rows, "phases-0-phase_id": ROUND, "mau": "mot-ngay", "cu": "", "version": "3"}
    return Form(values, {"title": "Sai ở đây", "phases-1-opens_at": "Sai ở đây"}, "Có lỗi")


def _body(template: str) -> dict[str, Any]:
    if template == "body/list.html":
        below = [{**body("Phòng Nội vụ"), "below": []}]
        return {"bodies": [{**body(), "below": below}], "parents": [], "may_add": True}
    shown = {"body": body(), "parent": body(), "may_edit": True, "parents": [], "stale": True}
    return shown if template != "body/organizers.html" else {}
