"""Finding people, forums and bodies: by words without marks, in the order of names, and only for who may."""

import csv
import io
from typing import Any

import pytest

from services.forum import jobs, views
from services.forum.commands import forums, invitations
from services.forum.commands import seats as seat_commands
from services.kit import filling
from services.kit.acting import NOBODY, Acting
from services.kit.errors import Invalid, NotSignedIn
from services.kit.ids import new_id
from services.kit.vietnamese import sort_key
from tests.integration.forum.conftest import Stage, roster_text

NAMES = ("Lê Ân", "Trần Ánh", "Phạm Đào", "Bùi Anh", "Lê Ánh", "Vũ Dương", "Ngô An")
HOSTILE = ("100%", "a_b", "back\\slash", "'; DROP TABLE seat; --", "🏛️ nhà", "{{7*7}} %s")


def hall(stage: Stage) -> dict[str, Any]:
    """A forum with seven delegates, of whom two are invited."""
    forum = stage.announced()
    rows = [
        (
            name,
            f"p{number}@hoi.example",
            "Khối xã" if number % 2 else "Sở, ngành",
            "HPN" * (number == 1),
            "Hội viên",
            "",
        )
        for number, name in enumerate(NAMES)
    ]
    stage.roster(forum["forum_id"], roster_text(rows))
    seats = listed(stage, forum)["items"]
    some = [seat["seat_id"] for seat in seats if seat["full_name"] in ("Lê Ân", "Ngô An")]
    stage.do(invitations.invite_seats, stage.admin, forum["forum_id"], {"seat_ids": some})
    return forum


def listed(stage: Stage, forum: dict[str, Any], limit: int = 100, **asked: Any) -> dict[str, Any]:
    return stage.do(views.seats, stage.admin, forum["forum_id"], limit, **asked)


def names(found: dict[str, Any]) -> list[str]:
    return [seat["full_name"] for seat in found["items"]]


def people(stage: Stage, who: Acting, q: str) -> list[str]:
    return [person["email"] for person in stage.do(views.search, who, q)["people"]]


# Seats


def test_seats_are_listed_by_given_name_page_by_page_while_others_are_added_and_taken_back(stage: Stage) -> None:
    forum = hall(stage)
    first = listed(stage, forum, limit=3)
    assert names(first) == ["Ngô An", "Bùi Anh", "Lê Ánh"]
    stage.seat(forum["forum_id"], "truoc@hoi.example", full_name="Lê A")  # stands before what has been read
    stage.seat(forum["forum_id"], "sau@hoi.example", full_name="Lê Em")
    second = listed(stage, forum, limit=4, after=first["next"])
    assert names(second) == ["Trần Ánh", "Lê Ân", "Ban tổ chức", "Vũ Dương"]
    third = listed(stage, forum, after=second["next"])
    assert (names(third), third["next"]) == (["Phạm Đào", "Lê Em"], None)


def test_a_list_cannot_go_on_after_a_seat_that_is_not_in_it(stage: Stage) -> None:
    forum = hall(stage)
    gone = listed(stage, forum)["items"][2]["seat_id"]
    stage.do(seat_commands.withdraw_seat, stage.admin, forum["forum_id"], gone)
    for seat_id in (gone, new_id(), listed(stage, stage.draft())["items"][0]["seat_id"]):
        with pytest.raises(Invalid) as refused:
            listed(stage, forum, after=seat_id)
        assert [(fault.pointer, fault.code) for fault in refused.value.faults] == [("/after", "unknown-seat")]


@pytest.mark.parametrize(("asked", "found"), [
    ({"q": "anh"}, ["Bùi Anh", "Lê Ánh", "Trần Ánh"]),
    ({"q": "ÁNH lê"}, ["Lê Ánh"]),
    ({"q": "dao"}, ["Phạm Đào"]),
    ({"q": "ngan"}, ["Ngô An", "Lê Ánh", "Lê Ân", "Phạm Đào"]),  # every word from its beginning: of "Sở, ngành"
    ({"q": "gan"}, []),
    ({"q": "p3@hoi"}, ["Bùi Anh"]),
    ({"q": "so, nganh dao"}, ["Phạm Đào"]),
    ({"q": "lhpn tinh"}, ["Trần Ánh"]),  # the name of the body
    ({"q": "hpn vien"}, ["Trần Ánh"]),  # its code, and the position
    ({"q": "%"}, []),
    ({"q": "_"}, []),
    ({"q": "\\"}, []),
    ({"role": "organizer"}, ["Ban tổ chức"]),
    ({"sector": "Khối xã"}, ["Bùi Anh", "Trần Ánh", "Vũ Dương"]),
    ({"sector": "khoi xa"}, []),
    ({"invited": True}, ["Ngô An", "Lê Ân"]),
    ({"invited": False, "q": "anh", "role": "delegate", "sector": "Sở, ngành"}, ["Lê Ánh"]),
])  # fmt: skip
def test_seats_are_found_by_what_is_asked_for(stage: Stage, asked: dict[str, Any], found: list[str]) -> None:
    answer = listed(stage, hall(stage), **asked)
    assert (names(answer), answer["found"]) == (found, len(found))
    assert (answer["total"], answer["invited"], answer["not_invited"]) == (8, 2, 6)
    assert {each["sector"]: each["seats"] for each in answer["sectors"]} == {
        "Sở, ngành": 4,
        "Khối xã": 3,
        "Ban tổ chức": 1,
    }


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_found_as_the_text_it_is(stage: Stage, text: str) -> None:
    forum = hall(stage)
    stage.seat(forum["forum_id"], "la@hoi.example", full_name=text)
    assert names(listed(stage, forum, q=text)) == [text]
    assert people(stage, stage.admin, text) == ["la@hoi.example"]


def test_what_is_changed_is_found_and_listed_as_it_now_is(stage: Stage) -> None:
    forum = hall(stage)
    stage.seat(forum["forum_id"], "p0@hoi.example", full_name="Lê Yến", sector="Báo chí")
    assert names(listed(stage, forum))[-1] == "Lê Yến"
    assert names(listed(stage, forum, q="yen bao")) == ["Lê Yến"]
    assert names(listed(stage, forum, q="ân")) == ["Ngô An", "Bùi Anh", "Lê Ánh", "Trần Ánh"]
    assert people(stage, stage.admin, "yen") == ["p0@hoi.example"]


def test_rows_an_older_version_wrote_are_filled_in(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    forum = hall(stage)
    before = listed(stage, forum)["items"]
    for table in ("person", "seat"):
        stage.rows(f"UPDATE {table} SET sort_key = '', search_text = ''")
    for table in ("body", "forum"):
        stage.rows(f"UPDATE {table} SET search_text = ''")
    assert {seat["seat_id"] for seat in listed(stage, forum)["items"]} == {seat["seat_id"] for seat in before}
    monkeypatch.setattr(filling, "AT_ONCE", 3)
    jobs.fill_names(stage.db)
    assert listed(stage, forum)["items"] == before
    assert [
        person["sort_key"] for person in stage.rows("SELECT sort_key FROM person WHERE email = 'p0@hoi.example'")
    ] == [sort_key("Lê Ân")]
    found = stage.do(views.search, stage.admin, "hoi")
    assert found["bodies"] and stage.do(views.search, stage.admin, "toa dam")["forums"]


# As a file


def exported(stage: Stage, forum: dict[str, Any]) -> list[dict[str, str]]:
    text = stage.do(views.exported_seats, stage.admin, forum["forum_id"])["text"]
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline="")))


def test_the_list_as_a_file_can_be_imported_again_and_changes_nothing(stage: Stage) -> None:
    forum = hall(stage)
    stage.seat(forum["forum_id"], "ca-hai@hoi.example", "delegate", "guest", full_name="Lê Cả")
    file = stage.do(views.exported_seats, stage.admin, forum["forum_id"])
    assert file["file_name"] == "dai-bieu-toa-dam.csv"
    report = stage.roster(forum["forum_id"], file["text"])
    assert (report["new"], report["changed"], report["same"], report["ignored"]) == (0, 0, 9, ["Tên đơn vị"])
    assert [row["Họ và tên"] for row in exported(stage, forum)] == names(listed(stage, forum))


@pytest.mark.parametrize("text", ["=HYPERLINK(1)", "+84", "-1", "@SUM(A1)", '"=1', "' =1", "x;=1"])
def test_a_formula_in_the_list_is_text_in_the_file(stage: Stage, text: str) -> None:
    forum = stage.draft()
    stage.seat(forum["forum_id"], "la@hoi.example", full_name=text, position=text, sector=text)
    row = next(row for row in exported(stage, forum) if row["Email"] == "la@hoi.example")
    for cell in (row["Họ và tên"], row["Chức vụ"], row["Khối"]):
        assert cell in ("'" + text, "x;'=1")


# Search


def test_anybody_finds_forums_and_bodies_but_no_drafts_and_no_people(stage: Stage) -> None:
    forum, draft = hall(stage), stage.draft(title="Tọa đàm kín")
    stage.seat(draft["forum_id"], "cho@hoi.example")
    for who in (NOBODY, stage.person("cho@hoi.example"), stage.person("p1@hoi.example")):
        found = stage.do(views.search, who, "TOA dam")
        assert [each["forum_id"] for each in found["forums"]] == [forum["forum_id"]]
        assert stage.do(views.search, who, "le")["people"] == []
        assert [each["code"] for each in stage.do(views.search, who, "hoi lhpn")["bodies"]] == ["HPN"]
    own = stage.do(views.search, stage.admin, "toa kin")["forums"]
    assert [each["forum_id"] for each in own] == [draft["forum_id"]]


def test_who_is_not_known_any_more_finds_nothing(stage: Stage) -> None:
    with pytest.raises(NotSignedIn):
        stage.do(views.search, Acting(new_id()), "anh")


def test_organizers_find_people_of_their_forums_and_those_of_the_installation_find_all(stage: Stage) -> None:
    forum, other = hall(stage), stage.announced()
    stage.seat(other["forum_id"], "noi-khac@hoi.example", full_name="Trịnh Ánh")
    stage.seat(forum["forum_id"], "to-chuc@hoi.example", "organizer", full_name="Hồ Tổ")
    stage.newcomer("khong-ghe@hoi.example")
    organizer = stage.person("to-chuc@hoi.example")
    assert people(stage, organizer, "anh") == ["p3@hoi.example", "p4@hoi.example", "p1@hoi.example"]
    assert people(stage, organizer, "binh") == []
    assert "noi-khac@hoi.example" in people(stage, stage.admin, "anh")
    assert people(stage, stage.admin, "binh") == ["khong-ghe@hoi.example"]
    stage.do(seat_commands.withdraw_seat, stage.admin, forum["forum_id"], seat_of(stage, "to-chuc@hoi.example"))
    assert people(stage, organizer, "anh") == []


def test_no_more_is_shown_than_anyone_would_read(stage: Stage) -> None:
    forum = stage.announced()
    stage.roster(
        forum["forum_id"], roster_text([(f"Lê {n}", f"p{n}@hoi.example", "Hội", "", "", "") for n in range(30)])
    )
    for number in range(25):
        stage.body(f"X{number}", name="Xã")
        stage.announced(title="Xã")
    found = stage.do(views.search, stage.admin, "le")
    assert len(found["people"]) == 20
    found = stage.do(views.search, stage.admin, "xã")
    assert (len(found["forums"]), len(found["bodies"])) == (20, 20)
    assert stage.do(views.search, stage.admin, "\u0301") == {"forums": [], "bodies": [], "people": []}


def test_an_amended_forum_is_found_by_its_new_title(stage: Stage) -> None:
    forum = stage.announced(title="Cũ")
    data = {name: forum[name] for name in ("summary", "place", "host_body_id", "time_zone", "starts_at", "ends_at")}
    stage.do(forums.amend_forum, stage.admin, forum["forum_id"], {**data, "title": "Đổi mới"}, lambda _: None)
    assert stage.do(views.search, NOBODY, "cu")["forums"] == []
    assert len(stage.do(views.search, NOBODY, "doi moi")["forums"]) == 1


def seat_of(stage: Stage, email: str) -> Any:
    person = stage.person(email)
    return stage.rows("SELECT seat_id FROM seat WHERE person_id = %(id)s", id=person.person_id)[0]["seat_id"]
