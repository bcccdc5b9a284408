"""The events of a whole life: every type the contracts list, each as its contract and its frozen sample have it."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from services import contracts
from services.contracts import EVENTS
from services.kit import clock
from services.kit.acting import Acting
from services.kit.db import Database
from services.proposals import schemas
from services.proposals.commands import admissions, assignments, preparing, proposals, proxies, rounds, solutions
from tests.integration.proposals.hall import Hall, Json, ballot

SAMPLES = Path(contracts.__file__).parent / "samples"
TYPES = list(EVENTS["proposals"])


@pytest.fixture(scope="module")
def life(db: Database) -> list[Json]:
    """Everything a forum can go through, as told."""
    hall = Hall(db).build()
    hall.do(proposals.withdraw_proposal, hall.delegate, hall.proposal()["proposal_id"])
    judged = hall.proposal(by_when="Quý I năm 2027")["proposal_id"]
    hall.judge((judged, hall.delegates[0], "agree"), (judged, hall.delegates[1], "pass"))
    hall.solution(proposal_ids=[str(judged)])
    hall.do(solutions.withdraw_solution, hall.organizer, hall.solution()["solution_id"])
    hall.do(rounds.cancel_round, hall.organizer, hall.prepared()["round_id"])
    prepared = hall.prepared(proxies=1, reopening=True)
    options = [str(option["solution_id"]) for option in prepared["options"]]
    amended = {"title": "Biểu quyết", "solution_ids": options, "proxies": 1, "reopening": True}
    hall.do(preparing.amend_round, hall.organizer, prepared["round_id"], schemas.PrepareRound().load(amended), None)
    hall.do(proxies.give_proxy, hall.delegate, prepared["round_id"], {"holder_id": hall.delegates[1]})
    hall.do(proxies.take_back_proxy, hall.delegate, prepared["round_id"])
    opened = hall.open(prepared)
    admit_somebody(hall, opened)
    hall.bring_forward("remind_of_round", opened["round_id"])
    later = {"closes_at": clock.now() + timedelta(hours=3)}
    hall.do(rounds.extend_round, hall.organizer, opened["round_id"], later)
    hall.cast(*[ballot(opened, person_id, "yes", "no", "abstain") for person_id in hall.delegates])
    hall.do(rounds.pause_round, hall.organizer, opened["round_id"])
    hall.do(rounds.resume_round, hall.organizer, opened["round_id"])
    changed = schemas.ReviseSolution().load({"title": "Bồi dưỡng", "text": "Mỗi quý", "set_aside": True})
    hall.do(solutions.revise_solution, hall.organizer, options[2], changed, None)
    again = {"replaces": 2, "nonce": "another-nonce-of-letters"}
    hall.cast(*[ballot(opened, person_id, "yes", "no", "abstain", **again) for person_id in hall.delegates])
    hall.closed(opened["round_id"])
    hall.do(rounds.reopen_round, hall.organizer, opened["round_id"], later)
    hall.certified(opened["round_id"])
    hall.conclude({"solution_id": opened["options"][0]["solution_id"], "due_on": "2099-12-31"})
    [row] = hall.sql("SELECT assignment_id FROM assignment WHERE forum_id = %s", hall.forum_id)
    data = schemas.AnswerAssignment().load({"answer": "acknowledge", "text": "Đã nhận nhiệm vụ"})
    hall.do(assignments.answer_assignment, hall.leader, row["assignment_id"], data, None)
    return hall.events()


def admit_somebody(hall: Hall, opened: Json) -> None:
    """Somebody comes on the roll late."""
    late, second = uuid4(), Acting(uuid4())
    hall.seat([late], "delegate")
    hall.seat([second.person], "organizer")
    data = {"person_id": late, "replaces": None, "reason": "Đến muộn"}
    proposed = hall.do(admissions.propose_admission, hall.organizer, opened["round_id"], data)
    hall.do(admissions.confirm_admission, second, opened["round_id"], proposed["admission_id"])


def test_a_whole_life_tells_every_type_there_is(life: list[Json]) -> None:
    assert {event["type"] for event in life} == set(TYPES)


def test_every_event_is_what_its_contract_says_and_no_more(life: list[Json]) -> None:
    for event in life:
        schema = EVENTS["proposals"][event["type"]](unknown="raise")
        assert not schema.validate(event["data"]), event


@pytest.mark.parametrize("event_type", TYPES)
def test_an_event_has_the_shape_of_its_frozen_sample(life: list[Json], event_type: str) -> None:
    frozen = json.loads((SAMPLES / f"proposals.{event_type}.json").read_text())
    told = [event["data"] for event in life if event["type"] == event_type]
    assert shape(frozen) in [shape(data) for data in told]


def shape(value: Any) -> Any:
    """The names and kinds of a value, without what it says; lists by their first item."""
    if isinstance(value, dict):
        return {name: shape(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [shape(inner) for inner in value[:1]]
    return type(value).__name__
