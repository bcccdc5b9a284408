"""One database of the proposals service for all its tests; each test has a forum of its own in it."""

from collections.abc import Callable, Iterator

import pytest

from services.kit.db import Database
from services.proposals import model
from tests.integration.proposals.hall import Hall


@pytest.fixture(scope="session")
def db(migrated_database: Callable[[str], str]) -> Iterator[Database]:
    """The database."""
    database = Database(migrated_database("proposals"), model.CONSTRAINTS, size=60, patience=10)
    yield database
    database.close()


@pytest.fixture
def hall(db: Database) -> Hall:
    """A forum that is open, with five delegates."""
    return Hall(db).build()
