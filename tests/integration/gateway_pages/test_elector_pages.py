"""The roll at the desk: who may vote and who has, proxies that are struck, late electors by two organizers."""

from typing import Any

from tests.integration.gateway.stage import Stage, refusal
from tests.integration.gateway_pages.course import FORUM, F, R, person
from tests.integration.gateway_pages.visitor import Visitor, text
from tests.unit.gateway_pages import rolls, samples

DESK = f"{FORUM}/dieu-hanh"
ROLL = f"{DESK}/bieu-quyet/{R}/cu-tri"
API = f"/forums/{F}/rounds/{R}"
REASON = "Đến muộn vì đường ngập"


def put(stage: Stage, state: str, *admissions: Any, **told: Any) -> None:
    """A round in a state, its roll, and who came late."""
    round_ = {**samples.round_(state), "round_id": R, **told}
    stage.proposals.answers[f"GET /forums/{F}/board"] = (200, {**samples.board(), "rounds": [round_]})
    stage.proposals.answers[f"GET {API}/roll"] = (200, rolls.roll())
    stage.proposals.answers[f"GET {API}/admissions"] = (200, {"items": list(admissions), "next": None})
    stage.proposals.answers[f"GET {API}/admissions/candidates"] = (200, {"items": [rolls.person()], "next": None})
    stage.parts.copies.forget_all()


def test_it_says_who_has_voted_for_whom_and_with_which_weight(running: Stage, organizer: Visitor) -> None:
    put(running, "open")
    page = text(organizer.get(ROLL))
    for said in ("1,5", "Lê Thị Bé bỏ phiếu thay", "Bỏ phiếu thay 1 người", "Đã bỏ phiếu", "Phiếu giấy", "Chưa"):
        assert said in page
    assert "/bac" not in page, "proxies are struck before the opening"
    assert ROLL in text(organizer.get(f"{DESK}/bieu-quyet"))


def test_it_is_searched_and_followed_page_by_page(running: Stage, organizer: Visitor) -> None:
    put(running, "open")
    running.proposals.answers[f"GET {API}/roll"] = (200, {**rolls.roll(), "next": rolls.OTHER})
    page = text(organizer.get(f"{ROLL}?q=anh&loc=not-voted"))
    assert f"?q=anh&amp;loc=not-voted&amp;sau={rolls.OTHER}#list" in page
    organizer.get(f"{ROLL}?q=anh&loc=not-voted&sau={rolls.OTHER}")
    asked = running.proposals.asked_for(f"{API}/roll")[-1].query
    assert sorted(asked.split("&")) == [f"after={rolls.OTHER}", "q=anh", "who=not-voted"]


def test_a_delegate_does_not_see_it(running: Stage, delegate: Visitor) -> None:
    put(running, "open")
    running.forum.answers["GET /me"] = (200, person("delegate"))
    for path in (ROLL, f"{ROLL}/them", f"{ROLL}/{samples.PERSON}/bac"):
        assert delegate.get(path).status == 403


def test_a_late_elector_is_proposed_with_a_reason(running: Stage, organizer: Visitor) -> None:
    put(running, "open")
    page = organizer.get(f"{ROLL}/them")
    nobody = organizer.fill_in(page, f"{ROLL}/them", reason=REASON)
    assert (nobody.status, "Hãy chọn một người." in text(nobody), REASON in text(nobody)) == (422, True, True)
    running.proposals.answers[f"POST {API}/admissions"] = (200, rolls.admission())
    sent_on = organizer.fill_in(page, f"{ROLL}/them", person_id=rolls.OTHER, reason=REASON)
    assert sent_on.headers["Location"] == ROLL
    [asked] = running.proposals.asked_for(f"{API}/admissions", "POST")
    assert asked.json == {"person_id": rolls.OTHER, "replaces": None, "reason": REASON}


def test_an_elector_who_has_not_voted_is_replaced(running: Stage, organizer: Visitor) -> None:
    put(running, "open")
    there = f"{ROLL}/them?ten=Nguy%E1%BB%85n%20Th%E1%BB%8B%20%C3%81nh&thay={samples.PERSON}"
    assert there.replace("&", "&amp;") in text(organizer.get(ROLL))
    page = organizer.get(there)
    assert "Thay Nguyễn Thị Ánh" in text(page)
    fault = [{"pointer": "/reason", "code": "required", "params": {}}]
    running.proposals.answers[f"POST {API}/admissions"] = (422, refusal("invalid", "invalid", faults=fault))
    again = organizer.fill_in(page, there, person_id=rolls.OTHER, reason="")
    assert (again.status, "Thay Nguyễn Thị Ánh" in text(again)) == (422, True)
    running.proposals.answers[f"POST {API}/admissions"] = (200, rolls.admission())
    organizer.fill_in(again, there, person_id=rolls.OTHER, reason="Ốm")
    assert running.proposals.asked_for(f"{API}/admissions", "POST")[-1].json["replaces"] == samples.PERSON


def test_another_organizer_confirms_or_drops_it(running: Stage, organizer: Visitor) -> None:
    put(running, "open", rolls.admission())
    one = f"{API}/admissions/{rolls.ADMISSION}"
    running.proposals.answers |= {f"POST {one}/confirm": (200, {}), f"DELETE {one}": (200, {})}
    page, there = organizer.get(ROLL), f"{ROLL}/de-nghi/{rolls.ADMISSION}"
    assert REASON in text(page)
    for word in ("xac-nhan", "bo"):
        assert organizer.fill_in(page, f"{there}/{word}").headers["Location"] == f"{ROLL}#muon"
    assert [asked.method for asked in running.proposals.asked if asked.path.startswith(one)] == ["POST", "DELETE"]


def test_who_proposed_it_is_told_to_wait_for_another(running: Stage, organizer: Visitor) -> None:
    put(running, "open", rolls.admission(proposed_by=str(organizer.person_id)))
    page = text(organizer.get(ROLL))
    assert "Một người khác trong ban tổ chức phải xác nhận." in page
    assert "/xac-nhan" not in page


def test_everybody_may_know_how_many_came_late_and_why(running: Stage, organizer: Visitor, delegate: Visitor) -> None:
    put(running, "open", admissions=rolls.late())
    for page in (organizer.get(f"{DESK}/bieu-quyet"), delegate.get(FORUM)):
        assert "2 cử tri được thêm sau khi mở" in text(page)
        assert REASON in text(page)


def test_before_the_opening_a_proxy_is_struck_with_a_reason(running: Stage, organizer: Visitor) -> None:
    put(running, "prepared")
    roll = text(organizer.get(ROLL))
    assert "Chưa chốt" in roll
    there = f"{ROLL}/{samples.PERSON}/bac?ten=Nguy%E1%BB%85n%20Th%E1%BB%8B%20%C3%81nh"
    assert there in roll
    page = organizer.get(there)
    assert "Bác ủy quyền của Nguyễn Thị Ánh" in text(page)
    assert "Lê Thị Bé được ủy quyền bỏ phiếu thay." in text(page)
    path = f"{API}/proxies/{samples.PERSON}/strike"
    running.proposals.answers[f"POST {path}"] = (200, {})
    sent_on = organizer.fill_in(page, there, reason="Giấy không có chữ ký")
    assert sent_on.headers["Location"] == ROLL
    assert running.proposals.asked_for(path)[0].json == {"reason": "Giấy không có chữ ký"}


def test_the_roll_can_be_looked_at_while_its_service_is_away(running: Stage, organizer: Visitor) -> None:
    put(running, "open")
    organizer.get(ROLL)
    running.proposals.answers[f"GET {API}/roll"] = (503, refusal("unavailable", "unavailable"))
    page = organizer.get(ROLL)
    assert (page.status, "Chưa xem được danh sách cử tri." in text(page)) == (200, True)
