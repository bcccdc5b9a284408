"""Debian's Chromium on a system of its own: README.md says how to add a page or a journey, and how to run one."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from bench.chromium import CHROMIUM, launch_options
from deploy.local.broker import Broker
from deploy.local.postgres import Postgres
from deploy.local.stack import Stack
from services.kit.settings import SERVICES
from tests.browser.forums import Forum, Forums
from tests.browser.told import PATH, SITE, Told
from tests.browser.visits import PATIENCE_MS, OnePage, Visits
from tests.conftest import unavailable
from tests.journeys.asking import Asker, sign_in
from tests.mails import Mails

HERE = Path(__file__).parent
expect.set_options(timeout=PATIENCE_MS)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything here needs a browser."""
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    """Asked for by pytest-playwright before it starts the browser."""
    if not CHROMIUM.exists():
        unavailable("Chromium is not installed; `make setup-dev` does it")
    return launch_options()


@pytest.fixture(scope="session")
def site(throwaway: Path, postgres: Postgres, broker: Broker) -> Iterator[Stack]:
    """A system of the browsers' own, on the session's servers: rounds are sealed at once, and parts may be stopped."""
    databases = {f"{service.upper()}_DATABASE_URL": postgres.fresh_database(service) for service in SERVICES}
    settings = {**databases, "AMQP_URI": broker.fresh_vhost(), "SEAL_SECONDS": "0.5"}
    with Stack(throwaway / "browser-stack", settings) as stack:
        yield stack


@pytest.fixture(scope="session")
def post(site: Stack) -> Mails:
    """The mails that `site` sent."""
    return Mails(site.urls["mail"])


@pytest.fixture(scope="session")
def admin(site: Stack) -> Asker:
    """The first organizer of the installation."""
    return sign_in(site, site.settings["ADMIN_EMAIL"])


@pytest.fixture(scope="session")
def forums(site: Stack, admin: Asker) -> Forums:
    """`forums["voting"]`: one forum of each state, to be looked at and not to be changed."""
    return Forums(site, admin)


@pytest.fixture(scope="session")
def convene(site: Stack, admin: Asker) -> Callable[..., Forum]:
    """`convene(spare=9).opens_voting()`: a forum of a module's own, to be changed."""

    def make(**wanted: Any) -> Forum:
        return Forum(site, admin, **wanted)

    return make


@pytest.fixture
def visits(browser: Browser, site: Stack) -> Iterator[Visits]:
    """`visits(token, language, width, scripts)` opens a browser; whatever any of them complains of fails the test."""
    opened = Visits(browser, site.urls["gateway"])
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def one_page(browser: Browser, site: Stack) -> Iterator[OnePage]:
    """`one_page(token, language, begin)`: what very many pages are looked at in, one after the other."""
    page = OnePage(browser, site.urls["gateway"])
    yield page
    page.close()


@pytest.fixture
def told() -> Told:
    return Told()


@pytest.fixture
def opened(browser: Browser, told: Told) -> Iterator[Callable[..., Page]]:
    """`opened()`: the page, on a clock that stands until `clock.run_for` moves it, after a script."""
    context = browser.new_context()
    context.route("**/*", told)

    def open_it(script: str = "") -> Page:
        page = context.new_page()
        page.add_init_script(script)
        page.clock.install(time=0)
        page.clock.pause_at(1)
        page.goto(SITE + PATH)
        return page

    yield open_it
    context.close()
