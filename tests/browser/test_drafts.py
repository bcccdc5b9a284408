"""What is being written is kept in the browser, until a page says that nobody is signed in."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page

from services.gateway.pages.rendering import render
from tests.browser.told import Told
from tests.unit.gateway_pages.contexts import context_of

OFFER = context_of("proposal/offer.html")
DRAFT = "draft/" + OFFER["forum"]["forum_id"]


@pytest.fixture
def offering(told: Told) -> Told:
    """The first step of a proposal."""
    told.page = render("proposal/offer.html", "vi", **{**OFFER, "where": "problem", "hidden": []})
    return told


def write(page: Page, words: str) -> None:
    page.locator("textarea").fill(words)


def kept(page: Page) -> Any:
    return page.evaluate("name => JSON.parse(localStorage.getItem(name))", DRAFT)


@pytest.mark.parametrize("damaged", ["{", "null", ""])
def test_a_damaged_draft_is_as_good_as_none(offering: Told, opened: Callable[[], Page], damaged: str) -> None:
    page = opened()
    page.evaluate("([name, value]) => localStorage.setItem(name, value)", [DRAFT, damaged])
    page.reload()
    write(page, "Thiếu cán bộ")
    assert kept(page)["problem"] == "Thiếu cán bộ"


@pytest.mark.parametrize(
    ("template", "me", "forgotten"),
    [("screen/show.html", None, False), ("help.html", OFFER["me"], False), ("help.html", None, True)],
)
def test_drafts_are_forgotten_where_a_page_says_that_nobody_is_signed_in(
    offering: Told, opened: Callable[[], Page], template: str, me: Any, forgotten: bool
) -> None:
    page = opened()
    write(page, "Thiếu cán bộ")
    offering.page = render(template, "vi", **{**context_of(template), "me": me})
    page.reload()
    assert (kept(page) is None) is forgotten
