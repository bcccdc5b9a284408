"""Browsers for people: one context each, of a size and a language, with or without scripts, signed in or not."""

import re
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page

from services.gateway.visit import LANGUAGE
from tests.browser.watch import Watch
from tests.browser.words import Words

PHONE: dict[str, Any] = {"viewport": {"width": 360, "height": 640}, "is_mobile": True, "has_touch": True}
DESK: dict[str, Any] = {"viewport": {"width": 1280, "height": 800}}
WIDTHS = {360: PHONE, 1280: DESK}
LOCALES = {"vi": "vi-VN", "en": "en-GB"}
#: for one thing to appear; two busy cores are slow
PATIENCE_MS = 15_000


@dataclass(frozen=True)
class Visit:
    """Somebody's open page, and what goes with it."""

    page: Page
    context: BrowserContext
    watch: Watch
    say: Words
    site: str

    def be(self, token: str) -> None:
        """Be somebody, by the token of a session, or nobody; with this language, and nothing else that is kept."""
        kept = {LANGUAGE: self.say.language, **({"session": token} if token else {})}
        self.context.clear_cookies()
        self.context.add_cookies([{"name": name, "value": value, "url": self.site} for name, value in kept.items()])

    def go(self, path: str, expecting: int = 200) -> None:
        """Open an address, which must be answered so."""
        self.watch.allow(expecting)
        answer = self.page.goto(path)
        assert answer and answer.status == expecting, f"{path}: {answer and answer.status}"


class Visits:
    """Opens browsers on a site; `close` tells what went wrong in any of them."""

    def __init__(self, browser: Browser, site: str) -> None:
        self._browser, self._site = browser, site
        self._open: list[Visit] = []

    def __call__(self, token: str = "", language: str = "vi", width: int = 360, scripts: bool = True) -> Visit:
        """A new browser; `token` is a session's."""
        context = self._browser.new_context(
            **WIDTHS[width],
            base_url=self._site,
            locale=LOCALES[language],
            timezone_id="Asia/Ho_Chi_Minh",
            java_script_enabled=scripts,
            reduced_motion="reduce",  # nothing glides while a test looks at it
        )
        context.set_default_timeout(PATIENCE_MS)
        visit = Visit(context.new_page(), context, Watch(context, self._site), Words(language), self._site)
        visit.be(token)
        self._open.append(visit)
        return visit

    def close(self) -> None:
        """Close them all. Raises AssertionError with what any of them complained of."""
        for visit in self._open:
            visit.context.close()
        troubles = [trouble for visit in self._open for trouble in visit.watch.troubles]
        self._open.clear()
        assert not troubles, "\n".join(troubles)


class OnePage:
    """For those who look at very many pages, one after the other: a browser for each language, which stays.

    What a page has kept in it is gone before the next is opened there, and so is who was signed in.
    """

    def __init__(self, browser: Browser, site: str) -> None:
        self._visits, self._lasting = Visits(browser, site), dict[str, Visit]()

    def __call__(self, token: str, language: str, begin: str) -> Visit:
        """The page, as somebody's; `begin` is a script that is there before those of each page."""
        if language not in self._lasting:
            self._lasting[language] = self._visits(language=language)
            self._lasting[language].context.add_init_script(begin)
        visit = self._lasting[language]
        visit.be(token)
        return visit

    def turn(self) -> None:
        """That was one. Raises AssertionError with what it complained of."""
        for visit in self._lasting.values():
            visit.page.evaluate("() => { localStorage.clear(); sessionStorage.clear() }")
        troubles = [trouble for visit in self._lasting.values() for trouble in visit.watch.begin_again()]
        assert not troubles, "\n".join(troubles)

    def close(self) -> None:
        """Close the browsers."""
        for visit in self._lasting.values():
            visit.context.close()


def path_of(page: Page) -> str:
    """Where a page is, without its host."""
    return re.sub(r"^https?://[^/]+", "", page.url)
