"""Each kind of person does their work from the link to the end, on a phone and at a desk, in both languages, with and
without scripts, and by keyboard alone."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import cycle, product

import pytest

from services.gateway.pages.methods import METHODS
from tests.browser.forums import Forum, as_people_write
from tests.browser.hands import Keyboard, Pointer
from tests.browser.journeys import Traveller, accept, decide, prepare, vote
from tests.browser.visits import Visits
from tests.mails import Mails


@dataclass(frozen=True)
class Way:
    """How somebody reads and uses the pages."""

    width: int
    language: str
    scripts: bool
    by_keyboard: bool = False

    def __str__(self) -> str:
        return (
            f"{self.width} {self.language}{'' if self.scripts else ' plain'}{' keyboard' if self.by_keyboard else ''}"
        )


WAYS = [*(Way(*each) for each in product((360, 1280), ("vi", "en"), (True, False))), Way(1280, "vi", True, True)]
every_way = pytest.mark.parametrize("way", WAYS, ids=str)
Travel = Callable[..., Traveller]


@pytest.fixture
def travel(visits: Visits, post: Mails) -> Travel:
    """Somebody sets out: `travel(way, forum, email, token)`."""

    def make(way: Way, forum: Forum, email: str, token: str = "") -> Traveller:
        visit = visits(token, way.language, way.width, way.scripts)
        hands = Keyboard(visit.page) if way.by_keyboard else Pointer(visit.page)
        return Traveller(visit, hands, forum, post, email)

    return make


@pytest.fixture(scope="module")
def voting(convene: Callable[..., Forum]) -> Forum:
    """A forum in which somebody votes each way."""
    return convene(write=as_people_write, spare=len(WAYS)).opens_voting()


@pytest.fixture(scope="module")
def delegates(voting: Forum) -> Iterator[str]:
    """Those who have not voted yet."""
    return iter(voting.spare)


@pytest.fixture(scope="module")
def concluded(convene: Callable[..., Forum]) -> Forum:
    """A forum whose one solution so many bodies must carry out."""
    return convene(write=as_people_write, bodies=len(WAYS)).is_over()


@pytest.fixture(scope="module")
def leaders(concluded: Forum) -> Iterator[str]:
    """Those who have not answered yet."""
    return iter(concluded.leaders)


@every_way
def test_a_delegate_votes_from_the_invitation_to_the_receipt(
    way: Way, travel: Travel, voting: Forum, delegates: Iterator[str]
) -> None:
    before, email = voting.ballots(), next(delegates)
    list(vote(travel(way, voting, email)))
    assert voting.ballots() == before + 1


@every_way
def test_a_leader_accepts_an_assignment(way: Way, travel: Travel, concluded: Forum, leaders: Iterator[str]) -> None:
    list(accept(travel(way, concluded, next(leaders))))


@every_way
def test_an_organizer_opens_a_round_closes_it_and_reads_the_result(
    way: Way, travel: Travel, convene: Callable[..., Forum]
) -> None:
    forum = convene(write=as_people_write).has_a_round_prepared()
    list(decide(travel(way, forum, "", forum.token("organizer"))))
    assert forum.round_state() == "certified"


@pytest.fixture(scope="module")
def deliberating(convene: Callable[..., Forum]) -> Forum:
    """A forum with a solution that can be voted on in many rounds."""
    return convene(write=as_people_write).has_a_round_prepared()


@pytest.mark.parametrize(("method", "way"), list(zip(METHODS, cycle(WAYS))), ids=str)
def test_an_organizer_prepares_a_round_by_any_method(
    method: str, way: Way, travel: Travel, deliberating: Forum
) -> None:
    list(prepare(travel(way, deliberating, "", deliberating.token("organizer")), method))
    assert method in deliberating.methods_prepared()
