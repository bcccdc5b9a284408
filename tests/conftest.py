"""What tests run on: throwaway servers of their own, started when a test first asks and gone when the run ends.

Without the servers' programs tests are skipped at home and fail where CI is set.
"""

import itertools
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NoReturn, TypeVar

import hypothesis
import pytest

from deploy.local.broker import Broker
from deploy.local.ground import Ports
from deploy.local.postgres import Postgres
from deploy.local.servers import MissingServerError, Server
from deploy.local.stack import Stack
from services.kit.settings import SERVICES
from tests.mails import Mails

AnyServer = TypeVar("AnyServer", bound=Server)

#: the order of a whole run: what is fast and says most comes first
HERE = Path(__file__).parent
# how long an example takes says more about what else the machine does than about the code
hypothesis.settings.register_profile("ours", deadline=None)
hypothesis.settings.load_profile("ours")
LONGEST_ID = 100  # characters of a value that names a test
ORDER = ("unit", "contracts", "architecture", "integration", "journeys", "browser", "faults")


def pytest_addoption(parser: pytest.Parser) -> None:
    """What `make walks` asks for."""
    parser.addoption("--write-walks", action="store_true", help="write docs/walks anew by taking the walks")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Run fast tests first, keeping the order within each kind."""
    items.sort(key=_rank)
    assert len({item.nodeid for item in items}) == len(items), "of tests with one id workers would run only one"


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Files are told apart by number: workers must agree on ids, and a file may say in which second it was made."""
    return argname if isinstance(val, bytes | str) and len(val) > LONGEST_ID else None


def _rank(item: pytest.Item) -> int:
    kind = item.path.relative_to(HERE).parts[0]
    return ORDER.index(kind) if kind in ORDER else len(ORDER)


@pytest.fixture(scope="session")
def throwaway() -> Iterator[Path]:
    """A directory for servers. Not pytest's own, which is closed to the user PostgreSQL runs as."""
    directory = Path(tempfile.mkdtemp(prefix="hienke-test-"))
    directory.chmod(0o711)
    yield directory
    shutil.rmtree(directory, ignore_errors=True)


@pytest.fixture(scope="session")
def ports(throwaway: Path) -> Ports:
    """The ports of this run's servers."""
    return Ports(throwaway / "ports.json")


@pytest.fixture(scope="session")
def postgres(throwaway: Path, ports: Ports) -> Iterator[Postgres]:
    """A private PostgreSQL; `postgres.fresh_database("forum")` makes an empty database and returns its URL."""
    yield from _running(lambda: Postgres(throwaway / "postgresql", ports))


@pytest.fixture(scope="session")
def broker(throwaway: Path, ports: Ports) -> Iterator[Broker]:
    """A private RabbitMQ; `broker.fresh_vhost()` makes a virtual host and returns its URI."""
    yield from _running(lambda: Broker(throwaway / "rabbitmq", ports))


@pytest.fixture(scope="session")
def migrated_database(postgres: Postgres) -> Callable[[str], str]:
    """`migrated_database("forum")` makes a database with that service's schema and returns its URL.

    The migrations run once a session; every database is a copy of the one they made.
    """
    templates: dict[str, str] = {}

    def make(service: str) -> str:
        from services.kit.migrate import migrate  # only tests that ask for a schema need the migrations

        if service not in templates:
            url = postgres.fresh_database(f"template_{service}")
            migrate(service, url)
            templates[service] = url.rpartition("/")[2]
        return postgres.fresh_database(service, template=templates[service])

    return make


@pytest.fixture(scope="session")
def stack(throwaway: Path, postgres: Postgres, broker: Broker) -> Iterator[Stack]:
    """The whole system, for journeys; it shares the session's servers and is not to be broken."""
    databases = {f"{service.upper()}_DATABASE_URL": postgres.fresh_database(service) for service in SERVICES}
    with Stack(throwaway / "stack", {**databases, "AMQP_URI": broker.fresh_vhost()}) as stack:
        yield stack


@pytest.fixture(scope="session")
def mailbox(stack: Stack) -> Mails:
    """The mails `stack` sent: `mailbox.latest(address)` waits for one."""
    return Mails(stack.urls["mail"])


@pytest.fixture(scope="session")
def own_stack(throwaway: Path) -> Callable[..., Stack]:
    """A whole system with servers of its own, to be broken: `with own_stack(gateways=2, SEAL_SECONDS="1") as stack:`.

    Works in a test or in a fixture of any scope. Words in capitals are settings.
    """
    numbers = itertools.count(1)

    def make(gateways: int = 1, **overrides: str) -> Stack:
        try:
            return Stack(throwaway / f"own-stack-{next(numbers)}", overrides, gateways)
        except MissingServerError as missing:
            unavailable(str(missing))

    return make


def unavailable(reason: str) -> NoReturn:
    """Skip at home, fail in CI."""
    if os.environ.get("CI"):
        pytest.fail(reason, pytrace=False)
    pytest.skip(reason)


def _running(make: Callable[[], AnyServer]) -> Iterator[AnyServer]:
    try:
        server = make()
    except MissingServerError as missing:
        unavailable(str(missing))
    server.start()
    try:
        server.wait_ready(90)
        yield server
    finally:
        server.stop()
