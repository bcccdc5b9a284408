"""One's own page, inbox and first page."""

import json

import pytest

from tests.integration.gateway.stage import Stage
from tests.integration.gateway_pages.course import FORUM, F, person
from tests.integration.gateway_pages.visitor import Visitor, text
from tests.unit.gateway_pages import samples

HERE, THERE = samples.ROUND, samples.BODY
MESSAGE = samples.message()
UNTIL = MESSAGE["sent_at"]


@pytest.fixture
def me(running: Stage) -> Visitor:
    """Somebody with a device elsewhere, a proposal and a ballot."""
    times = {"began_at": "2027-05-29T01:00:00Z", "expires_at": "2027-05-29T13:00:00Z", "device": "Chrome, Android"}
    sessions = [{**times, "session_id": id_, "current": id_ == HERE} for id_ in (HERE, THERE)]
    ballot = {
        "forum_id": F,
        "round_id": HERE,
        "title": "Vòng một",
        "state": "open",
        "revision": 1,
        "receipt": "ab" * 32,
    }
    ballots = [ballot, {**ballot, "title": "Vòng không bỏ phiếu", "revision": 0, "receipt": None}]
    kept = {"proposals": [{**samples.proposal(), "forum_id": F, "solution_id": None}], "ballots": ballots}
    running.forum.answers["GET /me"] = (200, {**person("delegate"), "email": "anh@hoi.example", "language": "vi"})
    running.forum.answers["GET /me/sessions"] = (200, {"items": sessions, "next": None})
    running.forum.answers["GET /me/data"] = (200, {"person": {"full_name": "Nguyễn Thị Ánh"}})
    running.proposals.answers["GET /me/data/proposals"] = (200, kept)
    running.notify.answers["GET /me/data/messages"] = (200, {"messages": []})
    return Visitor(running, signed_in=True)


def test_ones_own_page_shows_what_is_kept_and_where_one_is_signed_in(me: Visitor) -> None:
    page = text(me.get("/toi"))
    assert [words in page for words in ("anh@hoi.example", "Thiếu kỹ năng", "ab" * 32, "Chrome, Android")] == [True] * 4


def test_larger_text_changes_nothing_else_about_the_page(me: Visitor) -> None:
    page = text(me.get("/toi?lang=en"))
    assert page.count('href="?lang=en&amp;chu=lon"') == 2  # here, and at the foot of every page


def test_signing_in_again_leads_back_to_what_was_asked_for(running: Stage, me: Visitor, visitor: Visitor) -> None:
    assert 'href="/dang-nhap?den=/tim%3Fq%3Dtoa%2Bdam"' in text(me.get("/tim?q=toa+dam"))
    listed = {"items": [], "next": None, "total": 0, "sectors": []}
    running.proposals.answers[f"GET /forums/{F}/proposals"] = (200, listed)
    assert f'href="/dang-nhap?den={FORUM}/hien-ke%3Ftim%3Dduong"' in text(visitor.get(f"{FORUM}/hien-ke?tim=duong"))


def test_ones_ballots_lead_to_what_was_chosen(me: Visitor) -> None:
    page = text(me.get("/toi"))
    assert f"{FORUM}/bieu-quyet/{HERE}/da-ghi-nhan" in page
    assert "Phiếu kín không có trong danh sách này" in page
    assert "Vòng không bỏ phiếu" not in page


def test_ones_own_page_does_without_a_service_and_says_so(running: Stage, me: Visitor) -> None:
    running.proposals.stop()
    page = me.get("/toi")
    assert (page.status, "Chưa xem được các ý kiến và phiếu của bạn." in text(page)) == (200, True)


def test_other_devices_are_signed_out_and_this_one_is_not(running: Stage, me: Visitor) -> None:
    running.forum.answers[f"DELETE /me/sessions/{THERE}"] = (200, {"session_id": THERE})
    assert me.fill_in(me.get("/toi"), "/toi/thiet-bi/thoat-het").status == 303
    assert running.forum.asked_for(f"/me/sessions/{THERE}")
    assert not running.forum.asked_for(f"/me/sessions/{HERE}")


def test_how_one_is_addressed_is_ones_own_to_say(running: Stage, me: Visitor) -> None:
    running.forum.answers["PUT /me"] = lambda asked: (200, {**person(), **asked.json})
    changed = me.fill_in(me.get("/toi/sua"), "/toi/sua", greeting="cô", language="en")
    assert changed.headers["Location"] == "/toi?lang=en"
    assert running.forum.asked_for("/me")[-1].json == {"greeting": "cô", "language": "en"}


def test_ones_data_comes_whole_or_not_at_all(running: Stage, me: Visitor) -> None:
    got = me.get("/toi/du-lieu")
    assert got.headers["Content-Disposition"].startswith("attachment")
    assert json.loads(got.body)["forum"]["person"]["full_name"] == "Nguyễn Thị Ánh"
    running.notify.stop()
    assert me.get("/toi/du-lieu").status == 503


@pytest.fixture
def reader(running: Stage) -> Visitor:
    """Somebody with an unread message, which is older than a read one."""
    read = {**MESSAGE, "message_id": THERE, "subject": "Đọc rồi", "read_at": UNTIL, "sent_at": "2027-05-30T01:00:00Z"}
    running.notify.answers["GET /me/messages"] = (200, {"items": [read, MESSAGE], "next": None})
    running.notify.answers["GET /me/messages/unread"] = (200, {"unread": 1})
    running.proposals.answers["GET /me/assignments"] = (200, {"items": [], "next": None})
    return Visitor(running, signed_in=True)


def test_unread_messages_come_first(reader: Visitor) -> None:
    page = text(reader.get("/hop-thu"))
    assert "1 thư chưa đọc" in page
    assert page.index(MESSAGE["subject"]) < page.index("Đọc rồi")


def test_all_that_were_shown_are_marked_as_read(running: Stage, reader: Visitor) -> None:
    running.notify.answers["POST /me/messages/read"] = (200, {"read": 1})
    assert reader.fill_in(reader.get("/hop-thu"), "/hop-thu/da-doc").status == 303
    assert running.notify.asked_for("/me/messages/read")[0].json == {"until": "2027-05-30T01:00:00Z"}


@pytest.mark.parametrize("away", [False, True])
def test_one_press_opens_what_a_message_is_about_and_marks_it(running: Stage, reader: Visitor, away: bool) -> None:
    path = f"/me/messages/{MESSAGE['message_id']}/read"
    running.notify.answers[f"POST {path}"] = (200, {"message_id": MESSAGE["message_id"], "read_at": UNTIL})
    page = reader.get("/hop-thu")
    assert not running.notify.asked_for(path)
    if away:
        running.notify.stop()
    opened = reader.fill_in(page, f"/hop-thu/{MESSAGE['message_id']}/mo")
    assert opened.headers["Location"] == FORUM
    assert bool(running.notify.asked_for(path)) != away


def test_an_empty_inbox_says_what_will_come(running: Stage, reader: Visitor) -> None:
    running.notify.answers["GET /me/messages"] = (200, {"items": [], "next": None})
    assert "Chưa có thư nào" in text(reader.get("/hop-thu"))


def test_the_first_page_asks_for_the_most_urgent_thing_in_one_box(running: Stage, reader: Visitor) -> None:
    running.forum.answers["GET /forums"] = (200, {"items": [], "next": None})
    running.proposals.answers["GET /me/assignments"] = (200, {"items": [samples.assignment()], "next": None})
    page = text(reader.get("/"))
    order = [page.index(words) for words in ("Biểu quyết ngay", "1 nhiệm vụ", "1 thư chưa đọc")]
    assert order == sorted(order)
    assert page.count('class="matter"') == 1


def test_an_organizer_is_led_to_the_desk(running: Stage, reader: Visitor) -> None:
    running.forum.answers["GET /forums"] = (200, {"items": [], "next": None})
    running.forum.answers["GET /me"] = (200, person("organizer"))
    assert "Mở bàn điều hành" in text(reader.get("/"))


def test_a_visitor_is_told_how_to_enter(running: Stage, visitor: Visitor) -> None:
    running.forum.answers["GET /forums"] = (200, {"items": [samples.forum()], "next": None})
    page = text(visitor.get("/"))
    assert page.index("Bạn có thư mời?") < page.index(samples.forum()["title"])
