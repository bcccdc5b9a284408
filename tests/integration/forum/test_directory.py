"""Bodies, people and leaders, as commands against a database."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import UUID

import pytest

from services.forum import model, schemas, views
from services.forum.commands import bodies, people
from services.kit.acting import NOBODY
from services.kit.db import Database
from services.kit.errors import Forbidden, Invalid, Missing, NotSignedIn, Stale
from services.kit.ids import new_id
from tests.integration.forum.conftest import ADMIN, Stage

LEADER = {"full_name": "Huỳnh Công Thạnh", "email": "thanh@tinhuy.example", "title": "Phó Bí thư", "greeting": "ông"}


def change(stage: Stage, body: dict[str, Any], version: int | None = None, **told: Any) -> dict[str, Any]:
    """Edit a body, naming a version or none."""

    def must_match(current: int) -> None:
        if version not in (None, current):
            raise Stale(version=current)

    names = ("kind", "code", "name", "parent_id", "valid_from", "valid_to")
    return stage.do(bodies.change_body, stage.admin, body["body_id"], {n: body[n] for n in names} | told, must_match)


def appoint(stage: Stage, body_id: UUID, **told: Any) -> dict[str, Any]:
    return stage.do(people.appoint_leader, stage.admin, body_id, schemas.AppointLeader().load({**LEADER, **told}))


def test_a_body_is_recorded_and_told_of_with_all_it_has(stage: Stage) -> None:
    body = stage.body("SNV", valid_from="2025-07-01", parent_id=str(stage.host))
    assert stage.do(views.body, NOBODY, body["body_id"]) == {**body, "leaders": []}
    told = stage.told("body_recorded.v1")[-1]
    assert (told["stream"], told["data"]["code"], told["data"]["valid_from"]) == ("directory", "SNV", "2025-07-01")


def test_a_code_is_one_bodys_whatever_its_case(stage: Stage) -> None:
    stage.body("SNV")
    with pytest.raises(Invalid) as refused:
        stage.body("snv")
    assert [(fault.pointer, fault.code) for fault in refused.value.faults] == [("/code", "taken")]


def test_a_body_needs_a_parent_that_exists(stage: Stage) -> None:
    with pytest.raises(Invalid) as refused:
        stage.body("SNV", parent_id=str(new_id()))
    assert refused.value.faults[0].pointer == "/parent_id"


def test_a_body_never_stands_under_itself(stage: Stage) -> None:
    top = stage.body("A")
    middle = stage.body("B", parent_id=str(top["body_id"]))
    bottom = stage.body("C", parent_id=str(middle["body_id"]))
    for below in (top, middle, bottom):
        with pytest.raises(Invalid) as refused:
            change(stage, top, parent_id=below["body_id"])
        assert refused.value.faults[0].code == "under-itself"


def test_two_moves_at_once_make_no_circle(stage: Stage) -> None:
    for n in range(5):
        left, right = stage.body(f"L{n}"), stage.body(f"R{n}")
        with ThreadPoolExecutor(2) as both:
            moves = [
                both.submit(change, stage, left, parent_id=right["body_id"]),
                both.submit(change, stage, right, parent_id=left["body_id"]),
            ]
        assert sorted(type(move.exception()).__name__ for move in moves) == ["NoneType", "UnderItself"]


def test_an_edit_counts_up_and_names_the_version_it_saw(stage: Stage) -> None:
    body = stage.body("SNV")
    after = change(stage, body, version=1, name="Sở Nội vụ")
    assert (after["version"], after["name"]) == (2, "Sở Nội vụ")
    with pytest.raises(Stale):
        change(stage, body, version=1, name="Khác")


def test_an_edit_that_changes_nothing_is_no_event(stage: Stage) -> None:
    body = stage.body("SNV")
    events = len(stage.told())
    assert change(stage, body)["version"] == 1
    assert len(stage.told()) == events


def test_a_leader_is_a_person_with_a_body(stage: Stage) -> None:
    leader = appoint(stage, stage.host)
    assert [event["type"] for event in stage.told()[-2:]] == ["person_recorded.v1", "leader_appointed.v1"]
    me = stage.do(views.me, stage.person(LEADER["email"]))
    assert me["leads"] == [{"body_id": stage.host, "name": "Hội LHPN tỉnh", "title": "Phó Bí thư"}]
    assert (me["greeting"], me["organizer"], me["person_id"]) == ("ông", False, leader["person_id"])


def test_appointing_again_changes_what_is_told_and_nothing_else(stage: Stage) -> None:
    first = appoint(stage, stage.host, language="en")
    events = len(stage.told())
    again = appoint(stage, stage.host)
    assert (again, len(stage.told())) == (first, events)
    assert appoint(stage, stage.host, title="Bí thư")["title"] == "Bí thư"
    assert [event["type"] for event in stage.told()[events:]] == ["leader_appointed.v1"]


def test_a_dismissed_leader_leads_no_more(stage: Stage) -> None:
    leader = appoint(stage, stage.host)
    stage.do(people.dismiss_leader, stage.admin, stage.host, leader["person_id"])
    assert stage.told()[-1]["type"] == "leader_dismissed.v1"
    assert stage.do(views.me, stage.person(LEADER["email"]))["leads"] == []
    with pytest.raises(Missing):
        stage.do(people.dismiss_leader, stage.admin, stage.host, leader["person_id"])


def test_leaders_are_named_to_who_is_signed_in_and_their_addresses_to_who_appoints(stage: Stage) -> None:
    appoint(stage, stage.host)
    someone = stage.newcomer("someone@hoi.example")
    seen = {who: stage.do(views.body, who, stage.host)["leaders"] for who in (NOBODY, someone, stage.admin)}
    assert seen[NOBODY] == []
    assert [leader["email"] for leader in seen[someone]] == [None]
    assert [leader["email"] for leader in seen[stage.admin]] == [LEADER["email"]]


def test_an_organizer_makes_organizers(stage: Stage) -> None:
    data = {"full_name": "Nguyễn Thị Hoài An", "email": "an@hoi.example"}
    assert stage.do(people.appoint_organizer, stage.admin, data)["organizer"]
    other = stage.person("an@hoi.example")
    assert stage.do(people.appoint_organizer, other, {"full_name": "Bình", "email": "binh@hoi.example"})["organizer"]


def test_an_organizer_is_made_of_who_is_there_already(stage: Stage) -> None:
    someone = stage.newcomer("someone@hoi.example")
    data = {"full_name": "Trần Văn Bình", "email": "someone@hoi.example"}
    assert stage.do(people.appoint_organizer, stage.admin, data)["person_id"] == someone.person_id


def test_two_commands_at_once_that_bring_the_same_newcomer_make_one_person(stage: Stage) -> None:
    with ThreadPoolExecutor(8) as all_at_once:
        made = list(all_at_once.map(lambda _: stage.newcomer("new@hoi.example"), range(8)))
    assert len({acting.person_id for acting in made}) == 1
    assert len([e for e in stage.told("person_recorded.v1") if e["data"]["email"] == "new@hoi.example"]) == 1


def test_the_first_organizer_is_made_once_however_many_start(migrated_database: Any) -> None:
    database = Database(migrated_database("forum"), model.CONSTRAINTS)
    empty = Stage(database)
    with ThreadPoolExecutor(8) as all_at_once:
        list(all_at_once.map(lambda _: empty.do(people.ensure_first_organizer, ADMIN.upper()), range(8)))
    assert [(event["type"], event["data"]["email"]) for event in empty.told()] == [("person_recorded.v1", ADMIN)]
    empty.do(people.ensure_first_organizer, "other@hoi.example")
    assert len(empty.told()) == 1
    database.close()


def test_only_organizers_of_the_installation_keep_the_directory(stage: Stage) -> None:
    body = stage.body("SNV")
    forum = stage.announced()
    stage.seat(forum["forum_id"], "only-here@hoi.example", "organizer")
    for who, refusal in (
        (NOBODY, NotSignedIn),
        (stage.newcomer("x@hoi.example"), Forbidden),
        (stage.person("only-here@hoi.example"), Forbidden),
    ):
        person = {"full_name": "Ai đó", "email": "ai@hoi.example"}
        for work, arguments in (
            (bodies.record_body, ({},)),
            (bodies.change_body, (body["body_id"], {}, lambda _: None)),
            (people.appoint_leader, (body["body_id"], {**person, "title": "x"})),
            (people.dismiss_leader, (body["body_id"], new_id())),
            (people.appoint_organizer, (person,)),
        ):
            with pytest.raises(refusal):
                stage.do(work, who, *arguments)
