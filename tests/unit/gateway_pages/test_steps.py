"""What an organizer is told to do next."""

from typing import Any

import pytest

from services.gateway.pages.desk import steps
from services.gateway.pages.desk.life import phase_turns
from services.gateway.pages.desk.steps import Step, next_step
from tests.unit.gateway_pages import samples

DELEGATE = {"roles": ["delegate"], "invited_at": None}
INVITED = {**DELEGATE, "invited_at": "2027-05-20T01:00:00Z"}
ORGANIZER = {"roles": ["organizer"], "invited_at": None}


def step(state: str, seats: list[dict[str, Any]] | None = None, **board: Any) -> Step:
    there = seats or []
    listed = {"items": there, "total": len(there), "invited": sum(bool(each["invited_at"]) for each in there)}
    nothing = {"proposals": 0, "solutions": [], "rounds": [], "conclusion": None, "assignments": []}
    return next_step({**samples.forum(), "state": state}, {**nothing, **board}, listed)


@pytest.mark.parametrize(
    ("state", "seats", "due"),
    [
        ("draft", [ORGANIZER], steps.IMPORT),
        ("draft", [ORGANIZER, DELEGATE], steps.ANNOUNCE),
        ("announced", [ORGANIZER], steps.IMPORT),
        ("announced", [ORGANIZER, DELEGATE, INVITED], steps.INVITE),
        ("announced", [ORGANIZER, INVITED], steps.OPEN),
        ("cancelled", [DELEGATE], steps.NOTHING),
    ],
)
def test_before_the_opening_people_are_listed_then_invited(state: str, seats: list[Any], due: Step) -> None:
    assert step(state, seats) == due


@pytest.mark.parametrize(
    ("round_state", "due"),
    [
        ("prepared", steps.OPEN_ROUND),
        ("open", steps.FOLLOW_ROUND),
        ("paused", steps.RESUME_ROUND),
        ("closed", steps.CERTIFY),
        ("sealed", steps.CERTIFY),
        ("counting", steps.FOLLOW_COUNTING),
        ("certified", steps.CONCLUDE),
        ("cancelled", steps.PREPARE),
    ],
)
def test_a_round_asks_for_its_own_next_step(round_state: str, due: Step) -> None:
    assert step("open", rounds=[samples.round_(round_state)], solutions=[samples.solution()]) == due


def test_proposals_become_solutions_and_solutions_a_round() -> None:
    assert step("open") == steps.CONSOLIDATE
    assert step("open", solutions=[samples.solution()]) == steps.PREPARE


def test_a_running_round_comes_before_a_sealed_one() -> None:
    assert step("open", rounds=[samples.round_("sealed"), samples.round_("open")]) == steps.FOLLOW_ROUND


def test_after_the_conclusion_what_was_promised_is_followed() -> None:
    assert step("concluded", conclusion={"number": "01/TB"}) == steps.FOLLOW


def test_while_proposals_is_away_nobody_is_sent_anywhere() -> None:
    assert next_step(samples.forum(), None, None) == steps.WAIT


def test_only_what_a_certified_round_adopted_is_concluded() -> None:
    board = {"rounds": [samples.round_("sealed")], "solutions": [samples.solution()]}
    assert steps.adopted(board) == []
    board["rounds"].append(samples.round_("certified"))
    assert [each["solution_id"] for each in steps.adopted(board)] == [samples.SOLUTION]


@pytest.mark.parametrize(
    ("state", "offered"), [("announced", []), ("open", ["mo", "dong"]), ("closed", []), ("concluded", ["mo"])]
)
def test_a_phase_is_turned_where_it_runs(state: str, offered: list[str]) -> None:
    kinds = [("collecting", "planned"), ("voting", "open"), ("voting", "over"), ("following-up", "planned")]
    phases = [{"phase_id": str(n), "kind": kind, "state": turned} for n, (kind, turned) in enumerate(kinds)]
    assert list(phase_turns({"state": state, "phases": phases}).values()) == offered
