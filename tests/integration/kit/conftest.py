"""The stage the kit's processes are tried on."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from deploy.local.broker import Broker
from deploy.local.ground import Ports
from deploy.local.postgres import Postgres
from services.kit import migrate
from services.kit.db import Database
from tests.integration.kit.stage import Stage


@pytest.fixture
def stage(postgres: Postgres, broker: Broker, ports: Ports, tmp_path: Path) -> Iterator[Stage]:
    """An empty stage: fresh databases and virtual host, no process."""
    made = Stage(postgres, broker, ports, tmp_path)
    yield made
    made.close()


@pytest.fixture(scope="module")
def playing(
    postgres: Postgres, broker: Broker, ports: Ports, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Stage]:
    """A stage shared by a module's tests, on which teller, relay and listener run; take a stream of your own."""
    made = Stage(postgres, broker, ports, tmp_path_factory.mktemp("playing")).start("teller", "relay", "listener")
    yield made
    made.close()


@pytest.fixture
def database(postgres: Postgres) -> Iterator[Database]:
    """A pool on a fresh database with the kit's tables."""
    url = postgres.fresh_database("kit")
    migrate.apply(url, migrate.KIT)
    made = Database(url, size=8)
    yield made
    made.close()
