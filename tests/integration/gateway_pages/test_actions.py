"""Whatever a page does, a program can do too: each form sends a command that the API has.

(That no page's test ever sees another command is checked after each of them, in conftest.py.)
"""

import re

import pytest
from starlette.routing import Route

from services.gateway.pages import routes
from tests.integration.gateway.stage import Stage
from tests.integration.gateway_pages.course import F, R, S, person
from tests.integration.gateway_pages.public import commands, private_commands
from tests.integration.gateway_pages.visitor import Forms, Visitor, text
from tests.unit.gateway_pages import samples

IDS = {"forum_id": F, "round_id": R, "solution_id": S, "number": "17"}
#: enough for every form to be sent on; what is wrong with it the service would say
TYPED = {
    "step": "send",
    "go": "send",
    "opinion": "agree",
    **dict.fromkeys(("problem", "measure", "who_acts"), "Thiếu cán bộ"),
    "content": "aA==",
    "proposal_ids": F,
    "solution_id": S,
    f"closes_at-{R}": "29/05/2027 11:30",
    "title": "Vòng hai",
    "solution_ids": S,
    "holder_id": F,
    "person_id": F,
    "came": "elector",
    "elector_id": F,
    f"choice-{S}": "yes",
}
#: where another step than "send" is the one that does it
STEPS = {
    "/giai-phap": "add",
    "/ket-luan": "issue",
    "/bieu-quyet/moi": "save",
    "/bieu-quyet/{round_id:uuid}/sua": "save",
}
FORMS = [route for route in routes if isinstance(route, Route) and "POST" in (route.methods or ())]


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.path)
def test_what_a_form_sends_the_api_has_too(form: Route, running: Stage, delegate: Visitor) -> None:
    running.forum.answers["GET /me"] = (200, person("delegate", "organizer"))
    running.proposals.answers[f"GET /forums/{F}/solutions/{S}"] = (200, samples.solution())
    [signing_out] = [form for form in Forms(text(delegate.get("/tro-giup"))).forms if form["posts_to"] == "/dang-xuat"]
    for address in _addresses(form):
        delegate.post(address, {**signing_out["hidden"], **TYPED, **_step(form)})
    assert commands(running), "it sent nothing: say in TYPED what it needs"
    assert private_commands(running) == []


def _step(form: Route) -> dict[str, str]:
    return next(
        ({"step": step, "go": step} for end, step in STEPS.items() if form.path.endswith(f"/dieu-hanh{end}")), {}
    )


def _addresses(form: Route) -> set[str]:
    """Where it is sent to, with each of its turns."""
    tables = [value for name, value in form.endpoint.__wrapped__.__globals__.items() if name.endswith("TURNS")]
    turns = {turn for table in tables for turn in table}
    return {_filled(form.path, turn) for turn in turns or {""}}


def _filled(path: str, turn: str) -> str:
    ids = {**IDS, "turn": turn}
    return re.sub(r"\{(\w+)(:\w+)?\}", lambda name: ids.get(name[1], F), path)
