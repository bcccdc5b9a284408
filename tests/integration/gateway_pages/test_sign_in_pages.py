"""Signing in and out as people do it."""

from tests.integration.gateway.stage import Stage, refusal, session
from tests.integration.gateway_pages.course import FORUM, F
from tests.integration.gateway_pages.visitor import Visitor, text


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


def test_an_invitation_that_has_ended_says_so_and_what_else_to_do(stage: Stage, visitor: Visitor) -> None:
    stage.forum.answers["GET /sign-in/invitations/t1"] = (404, refusal("invitation-ended", "missing"))
    got = visitor.get("/moi/t1")
    assert (got.status, "Thư mời này không còn dùng được" in text(got)) == (404, True)
    assert 'href="/dang-nhap"' in text(got)


def test_a_link_that_was_used_says_so(stage: Stage, visitor: Visitor) -> None:
    stage.forum.answers["POST /sign-in/links"] = (404, refusal("link-spent", "missing"))
    got = visitor.fill_in(visitor.get("/vao/abc"), "/vao/abc")
    assert (got.status, "Liên kết này đã dùng rồi" in text(got)) == (404, True)


def test_a_code_is_sent_again_by_one_press(stage: Stage, visitor: Visitor) -> None:
    stage.forum.answers["POST /sign-in/requests"] = (200, {"code_sent": True})
    page = visitor.fill_in(visitor.get("/dang-nhap"), "/dang-nhap", email="anh@hoi.example")
    assert visitor.fill_in(page, "/dang-nhap").status == 200
    assert [asked.json for asked in stage.forum.asked_for("/sign-in/requests")] == [{"email": "anh@hoi.example"}] * 2


def test_who_asks_too_often_is_told_how_long_to_wait(stage: Stage, visitor: Visitor) -> None:
    limited = {**refusal("limited", "limited"), "facts": {"retry_after": 900}}
    stage.forum.answers["POST /sign-in/links"] = (429, limited)
    got = visitor.fill_in(visitor.get("/vao/abc"), "/vao/abc")
    assert (got.status, "Hãy thử lại sau 15 phút." in text(got)) == (429, True)
