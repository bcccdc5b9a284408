"""Seats and rosters against a database: all or nothing, the same twice is nothing, and many at once."""

import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from services.forum import schemas, views
from services.forum.commands import forums, invitations, people, seats
from services.forum.model.forums import NotInThisState
from services.forum.model.seats import LastOrganizer, RowsAtFault
from services.kit.errors import Invalid, Missing
from services.kit.ids import new_id
from tests.integration.forum.conftest import ADMIN, Stage, roster_text


def people_named(*names: str, sector: str = "Hội") -> list[tuple[str, ...]]:
    """Rows of a roster, one for each name."""
    return [(f"Nguyễn Thị {name}", f"{name.lower()}@hoi.example", sector, "HPN", "Hội viên", "") for name in names]


def listed(stage: Stage, forum: dict[str, Any]) -> list[dict[str, Any]]:
    return stage.do(views.seats, stage.admin, forum["forum_id"], 500)["items"]


def counts(report: dict[str, Any]) -> tuple[int, int, int]:
    return report["new"], report["changed"], report["same"]


def test_a_preview_says_what_would_happen_and_does_nothing(stage: Stage) -> None:
    forum = stage.draft()
    events = len(stage.told())
    report = stage.roster(forum["forum_id"], roster_text(people_named("An", "Binh")), apply=False)
    assert (counts(report), report["applied"]) == ((2, 0, 0), False)
    assert [(row["line"], row["full_name"], row["change"]) for row in report["rows"]] == [
        (2, "Nguyễn Thị An", "new"),
        (3, "Nguyễn Thị Binh", "new"),
    ]
    assert (len(stage.told()), len(listed(stage, forum))) == (events, 1)
    assert stage.rows("SELECT count(*) AS people FROM person") == [{"people": 1}]


def test_a_roster_makes_people_and_seats_and_tells_of_people_first(stage: Stage) -> None:
    forum = stage.draft()
    events = len(stage.told())
    stage.roster(forum["forum_id"], roster_text(people_named("An", "Binh")))
    told = stage.told()[events:]
    assert [event["type"] for event in told] == ["person_recorded.v1", "person_recorded.v1", "seats_granted.v1"]
    assert [seat["full_name"] for seat in told[-1]["data"]["seats"]] == ["Nguyễn Thị An", "Nguyễn Thị Binh"]
    seat = listed(stage, forum)[0]
    assert (seat["email"], seat["roles"], seat["serial"]) == ("an@hoi.example", ["delegate"], 0)
    assert (seat["body_id"], seat["body_name"]) == (stage.host, "Hội LHPN tỉnh")


def test_the_same_roster_again_changes_nothing_and_tells_nothing(stage: Stage) -> None:
    forum = stage.draft()
    text = roster_text(people_named("An", "Binh"))
    stage.roster(forum["forum_id"], text)
    before = (listed(stage, forum), len(stage.told()))
    assert counts(stage.roster(forum["forum_id"], text)) == (0, 0, 2)
    assert counts(stage.roster(forum["forum_id"], text.replace(",HPN,", ",hpn,"))) == (0, 0, 2)
    assert (listed(stage, forum), len(stage.told())) == before


def test_a_changed_row_changes_its_seat_and_keeps_its_identity(stage: Stage) -> None:
    forum = stage.announced()
    stage.roster(forum["forum_id"], roster_text(people_named("An", "Binh")))
    stage.do(invitations.invite_seats, stage.admin, forum["forum_id"], {})
    before = {seat["email"]: seat for seat in listed(stage, forum)}
    report = stage.roster(forum["forum_id"], roster_text(people_named("An", sector="Sở") + people_named("Binh", "Chi")))
    assert counts(report) == (1, 1, 1)
    after = {seat["email"]: seat for seat in listed(stage, forum)}
    assert after["an@hoi.example"] == {**before["an@hoi.example"], "sector": "Sở"}
    assert after["binh@hoi.example"] == before["binh@hoi.example"]
    assert [seat["sector"] for seat in stage.told("seats_granted.v1")[-1]["data"]["seats"]] == ["Sở", "Hội"]


@pytest.mark.parametrize("bad", [
    ("Lỗi", "khong-phai-thu", "Hội", "HPN", "", ""),
    ("Lỗi", "loi@hoi.example", "Hội", "KHONG-CO", "", ""),
    ("Lỗi", "an@hoi.example", "Hội", "HPN", "", ""),
    ("=1+1", "loi@hoi.example", "Hội", "HPN", "", ""),
])  # fmt: skip
def test_one_bad_row_and_nothing_is_imported(stage: Stage, bad: tuple[str, ...]) -> None:
    forum = stage.draft()
    text = roster_text([*people_named("An", "Binh"), bad])
    preview = stage.roster(forum["forum_id"], text, apply=False)
    with pytest.raises(RowsAtFault) as refused:
        stage.roster(forum["forum_id"], text)
    assert refused.value.facts["faults"] == preview["faults"]
    assert [fault["line"] for fault in preview["faults"]] == [4]
    assert [(fault.pointer, fault.params) for fault in refused.value.faults] == [("/text", {"count": 1})]
    assert stage.rows("SELECT count(*) AS people FROM person") == [{"people": 1}]
    assert len(listed(stage, forum)) == 1


def test_a_hostile_roster_is_stored_as_the_text_it_is(stage: Stage) -> None:
    forum = stage.draft()
    hostile = ["'; DROP TABLE seat; --", "<script>alert(1)</script>", "{{7*7}} %s {0.__class__}", "\\u0000 \\x00 \\"]
    hostile.append("🏛️" * 40)
    rows = [(text, f"p{n}@hoi.example", text, "", text, "") for n, text in enumerate(hostile)]
    stage.roster(forum["forum_id"], roster_text(rows))
    assert {seat["full_name"] for seat in listed(stage, forum)} == {*hostile, "Ban tổ chức"}


def test_long_names_do_not_make_an_event_too_large(stage: Stage) -> None:
    forum = stage.draft()
    rows = [("🏛" * 120, f"p{n}@hoi.example", "🏛" * 120, "", "🏛" * 200, "") for n in range(400)]
    stage.roster(forum["forum_id"], roster_text(rows))
    sizes = [len(event["data"]["seats"]) for event in stage.told("seats_granted.v1")]
    assert sum(sizes) == 401
    assert max(sizes) <= 200


def test_a_roster_corrects_the_name_of_whom_only_this_forum_knows(stage: Stage) -> None:
    forum = stage.draft()
    stage.roster(forum["forum_id"], roster_text(people_named("An")))
    corrected = [("Nguyễn Thị Ân", *people_named("An")[0][1:])]
    stage.roster(forum["forum_id"], roster_text(corrected))
    assert stage.told("person_recorded.v1")[-1]["data"]["full_name"] == "Nguyễn Thị Ân"
    assert [event["type"] for event in stage.told()[-2:]] == ["person_recorded.v1", "seats_granted.v1"]


@pytest.mark.parametrize("known_as", ["organizer", "leader", "delegate elsewhere"])
def test_a_roster_renames_nobody_who_is_known_elsewhere(stage: Stage, known_as: str) -> None:
    forum, other = stage.draft(), stage.draft()
    person = {"full_name": "Trần Thị Bình", "email": "binh@hoi.example"}
    if known_as == "organizer":
        stage.do(people.appoint_organizer, stage.admin, person)
    elif known_as == "leader":
        stage.do(people.appoint_leader, stage.admin, stage.host, {**person, "title": "Chủ tịch"})
    else:
        stage.seat(other["forum_id"], **person)
    stage.roster(forum["forum_id"], roster_text([("Kẻ Mạo Danh", "binh@hoi.example", "Hội", "", "", "")]))
    assert stage.do(views.me, stage.person("binh@hoi.example"))["full_name"] == "Trần Thị Bình"
    assert stage.told("seats_granted.v1")[-1]["data"]["seats"][0]["full_name"] == "Kẻ Mạo Danh"


def test_a_seat_is_granted_changed_and_withdrawn_one_by_one(stage: Stage) -> None:
    forum = stage.announced()
    first = stage.seat(forum["forum_id"], "an@hoi.example", body_code="hpn")
    assert (first["body_id"], first["roles"], first["email"]) == (stage.host, ("delegate",), "an@hoi.example")
    events = len(stage.told())
    assert stage.seat(forum["forum_id"], "AN@hoi.example", body_code="HPN") == first
    assert len(stage.told()) == events
    changed = stage.seat(forum["forum_id"], "an@hoi.example", "guest", "delegate", body_code="HPN")
    assert (changed["seat_id"], changed["roles"]) == (first["seat_id"], ("delegate", "guest"))
    assert stage.do(seats.withdraw_seat, stage.admin, forum["forum_id"], first["seat_id"]) == {
        "seat_id": first["seat_id"],
        "person_id": first["person_id"],
    }
    assert stage.told()[-1]["type"] == "seat_withdrawn.v1"
    with pytest.raises(Missing):
        stage.do(seats.withdraw_seat, stage.admin, forum["forum_id"], first["seat_id"])


def change(stage: Stage, seat: dict[str, Any], **told: Any) -> dict[str, Any]:
    data = {"full_name": seat["full_name"], "sector": seat["sector"], "roles": seat["roles"], **told}
    return stage.do(seats.change_seat, stage.admin, seat["forum_id"], seat["seat_id"], schemas.ChangeSeat().load(data))


def test_a_seat_is_changed_and_stays_its_persons(stage: Stage) -> None:
    forum = stage.draft()
    stage.body("XA")
    seat = {**stage.seat(forum["forum_id"], "an@hoi.example", "delegate"), "forum_id": forum["forum_id"]}
    changed = change(
        stage, seat, full_name="Lê Thị An", sector="Xã", position="Chủ tịch", body_code="XA", roles=["guest"]
    )
    assert {name: changed[name] for name in ("seat_id", "person_id", "email")} == {
        name: seat[name] for name in ("seat_id", "person_id", "email")
    }
    shown = stage.do(views.seat, stage.admin, forum["forum_id"], seat["seat_id"])
    assert [shown[name] for name in ("full_name", "sector", "position", "body_code", "roles")] == [
        *("Lê Thị An", "Xã", "Chủ tịch", "XA", ["guest"])
    ]
    told = stage.told("seats_granted.v1")[-1]["data"]["seats"]
    assert [(each["seat_id"], each["roles"]) for each in told] == [(str(seat["seat_id"]), ["guest"])]


def test_a_seat_that_was_taken_back_is_not_granted_by_changing_it(stage: Stage) -> None:
    forum = stage.draft()
    seat = {**stage.seat(forum["forum_id"], "an@hoi.example"), "forum_id": forum["forum_id"]}
    other = stage.draft()["forum_id"]
    for forum_id, seat_id in ((other, seat["seat_id"]), (forum["forum_id"], new_id())):
        with pytest.raises(Missing):
            change(stage, {**seat, "forum_id": forum_id, "seat_id": seat_id})
        with pytest.raises(Missing):
            stage.do(views.seat, stage.admin, forum_id, seat_id)
    stage.do(seats.withdraw_seat, stage.admin, forum["forum_id"], seat["seat_id"])
    with pytest.raises(Missing):
        change(stage, seat)
    assert len(listed(stage, forum)) == 1  # the organizer


def test_the_last_organizer_of_a_forum_stays_one(stage: Stage) -> None:
    forum = stage.draft()
    [own] = listed(stage, forum)
    with pytest.raises(LastOrganizer):
        change(stage, {**own, "forum_id": forum["forum_id"]}, roles=["delegate"])


def test_a_weight_stays_until_somebody_says_another(stage: Stage) -> None:
    forum = stage.announced()
    forum_id = forum["forum_id"]
    assert stage.seat(forum_id, "an@hoi.example")["weight"] == "1"
    assert stage.seat(forum_id, "an@hoi.example", weight="1.5")["weight"] == "1.5"
    assert stage.told()[-1]["data"]["seats"][0]["weight"] == "1.5"
    assert stage.seat(forum_id, "an@hoi.example", "guest")["weight"] == "1.5"

    # a roster without the column, or with nothing in it, says nothing of weights
    stage.roster(forum_id, roster_text([("Nguyễn Thị Ánh", "an@hoi.example", "Sở", "", "", "")]))
    header = "full_name,email,sector,role,he_so"
    rows = [("Nguyễn Thị Ánh", "an@hoi.example", "Sở", "", ""), ("Bé", "be@hoi.example", "Sở", "", "0,5")]
    stage.roster(forum_id, roster_text(rows, header))
    seats = {seat["email"]: seat["weight"] for seat in stage.do(views.seats, stage.admin, forum_id, 500)["items"]}
    assert (seats["an@hoi.example"], seats["be@hoi.example"]) == ("1.5", "0.5")
    assert '"đại biểu","1.5"' in stage.do(views.exported_seats, stage.admin, forum_id)["text"]


def test_a_seat_of_a_body_nobody_knows_is_refused_at_its_field(stage: Stage) -> None:
    forum = stage.draft()
    with pytest.raises(Invalid) as refused:
        stage.seat(forum["forum_id"], "an@hoi.example", body_code="KHONG-CO")
    assert [(fault.pointer, fault.code) for fault in refused.value.faults] == [("/body_code", "unknown-body")]


def test_a_forum_keeps_an_organizer(stage: Stage) -> None:
    forum = stage.draft()
    [own] = listed(stage, forum)
    with pytest.raises(LastOrganizer):
        stage.do(seats.withdraw_seat, stage.admin, forum["forum_id"], own["seat_id"])
    with pytest.raises(LastOrganizer):
        stage.seat(forum["forum_id"], ADMIN, "delegate")
    with pytest.raises(LastOrganizer):
        stage.roster(forum["forum_id"], roster_text([("Tôi", ADMIN, "Hội", "", "", "đại biểu")]))
    stage.seat(forum["forum_id"], "an@hoi.example", "organizer")
    stage.do(seats.withdraw_seat, stage.admin, forum["forum_id"], own["seat_id"])
    with pytest.raises(Missing):  # the draft is no longer theirs
        stage.do(views.seats, stage.admin, forum["forum_id"], 10)


def test_of_two_organizers_who_remove_each_other_at_once_one_stays(stage: Stage) -> None:
    for n in range(5):
        forum = stage.announced()
        stage.seat(forum["forum_id"], f"other{n}@hoi.example", "organizer")
        ids = [seat["seat_id"] for seat in listed(stage, forum)]
        with ThreadPoolExecutor(2) as both:
            done = [both.submit(stage.do, seats.withdraw_seat, stage.admin, forum["forum_id"], id_) for id_ in ids]
        assert sum(one.exception() is not None for one in done) == 1


@pytest.mark.parametrize("to", ["closed", "cancelled"])
def test_a_forum_that_is_over_seats_nobody(stage: Stage, to: str) -> None:
    forum = stage.opened()
    seat = stage.seat(forum["forum_id"], "an@hoi.example")
    stage.do(forums.leave_open, stage.admin, forum["forum_id"], to)
    with pytest.raises(NotInThisState):
        stage.roster(forum["forum_id"], roster_text(people_named("An")))
    with pytest.raises(NotInThisState):
        stage.seat(forum["forum_id"], "an@hoi.example", "guest")
    with pytest.raises(NotInThisState):
        stage.do(seats.withdraw_seat, stage.admin, forum["forum_id"], seat["seat_id"])


def test_rosters_of_several_forums_at_once_make_each_person_once(stage: Stage) -> None:
    made = [stage.draft() for _ in range(4)]
    rows = people_named(*(f"Nguoi{n}" for n in range(300)))
    texts = [roster_text(rows if n % 2 else rows[::-1]) for n in range(4)]
    with ThreadPoolExecutor(4) as together:
        reports = list(together.map(lambda n: stage.roster(made[n]["forum_id"], texts[n]), range(4)))
    assert [counts(report) for report in reports] == [(300, 0, 0)] * 4
    assert stage.rows("SELECT count(*) AS people FROM person") == [{"people": 301}]
    told = [event["data"]["email"] for event in stage.told("person_recorded.v1")]
    assert len(told) == len(set(told)) == 301
    assert stage.rows("SELECT count(*) AS seats FROM seat") == [{"seats": 4 * 301}]


def test_the_same_roster_from_two_organizers_at_once_is_imported_once(stage: Stage) -> None:
    forum = stage.draft()
    text = roster_text(people_named(*(f"Nguoi{n}" for n in range(300))))
    with ThreadPoolExecutor(2) as together:
        reports = list(together.map(lambda _: counts(stage.roster(forum["forum_id"], text)), range(2)))
    assert sorted(reports) == [(0, 0, 300), (300, 0, 0)]
    assert sum(len(event["data"]["seats"]) for event in stage.told("seats_granted.v1")) == 301


def test_seats_are_listed_page_by_page(stage: Stage) -> None:
    forum = stage.announced()
    stage.roster(forum["forum_id"], roster_text(people_named(*(f"Nguoi{n:02}" for n in range(25)))))
    stage.do(invitations.invite_seats, stage.admin, forum["forum_id"], {})
    seen, after = [], None
    while True:
        page = stage.do(views.seats, stage.admin, forum["forum_id"], 10, after)
        assert (page["total"], page["invited"]) == (26, 25)
        seen += page["items"]
        after = page["next"]
        if after is None:
            break
    assert [seat["full_name"] for seat in seen] == ["Ban tổ chức", *(f"Nguyễn Thị Nguoi{n:02}" for n in range(25))]


def test_everyone_is_invited_once_and_again_when_asked(stage: Stage) -> None:
    forum = stage.announced()
    stage.roster(forum["forum_id"], roster_text(people_named("An", "Binh", "Chi")))
    ids = {seat["email"]: seat["seat_id"] for seat in listed(stage, forum)}
    invite = lambda **told: stage.do(invitations.invite_seats, stage.admin, forum["forum_id"], told)  # noqa: E731
    assert invite(seat_ids=[ids["an@hoi.example"]]) == {"invited": 1}
    assert invite() == {"invited": 2}
    assert invite() == {"invited": 0}
    again = stage.do(invitations.invite_again, stage.admin, forum["forum_id"], ids["an@hoi.example"])
    assert again["serial"] == 2
    told = stage.told("seats_invited.v1")
    assert [len(event["data"]["invitations"]) for event in told] == [1, 2, 1]


def test_an_invitation_to_a_seat_of_another_forum_is_refused_at_its_place(stage: Stage) -> None:
    forum, other = stage.announced(), stage.announced()
    mine, foreign = listed(stage, forum)[0]["seat_id"], listed(stage, other)[0]["seat_id"]
    with pytest.raises(Invalid) as refused:
        stage.do(invitations.invite_seats, stage.admin, forum["forum_id"], {"seat_ids": [mine, foreign, new_id()]})
    assert [fault.pointer for fault in refused.value.faults] == ["/seat_ids/1", "/seat_ids/2"]
    with pytest.raises(Missing):
        stage.do(invitations.invite_again, stage.admin, forum["forum_id"], foreign)


def test_a_draft_invites_nobody(stage: Stage) -> None:
    forum = stage.draft()
    with pytest.raises(NotInThisState):
        stage.do(invitations.invite_seats, stage.admin, forum["forum_id"], {})


def test_five_thousand_rows_go_in_at_once(stage: Stage) -> None:
    forum = stage.announced()
    text = roster_text(people_named(*(f"Nguoi{n}" for n in range(5000))))
    began = time.monotonic()
    assert counts(stage.roster(forum["forum_id"], text)) == (5000, 0, 0)
    assert time.monotonic() - began < 10  # 0.5 s alone on the machine it was written on
    assert counts(stage.roster(forum["forum_id"], text)) == (0, 0, 5000)


@pytest.mark.slow
def test_forty_thousand_rows_go_in_at_once(stage: Stage) -> None:
    forum = stage.announced()
    text = roster_text(people_named(*(f"Nguoi{n}" for n in range(40_000))))
    assert counts(stage.roster(forum["forum_id"], text)) == (40_000, 0, 0)
    assert counts(stage.roster(forum["forum_id"], text)) == (0, 0, 40_000)
    assert stage.do(invitations.invite_seats, stage.admin, forum["forum_id"], {}) == {"invited": 40_000}
