"""A forum in full course, as stub services tell it."""

from typing import Any

from tests.integration.gateway.stage import Asked, Stage
from tests.unit.gateway_pages import samples

F, R, S = samples.FORUM, samples.ROUND, samples.SOLUTION
FORUM, BALLOT = samples.BASE, f"{samples.BASE}/bieu-quyet/{R}"
OPENED = "2027-05-29T01:00:00Z"
NO_BALLOT = {
    "voted": False,
    "set_aside": False,
    "changes": 0,
    "choices": None,
    "revision": 0,
    "receipt": None,
    "on_roll": True,
    "weight": "1",
    "on_paper": False,
    "holder": None,
    "mandates": [],
}


def set_running(stage: Stage) -> None:
    """Have the services tell of it."""
    stage.forum.answers[f"GET /forums/{F}"] = (200, samples.forum())
    stage.proposals.answers[f"GET /forums/{F}/board"] = (200, {**samples.board(), "rounds": [samples.round_()]})
    stage.proposals.answers[f"GET /forums/{F}/rounds/{R}"] = (200, samples.round_())
    stage.proposals.answers[f"GET /forums/{F}/rounds/{R}/ballot"] = (200, NO_BALLOT)
    stage.proposals.answers[f"GET /forums/{F}/rounds/{R}/sheets"] = (200, {"items": [], "next": None})
    stage.proposals.answers[f"GET /forums/{F}/proposals"] = (200, samples.proposals())
    stage.forum.answers[f"GET /forums/{F}/seats"] = (200, seats())
    stage.forum.answers[f"GET /forums/{F}/screens"] = (200, {"items": [samples.screen()], "next": None})
    stage.forum.answers["GET /bodies"] = (200, {"items": [samples.body()], "next": None})
    stage.notify.answers[f"GET /forums/{F}/messages"] = (200, letters())
    stage.forum.answers["GET /me"] = (200, person("delegate"))
    elsewhere = {"session_id": R, "current": False, "device": "", "began_at": OPENED, "expires_at": OPENED}
    stage.forum.answers["GET /me/sessions"] = (200, {"items": [elsewhere], "next": None})


def seats() -> dict[str, Any]:
    """The list of seats, with one in it."""
    counts = {"found": 1, "total": 1, "invited": 0, "not_invited": 1}
    return {"items": [samples.seat()], "next": None, **counts, "sectors": [{"sector": "Hội", "seats": 1}]}


def letters() -> dict[str, Any]:
    """What was sent: one letter, which was given up."""
    return {"items": [samples.message()], "next": None, "counts": {"given-up": 1}, "counts_by_occasion": {}}


def person(*roles: str) -> dict[str, Any]:
    """Who asks, with these roles in the forum."""
    return {
        "greeting": "chị",
        "full_name": "Nguyễn Thị Ánh",
        "organizer": False,
        "leads": [],
        "seats": [{**samples.seat(), "roles": list(roles)}],
    }


def counted(stage: Stage) -> list[Any]:
    """The ballots the ballot box has sent."""
    return [ballot for asked in stage.proposals.asked_for(f"/forums/{F}/ballots") for ballot in asked.json]


def outcome(asked: Asked) -> Any:
    """Every ballot is counted."""
    return 200, {"outcomes": [{"outcome": "counted", "revision": 1, "receipt": "ab" * 32} for _ in asked.json]}
