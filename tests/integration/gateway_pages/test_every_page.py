"""What holds for every page: language, signing in first, files, and what is said of what is not there."""

from tests.integration.gateway.stage import Stage
from tests.integration.gateway_pages.course import F
from tests.integration.gateway_pages.visitor import Visitor, text
from tests.unit.gateway_pages import samples


def test_the_language_asked_for_is_kept(running: Stage, visitor: Visitor) -> None:
    running.forum.answers["GET /forums"] = (200, {"items": [samples.forum()], "next": None})
    assert '<html lang="vi"' in text(visitor.get("/"))
    assert '<html lang="en"' in text(visitor.get("/?lang=en"))
    assert '<html lang="en"' in text(visitor.get("/tro-giup"))


def test_larger_text_is_kept_once_asked_for(stage: Stage, visitor: Visitor) -> None:
    assert "large-text" not in text(visitor.get("/tro-giup"))
    assert "large-text" in text(visitor.get("/tro-giup?chu=lon"))
    assert "large-text" in text(visitor.get("/dang-nhap"))
    assert "large-text" not in text(visitor.get("/dang-nhap?chu=vua"))


def test_the_kit_shows_rounds_as_they_are_told_now(stage: Stage, visitor: Visitor) -> None:
    for language in ("vi", "en"):
        assert visitor.get(f"/kit?lang={language}").status == 200


def test_a_page_that_needs_a_person_leads_to_signing_in_and_back(stage: Stage, visitor: Visitor) -> None:
    sent_on = visitor.get("/hop-thu")
    assert (sent_on.status, sent_on.headers["Location"]) == (303, "/dang-nhap?den=/hop-thu")
    assert 'name="den" value="/hop-thu"' in text(visitor.get("/dang-nhap?den=/hop-thu"))


def test_what_does_not_exist_is_said_on_a_page(stage: Stage, visitor: Visitor) -> None:
    for path in ("/khong-co", "/dien-dan/khong-phai-ma", f"/dien-dan/{F}"):
        got = visitor.get(path)
        assert (got.status, "Không tìm thấy" in text(got)) == (404, True)


def test_a_file_asked_for_by_its_digest_may_be_kept(stage: Stage, visitor: Visitor) -> None:
    page = text(visitor.get("/tro-giup"))
    address = page.partition('rel="stylesheet" href="')[2].partition('"')[0]
    assert "immutable" in visitor.get(address).headers["Cache-Control"]
    assert visitor.get("/static/built/site.css").headers["Cache-Control"] == "no-cache"
    assert visitor.get("/static/../app.py").status == 404
