"""Forums for journeys that try what must not work."""

from collections.abc import Iterator

import pytest

from deploy.local.stack import Stack
from tests.journeys.asking import Asker, sign_in
from tests.journeys.hall import Hall
from tests.journeys.hostile import hostile
from tests.journeys.strangers import Strangers, come
from tests.journeys.valid import Crowd


@pytest.fixture(scope="session")
def admin(stack: Stack) -> Asker:
    """The first organizer of the installation."""
    return sign_in(stack, stack.settings["ADMIN_EMAIL"])


@pytest.fixture(scope="session")
def halls(stack: Stack, admin: Asker) -> dict[str, Hall]:
    """Forums whose rounds are closed; they are held at once, since sealing a round takes its time."""
    held = {"plain": Hall(stack, admin), "hostile": Hall(stack, admin, hostile), "generated": Hall(stack, admin)}
    for hall in held.values():
        hall.is_held()
    return held


@pytest.fixture(scope="session")
def hall(halls: dict[str, Hall], crowd: Crowd) -> Hall:
    """A forum, concluded."""
    halls["plain"].is_concluded()
    return halls["plain"]


@pytest.fixture(scope="session")
def hostile_hall(halls: dict[str, Hall]) -> Hall:
    """A forum, concluded, in which everybody wrote the worst there is."""
    halls["hostile"].is_concluded()
    return halls["hostile"]


@pytest.fixture(scope="session")
def crowd(stack: Stack, halls: dict[str, Hall]) -> Crowd:
    """Whoever may do a thing in `hall`."""
    return Crowd(stack, halls["plain"])


@pytest.fixture(scope="session")
def strangers(stack: Stack, hall: Hall) -> Strangers:
    """Everybody who has no business in `hall`."""
    return come(stack, hall)


@pytest.fixture(scope="module")
def unchanged(hall: Hall, strangers: Strangers) -> Iterator[None]:
    """Whatever a module sends, nothing comes of it."""
    before = hall.everything()
    yield
    assert hall.everything() == before
