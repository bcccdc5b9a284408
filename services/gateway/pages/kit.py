"""The design system on one page: every component in every state, for whoever makes a page, and for the tests."""

from typing import Any

from starlette.responses import Response
from starlette.routing import Route

from services.gateway.pages.counts import counted
from services.gateway.pages.desk.late import Task
from services.gateway.pages.desk_words import TASK_STATES
from services.gateway.pages.forms import Form
from services.gateway.pages.handling import handled
from services.gateway.pages.kept import Kept
from services.gateway.pages.page import Page
from services.kit.errors import N_

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
FAULT = N_("Hãy nhập nội dung này.")
SENTENCE = N_("Chưa lưu được vì còn chỗ cần xem lại.")


@handled
async def show(page: Page) -> Response:
    typed = {"choice": "yes", "several": ["b"], "typed": page.say(SENTENCE)}
    wrong = Form(typed, dict.fromkeys(("wrong", "wrong-area", "wrong-choice"), page.say(FAULT)), page.say(SENTENCE))
    rounds = _rounds(page)
    certified = counted(rounds[1])
    votes = {**certified.options[0], "said": certified.said, "unit": 1}
    kept = Kept("/kit", [("text", page.say(SENTENCE))], "")
    shown: dict[str, Any] = {
        "form": Form(typed),
        "wrong": wrong,
        "forum": _forum(page),
        "rounds": rounds,
        "votes": votes,
        "kept": kept,
        "tasks": [Task("prepare", state, page.say(N_("Một việc phải làm.")), "") for state in TASK_STATES],
    }
    return page.show("kit.html", **shown)


def _forum(page: Page) -> dict[str, Any]:
    times = [("2027-05-29T01:00:00Z", "2027-05-29T03:00:00Z"), ("2027-05-29T03:00:00Z", "2027-05-29T04:30:00Z")]
    kinds = [("collecting", "over"), ("voting", "open"), ("following-up", "planned")]
    phases = [
        {"kind": kind, "title": page.say(N_("Tên bước")), "state": state, "opens_at": opens, "closes_at": closes}
        for (kind, state), (opens, closes) in zip(kinds, [*times, times[1]], strict=True)
    ]
    return {"forum_id": "0", "time_zone": "Asia/Ho_Chi_Minh", "phases": phases}


def _rounds(page: Page) -> list[dict[str, Any]]:
    option = {"solution_id": "0", "number": 1, "title": page.say(N_("Tên giải pháp"))}
    common = {
        "title": page.say(N_("Tên vòng biểu quyết")),
        "closes_at": "2027-05-29T04:30:00Z",
        "version": 1,
        "method": "yes-no-abstain",
        "rule": RULE,
        "named": True,
        "names_shown": False,
        "revisable": True,
        "reopening": False,
        "settings": {},
        "live_tally": True,
        "reminder_minutes": 60,
        "unit": 1,
        "trouble": "",
        "admissions": [],
        "changes": [],
        "on_paper": 0,
        "proxies": 0,
    }
    counted = {"solution_id": "0", "yes": 53, "no": 4, "abstain": 3}
    rounds: list[dict[str, Any]] = [
        {"state": "open", "electors": 60, "ballots": 41, "tally": None},
        {"state": "certified", "electors": 60, "ballots": 60, "tally": [{**counted, "adopted": True}]},
    ]
    return [{**common, **each, "round_id": str(number), "options": [option]} for number, each in enumerate(rounds)]


routes = [Route("/kit", show)]
