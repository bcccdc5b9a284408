"""Rounds and the hall's screen at the desk: opened, extended, closed; nothing that cannot be undone by one press."""

import re
from datetime import datetime, timedelta

from services.kit.clock import now
from tests.integration.gateway.stage import Stage, refusal
from tests.integration.gateway_pages.course import FORUM, F, R
from tests.integration.gateway_pages.visitor import Visitor, text
from tests.unit.gateway_pages import samples

DESK = f"{FORUM}/dieu-hanh"
CONTROL = f"{DESK}/dieu-khien"
PREPARED = samples.ROUNDS["prepared"]
PASSED = [{"pointer": "/closes_at", "code": "too-early", "params": {}}]


def prepared(stage: Stage) -> None:
    stage.proposals.answers[f"GET /forums/{F}/board"] = (
        200,
        {**samples.board(), "rounds": [samples.round_("prepared")]},
    )


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
        forms = re.findall(r"<form[^>]*hx-morph-skip[^>]*>", live.partition("Chuẩn bị vòng mới")[0])
        assert forms
        assert [form for form in forms if ' id="form-' not in form] == []


def test_a_round_is_prepared(running: Stage, organizer: Visitor) -> None:
    path = f"/forums/{F}/rounds"
    running.proposals.answers[f"POST {path}"] = (200, samples.round_("prepared"))
    typed = {"title": "Vòng hai", "solution_ids": [samples.SOLUTION], "reminder_minutes": "30"}
    page, action = organizer.get(f"{DESK}/bieu-quyet"), f"{DESK}/bieu-quyet"
    assert organizer.fill_in(page, action, **typed).status == 303
    assert running.proposals.asked_for(path)[0].json == {**typed, "reminder_minutes": 30, "live_tally": False}


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
