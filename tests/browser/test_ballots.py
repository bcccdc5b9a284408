"""What scripts add to ballots: ranks by tapping, marks counted aloud, drafts that are kept until the ballot is in."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from services.gateway.pages.ballots.booth import Ballot
from services.gateway.pages.forms import Form
from services.gateway.pages.own_ballots import Place
from services.gateway.pages.rendering import render
from tests.browser.told import Told
from tests.unit.gateway_pages.contexts import context_of
from tests.unit.gateway_pages.samples import OPTIONS, ROUND, round_by
from tests.waiting import eventually

A, B, C, D = OPTIONS
DRAFT = f"draft/ballot/{ROUND}"


def paper(kind: str, method: str, values: dict[str, str] | None = None) -> str:
    """The page of a ballot, filled in as far as somebody has got."""
    ballot = Ballot(kind, {}, 0, "n" * 24)
    told = {"round": round_by(method), "kind": kind, "ballot": ballot, "form": Form(values or {}), "superseded": ""}
    return render(
        "ballot/form.html", "vi", **{**context_of("ballot/form.html"), "place": Place(), "places": [], **told}
    )


def ranks(page: Page) -> list[str]:
    """What stands in the fields, in the order of the options."""
    return [field.input_value() for field in page.locator("[data-ranking] input").all()]


def tap(page: Page, option: int) -> None:
    page.locator("[data-ranking] button").nth(option - 1).click()


def kept(page: Page) -> Any:
    return page.evaluate("name => JSON.parse(localStorage.getItem(name))", DRAFT)


@pytest.fixture
def ranking(told: Told, opened: Callable[[], Page]) -> Page:
    """A ballot on which options are put in order."""
    told.page = paper("ranking", "schulze")
    return opened()


def test_options_are_ranked_by_tapping_them_in_order(ranking: Page) -> None:
    for option in (3, 1, 4):
        tap(ranking, option)
    assert ranks(ranking) == ["2", "", "1", "3"]
    expect(ranking.locator("[data-ranked]")).to_have_text("4. Sửa đường liên thôn: hạng 3")
    expect(ranking.locator("[data-ranking] button")).to_have_text(["Bỏ hạng", "Cho hạng 4", "Bỏ hạng", "Bỏ hạng"])


def test_a_rank_that_is_taken_back_lets_the_others_move_up(ranking: Page) -> None:
    for option in (3, 1, 4, 1):
        tap(ranking, option)
    assert ranks(ranking) == ["", "", "1", "2"]
    expect(ranking.locator("[data-ranked]")).to_have_text("1. Bồi dưỡng cán bộ: không xếp hạng")


def test_of_equals_one_may_go_and_the_other_keeps_its_rank(ranking: Page) -> None:
    for field, value in zip(ranking.locator("[data-ranking] input").all(), ("1", "1", "2", ""), strict=True):
        field.fill(value)
    tap(ranking, 1)
    assert ranks(ranking) == ["", "1", "2", ""]


def test_typing_and_tapping_go_together(ranking: Page) -> None:
    ranking.locator("[data-ranking] input").nth(1).fill("1")
    expect(ranking.locator("[data-ranking] button").first).to_have_text("Cho hạng 2")
    tap(ranking, 4)
    assert ranks(ranking) == ["", "1", "", "2"]


def test_marks_are_counted_as_they_are_made(told: Told, opened: Callable[[], Page]) -> None:
    told.page = paper("marks", "approval")
    page = opened()
    status = page.locator("[data-marked]")
    expect(status).to_have_text("Đã đánh dấu: 0")
    for box in page.get_by_role("checkbox").all()[:2]:
        box.check()
    expect(status).to_have_text("Đã đánh dấu: 2")


def choose_a_word(page: Page) -> None:
    page.get_by_role("radio", name="Không đồng ý", exact=True).first.check()


def choose_one(page: Page) -> None:
    page.get_by_role("radio").nth(2).check()


def mark_two(page: Page) -> None:
    for box in page.get_by_role("checkbox").all()[1:3]:
        box.check()


def give_a_score(page: Page) -> None:
    page.get_by_role("radio", name="4", exact=True).nth(1).check()


def give_ranks(page: Page) -> None:
    tap(page, 2)
    tap(page, 1)


KINDS = [
    ("yes-no", "yes-no-abstain", choose_a_word),
    ("single", "single-choice", choose_one),
    ("marks", "approval", mark_two),
    ("scores", "score", give_a_score),
    ("ranking", "schulze", give_ranks),
]
FILLED = """() => [...document.querySelectorAll("form.vote input:not([type=hidden])")]
    .filter(field => field.type === "text" ? field.value : field.checked && field.value)
    .map(field => `${field.name}=${field.value}`)"""


@pytest.mark.parametrize(("kind", "method", "fill_in"), KINDS)
def test_a_ballot_of_any_kind_is_kept_on_the_phone_until_it_is_in(
    told: Told, opened: Callable[[], Page], kind: str, method: str, fill_in: Callable[[Page], None]
) -> None:
    told.page = paper(kind, method)
    page = opened()
    fill_in(page)
    chosen = page.evaluate(FILLED)
    assert chosen
    page.reload()
    assert page.evaluate(FILLED) == chosen
    assert "nonce" not in kept(page)
    told.page = render("ballot/receipt.html", "vi", **context_of("ballot/receipt.html"))
    page.reload()
    assert kept(page) is None


def test_a_draft_is_not_mixed_into_the_ballot_that_is_stored(told: Told, opened: Callable[[], Page]) -> None:
    told.page = paper("marks", "approval")
    page = opened()
    mark_two(page)
    told.page = paper("marks", "approval", {f"choice-{D}": "yes"})
    page.reload()
    assert page.evaluate(FILLED) == [f"choice-{D}=yes"]


def test_a_ballot_that_comes_in_a_pause_is_sent_again_by_itself(told: Told, opened: Callable[[], Page]) -> None:
    told.page = render("ballot/review.html", "vi", **{**context_of("ballot/review.html"), "away": ""})
    page, sent = opened(), []

    def pause(route: Route) -> None:
        if route.request.method != "POST":
            return route.fallback()
        sent.append(route.request.post_data)
        return route.fulfill(status=409, headers={"Retry-After": "5"})

    page.route("**/*", pause)
    page.get_by_role("button", name="Gửi phiếu", exact=True).click()
    expect(page.locator("[data-not-counted]")).to_be_visible()
    page.clock.run_for(4_000)
    eventually(lambda: page.evaluate("true") and len(sent) == 2, saying="it is sent again")
    assert page.get_by_role("heading", name="Xem lại phiếu").is_visible()
