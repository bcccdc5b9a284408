"""A ballot of each kind is cast by keyboard alone, with scripts and without, from the forum's page to the receipt."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.browser.forums import OTHER_WAYS, Forums, OtherWay
from tests.browser.hands import Hands, Keyboard
from tests.browser.visits import Visit, Visits
from tests.journeys.asking import Asker

Fill = Callable[[Hands, Visit, str], None]


def one(hands: Hands, visit: Visit, title: str) -> None:
    hands.choose(visit.say("Giải pháp bạn chọn"), f"2. {title}")


def marks(hands: Hands, visit: Visit, title: str) -> None:
    for number in (1, 3):
        hands.tick(f"{number}. {title}")


def scores(hands: Hands, visit: Visit, title: str) -> None:
    hands.choose(f"1. {title}", "4")
    hands.choose(f"3. {title}", "0")


def ranks(hands: Hands, visit: Visit, title: str) -> None:
    for number, rank in ((1, "3"), (3, "1")):
        hands.write(f"{visit.say('Hạng của')} {number}. {title}", rank)


def bought(hands: Hands, visit: Visit, title: str) -> None:
    hands.tick(f"2. {title} (50.000.000 đồng)")


#: way → how its ballot is filled in, and what is counted then, by the option's place
WAYS: dict[str, tuple[Fill, dict[int, Any]]] = {
    "single": (one, {1: True}),
    "marks": (marks, {0: True, 2: True}),
    "scores": (scores, {0: 4, 2: 0}),
    "equals": (ranks, {0: 2, 2: 1}),
    "ranking": (ranks, {0: 2, 2: 1}),
    "budget": (bought, {1: True}),
}


@pytest.mark.parametrize("way", OTHER_WAYS)
def test_a_ballot_of_any_kind_is_cast_by_keyboard(visits: Visits, forums: Forums, admin: Asker, way: str) -> None:
    """In the forums that are looked at: nobody looks at what the spare delegates have voted."""
    fill_in, counted = WAYS[way]
    forum = forums[f"{way}, voting"]
    assert isinstance(forum, OtherWay)
    for voter, scripts in zip(forum.spare, (True, False), strict=False):
        visit = visits(forum.token(voter), scripts=scripts)
        visit.go(f"/dien-dan/{forum.ids['forum_id']}")
        hands = Keyboard(visit.page)
        hands.press(visit.say("Biểu quyết ngay"))
        hands.arrive(forum.texts("round"))
        fill_in(hands, visit, forum.texts("solution"))
        hands.press(visit.say("Xem lại phiếu"))
        hands.arrive(visit.say("Xem lại phiếu"))
        hands.press(visit.say("Gửi phiếu"))
        hands.arrive(visit.say("Phiếu của bạn đã được ghi nhận"))
        stored = Asker(admin.site, forum.token(voter)).done("GET", f"{forum.round}/ballot")
        assert stored["choices"] == {forum.options[place]: chosen for place, chosen in counted.items()}
