"""Pages as people meet them, with stub services: what is asked of whom, what is said, what is kept when things fail."""

from typing import Any

import pytest

from tests.integration.gateway.stage import Asked, Stage, refusal, session
from tests.integration.gateway_pages.visitor import Visitor, text
from tests.unit.gateway_pages import samples

F, R, S = samples.FORUM, samples.ROUND, samples.SOLUTION
FORUM, BALLOT = samples.BASE, f"{samples.BASE}/bieu-quyet/{R}"
NO_BALLOT = {"choices": None, "revision": 0, "receipt": None, "on_roll": True}


@pytest.fixture
def running(stage: Stage) -> Stage:
    """A forum in full course."""
    stage.forum.answers[f"GET /forums/{F}"] = (200, samples.forum())
    stage.proposals.answers[f"GET /forums/{F}/board"] = (200, {**samples.board(), "rounds": [samples.round_()]})
    stage.proposals.answers[f"GET /forums/{F}/rounds/{R}"] = (200, samples.round_())
    stage.proposals.answers[f"GET /forums/{F}/rounds/{R}/ballot"] = (200, NO_BALLOT)
    stage.proposals.answers[f"GET /forums/{F}/proposals"] = (200, {"items": [samples.proposal()], "next": None})
    stage.forum.answers[f"GET /forums/{F}/seats"] = (200, {"items": [samples.seat()], "next": None})
    stage.forum.answers["GET /me"] = (200, person("delegate"))
    return stage


def person(*roles: str) -> dict[str, Any]:
    return {
        "greeting": "chị",
        "full_name": "Nguyễn Thị Ánh",
        "organizer": False,
        "leads": [],
        "seats": [{**samples.seat(), "roles": list(roles)}],
    }


def counted(stage: Stage) -> list[Any]:
    """The ballots the ballot box has sent."""
    return [ballot for asked in stage.proposals.asked_for(f"/forums/{F}/ballots") for ballot in asked.json]


def outcome(asked: Asked) -> Any:
    return 200, {"outcomes": [{"outcome": "counted", "revision": 1, "receipt": "ab" * 32} for _ in asked.json]}


# language, and who is asked what


def test_the_language_asked_for_is_kept(running: Stage, visitor: Visitor) -> None:
    running.forum.answers["GET /forums"] = (200, {"items": [samples.forum()], "next": None})
    assert '<html lang="vi">' in text(visitor.get("/"))
    assert '<html lang="en">' in text(visitor.get("/?lang=en"))
    assert '<html lang="en">' in text(visitor.get("/tro-giup"))


def test_a_page_that_needs_a_person_leads_to_signing_in_and_back(stage: Stage, visitor: Visitor) -> None:
    sent_on = visitor.get("/hop-thu")
    assert (sent_on.status, sent_on.headers["Location"]) == (303, "/dang-nhap?den=/hop-thu")
    assert 'name="den" value="/hop-thu"' in text(visitor.get("/dang-nhap?den=/hop-thu"))


def test_what_does_not_exist_is_said_on_a_page(stage: Stage, visitor: Visitor) -> None:
    for path in ("/khong-co", "/dien-dan/khong-phai-ma", f"/dien-dan/{F}"):
        got = visitor.get(path)
        assert (got.status, "Không tìm thấy" in text(got)) == (404, True)


# signing in


def test_opening_a_link_consumes_nothing_its_button_does(stage: Stage, visitor: Visitor) -> None:
    stage.forum.answers["POST /sign-in/links"] = lambda asked: (200, session())
    page = visitor.get("/vao/abc")
    assert not stage.forum.asked_for("/sign-in/links")
    signed_in = visitor.fill_in(page, "/vao/abc")
    assert (signed_in.status, signed_in.headers["Location"]) == (303, "/")
    assert stage.forum.asked_for("/sign-in/links")[0].json == {"token": "abc"}
    assert "session" in visitor.cookies


def test_an_invitation_says_who_is_meant_and_asks_for_a_code_where_the_forum_wants_one(
    running: Stage, visitor: Visitor
) -> None:
    invitation = {"forum_id": F, "forum_title": "Tọa đàm", "full_name": "Nguyễn Thị Ánh", "greeting": "chị"}
    running.forum.answers["GET /sign-in/invitations/t1"] = (200, {**invitation, "link_signs_in": False})
    running.forum.answers["POST /sign-in/invitations"] = (200, {"code_sent": True, "sent_to": "a…@hoi.vn"})
    running.forum.answers["POST /sign-in/codes"] = lambda asked: (200, session())
    page = visitor.get("/moi/t1")
    assert "Có phải chị Nguyễn Thị Ánh?" in text(page)
    assert not running.forum.asked_for("/sign-in/invitations")
    asks_code = visitor.fill_in(page, "/moi/t1")
    assert "a…@hoi.vn" in text(asks_code)
    signed_in = visitor.fill_in(asks_code, "/dang-nhap/ma", code="123 456")
    assert running.forum.asked_for("/sign-in/codes")[0].json == {"invitation": "t1", "code": "123456"}
    assert signed_in.headers["Location"] == FORUM


def test_a_wrong_code_can_be_typed_again(stage: Stage, visitor: Visitor) -> None:
    stage.forum.answers["POST /sign-in/requests"] = (200, {"code_sent": True})
    wrong = [{"pointer": "/code", "code": "wrong-code", "params": {}}]
    stage.forum.answers["POST /sign-in/codes"] = (422, refusal("invalid", "invalid", faults=wrong))
    page = visitor.fill_in(visitor.get("/dang-nhap?den=/hop-thu"), "/dang-nhap", email="anh@hoi.vn")
    again = visitor.fill_in(page, "/dang-nhap/ma", code="000000")
    assert again.status == 422
    assert "anh@hoi.vn" in text(again)
    assert 'name="den" value="/hop-thu"' in text(again)
    assert 'href="#code"' in text(again)


def test_nobody_is_led_to_another_site(stage: Stage, visitor: Visitor) -> None:
    stage.forum.answers["POST /sign-in/codes"] = lambda asked: (200, session())
    fields = {"csrf": "", "email": "anh@hoi.vn", "code": "1", "den": "//evil.example"}
    assert visitor.post("/dang-nhap/ma", fields).headers["Location"] == "/"


def test_signing_out_ends_the_session_here_even_when_the_directory_is_away(stage: Stage, delegate: Visitor) -> None:
    page = delegate.get("/tro-giup")
    kept = dict(delegate.cookies)
    stage.forum.stop()
    assert delegate.fill_in(page, "/dang-xuat").status == 303
    assert "session" not in delegate.cookies
    delegate.cookies = kept
    assert delegate.get("/hop-thu").headers["Location"].startswith("/dang-nhap")


# a forum while parts are away


def test_a_forum_opens_without_its_board_and_says_what_is_missing(running: Stage, visitor: Visitor) -> None:
    running.proposals.stop()
    got = visitor.get(FORUM)
    assert got.status == 200
    assert "Chưa xem được ý kiến, giải pháp và biểu quyết." in text(got)
    assert "Bước 1" in text(got)


def test_a_forum_opens_while_the_directory_is_away(running: Stage, delegate: Visitor) -> None:
    running.forum.stop()
    got = delegate.get(FORUM)
    assert got.status == 200
    assert "Chưa xem được thông tin chung của diễn đàn." in text(got)
    assert "1.234" in text(got)


def test_voting_goes_on_while_the_directory_is_away(running: Stage, delegate: Visitor) -> None:
    running.forum.stop()
    running.proposals.answers[f"POST /forums/{F}/ballots"] = outcome
    review = delegate.fill_in(delegate.get(BALLOT), BALLOT, step="review", **{f"choice-{S}": "yes"})
    assert delegate.fill_in(review, BALLOT, step="send").status == 303


def test_the_inbox_away_is_said_plainly(stage: Stage, delegate: Visitor) -> None:
    stage.notify.stop()
    got = delegate.get("/hop-thu")
    assert (got.status, "Hệ thống tạm thời gián đoạn" in text(got)) == (503, True)
    assert got.headers["Retry-After"]


# proposing


def test_a_proposal_is_offered_once_and_then_shown(running: Stage, delegate: Visitor) -> None:
    running.proposals.answers[f"POST /forums/{F}/proposals"] = (200, samples.proposal())
    running.forum.answers[f"GET /forums/{F}"] = (200, collecting())
    typed = {"problem": "Thiếu cán bộ", "measure": "Đào tạo", "who_acts": "Hội", "by_when": ""}
    sent_on = delegate.fill_in(delegate.get(f"{FORUM}/hien-ke"), f"{FORUM}/hien-ke", **typed)
    assert sent_on.headers["Location"] == f"{FORUM}/hien-ke"
    [asked] = [each for each in running.proposals.asked if each.method == "POST"]
    assert (asked.json, asked.acting.person_id) == (typed, delegate.person_id)
    assert "Đã nhận ý kiến của bạn" in text(delegate.get(f"{FORUM}/hien-ke"))
    assert "Đã nhận ý kiến của bạn" not in text(delegate.get(f"{FORUM}/hien-ke"))  # said once


def collecting() -> dict[str, Any]:
    forum = samples.forum()
    return {**forum, "phases": [{**phase, "state": "open"} for phase in forum["phases"]]}


@pytest.mark.parametrize(
    ("status", "answer"),
    [
        (422, refusal("invalid", "invalid", faults=[{"pointer": "/measure", "code": "required", "params": {}}])),
        (503, refusal("database-away", "unavailable", "Hệ thống tạm thời chưa phục vụ được. Hãy thử lại sau ít giây.")),
        (409, refusal("phase-not-open", "conflict", "Giai đoạn này của diễn đàn hiện không mở.")),
    ],
)
def test_nothing_typed_is_lost_when_it_is_refused(
    running: Stage, delegate: Visitor, status: int, answer: dict[str, Any]
) -> None:
    running.forum.answers[f"GET /forums/{F}"] = (200, collecting())
    running.proposals.answers[f"POST /forums/{F}/proposals"] = (status, answer)
    page = delegate.get(f"{FORUM}/hien-ke")
    again = delegate.fill_in(page, f"{FORUM}/hien-ke", problem="Thiếu <b>cán bộ</b>", measure="", who_acts="Hội")
    assert again.status == status
    assert "Thiếu &lt;b&gt;cán bộ&lt;/b&gt;</textarea>" in text(again)
    assert 'class="error-summary"' in text(again)
    delegate.fill_in(again, f"{FORUM}/hien-ke", problem="Thiếu <b>cán bộ</b>", measure="", who_acts="Hội")
    keys = [asked.headers["Idempotency-Key"] for asked in running.proposals.asked if asked.method == "POST"]
    assert len(set(keys)) == 1  # whatever became of the first attempt, the second cannot double it


def test_a_form_of_another_site_does_nothing(running: Stage, delegate: Visitor) -> None:
    fields = {"csrf": "x", "problem": "a", "measure": "b", "who_acts": "c"}
    assert delegate.post(f"{FORUM}/hien-ke", fields).status == 403
    assert delegate.post(f"{FORUM}/hien-ke", fields, **{"Sec-Fetch-Site": "cross-site"}).status == 403
    assert not [asked for asked in running.proposals.asked if asked.method == "POST"]


def test_a_form_that_is_too_large_is_refused(running: Stage, delegate: Visitor) -> None:
    assert delegate.post(f"{FORUM}/hien-ke", {"csrf": "x", "problem": "a" * 300_000}).status == 413


# voting


def test_a_vote_is_chosen_looked_at_again_sent_and_receipted(running: Stage, delegate: Visitor) -> None:
    running.proposals.answers[f"POST /forums/{F}/ballots"] = outcome
    unfinished = delegate.fill_in(delegate.get(BALLOT), BALLOT, step="review")
    assert (unfinished.status, "Hãy chọn cho giải pháp số 1." in text(unfinished)) == (422, True)
    review = delegate.fill_in(unfinished, BALLOT, step="review", **{f"choice-{S}": "no"})
    assert "Không đồng ý" in text(review)
    assert not counted(running)
    sent_on = delegate.fill_in(review, BALLOT, step="send")
    assert sent_on.headers["Location"] == f"{BALLOT}/da-ghi-nhan"
    [ballot] = counted(running)
    assert (ballot["choices"], ballot["replaces"], ballot["person_id"]) == ({S: "no"}, 0, str(delegate.person_id))
    stored = {"choices": {S: "no"}, "revision": 1, "receipt": "ab" * 32, "on_roll": True}
    running.proposals.answers[f"GET /forums/{F}/rounds/{R}/ballot"] = (200, stored)
    receipt = text(delegate.get(f"{BALLOT}/da-ghi-nhan"))
    assert "Đã ghi nhận lúc" in receipt
    assert "mã ABABABAB" in receipt


def test_choices_can_be_changed_before_they_are_sent(running: Stage, delegate: Visitor) -> None:
    review = delegate.fill_in(delegate.get(BALLOT), BALLOT, step="review", **{f"choice-{S}": "no"})
    form = text(delegate.fill_in(review, BALLOT, step="edit"))
    assert 'value="no" checked' in form


def test_a_vote_that_does_not_get_through_is_said_not_to_count_and_kept(running: Stage, delegate: Visitor) -> None:
    review = delegate.fill_in(delegate.get(BALLOT), BALLOT, step="review", **{f"choice-{S}": "yes"})
    running.proposals.stop()
    running.parts.copies.forget_all()
    kept = delegate.fill_in(review, BALLOT, step="send")
    assert kept.status == 503
    assert "Phiếu CHƯA được ghi nhận" in text(kept)
    assert "Bồi dưỡng cán bộ" in text(kept)
    running.proposals.start()
    running.proposals.answers[f"POST /forums/{F}/ballots"] = outcome
    assert delegate.fill_in(kept, BALLOT, step="send").status == 303
    assert len({ballot["nonce"] for ballot in counted(running)}) == 1


def test_a_superseded_vote_is_shown_with_what_is_stored(running: Stage, delegate: Visitor) -> None:
    review = delegate.fill_in(delegate.get(BALLOT), BALLOT, step="review", **{f"choice-{S}": "yes"})
    stale = {"outcome": "refused", **refusal("ballot-superseded", "conflict", "Bạn đã có một phiếu khác mới hơn.")}
    running.proposals.answers[f"POST /forums/{F}/ballots"] = (200, {"outcomes": [stale]})
    stored = {"choices": {S: "abstain"}, "revision": 3, "receipt": "cd" * 32, "on_roll": True}
    running.proposals.answers[f"GET /forums/{F}/rounds/{R}/ballot"] = (200, stored)
    shown = delegate.fill_in(review, BALLOT, step="send")
    assert shown.status == 409
    assert "Phiếu vừa gửi không được tính" in text(shown)
    assert "Không có ý kiến" in text(shown)
    assert 'name="replaces" value="3"' in text(shown)


def test_a_vote_of_somebody_signed_out_is_not_sent_on_to_the_receipt(running: Stage, visitor: Visitor) -> None:
    """The script takes a redirect for a counted ballot, so there must be none."""
    fields = {"csrf": "", "step": "send", "replaces": 0, "nonce": "n" * 24, f"choice-{S}": "yes"}
    got = visitor.post(BALLOT, fields)
    assert (got.status, "Bạn cần đăng nhập" in text(got)) == (401, True)


def test_the_receipt_page_of_somebody_without_a_ballot_leads_to_the_ballot(running: Stage, delegate: Visitor) -> None:
    assert delegate.get(f"{BALLOT}/da-ghi-nhan").headers["Location"] == BALLOT


def test_who_is_not_on_the_roll_is_told_so(running: Stage, delegate: Visitor) -> None:
    not_mine = {**NO_BALLOT, "on_roll": False}
    running.proposals.answers[f"GET /forums/{F}/rounds/{R}/ballot"] = (200, not_mine)
    assert "Bạn không có tên trong danh sách biểu quyết" in text(delegate.get(BALLOT))


# the organizer's desk


def test_the_desk_is_for_organizers(running: Stage, delegate: Visitor) -> None:
    assert delegate.get(f"{FORUM}/dieu-hanh").status == 403
    running.forum.answers["GET /me"] = (200, person("organizer"))
    assert delegate.get(f"{FORUM}/dieu-hanh").status == 200


def test_a_refused_step_is_said_where_the_button_stands(running: Stage, delegate: Visitor) -> None:
    running.forum.answers["GET /me"] = (200, person("organizer"))
    running.forum.answers[f"POST /forums/{F}/close"] = (
        409,
        refusal("x", "conflict", "Còn vòng biểu quyết chưa có kết quả."),
    )
    desk = f"{FORUM}/dieu-hanh"
    sent_on = delegate.fill_in(delegate.get(desk), f"{desk}/be-mac")
    assert sent_on.headers["Location"] == desk
    assert "Còn vòng biểu quyết chưa có kết quả." in text(delegate.get(desk))


def test_a_list_is_looked_at_before_it_is_imported(running: Stage, delegate: Visitor) -> None:
    running.forum.answers["GET /me"] = (200, person("organizer"))
    clean = {**samples.preview(), "faults": [], "applied": False}
    path = f"/forums/{F}/delegates/import"
    running.forum.answers[f"POST {path}"] = lambda asked: (200, {**clean, "applied": asked.json["apply"]})
    page, action = delegate.get(f"{FORUM}/dieu-hanh/dai-bieu"), f"{FORUM}/dieu-hanh/dai-bieu/nhap"
    preview = delegate.fill_in(page, action, text="ho_va_ten\nA")
    assert "Lê Thị Bé" in text(preview)
    assert delegate.fill_in(preview, action, apply="yes").status == 303
    assert [asked.json["apply"] for asked in running.forum.asked_for(path)] == [False, True]
    assert running.forum.asked_for(path)[1].json["text"] == "ho_va_ten\nA"


def test_a_closing_time_is_typed_in_the_forums_zone(running: Stage, delegate: Visitor) -> None:
    running.forum.answers["GET /me"] = (200, person("organizer"))
    running.forum.answers[f"GET /forums/{F}"] = (200, {**samples.forum(), "time_zone": "Europe/London"})
    path = f"/forums/{F}/rounds/{R}/extend"
    running.proposals.answers[f"POST {path}"] = (200, samples.round_())
    desk = f"{FORUM}/dieu-hanh/bieu-quyet"
    typed = {f"closes_at-{R}": "29/05/2027 12:30"}
    assert delegate.fill_in(delegate.get(desk), f"{desk}/{R}/keo-dai", **typed).status == 303
    assert running.proposals.asked_for(path)[0].json == {"closes_at": "2027-05-29T11:30:00Z"}


# static files


def test_a_file_asked_for_by_its_digest_may_be_kept(stage: Stage, visitor: Visitor) -> None:
    page = text(visitor.get("/tro-giup"))
    address = page.partition('rel="stylesheet" href="')[2].partition('"')[0]
    assert "immutable" in visitor.get(address).headers["Cache-Control"]
    assert visitor.get("/static/site.css").headers["Cache-Control"] == "no-cache"
    assert visitor.get("/static/../app.py").status == 404
