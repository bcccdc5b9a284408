"""Rounds and the hall's screen at the desk: opened, extended, closed; nothing that cannot be undone by one press."""

import re
from datetime import datetime, timedelta

import pytest

from services.kit.clock import now
from tests.integration.gateway.stage import Stage, refusal
from tests.integration.gateway_pages.course import FORUM, F, R
from tests.integration.gateway_pages.visitor import Visitor, text
from tests.unit.gateway_pages import samples

DESK = f"{FORUM}/dieu-hanh"
CONTROL = f"{DESK}/dieu-khien"
PREPARED = samples.ROUNDS["prepared"]
PASSED = [{"pointer": "/closes_at", "code": "too-early", "params": {}}]


def at(stage: Stage, state: str, **told: object) -> None:
    """One round in a state."""
    board = {**samples.board(), "rounds": [{**samples.round_(state), **told}]}
    stage.proposals.answers[f"GET /forums/{F}/board"] = (200, board)
    stage.parts.copies.forget_all()


def prepared(stage: Stage) -> None:
    at(stage, "prepared")


def test_a_round_opens_for_some_minutes_until_a_full_minute(running: Stage, organizer: Visitor) -> None:
    prepared(running)
    path = f"/forums/{F}/rounds/{PREPARED}/open"
    running.proposals.answers[f"POST {path}"] = (200, samples.round_())
    action = f"{DESK}/bieu-quyet/{PREPARED}/mo?tu=dieu-khien"
    sent_on = organizer.fill_in(organizer.get(CONTROL), action, minutes="15")
    assert sent_on.headers["Location"] == CONTROL
    closes_at = datetime.fromisoformat(running.proposals.asked_for(path)[0].json["closes_at"])
    assert timedelta(minutes=14) < closes_at - now() <= timedelta(minutes=16)
    assert (closes_at.second, closes_at.microsecond) == (0, 0)


def test_more_minutes_are_added_to_the_closing_that_was_shown(running: Stage, organizer: Visitor) -> None:
    path = f"/forums/{F}/rounds/{R}/extend"
    running.proposals.answers[f"POST {path}"] = (200, samples.round_())
    page, action = organizer.get(CONTROL), f"{DESK}/bieu-quyet/{R}/keo-dai?tu=dieu-khien"
    for _ in range(2):  # pressed twice it is the same command
        organizer.fill_in(page, action, minutes="10")
    asked = running.proposals.asked_for(path)
    assert {each.json["closes_at"] for each in asked} == {"2027-05-29T03:10:00+00:00"}
    assert len({each.headers["Idempotency-Key"] for each in asked}) == 1


def test_a_closing_time_is_typed_in_the_forums_zone(running: Stage, organizer: Visitor) -> None:
    running.forum.answers[f"GET /forums/{F}"] = (200, {**samples.forum(), "time_zone": "Europe/London"})
    path = f"/forums/{F}/rounds/{R}/extend"
    running.proposals.answers[f"POST {path}"] = (200, samples.round_())
    action, typed = f"{DESK}/bieu-quyet/{R}/keo-dai?tu=bieu-quyet", {f"closes_at-{R}": "29/05/2027 12:30"}
    assert organizer.fill_in(organizer.get(f"{DESK}/bieu-quyet"), action, **typed).status == 303
    assert running.proposals.asked_for(path)[0].json == {"closes_at": "2027-05-29T11:30:00Z"}


def test_a_wrong_closing_time_stays_on_the_page_it_was_typed_on(running: Stage, organizer: Visitor) -> None:
    refused = (422, refusal("invalid", "invalid", faults=PASSED))
    running.proposals.answers[f"POST /forums/{F}/rounds/{R}/extend"] = refused
    action, typed = f"{DESK}/bieu-quyet/{R}/keo-dai?tu=dieu-khien", {f"closes_at-{R}": "29/05/2027 07:00"}
    again = organizer.fill_in(organizer.get(CONTROL), action, **typed)
    assert (again.status, "<h1>Điều khiển hội trường</h1>" in text(again)) == (422, True)
    assert f'href="#closes_at-{R}"' in text(again)
    assert "29/05/2027 07:00" in text(again)


def test_closing_a_round_is_asked_once_more(running: Stage, organizer: Visitor) -> None:
    path = f"/forums/{F}/rounds/{R}/close"
    running.proposals.answers[f"POST {path}"] = (200, samples.round_("closed"))
    address = f"{DESK}/bieu-quyet/{R}/dong?tu=dieu-khien"
    assert address in text(organizer.get(CONTROL))
    sure = organizer.get(address)
    assert "Đóng biểu quyết “Vòng một” ngay bây giờ?" in text(sure)
    assert not running.proposals.asked_for(path)
    assert organizer.fill_in(sure, address).headers["Location"] == CONTROL


def test_on_a_live_page_no_form_with_fields_can_be_left_in_anothers_place(running: Stage, organizer: Visitor) -> None:
    """Morphing matches forms without an id by their place alone, and leaves those with fields as they are."""
    for page in (CONTROL, f"{DESK}/bieu-quyet"):
        live = text(organizer.get(page)).partition('id="live"')[2].partition('id="screen"')[0]
        forms = re.findall(r"<form[^>]*hx-morph-skip[^>]*>", live)
        assert forms
        assert [form for form in forms if ' id="form-' not in form] == []


@pytest.mark.parametrize(("state", "turn", "command", "notice"), [
    ("open", "tam-dung", "pause", "Đã tạm dừng biểu quyết."),
    ("paused", "tiep-tuc", "resume", "Biểu quyết đang tiếp tục."),
    ("sealed", "xac-nhan", "certify", "Đang kiểm phiếu."),
])  # fmt: skip
def test_one_press_pauses_goes_on_and_certifies(
    state: str, turn: str, command: str, notice: str, running: Stage, organizer: Visitor
) -> None:
    at(running, state)
    path = f"/forums/{F}/rounds/{samples.ROUNDS[state]}/{command}"
    running.proposals.answers[f"POST {path}"] = (200, samples.round_(state))
    action = f"{DESK}/bieu-quyet/{samples.ROUNDS[state]}/{turn}?tu=dieu-khien"
    assert organizer.fill_in(organizer.get(CONTROL), action).headers["Location"] == CONTROL
    assert running.proposals.asked_for(path)[0].json == {}
    assert notice in text(organizer.get(CONTROL))


@pytest.mark.parametrize("state", ["closed", "sealed"])
def test_opening_a_round_again_is_asked_once_more_and_for_how_long(
    state: str, running: Stage, organizer: Visitor
) -> None:
    at(running, state, reopening=True)
    path = f"/forums/{F}/rounds/{samples.ROUNDS[state]}/reopen"
    running.proposals.answers[f"POST {path}"] = (200, samples.round_())
    address = f"{DESK}/bieu-quyet/{samples.ROUNDS[state]}/mo-lai?tu=dieu-khien"
    assert address in text(organizer.get(CONTROL))
    sure = organizer.get(address)
    assert "Mở lại “Vòng một”?" in text(sure)
    assert organizer.fill_in(sure, address, minutes="30").headers["Location"] == CONTROL
    closes_at = datetime.fromisoformat(running.proposals.asked_for(path)[0].json["closes_at"])
    assert timedelta(minutes=29) < closes_at - now() <= timedelta(minutes=31)


def test_a_round_that_may_not_be_opened_again_has_no_button_for_it(running: Stage, organizer: Visitor) -> None:
    at(running, "sealed")
    address = f"{DESK}/bieu-quyet/{samples.ROUNDS['sealed']}/mo-lai"
    assert address not in text(organizer.get(CONTROL))
    assert organizer.get(address).status == 404


@pytest.mark.parametrize(
    ("reopening", "said"), [(False, "Đã đóng thì không mở lại được."), (True, "trừ khi bạn mở lại")]
)
def test_what_follows_from_closing_depends_on_the_rule(
    reopening: bool, said: str, running: Stage, organizer: Visitor
) -> None:
    at(running, "open", reopening=reopening)
    assert said in text(organizer.get(f"{DESK}/bieu-quyet/{R}/dong"))


def test_a_refusal_to_open_a_secret_round_is_said_on_the_desk(running: Stage, organizer: Visitor) -> None:
    prepared(running)
    said = refusal("too-few-to-hide-among", "conflict", "Không mở bỏ phiếu kín được: có quá ít cử tri.")
    running.proposals.answers[f"POST /forums/{F}/rounds/{PREPARED}/open"] = (409, said)
    action = f"{DESK}/bieu-quyet/{PREPARED}/mo?tu=dieu-khien"
    again = organizer.fill_in(organizer.get(CONTROL), action, minutes="15")
    assert (again.status, "Không mở bỏ phiếu kín được" in text(again)) == (409, True)


def test_how_many_are_present_is_said_where_the_rule_asks_for_it(running: Stage, organizer: Visitor) -> None:
    at(running, "sealed")
    assert "Số người có mặt" not in text(organizer.get(CONTROL))
    at(running, "sealed", rule={**samples.RULE, "presence_quorum": "1/2"})
    path, round_id = f"/forums/{F}/rounds/{samples.ROUNDS['sealed']}/presence", samples.ROUNDS["sealed"]
    running.proposals.answers[f"PUT {path}"] = (200, samples.round_("sealed"))
    page, action = organizer.get(CONTROL), f"{DESK}/bieu-quyet/{round_id}/co-mat?tu=dieu-khien"
    assert "Chưa ghi thì chưa xác nhận được kết quả." in text(page)
    typed = {f"people-{round_id}": "45", f"votes-{round_id}": "45,5"}
    assert organizer.fill_in(page, action, **typed).headers["Location"] == CONTROL
    organizer.fill_in(page, action, **{f"people-{round_id}": "45"})
    assert [asked.json for asked in running.proposals.asked_for(path)] == [
        {"people": 45, "votes": "45.5"},
        {"people": 45},
    ]


def test_a_number_of_people_that_is_none_stays_on_the_page(running: Stage, organizer: Visitor) -> None:
    at(running, "open", rule={**samples.RULE, "base": "present"}, present={"people": 1200, "votes": "1200"})
    faults = [{"pointer": "/people", "code": "not-a-number", "params": {}}]
    running.proposals.answers[f"PUT /forums/{F}/rounds/{R}/presence"] = (422, refusal("x", "invalid", faults=faults))
    page = organizer.get(CONTROL)
    assert "Đã ghi: 1.200 người." in text(page)
    again = organizer.fill_in(page, f"{DESK}/bieu-quyet/{R}/co-mat?tu=dieu-khien", **{f"people-{R}": "nhiều"})
    assert (again.status, f'href="#people-{R}"' in text(again)) == (422, True)
    assert 'value="nhiều"' in text(again)
    endless = organizer.fill_in(page, f"{DESK}/bieu-quyet/{R}/co-mat?tu=dieu-khien", **{f"people-{R}": "9" * 5000})
    assert endless.status == 422


def test_counting_shows_how_far_it_is_and_offers_nothing_but_a_reload(running: Stage, organizer: Visitor) -> None:
    at(running, "counting", progress=40)
    card = text(organizer.get(CONTROL)).partition('id="live"')[2].partition('id="screen"')[0]
    assert "40 %" in card
    assert "Tải lại" in card
    assert re.findall(f"{samples.ROUNDS['counting']}/([a-z-]+)", card) == ["cu-tri", "phieu-giay"]  # they can be read


@pytest.mark.parametrize(("trouble", "said"), [
    ("recount-differs", "Hãy báo ngay cho người quản trị hệ thống"),
    ("counting-failed", "Hãy bấm xác nhận lại."),
])  # fmt: skip
def test_trouble_in_counting_is_said_with_what_to_do(
    trouble: str, said: str, running: Stage, organizer: Visitor
) -> None:
    at(running, "sealed", trouble=trouble)
    page = text(organizer.get(CONTROL))
    assert "Chưa xác nhận được kết quả." in page
    assert said in page
    assert "Thử xác nhận lại" in page
    assert "ban tổ chức đang xử lý" not in page


def test_a_certified_round_says_what_was_adopted_whatever_its_method(running: Stage, organizer: Visitor) -> None:
    tally = [{"solution_id": samples.SOLUTION, "adopted": True}]
    at(running, "certified", method="schulze", tally=tally)
    page = text(organizer.get(f"{DESK}/bieu-quyet"))
    assert "Được thông qua:" in page
    assert f"{FORUM}/bieu-quyet/{samples.ROUNDS['certified']}/ket-qua" in page


def test_the_screen_shows_what_is_chosen(running: Stage, organizer: Visitor) -> None:
    path = f"/forums/{F}/scene"
    running.forum.answers[f"PUT {path}"] = (200, {})
    page = organizer.get(CONTROL)
    assert "Tự động theo diễn đàn</strong>" in text(page)  # what is shown now has no button
    organizer.fill_in(page, f"{DESK}/canh", name="voting", round_id=R)
    organizer.fill_in(page, f"{DESK}/canh", name="notice", round_id="", text="Tạm nghỉ 10 phút")
    assert [asked.json for asked in running.forum.asked_for(path)] == [
        {"name": "voting", "round_id": R},
        {"name": "notice", "text": "Tạm nghỉ 10 phút"},
    ]


def test_a_notice_that_is_refused_is_not_lost(running: Stage, organizer: Visitor) -> None:
    too_long = [{"pointer": "/text", "code": "too-long", "params": {"max": 200}}]
    running.forum.answers[f"PUT /forums/{F}/scene"] = (422, refusal("invalid", "invalid", faults=too_long))
    again = organizer.fill_in(organizer.get(CONTROL), f"{DESK}/canh", name="notice", text="Tạm nghỉ <b>")
    assert (again.status, "Dài quá 200 ký tự." in text(again)) == (422, True)
    assert "Tạm nghỉ &lt;b&gt;</textarea>" in text(again)


def test_a_pairing_code_is_shown_once_and_large(running: Stage, organizer: Visitor) -> None:
    code = {"code": "ABC234", "expires_at": "2027-05-29T03:10:00Z"}
    running.forum.answers[f"POST /forums/{F}/screens/codes"] = (200, code)
    page = organizer.get(f"{DESK}/man-hinh")
    assert "Sân khấu" in text(page)
    shown = organizer.fill_in(page, f"{DESK}/man-hinh", label="Phòng 2")
    assert "ABC 234" in text(shown)
    assert "ABC 234" not in text(organizer.get(f"{DESK}/man-hinh"))


def test_unpairing_a_screen_is_asked_once_more(running: Stage, organizer: Visitor) -> None:
    screen_id = samples.screen()["screen_id"]
    running.forum.answers[f"DELETE /forums/{F}/screens/{screen_id}"] = (200, {})
    address = f"{DESK}/man-hinh/{screen_id}/bo"
    sent_on = organizer.fill_in(organizer.get(address), address)
    assert sent_on.headers["Location"] == f"{DESK}/man-hinh"
    assert len(running.forum.asked_for(f"/forums/{F}/screens/{screen_id}")) == 1
