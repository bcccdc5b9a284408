"""Searching, as anybody does it."""

from urllib.parse import quote

import pytest

from services.gateway import limits
from tests.integration.gateway.stage import Stage
from tests.integration.gateway_pages.visitor import Visitor, text
from tests.unit.gateway_pages import samples

F = samples.FORUM
FORUMS = {"forums": [samples.forum()], "bodies": [], "people": []}
SOLUTION = {"solution_id": samples.SOLUTION, "number": 3, "title": "Bồi dưỡng cán bộ", "snippet": "Mở lớp bồi dưỡng"}
SOLUTIONS = {"proposals": [], "solutions": [{"forum_id": F, "forum_title": "Tọa đàm", **SOLUTION}]}


@pytest.fixture
def searched(stage: Stage) -> Stage:
    """Services that find something."""
    stage.forum.answers["GET /search"] = (200, FORUMS)
    stage.proposals.answers["GET /search/proposals"] = (200, SOLUTIONS)
    return stage


def test_a_visitor_finds_things_without_typing_marks_and_is_led_to_them(searched: Stage, visitor: Visitor) -> None:
    page = text(visitor.get("/tim?q=boi+duong"))
    assert searched.forum.asked_for("/search")[0].query == "q=boi duong"
    assert "<mark>Bồi</mark> <mark>dưỡng</mark> cán bộ" in page
    assert f'href="/dien-dan/{F}/giai-phap#giai-phap-3"' in page


def test_nothing_is_asked_before_somebody_has_typed(searched: Stage, visitor: Visitor) -> None:
    for path in ("/tim", "/tim?q=", "/tim?q=+++"):
        assert visitor.get(path).status == 200
    assert not searched.forum.asked_for("/search")


def test_what_is_not_found_is_said_with_what_to_try(searched: Stage, visitor: Visitor) -> None:
    searched.forum.answers["GET /search"] = (200, {"forums": [], "bodies": [], "people": []})
    searched.proposals.answers["GET /search/proposals"] = (200, {"proposals": [], "solutions": []})
    assert "Thử bớt từ" in text(visitor.get("/tim?q=khong+co"))


def test_a_service_that_is_away_is_named_and_the_other_found(searched: Stage, visitor: Visitor) -> None:
    searched.proposals.stop()
    page = text(visitor.get("/tim?q=toa+dam"))
    assert "Chưa tìm được ý kiến và giải pháp." in page
    assert "<mark>Tọa</mark>" in page


def test_a_very_long_question_is_kept_and_said_to_be_too_long(searched: Stage, visitor: Visitor) -> None:
    got = visitor.get(f"/tim?q={quote('hội ' * 60)}")
    assert (got.status, "Dài quá 100 ký tự" in text(got)) == (422, True)
    assert not searched.forum.asked_for("/search")


def test_a_service_that_does_not_know_how_to_search_yet_is_named_too(searched: Stage, visitor: Visitor) -> None:
    searched.proposals.answers["GET /search/proposals"] = (404, b"<!doctype html>Not Found")
    page = visitor.get("/tim?q=toa+dam")
    assert (page.status, "Chưa tìm được ý kiến và giải pháp." in text(page)) == (200, True)


def test_another_language_or_text_size_finds_the_same(searched: Stage, visitor: Visitor) -> None:
    page = text(visitor.get("/tim?q=toa+dam+%26+ban&lang=vi"))
    assert 'href="?q=toa+dam+%26+ban&amp;lang=en"' in page
    assert 'href="?q=toa+dam+%26+ban&amp;lang=vi&amp;chu=lon"' in page


def test_searching_has_a_limit_here_too(searched: Stage, visitor: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "SEARCH", limits.Rate("search", burst=2, a_second=0.01))
    assert [visitor.get("/tim?q=toa+dam").status for _ in range(3)] == [200, 200, 429]
