"""How an open page follows its stream, told by answers that a running system seldom gives: none runs here."""

from collections.abc import Callable
from typing import Any

import orjson
import pytest
from playwright.sync_api import Page, expect

from services.gateway.board import edition
from services.gateway.pages.rendering import render
from tests.browser.told import HELD, PATH, SITE, Told
from tests.unit.gateway_pages import samples
from tests.unit.gateway_pages.contexts import context_of
from tests.waiting import eventually

FORUM = context_of("forum/show.html")["forum"]
BOARD = samples.board()
SNAPSHOT = {"forum": FORUM, "board": BOARD, "edition": edition(BOARD), "now": "2027-05-29T02:00:00Z"}
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
    page.locator("#live summary").first.click()
    with page.expect_response(SITE + PATH):
        page.clock.run_for(5_000)
    page.clock.run_for(1_000)
    assert page.evaluate("document.querySelector('#live details').open")


def counts_of(page: Page, solution_id: str) -> list[tuple[str, float, float]]:
    """What the rows of an option say: the number, and its bar."""
    rows = page.locator(f'[data-solution="{solution_id}"] [data-choice]').all()
    bars = [row.locator("progress").evaluate("bar => [bar.value, bar.max]") for row in rows]
    return [(row.locator("[data-count]").inner_text(), *bar) for row, bar in zip(rows, bars, strict=True)]


def test_counts_move_in_votes_whatever_they_are_counted_in(told: Told, opened: Callable[[], Page]) -> None:
    """Marks are a part of all ballots, or of the most marks there are; units are halves of a vote here."""

    def weighed(*votes: int) -> dict[str, Any]:
        tally = [
            {"solution_id": option, "votes": units, "blank": 0, "adopted": None}
            for option, units in zip(samples.OPTIONS, votes, strict=True)
        ]
        return {**samples.round_by("approval", tally=tally, unit=2), "version": 7 + votes[0]}

    before, after = weighed(1, 0, 0, 0), weighed(63, 100, 0, 2)
    context = {**context_of("forum/show.html"), "rounds": [before], "board": {**BOARD, "rounds": [before]}}
    told.page = render("forum/show.html", "vi", **context)
    board = context["board"]
    snapshot = {**SNAPSHOT, "board": board, "edition": edition(board)}
    told.streams = [said(("snapshot", snapshot), ("change", {"board": {"rounds": [after]}}))]
    page = opened()
    expect(page.locator(f'[data-solution="{samples.OPTIONS[0]}"] [data-count]')).to_have_text("31,5")
    assert counts_of(page, samples.OPTIONS[1]) == [("50", 100, 100)]
    assert told.pages_asked == 1


def test_a_round_that_counts_all_at_once_shows_its_turnout_and_how_far_counting_is(
    told: Told, opened: Callable[[], Page]
) -> None:
    running, counting = samples.round_by("schulze"), {**samples.round_by("schulze", "counting"), "progress": 10}
    rounds = [running, counting]
    board = {**BOARD, "rounds": rounds}
    told.page = render("forum/show.html", "vi", **{**context_of("forum/show.html"), "rounds": rounds, "board": board})
    change = {"rounds": [{**running, "ballots": 42, "version": 8}, {**counting, "progress": 55, "version": 8}]}
    snapshot = {**SNAPSHOT, "board": board, "edition": edition(board)}
    told.streams = [said(("snapshot", snapshot), ("change", {"board": change}))]
    page = opened()
    expect(page.locator(f'[data-round="{running["round_id"]}"] [data-ballots]')).to_have_text("42")
    expect(page.locator("[data-progress] strong")).to_have_text("55 %")
    assert told.pages_asked == 1


LIVE = "Số liệu đang được cập nhật trực tiếp."
SOON = "Diễn đàn vừa có thay đổi. Trang này tự cập nhật trong giây lát."
NEWS = {"board": {"solutions": []}}
#: while the next page is fetched, something changes three times
SAYS_SO_MEANWHILE = """news => {
  const ask = window.fetch;
  window.fetch = (...all) => {
    window.fetch = ask;
    for (let time = 0; time < 3; time++) stream.say("change", news);
    return ask(...all);
  };
}"""


@pytest.fixture
def following(opened: Callable[..., Page]) -> Page:
    """A page whose stream stays open, and whose dice always fall in the middle."""
    page = opened("Math.random = () => 0.5;" + HELD)
    say(page, "snapshot", SNAPSHOT)
    expect(state(page)).to_have_text(LIVE)
    return page


def say(page: Page, name: str, data: Any) -> None:
    """The stream of a page says this."""
    page.evaluate("([name, data]) => stream.say(name, data)", [name, data])


def waits(page: Page, seconds: float, times: int) -> None:
    """The page is asked for again after so long and not before; then it has been so often in all."""
    page.clock.run_for(round(seconds * 1000) - 100)
    assert page.evaluate("asked") == times - 1
    page.clock.run_for(200)
    eventually(lambda: page.evaluate("answered") == times, saying="the page is fetched")


def test_a_page_takes_its_turn_within_the_time_the_server_says(following: Page) -> None:
    say(following, "change", {**NEWS, "spread_ms": 20_000})
    expect(state(following)).to_have_text(SOON)
    waits(following, 10, times=1)
    expect(state(following)).to_have_text(LIVE)


@pytest.mark.parametrize(
    ("template", "before"),
    [("forum/programme.html", "prepared"), ("forum/show.html", "prepared"), ("proposal/list.html", "not there")],
)
def test_a_round_that_opens_while_the_page_is_on_its_way_is_announced(
    template: str, before: str, told: Told, opened: Callable[..., Page]
) -> None:
    told.page = render(template, "vi", **context_of(template) | {"missing": []})
    round_id = samples.ROUNDS["prepared"] if before == "prepared" else samples.PERSON
    others = [each for each in BOARD["rounds"] if each["round_id"] != round_id]
    board = {**BOARD, "rounds": [*others, {**samples.round_("prepared"), "round_id": round_id, "state": "open"}]}
    page = opened(HELD)
    say(page, "snapshot", {**SNAPSHOT, "board": board, "edition": edition(board)})
    expect(page.locator("[data-announce]")).to_have_text("Đã mở biểu quyết: Vòng một")
    page.clock.run_for(1_000)
    assert page.evaluate("asked") == 1


def test_what_else_changes_while_the_page_is_on_its_way_has_it_fetched_again(opened: Callable[..., Page]) -> None:
    board = {**BOARD, "solutions": [{**BOARD["solutions"][0], "version": 2}]}
    page = opened(HELD)
    say(page, "snapshot", {**SNAPSHOT, "board": board, "edition": edition(board)})
    page.clock.run_for(1_000)
    assert page.evaluate("asked") == 1


def test_a_page_that_was_drawn_from_what_is_is_not_fetched_again(following: Page) -> None:
    following.clock.run_for(5_000)
    assert following.evaluate("asked") == 0


def test_after_a_lost_connection_a_page_does_not_forget_how_many_there_were(following: Page) -> None:
    say(following, "change", {"opinions": [], "spread_ms": 20_000})
    say(following, "snapshot", {**SNAPSHOT, "spread_ms": 300})
    waits(following, 10, times=1)


def test_a_page_that_cannot_be_had_is_asked_for_again_ever_more_seldom_and_says_that_it_is_old(
    told: Told, following: Page
) -> None:
    told.refused = [503, 429, 0]
    say(following, "change", NEWS)
    waits(following, 0.15, times=1)
    for seconds, times in ((2, 2), (4, 3), (8, 4)):
        expect(state(following)).to_have_class("live lost")
        waits(following, seconds, times=times)
    expect(state(following)).to_have_text(LIVE)
    following.clock.run_for(120_000)
    assert following.evaluate("asked") == 4


def test_of_a_whole_hall_that_is_refused_each_waits_as_long_as_the_hall_needs(told: Told, following: Page) -> None:
    told.refused = [503]
    say(following, "change", {**NEWS, "spread_ms": 20_000})
    waits(following, 10, times=1)
    expect(state(following)).to_have_class("live lost")
    waits(following, 20, times=2)


def test_a_page_that_is_gone_is_not_asked_for_again(told: Told, following: Page) -> None:
    told.refused = [404]
    say(following, "change", NEWS)
    waits(following, 0.15, times=1)
    following.clock.run_for(120_000)
    assert following.evaluate("asked") == 1


def test_a_page_without_one_of_its_parts_is_asked_for_again(told: Told, following: Page) -> None:
    whole = told.page
    told.page = whole.replace("</h1>", '</h1><div class="away">Chưa xem được phiếu của bạn.</div>', 1)
    say(following, "change", NEWS)
    waits(following, 0.15, times=1)
    expect(state(following)).to_have_class("live lost")
    told.page = whole
    waits(following, 2, times=2)
    expect(state(following)).to_have_text(LIVE)
    expect(following.locator("#live .away")).to_have_count(0)


def test_what_changes_while_a_page_is_fetched_has_it_fetched_once_more(following: Page) -> None:
    following.evaluate(SAYS_SO_MEANWHILE, NEWS)
    say(following, "change", NEWS)
    waits(following, 0.15, times=1)
    waits(following, 0.75, times=2)
    following.clock.run_for(60_000)
    assert following.evaluate("asked") == 2


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
