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
        kept = {LANGUAGE: language, **({"session": token} if token else {})}
        context.add_cookies([{"name": name, "value": value, "url": self._site} for name, value in kept.items()])
        visit = Visit(context.new_page(), context, Watch(context, self._site), Words(language), self._site)
        self._open.append(visit)
        return visit

    def close(self) -> None:
        """Close them all. Raises AssertionError with what any of them complained of."""
        for visit in self._open:
            visit.context.close()
        troubles = [trouble for visit in self._open for trouble in visit.watch.troubles]
        self._open.clear()
        assert not troubles, "\n".join(troubles)


def path_of(page: Page) -> str:
    """Where a page is, without its host."""
    return re.sub(r"^https?://[^/]+", "", page.url)
