"""Conclusions and the assignments they give."""

from typing import Any
from uuid import uuid4

import pytest

from services.kit.acting import Acting
from services.kit.errors import Invalid, Refused, Stale
from services.proposals import schemas, views
from services.proposals.commands import assignments
from tests.integration.proposals.hall import Hall, Json, ballot, body

DUE = "2099-12-31"


def answer(
    hall: Hall, assignment: Json, word: str, text: str = "", version: int | None = None, who: Any = None
) -> Json:
    """Answer an assignment."""
    data = schemas.AnswerAssignment().load({"answer": word, "text": text})
    acting = who or hall.leader
    return hall.do(assignments.answer_assignment, acting, assignment["assignment_id"], data, version)


def adopted(hall: Hall) -> Json:
    """An option that a certified round has adopted."""
    opened = hall.opened(1)
    hall.cast(*[ballot(opened, person_id) for person_id in hall.delegates])
    hall.certified(opened["round_id"])
    option: Json = opened["options"][0]
    return option


def test_a_conclusion_gives_each_item_to_each_body(hall: Hall) -> None:
    other = uuid4()
    hall.tell("body_recorded.v1", body(other, "Huyện uỷ Tánh Linh"))
    first, second = adopted(hall), adopted(hall)
    concluded = hall.conclude(
        {"solution_id": first["solution_id"], "due_on": DUE},
        {"solution_id": second["solution_id"], "due_on": DUE, "text": "Giao", "body_ids": [hall.body_id, other]},
    )
    given = hall.ask(views.assignments)["items"]
    assert [item["number"] for item in concluded["items"]] == [1, 2]
    assert {(one["number"], one["body_name"], one["text"]) for one in given} == {
        (1, "Hội LHPN huyện Tánh Linh", "Bồi dưỡng lý luận và thực tiễn"),
        (2, "Hội LHPN huyện Tánh Linh", "Giao"),
        (2, "Huyện uỷ Tánh Linh", "Giao"),
    }
    assert len(hall.events("assignment_given.v1")) == 3
    assert hall.ask(views.conclusion)["number"] == "01/TB"


def test_conclusions_of_one_host_are_numbered_one_after_another(hall: Hall) -> None:
    hall.concluded()
    second = Hall(hall.db, host_id=hall.host_id).build()
    assert second.concluded()["number"] == "02/TB"


def test_a_forum_is_concluded_once(hall: Hall) -> None:
    hall.concluded()
    with pytest.raises(Refused, match="already-concluded"):
        hall.conclude({"solution_id": uuid4(), "due_on": DUE})


def test_what_was_not_adopted_is_not_concluded(hall: Hall) -> None:
    opened = hall.opened(1)
    hall.cast(ballot(opened, hall.delegates[0], "no"))
    hall.certified(opened["round_id"])
    with pytest.raises(Invalid) as caught:
        hall.conclude({"solution_id": opened["options"][0]["solution_id"], "due_on": DUE})
    assert [(fault.pointer, fault.code) for fault in caught.value.faults] == [("/items/0/solution_id", "not-adopted")]


def test_a_body_nobody_knows_is_not_given_anything(hall: Hall) -> None:
    option = adopted(hall)
    with pytest.raises(Invalid, match="invalid"):
        hall.conclude({"solution_id": option["solution_id"], "due_on": DUE, "body_ids": [uuid4()]})


def test_a_forum_is_not_concluded_while_a_round_has_no_result(hall: Hall) -> None:
    option = adopted(hall)
    hall.opened()
    with pytest.raises(Refused, match="rounds-running"):
        hall.conclude({"solution_id": option["solution_id"], "due_on": DUE})


@pytest.mark.parametrize(("state", "slug"), [("announced", "forum-not-open"), ("cancelled", "forum-over")])
def test_a_forum_is_concluded_after_it_was_held(hall: Hall, state: str, slug: str) -> None:
    option = adopted(hall)
    hall.be(state)
    with pytest.raises(Refused, match=slug):
        hall.conclude({"solution_id": option["solution_id"], "due_on": DUE})


def test_a_leader_finds_and_answers_what_is_asked_of_their_bodies(hall: Hall) -> None:
    hall.concluded()
    mine = hall.db.read(lambda tx: views.my_assignments(tx, hall.leader))
    [assignment] = mine["items"]
    answered = answer(hall, assignment, "acknowledge", version=1)
    assert (answered["state"], answered["version"], answered["answered_by"]) == ("acknowledged", 2, hall.leader.person)
    [event] = hall.events("assignment_answered.v1")
    assert event["data"]["state"] == "acknowledged"


def test_every_answer_is_kept_not_only_the_last(hall: Hall) -> None:
    hall.concluded()
    [assignment] = hall.ask(views.assignments)["items"]
    for word, text in (("acknowledge", ""), ("accept", "Mở lớp trong quý III"), ("done", "Đã mở hai lớp")):
        answer(hall, assignment, word, text)
    kept = hall.ask(views.answers_to, hall.leader, assignment["assignment_id"])["items"]
    assert [(one["version"], one["state"], one["text"]) for one in kept] == [
        (2, "acknowledged", ""),
        (3, "accepted", "Mở lớp trong quý III"),
        (4, "done", "Đã mở hai lớp"),
    ]
    assert {one["answered_by_name"] for one in kept} == {"Nguyễn Thị Ánh"}


def test_a_stale_answer_is_refused(hall: Hall) -> None:
    hall.concluded()
    [assignment] = hall.ask(views.assignments)["items"]
    answer(hall, assignment, "acknowledge", version=1)
    with pytest.raises(Stale):
        answer(hall, assignment, "accept", version=1)


def test_who_declines_says_why(hall: Hall) -> None:
    hall.concluded()
    [assignment] = hall.ask(views.assignments)["items"]
    with pytest.raises(Invalid):
        answer(hall, assignment, "decline")
    assert answer(hall, assignment, "decline", "Không thuộc thẩm quyền")["answer"] == "Không thuộc thẩm quyền"


def test_a_leader_who_was_dismissed_answers_no_more_and_the_new_one_does(hall: Hall) -> None:
    hall.concluded()
    [assignment] = hall.ask(views.assignments)["items"]
    new = uuid4()
    hall.tell("leader_dismissed.v1", {"body_id": hall.body_id, "person_id": hall.leader.person})
    hall.tell("leader_appointed.v1", {"body_id": hall.body_id, "person_id": new, "title": "Phó Chủ tịch"})
    with pytest.raises(Refused, match="not-the-leader"):
        answer(hall, assignment, "acknowledge")
    assert answer(hall, assignment, "acknowledge", who=Acting(new))["state"] == "acknowledged"


def test_a_conclusion_follows_the_forum_into_its_end(hall: Hall) -> None:
    hall.concluded()
    hall.be("concluded")
    [assignment] = hall.ask(views.assignments)["items"]
    assert answer(hall, assignment, "acknowledge")["state"] == "acknowledged"
