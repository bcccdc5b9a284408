"""A database of notify's, and a post office."""

from collections.abc import Callable, Iterator

import pytest

from services.kit import mail
from services.kit.db import Database
from services.notify import model
from tests.integration.notify.post_office import PostOffice, opened
from tests.integration.notify.world import World


@pytest.fixture
def db(migrated_database: Callable[[str], str]) -> Iterator[Database]:
    """An empty database with notify's schema."""
    database = Database(migrated_database("notify"), model.CONSTRAINTS)
    yield database
    database.close()


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """We do not wait long for a post office that hangs."""
    monkeypatch.setattr(mail, "SECONDS", 0.5)


@pytest.fixture
def office_and_url() -> Iterator[tuple[PostOffice, str]]:
    """A post office and where it is."""
    with opened() as office_and_url:
        yield office_and_url


@pytest.fixture
def office(office_and_url: tuple[PostOffice, str]) -> PostOffice:
    """The post office the world's mails go to."""
    return office_and_url[0]


@pytest.fixture
def world(db: Database, office_and_url: tuple[PostOffice, str]) -> World:
    """A forum that nothing has been heard of yet."""
    return World(db, office_and_url[1])
