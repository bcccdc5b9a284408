"""Every page of `pages.PAGES`, in each language, can be used by everybody; and what is said while a part is away."""

from collections.abc import Callable, Iterator

import pytest

from deploy.local.stack import Stack
from tests.browser.accessibility import CHEAP, EVERYTHING, axe, axe_source, faults_of
from tests.browser.forums import Forums
from tests.browser.pages import BOOTH, FORUM, PAGES, Row
from tests.browser.visits import OnePage, Visit

Open = Callable[[Row, str], Visit]
#: (language, title) → the page that has it
titles: dict[tuple[str, str], str] = {}


@pytest.fixture
def open_row(one_page: OnePage, forums: Forums) -> Iterator[Open]:
    """A row's page, as it is looked at."""

    def make(row: Row, language: str) -> Visit:
        forum = forums[row.state]
        visit = one_page(forum.token(row.who), language, axe_source())
        visit.go(row.address.format(**forum.places), row.status)
        row.then(visit)
        return visit

    yield make
    one_page.turn()


#: the first row of each page, which is looked at hardest
FIRST = list({row.name: row for row in reversed(PAGES)}.values())
#: a state is made of the same elements in every language: once for each page its words are looked at in the other
IN_LANGUAGES = [(row, language) for row in PAGES for language in ("vi", "en") if language == "vi" or row in FIRST]


@pytest.mark.parametrize(("row", "language"), IN_LANGUAGES, ids=str)
def test_everybody_can_use(row: Row, language: str, open_row: Open) -> None:
    checks = CHEAP if language == "en" else EVERYTHING if row in FIRST else (*CHEAP, axe)
    visit = open_row(row, language)
    assert faults_of(visit, checks) == []
    page = row.name.partition(",")[0]
    if row.status == 200:  # refusals are alike
        assert titles.setdefault((language, visit.page.title()), page) == page, "another page has the same title"


@pytest.fixture
def without_proposals(site: Stack, forums: Forums) -> Iterator[None]:
    """A part of the system is away."""
    assert forums["voting"] and forums["over"]
    site.stop_process("proposals")
    yield
    site.start_process("proposals")
    site.wait_ready()


AWAY = [
    Row("unavailable", "delegate", BOOTH, status=503),
    Row("unavailable", "leader", "/viec-can-tra-loi", "over", status=503),
    Row("forum", "delegate", FORUM),
    Row("home", "leader", "/", "over"),
]


@pytest.mark.usefixtures("without_proposals")
def test_everybody_can_use_what_is_left_while_a_part_is_away(open_row: Open) -> None:
    for row in AWAY:
        for language in ("vi", "en"):
            assert faults_of(open_row(row, language), EVERYTHING) == []
