"""Somebody types, and their session ends before they send it: nothing typed is lost."""

import secrets

from tests.integration.gateway.stage import Stage, refusal, session
from tests.integration.gateway_pages.course import F
from tests.integration.gateway_pages.visitor import Visitor, text
from tests.unit.gateway_pages import samples

ID = samples.assignment()["assignment_id"]
ADDRESS, PATH = f"/viec-can-tra-loi/{F}/{ID}", f"/forums/{F}/assignments/{ID}/answer"
TYPED = {"text": "Tập huấn <b>\r\nhằng năm", "answer": "accept", "key": "k" * 24}


def ended(stage: Stage) -> None:
    """What the service says of an answer by nobody, and how one signs in."""
    stage.proposals.answers[f"POST {PATH}"] = lambda asked: (
        (200, {}) if asked.acting.person_id else (401, refusal("not-signed-in", "unknown-person"))
    )
    stage.forum.answers["POST /sign-in/requests"] = (200, {"code_sent": True})
    stage.forum.answers["POST /sign-in/codes"] = lambda asked: (200, session())


def test_it_is_shown_goes_along_through_signing_in_and_is_sent_then(running: Stage, visitor: Visitor) -> None:
    ended(running)
    asked_to_sign_in = visitor.post(ADDRESS, TYPED)
    assert asked_to_sign_in.status == 401
    assert "Tập huấn &lt;b&gt;" in text(asked_to_sign_in)
    code = visitor.fill_in(asked_to_sign_in, "/dang-nhap", email="anh@hoi.example")
    signed_in = visitor.fill_in(code, "/dang-nhap/ma", code="123456")
    assert (signed_in.status, "session" in visitor.cookies) == (200, True)
    assert "Tập huấn" in text(signed_in)
    assert len(running.proposals.asked_for(PATH)) == 1  # nothing is sent without a press
    assert visitor.fill_in(signed_in, ADDRESS).status == 303
    sent = running.proposals.asked_for(PATH)[-1]
    assert sent.json == {name: TYPED[name] for name in ("answer", "text")}
    assert sent.headers["Idempotency-Key"] == TYPED["key"]


def test_it_survives_a_wrong_code_and_a_code_sent_again(running: Stage, visitor: Visitor) -> None:
    ended(running)
    page = visitor.fill_in(visitor.post(ADDRESS, TYPED), "/dang-nhap", email="anh@hoi.example")
    wrong = [{"pointer": "/code", "code": "wrong-code", "params": {}}]
    running.forum.answers["POST /sign-in/codes"] = (422, refusal("invalid", "invalid", faults=wrong))
    page = visitor.fill_in(page, "/dang-nhap/ma", code="000000")
    page = visitor.fill_in(page, "/dang-nhap")
    running.forum.answers["POST /sign-in/codes"] = lambda asked: (200, session())
    assert "Tập huấn" in text(visitor.fill_in(page, "/dang-nhap/ma", code="123456"))


def test_who_signed_in_elsewhere_meanwhile_sends_it_on_with_one_press(running: Stage, delegate: Visitor) -> None:
    ended(running)
    expired = delegate.post(ADDRESS, {**TYPED, "csrf": "of an earlier session"})
    assert (expired.status, "Tập huấn" in text(expired)) == (403, True)
    assert not running.proposals.asked_for(PATH)
    assert delegate.fill_in(expired, ADDRESS).status == 303


def test_what_is_too_long_to_go_along_keeps_nobody_from_signing_in(running: Stage, visitor: Visitor) -> None:
    ended(running)
    path = f"/dien-dan/{F}/dieu-hanh/dai-bieu/nhap"
    running.forum.answers[f"POST /forums/{F}/delegates/import"] = (401, refusal("not-signed-in", "unknown-person"))
    page = visitor.post(path, {"content": secrets.token_urlsafe(600 * 1024), "apply": "yes", "key": "k" * 24})
    assert page.status == 401
    page = visitor.fill_in(page, "/dang-nhap", email="anh@hoi.example")
    assert page.status == 200
    assert visitor.fill_in(page, "/dang-nhap/ma", code="123456").status == 303


def test_nobody_elses_words_are_carried(running: Stage, visitor: Visitor) -> None:
    ended(running)
    fields = {"email": "anh@hoi.example", "code": "1", "giu": "forged", "den": "/hop-thu"}
    assert visitor.post("/dang-nhap/ma", fields).headers["Location"] == "/hop-thu"


def test_a_session_that_ends_soon_says_so_beforehand(stage: Stage) -> None:
    notice = 'role="status" data-ends="'
    assert notice not in text(Visitor(stage).get("/tro-giup"))
    for seconds, hidden in ((3600, True), (600, False)):
        visitor = Visitor(stage, signed_in=True)
        visitor.cookies["session"] = stage.token(visitor.person_id, seconds=seconds)
        tag = text(visitor.get("/tro-giup")).partition(notice)[2].partition(">")[0]
        assert tag.endswith("hidden") == hidden
