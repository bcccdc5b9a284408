"""What a service offers beside its commands and queries: its feed, its health, its parked messages.

    class Service:
        feed = Feed()
        health = Health()
        parking = Parking()
        housekeeping = Housekeeping()

They are answered by the web server's own thread, not by workers, so that they answer when every worker is busy. All but
health are for operators and other services: they need an operator's statement.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from eventlet.event import Event
from nameko.extensions import DependencyProvider
from werkzeug.routing import Rule
from werkzeug.wrappers import Request, Response

from services.kit import feed, parking
from services.kit.acting import Statements
from services.kit.answers import answer, answer_error
from services.kit.consumer import Hears, State
from services.kit.db import Database, queries
from services.kit.envelope import LARGEST
from services.kit.errors import Forbidden, Refused, TooLarge
from services.kit.http import InternalServer
from services.kit.log import correlate, logger
from services.kit.providers import DatabaseProvider

log = logger(__name__)

HOUSEKEEPING_SECONDS = 3600


@dataclass(frozen=True)
class Route:
    """One method and path, in the shape nameko's web server wants it."""

    method: str
    path: str
    handle: Callable[..., Response]

    def get_url_rule(self) -> Rule:
        return Rule(self.path, methods=[self.method])

    def handle_request(self, request: Request) -> Response:
        request.shallow = False
        correlate(request.headers.get("X-Correlation-Id"))
        try:
            return self.handle(request, **request.path_values)  # type: ignore[attr-defined]
        except Exception as error:
            return answer_error(error)


class Operations(DependencyProvider):  # type: ignore[misc]
    """Base: registers `routes` on the web server."""

    server = InternalServer()

    def routes(self) -> Sequence[Route]:
        """What is answered."""
        raise NotImplementedError

    def setup(self) -> None:
        self._statements = Statements(self.container.config["settings"].internal_key)
        self._routes = self.routes()
        for route in self._routes:
            self.server.register_provider(route)

    def stop(self) -> None:
        for route in self._routes:
            self.server.unregister_provider(route)

    @property
    def db(self) -> Database:
        """The service's own database."""
        return database(self.container)

    def need_operator(self, request: Request, body: bytes = b"") -> None:
        """Raises NotSignedIn or Forbidden."""
        if not self._statements.read(request.headers.get("Acting"), body).operator:
            raise Forbidden


class Feed(Operations):
    """`GET /feed?after=N&limit=500`: the events after a position, for services that have missed some."""

    def routes(self) -> Sequence[Route]:
        return [Route("GET", "/feed", self._page)]

    def _page(self, request: Request) -> Response:
        self.need_operator(request)
        after = request.args.get("after", 0, int)
        limit = request.args.get("limit", feed.PAGE, int)
        service = self.container.service_name
        return answer(200, self.db.read(lambda tx: feed.page(tx, service, max(after, 0), max(limit, 1))))


class Health(Operations):
    """`/livez`: the process turns. `/readyz`: it can do its work; a bus that is away is told, and no reason not to."""

    def routes(self) -> Sequence[Route]:
        return [Route("GET", "/livez", self._alive), Route("GET", "/readyz", self._ready)]

    def _alive(self, request: Request) -> Response:
        return answer(200, {"alive": True})

    def _ready(self, request: Request) -> Response:
        hears = {extension.producer: extension.state for extension in self._consumers()}
        bus = State.CONSUMING if all(state == State.CONSUMING for state in hears.values()) else State.AWAY
        ready = self._database_answers() and State.REFUSED not in hears.values()
        return answer(200 if ready else 503, {"ready": ready, "bus": bus, "hears": hears})

    def _consumers(self) -> list[Hears]:
        return [extension for extension in self.container.entrypoints if isinstance(extension, Hears)]

    def _database_answers(self) -> bool:
        try:
            self.db.read(lambda tx: queries.database_answers(tx.connection))
        except Refused:
            return False
        return True


class Parking(Operations):
    """`/parked`: what could not be applied, and what an operator can do about it."""

    def routes(self) -> Sequence[Route]:
        one = "/parked/<uuid:parked_id>"
        return [
            Route("GET", "/parked", self._list),
            Route("GET", one, self._show),
            Route("PUT", f"{one}/body", self._mend),
            Route("POST", f"{one}/replay", self._replay),
            Route("POST", f"{one}/discard", self._discard),
        ]

    def _list(self, request: Request) -> Response:
        self.need_operator(request)
        return answer(200, {"parked": self.db.read(parking.listed)})

    def _show(self, request: Request, parked_id: UUID) -> Response:
        self.need_operator(request)
        return answer(200, self.db.read(lambda tx: parking.shown(tx, parked_id)))

    def _mend(self, request: Request, parked_id: UUID) -> Response:
        if not 0 < (request.content_length or 0) <= LARGEST:
            raise TooLarge(largest=LARGEST)
        body = request.get_data()
        self.need_operator(request, body)
        self.db.transact(lambda tx: parking.mend(tx, parked_id, body))
        return answer(200, {})

    def _replay(self, request: Request, parked_id: UUID) -> Response:
        self.need_operator(request)
        self.db.transact(lambda tx: parking.replay(tx, parked_id))
        return answer(200, {})

    def _discard(self, request: Request, parked_id: UUID) -> Response:
        self.need_operator(request)
        self.db.transact(lambda tx: parking.discard(tx, parked_id))
        return answer(200, {})


class Housekeeping(DependencyProvider):  # type: ignore[misc]
    """Once an hour forgets answers to idempotency keys nobody will send again."""

    def start(self) -> None:
        self._stopping = Event()
        self.container.spawn_managed_thread(self._keep)

    def stop(self) -> None:
        self._stopping.send(None)

    def _keep(self) -> None:
        while not self._stopping.ready():
            try:
                database(self.container).transact(lambda tx: queries.forget_old_keys(tx.connection))
            except Exception as error:
                log.info("housekeeping postponed", error=type(error).__name__)
            self._stopping.wait(timeout=HOUSEKEEPING_SECONDS)


def database(container: Any) -> Database:
    """The database of the service in this container."""
    provider = next(one for one in container.dependencies if isinstance(one, DatabaseProvider))
    return provider.database
