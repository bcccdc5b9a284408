"""How an open page follows its stream, told by answers that a running system seldom gives: none runs here."""

from collections.abc import Callable
from typing import Any

import orjson
import pytest
from playwright.sync_api import Page, expect

from services.gateway.pages.rendering import render
from tests.browser.told import PATH, SITE, Told
from tests.unit.gateway_pages import samples
from tests.unit.gateway_pages.contexts import context_of
from tests.waiting import eventually

FORUM = context_of("forum/show.html")["forum"]
SNAPSHOT = {"forum": FORUM, "board": samples.board(), "now": "2027-05-29T02:00:00Z"}
ELSEWHERE = "<!doctype html><title>-</title><main>sign in again</main>"


def said(*events: tuple[str, Any]) -> tuple[int, str]:
    """A stream that says this, ends, and is not asked for again soon."""
    body = "".join(f"event: {name}\ndata: {orjson.dumps(data).decode()}\n\n" for name, data in events)
    return 200, "retry: 100000\n\n" + body


def state(page: Page) -> Any:
    """Where a page says whether it follows."""
    return page.locator("[data-connection]")


def test_a_stream_that_is_refused_is_asked_for_again(told: Told, opened: Callable[[], Page]) -> None:
    told.streams = [(503, ""), (503, ""), said(("snapshot", SNAPSHOT))]
    page = opened()
    for left in (2, 1):
        expect(state(page)).to_have_class("live lost")
        assert len(told.streams) == left
        with page.expect_response("**/live"):
            page.clock.run_for(5_000)
    assert not told.streams


def test_what_is_there_stays_when_another_page_is_answered(told: Told, opened: Callable[[], Page]) -> None:
    told.streams = [said(("snapshot", SNAPSHOT), ("change", {"board": {"solutions": []}}))]
    page = opened()
    told.page = ELSEWHERE
    with page.expect_response(SITE + PATH):
        page.clock.run_for(5_000)
    page.clock.run_for(1_000)
    expect(page.locator("#live h1")).to_be_visible()


@pytest.mark.parametrize(("version", "asked"), [(FORUM["version"], 1), (FORUM["version"] + 1, 2)])
def test_a_thousand_pages_are_not_fetched_for_a_number_or_for_what_the_screen_shows(
    told: Told, opened: Callable[[], Page], version: int, asked: int
) -> None:
    scene = {"name": "notice", "round_id": None, "text": "Nghỉ 10 phút"}
    change = {"forum": {**FORUM, "version": version, "scene": scene}, "board": {"proposals": 1234}}
    told.streams = [said(("snapshot", SNAPSHOT), ("change", change))]
    page = opened()
    expect(page.locator("[data-offered]")).to_have_text("1.234")
    page.clock.run_for(5_000)
    eventually(lambda: page.evaluate("true") and told.pages_asked >= asked, saying="the page is fetched")
    assert told.pages_asked == asked


def test_what_somebody_has_opened_stays_open(told: Told, opened: Callable[[], Page]) -> None:
    told.page = told.page.replace("</h1>", "</h1><details><summary>-</summary></details>", 1)
    told.streams = [said(("snapshot", SNAPSHOT), ("change", {"board": {"solutions": []}}))]
    page = opened()
    page.locator("#live summary").click()
    with page.expect_response(SITE + PATH):
        page.clock.run_for(5_000)
    page.clock.run_for(1_000)
    assert page.evaluate("document.querySelector('#live details').open")


@pytest.fixture
def hall(told: Told) -> Told:
    """The hall's screen."""
    told.page = render("screen/show.html", "vi", **context_of("screen/show.html"))
    return told


@pytest.mark.parametrize(("refused", "heading"), [(403, "Màn hình hội trường"), (503, "Vòng một")])
def test_a_screen_unpaired_unheard_asks_to_be_paired_and_one_whose_server_is_away_stays(
    hall: Told, opened: Callable[[], Page], refused: int, heading: str
) -> None:
    hall.streams = [(refused, "")]
    hall.scene = refused
    page = opened()
    expect(state(page)).to_have_class("lost")
    hall.page = render("screen/pair.html", "vi", **context_of("screen/pair.html"))
    with page.expect_response("**/canh"):
        page.clock.run_for(2_000)
    expect(page.locator("h1")).to_have_text(heading)


def test_a_screen_fetches_one_scene_at_a_time_and_the_last_it_was_told_of(
    hall: Told, opened: Callable[[], Page]
) -> None:
    hall.streams = [said(*[("scene", {"now": "2027-05-29T02:00:00Z"})] * 5)]
    page = opened()
    eventually(lambda: page.evaluate("true") and hall.pages_asked >= 3, saying="the scene is fetched")
    page.clock.run_for(1_000)
    assert hall.pages_asked == 3  # the page, the first scene, and all that came meanwhile as one
