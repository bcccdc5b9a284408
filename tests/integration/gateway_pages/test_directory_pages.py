"""Bodies, their leaders, who may hold forums; and the letters of a forum."""

from tests.integration.gateway.stage import Stage, refusal
from tests.integration.gateway_pages.course import FORUM, F, person
from tests.integration.gateway_pages.visitor import Visitor, text
from tests.unit.gateway_pages import samples

BODY, PERSON = samples.BODY, samples.PERSON
PAGE = f"/co-quan/{BODY}"
LETTERS = f"{FORUM}/dieu-hanh/thu-tu"
DELIVERY = samples.message()["delivery_id"]


def body_there(stage: Stage) -> None:
    stage.forum.answers[f"GET /bodies/{BODY}"] = (200, samples.body())


def test_bodies_stand_below_one_another(running: Stage, organizer: Visitor) -> None:
    below = {**samples.body("Phòng Nội vụ"), "body_id": PERSON, "parent_id": BODY}
    running.forum.answers["GET /bodies"] = (200, {"items": [below, samples.body()], "next": None})
    shown = text(organizer.get("/co-quan"))
    assert shown.index("Sở Nội vụ") < shown.index("Phòng Nội vụ")
    assert shown.count('<ul class="tree">') == 2


def test_a_body_is_changed_unless_somebody_else_was_faster(running: Stage, organizer: Visitor) -> None:
    body_there(running)
    stale = (412, refusal("stale", "stale", "Nội dung đã được người khác sửa.", facts={"version": 5}))
    running.forum.answers[f"PUT /bodies/{BODY}"] = stale
    page = organizer.get(f"{PAGE}/sua")
    assert 'value="30/06/2027"' in text(page)
    running.forum.answers[f"GET /bodies/{BODY}"] = (200, {**samples.body("Tên của người khác"), "version": 5})
    typed = {"name": "Tên của tôi", "code": "so", "kind": "department", "valid_from": "01/07/2025", "valid_to": ""}
    again = organizer.fill_in(page, f"{PAGE}/sua", **typed)
    assert again.status == 412
    assert "Tên của người khác" in text(again)
    running.forum.answers[f"PUT /bodies/{BODY}"] = (200, samples.body())
    assert organizer.fill_in(again, f"{PAGE}/sua", **typed).headers["Location"] == PAGE
    asked = [each for each in running.forum.asked_for(f"/bodies/{BODY}") if each.method == "PUT"]
    assert [each.headers["If-Match"] for each in asked] == ["4", "5"]
    assert asked[1].json == {
        "name": "Tên của tôi",
        "code": "so",
        "kind": "department",
        "valid_from": "2025-07-01",
    }


def test_dismissing_a_leader_is_asked_once_more(running: Stage, organizer: Visitor) -> None:
    body_there(running)
    running.forum.answers[f"DELETE /bodies/{BODY}/leaders/{PERSON}"] = (200, {})
    address = f"{PAGE}/lanh-dao/{PERSON}/thoi"
    sure = organizer.get(address)
    assert "Nguyễn Thị Ánh thôi phụ trách đơn vị?" in text(sure)
    assert organizer.fill_in(sure, address).headers["Location"] == PAGE


def test_organizers_of_the_installation_make_others(running: Stage, organizer: Visitor) -> None:
    running.forum.answers["POST /organizers"] = (200, {})
    typed = {"full_name": "Lê Thị Bé", "email": "be@hoi.vn"}
    assert organizer.fill_in(organizer.get("/ban-to-chuc"), "/ban-to-chuc", **typed).status == 303
    assert running.forum.asked_for("/organizers")[0].json == typed
    running.forum.answers["GET /me"] = (200, person("organizer"))
    assert organizer.get("/ban-to-chuc").status == 403


def test_letters_are_filtered_by_state_and_sent_again(running: Stage, organizer: Visitor) -> None:
    running.notify.answers[f"POST /forums/{F}/deliveries/retry"] = (200, {"retried": 1})
    running.notify.answers[f"POST /forums/{F}/deliveries/{DELIVERY}/retry"] = (200, {})
    page = organizer.get(f"{LETTERS}?trang-thai=given-up")
    assert "state=given-up" in [each.query for each in running.notify.asked_for(f"/forums/{F}/messages")]
    assert f'<a href="{LETTERS}?trang-thai=given-up" aria-current="true">Không gửi được (1)</a>' in text(page)
    assert organizer.fill_in(page, f"{LETTERS}/gui-lai").headers["Location"] == LETTERS
    assert organizer.fill_in(page, f"{LETTERS}/{DELIVERY}/gui-lai").headers["Location"] == LETTERS


def test_a_short_invitation_is_there_to_be_copied(running: Stage, organizer: Visitor) -> None:
    shown = text(organizer.get(LETTERS))
    assert "Kính mời anh chị tham gia: Tọa đàm nâng cao chất lượng cán bộ Hội" in shown
    assert f"http://127.0.0.1:8080/f/{samples.forum()['short_code']}" in shown


def test_the_invitation_is_seen_as_it_is_written_for_a_person(running: Stage, organizer: Visitor) -> None:
    letter = {"subject": "Thư mời tham dự", "text": "Kính gửi chị <b>Ánh</b>"}
    running.notify.answers[f"GET /forums/{F}/invitation"] = (200, letter)
    shown = text(organizer.get(f"{LETTERS}/xem-thu-moi"))
    assert "Kính gửi chị &lt;b&gt;Ánh&lt;/b&gt;" in shown
