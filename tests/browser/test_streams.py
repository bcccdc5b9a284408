"""How an open page follows its stream, told by answers that a running system seldom gives: none runs here."""

from collections.abc import Callable, Iterator
from typing import Any

import orjson
import pytest
from playwright.sync_api import Browser, Page, Route, expect

from services.gateway.pages.rendering import GATEWAY, render
from tests.unit.gateway_pages import samples
from tests.unit.gateway_pages.contexts import context_of
from tests.waiting import eventually

SITE, PATH = "http://hien-ke.example", "/dien-dan/1"
FORUM = context_of("forum/show.html")["forum"]
SNAPSHOT = {"forum": FORUM, "board": samples.board(), "now": "2027-05-29T02:00:00Z"}
ELSEWHERE = "<!doctype html><title>-</title><main>sign in again</main>"


class Told:
    """A site by what it answers: to its page, and to each time its stream is asked for."""

    def __init__(self) -> None:
        self.page = render("forum/show.html", "vi", **context_of("forum/show.html"))
        self.streams: list[tuple[int, str]] = []
        self.pages_asked = 0

    def __call__(self, route: Route) -> None:
        """Answer one request."""
        if route.request.url.endswith("/live"):
            status, body = self.streams.pop(0) if self.streams else (200, "retry: 100000\n\n")
            route.fulfill(status=status, content_type="text/event-stream", body=body)
        elif "site.js" in route.request.url:
            route.fulfill(path=GATEWAY / "static/built/site.js")
        elif "/static/" in route.request.url:
            route.fulfill(status=204)
        else:
            self.pages_asked += 1
            route.fulfill(content_type="text/html", body=self.page)


@pytest.fixture
def told() -> Told:
    return Told()


@pytest.fixture
def opened(browser: Browser, told: Told) -> Iterator[Callable[[], Page]]:
    """`opened()`: the page, on a clock that stands until `clock.run_for` moves it."""
    context = browser.new_context()
    context.route("**/*", told)

    def open_it() -> Page:
        page = context.new_page()
        page.clock.install(time=0)
        page.clock.pause_at(1)
        page.goto(SITE + PATH)
        return page

    yield open_it
    context.close()


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
