"""Paper ballots at the desk: handed out, printed, entered by one organizer and confirmed by another."""

from typing import Any
from uuid import UUID

import pytest

from tests.integration.gateway.stage import Stage, refusal
from tests.integration.gateway_pages.course import FORUM, F, R, person
from tests.integration.gateway_pages.visitor import Visitor, text
from tests.unit.gateway_pages import rolls, samples
from tests.unit.gateway_pages.sheets import sheet

DESK = f"{FORUM}/dieu-hanh"
ROLL, SHEETS = (f"{DESK}/bieu-quyet/{R}/{page}" for page in ("cu-tri", "phieu-giay"))
API = f"/forums/{F}/rounds/{R}"
A, B = samples.OPTIONS[:2]


def put(stage: Stage, state: str, *sheets: Any, round_: Any = None, **told: Any) -> None:
    """A round in a state with three sheets handed out, and those that were entered."""
    of = {**(round_ or samples.round_(state)), "round_id": R, "on_paper": 3, **told}
    on_paper = [rolls.elector(each, full_name=name, on_paper=True) for each, name in NAMES.items()]
    stage.proposals.answers[f"GET /forums/{F}/board"] = (200, {**samples.board(), "rounds": [of]})
    stage.proposals.answers[f"GET {API}/roll"] = (200, rolls.roll(*on_paper))
    stage.proposals.answers[f"GET {API}/admissions"] = (200, {"items": [], "next": None})
    stage.proposals.answers[f"GET {API}/sheets"] = (200, {"items": list(sheets), "next": None})
    stage.parts.copies.forget_all()


NAMES = {samples.PERSON: "Nguyễn Thị Ánh", rolls.OTHER: "Lê Thị Bé", rolls.THIRD: "Trần Văn Cường"}


def test_a_sheet_is_handed_out_and_taken_back_from_the_list_as_it_was_looked_for(
    running: Stage, organizer: Visitor
) -> None:
    put(running, "open")
    free, on_paper = str(UUID(int=44)), rolls.THIRD
    running.proposals.answers[f"GET {API}/roll"] = (200, rolls.roll())
    paths = {who: f"{API}/roll/{who}/paper" for who in (free, on_paper)}
    running.proposals.answers |= {f"PUT {paths[free]}": (200, {}), f"DELETE {paths[on_paper]}": (200, {})}
    page = organizer.get(f"{ROLL}?q=an")
    assert "Đã nhận phiếu giấy" in text(page)
    for action in (f"{ROLL}/{free}/phieu-giay?q=an", f"{ROLL}/{on_paper}/phieu-giay/thu-lai?q=an"):
        assert organizer.fill_in(page, action).headers["Location"] == f"{ROLL}?q=an#list"
    assert running.proposals.asked_for(paths[free], "PUT")[0].json == {"to_holder": False}
    assert running.proposals.asked_for(paths[on_paper], "DELETE")


@pytest.mark.parametrize(("came", "to_holder"), [("elector", False), ("holder", True)])
def test_where_there_is_a_proxy_it_is_asked_who_came(
    running: Stage, organizer: Visitor, came: str, to_holder: bool
) -> None:
    put(running, "open")
    running.proposals.answers[f"GET {API}/roll"] = (200, rolls.roll())
    there = f"{ROLL}/{samples.PERSON}/phieu-giay?ten=Nguy%E1%BB%85n%20Th%E1%BB%8B%20%C3%81nh"
    assert there in text(organizer.get(ROLL))
    page = organizer.get(there)
    assert "Ai đến nhận phiếu?" in text(page)
    nobody = organizer.fill_in(page, there)
    assert (nobody.status, "Hãy chọn ai đến nhận phiếu." in text(nobody)) == (422, True)
    path = f"{API}/roll/{samples.PERSON}/paper"
    running.proposals.answers[f"PUT {path}"] = (200, {})
    assert organizer.fill_in(nobody, there, came=came).status == 303
    [asked] = running.proposals.asked_for(path, "PUT")
    assert asked.json == {"to_holder": to_holder}


def test_only_organizers_see_the_sheets(running: Stage, delegate: Visitor) -> None:
    put(running, "sealed", sheet(1))
    running.forum.answers["GET /me"] = (200, person("delegate"))
    for page in ("", "/nhap", "/doi-chieu", "/1", "/in"):
        assert delegate.get(SHEETS + page).status == 403


@pytest.mark.parametrize(
    ("state", "sheets", "button"),
    [
        ("prepared", [], "In phiếu giấy"),
        ("open", [], "Phát phiếu giấy"),
        ("closed", [sheet(1)], "Nhập phiếu giấy"),
        ("sealed", [sheet(1), sheet(2), sheet(3, True)], "Đối chiếu 2 phiếu"),
        ("sealed", [sheet(1, True), sheet(2, True), sheet(3, True)], "Xác nhận kết quả"),
    ],
)
def test_the_next_step_is_the_biggest_button(
    running: Stage, organizer: Visitor, state: str, sheets: list[Any], button: str
) -> None:
    put(running, state, *sheets)
    page = text(organizer.get(SHEETS))
    big = page.partition("button--big")[2].partition(">")[2].partition("<")[0]
    assert (page.count("button--big"), big.strip()) == (1, button)


def test_who_entered_every_sheet_is_told_to_wait_for_another(running: Stage, organizer: Visitor) -> None:
    mine = [sheet(number, entered_by=str(organizer.person_id)) for number in (1, 2, 3)]
    put(running, "sealed", *mine)
    page = text(organizer.get(SHEETS))
    assert "3 phiếu do bạn nhập: một người khác trong ban tổ chức phải đối chiếu." in page
    one = text(organizer.get(f"{SHEETS}/1"))
    assert ("Đúng như trên giấy" in one, "Sai, bỏ để nhập lại" in one) == (False, True)
    assert organizer.get(f"{SHEETS}/doi-chieu").headers["Location"] == SHEETS


def test_sheets_are_entered_one_after_the_other(running: Stage, organizer: Visitor) -> None:
    taken = {"person_id": rolls.OTHER, "full_name": NAMES[rolls.OTHER]}
    put(running, "closed", sheet(17, elector=taken, entered_by=str(organizer.person_id)))
    page = organizer.get(f"{SHEETS}/nhap")
    assert organizer.filled_in(page)["sheet-number"] == "18"
    assert ("Trần Văn Cường" in text(page), "Lê Thị Bé" in text(page)) == (True, False)
    [asked] = [each.query for each in running.proposals.asked_for(f"{API}/roll")]
    assert asked == "who=on-paper"
    running.proposals.answers[f"POST {API}/sheets"] = (201, sheet(18))
    typed = {"sheet-number": "18", "elector_id": rolls.THIRD, f"choice-{samples.SOLUTION}": "no", "reading": "marked"}
    assert organizer.fill_in(page, f"{SHEETS}/nhap", **typed).headers["Location"] == f"{SHEETS}/nhap"
    [sent] = running.proposals.asked_for(f"{API}/sheets", "POST")
    assert sent.json == {"number": 18, "elector_id": rolls.THIRD, "choices": {samples.SOLUTION: "no"}}
    assert "Đã lưu phiếu." in text(organizer.get(f"{SHEETS}/nhap"))


def test_a_spoilt_sheet_is_one_by_a_word_and_not_beside_choices(running: Stage, organizer: Visitor) -> None:
    put(running, "closed")
    page, whose = organizer.get(f"{SHEETS}/nhap"), {"sheet-number": "3", "elector_id": rolls.OTHER}
    both = organizer.fill_in(page, f"{SHEETS}/nhap", **whose, reading="spoilt", **{f"choice-{samples.SOLUTION}": "no"})
    assert (both.status, "Nếu đúng thế, hãy lưu lần nữa." in text(both)) == (422, True)
    assert organizer.filled_in(both) == {**whose, "reading": "spoilt"}, "the mark of a radio cannot be taken away"
    running.proposals.answers[f"POST {API}/sheets"] = (201, sheet(3))
    organizer.fill_in(both, f"{SHEETS}/nhap", **organizer.filled_in(both))
    assert running.proposals.asked_for(f"{API}/sheets", "POST")[0].json["choices"] is None


def test_nothing_typed_is_lost_when_a_sheet_is_refused(running: Stage, organizer: Visitor) -> None:
    put(running, "closed")
    page = organizer.get(f"{SHEETS}/nhap")
    typed = {"sheet-number": "5", "elector_id": rolls.OTHER, f"choice-{samples.SOLUTION}": "abstain"}
    incomplete = organizer.fill_in(page, f"{SHEETS}/nhap", **{**typed, "elector_id": ""}, reading="marked")
    assert (incomplete.status, "Hãy chọn tên ghi trên phiếu." in text(incomplete)) == (422, True)
    running.proposals.answers[f"POST {API}/sheets"] = (409, refusal("sheet-number-taken", "conflict"))
    taken = organizer.fill_in(page, f"{SHEETS}/nhap", **typed, reading="marked")
    assert (taken.status, 'href="#sheet-number"' in text(taken)) == (409, True)
    assert organizer.filled_in(taken) == {**typed, "reading": "marked"}


def test_a_secret_sheet_has_no_name_and_a_weight_where_these_differ(running: Stage, organizer: Visitor) -> None:
    secret = samples.round_by("approval", "closed", named=False)
    put(running, "closed", round_=secret)
    on_paper = [rolls.elector(each, weight=weight) for each, weight in zip(NAMES, ("1.5", "1", "1"), strict=True)]
    running.proposals.answers[f"GET {API}/roll"] = (200, rolls.roll(*on_paper))
    page = organizer.get(f"{SHEETS}/nhap")
    assert "Nguyễn Thị Ánh (" not in text(page)
    marked = {"sheet-number": "1", f"choice-{A}": "yes", "reading": "marked"}
    no_weight = organizer.fill_in(page, f"{SHEETS}/nhap", **marked)
    assert (no_weight.status, "Hãy chọn hệ số ghi trên phiếu." in text(no_weight)) == (422, True)
    running.proposals.answers[f"POST {API}/sheets"] = (201, sheet(1))
    organizer.fill_in(page, f"{SHEETS}/nhap", **marked, weight="1.5")
    [sent] = running.proposals.asked_for(f"{API}/sheets", "POST")
    assert sent.json == {"number": 1, "weight": "1.5", "choices": {A: True}}


def test_a_blank_sheet_is_not_one_by_forgetting(running: Stage, organizer: Visitor) -> None:
    put(running, "closed", round_=samples.round_by("approval", "closed"))
    page, whose = organizer.get(f"{SHEETS}/nhap"), {"sheet-number": "3", "elector_id": rolls.OTHER}
    forgotten = organizer.fill_in(page, f"{SHEETS}/nhap", **whose, reading="marked")
    assert (forgotten.status, "Chưa ghi lựa chọn nào." in text(forgotten)) == (422, True)
    running.proposals.answers[f"POST {API}/sheets"] = (201, sheet(3))
    organizer.fill_in(page, f"{SHEETS}/nhap", **whose, reading="blank")
    assert running.proposals.asked_for(f"{API}/sheets", "POST")[0].json["choices"] == {}


def test_sheets_are_confirmed_one_after_the_other_in_words(running: Stage, organizer: Visitor) -> None:
    put(running, "sealed", sheet(4), sheet(9), sheet(5, choices=None))
    page = organizer.get(f"{SHEETS}/doi-chieu")
    assert ("Phiếu số 4" in text(page), "Không đồng ý" in text(page)) == (True, True)
    running.proposals.answers |= {f"POST {API}/sheets/4/confirm": (200, {}), f"DELETE {API}/sheets/5": (200, {})}
    after = organizer.fill_in(page, f"{SHEETS}/4/dung").headers["Location"]
    [asked] = running.proposals.asked_for(f"{API}/sheets/4/confirm", "POST")
    assert asked.json == {"entered_at": sheet(4)["entered_at"]}
    following = organizer.get(after)
    assert ("Phiếu số 5" in text(following), "Phiếu hỏng" in text(following)) == (True, True)
    after = organizer.fill_in(following, f"{SHEETS}/5/bo").headers["Location"]
    assert "Phiếu số 9" in text(organizer.get(after))
    assert "Phiếu số 4" in text(organizer.get(f"{SHEETS}/doi-chieu?sau=9")), "those put off come again"


@pytest.mark.parametrize("slug", ["sheets-unconfirmed", "more-sheets-than-handed-out"])
def test_who_cannot_certify_for_the_sheets_is_taken_to_them(running: Stage, organizer: Visitor, slug: str) -> None:
    put(running, "sealed", sheet(1))
    said = "Còn phiếu giấy chưa đối chiếu."
    running.proposals.answers[f"POST {API}/certify"] = (409, {**refusal(slug, "conflict"), "sentence": said})
    page = organizer.get(f"{DESK}/dieu-khien")
    assert SHEETS in text(page)
    sent_on = organizer.fill_in(page, f"{DESK}/bieu-quyet/{R}/xac-nhan?tu=dieu-khien")
    assert sent_on.headers["Location"] == SHEETS
    assert said in text(organizer.get(SHEETS))


def test_ballot_papers_are_printed_with_running_numbers(running: Stage, organizer: Visitor) -> None:
    put(running, "prepared")
    page = text(organizer.get(f"{SHEETS}/in?so-to=3&tu=21"))
    assert page.count('<article class="sheet">') == 3
    assert [number for number in (20, 21, 23, 24) if f"<strong>Phiếu số {number}</strong>" in page] == [21, 23]
    assert "Họ và tên:" in page
    wrong = organizer.get(f"{SHEETS}/in?so-to=1000000&tu=0")
    assert (wrong.status, '<article class="sheet">' in text(wrong)) == (422, False)


def test_a_secret_ballot_paper_has_no_place_for_a_name(running: Stage, organizer: Visitor) -> None:
    put(running, "prepared", named=False)
    page = text(organizer.get(f"{SHEETS}/in?he-so=1,5"))
    assert ("Họ và tên:" in page, "Phiếu có hệ số 1,5" in page) == (False, True)


def test_everybody_is_told_how_many_were_handed_a_sheet(running: Stage, visitor: Visitor) -> None:
    put(running, "open")
    page = text(visitor.get(FORUM))
    assert ("Phiếu điện tử" in page, "Người nhận phiếu giấy" in page) == (True, True)


@pytest.mark.parametrize("digits", [12, 5000])
def test_a_number_that_nothing_can_have_is_no_address_and_stays_in_its_field(
    running: Stage, organizer: Visitor, visitor: Visitor, digits: int
) -> None:
    number = "9" * digits
    put(running, "closed")
    page = organizer.get(f"{SHEETS}/nhap")
    running.proposals.answers[f"POST {API}/sheets"] = (422, refusal("invalid", "invalid"))
    typed = {"sheet-number": number, "elector_id": rolls.OTHER, f"choice-{samples.SOLUTION}": "no"}
    entered = organizer.fill_in(page, f"{SHEETS}/nhap", **typed)
    assert (entered.status, number in text(entered)) == (422, True)
    assert organizer.get(f"{SHEETS}/doi-chieu?sau={number}").status == 303
    assert visitor.get(f"{SHEETS}/{number}").status == 404
    assert visitor.post(f"/api/v1{API}/sheets/{number}/confirm", {}).status == 404


def test_of_whom_nothing_is_known_no_sheet_is_handed_out_that_would_end_a_proxy(
    running: Stage, organizer: Visitor
) -> None:
    put(running, "open")
    running.proposals.answers[f"GET {API}/roll"] = (200, {"items": [], "next": None, "found": 0})
    assert organizer.get(f"{ROLL}/{samples.PERSON}/phieu-giay").headers["Location"].startswith(ROLL)


def test_a_sheet_that_was_entered_anew_is_the_one_that_is_compared_next(running: Stage, organizer: Visitor) -> None:
    put(running, "sealed", sheet(4), sheet(9))
    page = organizer.get(f"{SHEETS}/4")
    running.proposals.answers[f"POST {API}/sheets/4/confirm"] = (409, refusal("sheet-replaced", "conflict"))
    assert organizer.fill_in(page, f"{SHEETS}/4/dung").headers["Location"].startswith(f"{SHEETS}/4")


def test_while_the_sheets_are_away_nothing_is_said_of_how_many_there_are(running: Stage, organizer: Visitor) -> None:
    put(running, "sealed", sheet(4))
    running.proposals.answers[f"GET {API}/sheets"] = (503, refusal("unavailable", "unavailable"))
    page = text(organizer.get(SHEETS))
    assert "Chưa xem được các phiếu giấy." in page
    assert "Đã nhập" not in page
    assert organizer.get(f"{SHEETS}/4").headers["Location"].startswith(SHEETS)
