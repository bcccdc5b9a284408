"""Open pages follow each other; a vote that does not get through stays on the page; what happens is announced."""

import time
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from deploy.local.stack import Stack
from services.gateway.pages.words import CHOICES
from tests.browser.forums import Forum, as_people_write
from tests.browser.hands import Hands, Pointer
from tests.browser.visits import Visit, Visits
from tests.waiting import eventually

#: promised is one second; the rest is for cores that others use too
MOVES_WITHIN = 5.0
#: keeps when words first stood on the page, hidden ones too where they are announced
LOOK_FOR = """words => {
  window.seenAt = null;
  const timer = setInterval(() => {
    if (!document.body.innerText.replace(/\\s+/g, " ").includes(words)) return;
    window.seenAt = Date.now() / 1000;
    clearInterval(timer);
  }, 10);
}"""


@pytest.fixture(scope="module")
def voting(convene: Callable[..., Forum]) -> Forum:
    """A forum in which there is somebody to vote in each test."""
    return convene(write=as_people_write, spare=3).opens_voting()


@pytest.fixture(scope="module")
def voters(voting: Forum) -> Iterator[str]:
    """Those who have not voted yet."""
    return iter(voting.spare)


def with_a_ballot_filled_in(visit: Visit, forum: Forum) -> Hands:
    """At the page where it is looked at again."""
    hands = Pointer(visit.page)
    visit.go(f"/dien-dan/{forum.ids['forum_id']}/bieu-quyet/{forum.ids['round_id']}")
    hands.choose(forum.texts("solution"), visit.say(CHOICES["no"]))
    hands.press(visit.say("Xem lại phiếu"))
    hands.arrive(visit.say("Xem lại phiếu"))
    return hands


def test_open_pages_move_when_somebody_votes(
    visits: Visits, voting: Forum, voters: Iterator[str], record_property: Callable[[str, object], None]
) -> None:
    delegate = visits(voting.token(next(voters)))
    organizer, hall = visits(voting.token("organizer"), width=1280), visits(width=1280, language="en")
    organizer.go(f"/dien-dan/{voting.ids['forum_id']}/dieu-hanh/bieu-quyet")
    hall.go(f"/dien-dan/{voting.ids['forum_id']}")
    for open_page in (organizer, hall):
        follows(open_page)
    hands = with_a_ballot_filled_in(delegate, voting)
    ballots = voting.ballots()
    for open_page in (organizer, hall):
        open_page.page.evaluate(LOOK_FOR, f"{open_page.say('Phiếu đã nhận')} {ballots + 1}")
    sent_at = time.time()
    hands.press(delegate.say("Gửi phiếu"))
    took = [seen_at(open_page.page) - sent_at for open_page in (organizer, hall)]
    hands.arrive(delegate.say("Phiếu của bạn đã được ghi nhận"))
    record_property("seconds", took)
    print(f"seconds until the organizer's and the hall's page moved: {took}")
    assert max(took) < MOVES_WITHIN


def follows(visit: Visit) -> None:
    """Wait until a page says that it follows the forum."""
    expect(visit.page.get_by_text(visit.say("Số liệu đang được cập nhật trực tiếp."))).to_be_visible()


def seen_at(page: Page) -> float:
    """When the words that are looked for came."""
    return float(eventually(lambda: page.evaluate("window.seenAt"), within=15, saying="the page moves"))


@pytest.fixture
def interrupted(site: Stack) -> Iterator[Stack]:
    """The part that counts ballots is away; `start_process("proposals")` brings it back."""
    site.stop_process("proposals")
    yield site
    site.start_process("proposals")
    site.wait_ready()


@pytest.mark.parametrize("scripts", [True, False], ids=["by itself", "by hand"])
def test_a_vote_that_does_not_get_through_stays_and_is_sent_again(
    scripts: bool, visits: Visits, voting: Forum, voters: Iterator[str], request: pytest.FixtureRequest
) -> None:
    before = voting.ballots()
    delegate = visits(voting.token(next(voters)), scripts=scripts)
    hands = with_a_ballot_filled_in(delegate, voting)
    delegate.watch.allow(503)
    site: Stack = request.getfixturevalue("interrupted")
    hands.press(delegate.say("Gửi phiếu"))
    said = delegate.page.get_by_role("alert")
    expect(said).to_contain_text(delegate.say("Phiếu CHƯA được ghi nhận"))
    expect(delegate.page.get_by_text(delegate.say(CHOICES["no"]), exact=True)).to_be_visible()
    site.start_process("proposals")
    site.wait_ready()
    if not scripts:
        hands.press(delegate.say("Gửi lại phiếu"))
    receipt = delegate.page.get_by_role("heading", name=delegate.say("Phiếu của bạn đã được ghi nhận"))
    expect(receipt).to_be_visible(timeout=40_000)
    assert voting.ballots() == before + 1


def test_that_voting_is_open_is_announced_on_open_pages(visits: Visits, convene: Callable[..., Forum]) -> None:
    forum = convene(write=as_people_write).has_a_round_prepared()
    open_pages = [visits(forum.token("delegate")), visits(language="en", width=1280)]
    for visit in open_pages:
        visit.go(f"/dien-dan/{forum.ids['forum_id']}")
        follows(visit)
    forum.opens_the_prepared_round()
    for visit in open_pages:
        live = visit.page.locator("[aria-live=polite], [aria-live=assertive], [role=status], [role=alert]")
        sentence = visit.say("Đã mở biểu quyết: %(round)s", round=forum.texts("round"))
        expect(live.filter(has_text=sentence)).to_have_count(1)
        assert sentence in visit.page.locator("body").aria_snapshot(), "a screen reader is not told"
