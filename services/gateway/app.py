"""The application: its parts, its routes, and what runs beside them for as long as the process lives."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from starlette.applications import Starlette
from starlette.middleware.gzip import GZipMiddleware
from starlette.types import ASGIApp

from services.gateway import pages, revocations
from services.gateway.api.ballots import ballots
from services.gateway.api.opinions import opinions
from services.gateway.api.routes import routes as api_routes
from services.gateway.boxes import Boxes
from services.gateway.bus import Bus
from services.gateway.copies import Copies
from services.gateway.edge import Edge
from services.gateway.front import Front
from services.gateway.limits import Limits
from services.gateway.live import Live
from services.gateway.own_copies import OwnCopies
from services.gateway.parts import Parts
from services.gateway.screens import Screens
from services.gateway.services import Services
from services.gateway.sessions import Sessions
from services.kit.settings import Settings


@dataclass(frozen=True)
class Gateway:
    """What the server runs, and what it is made of."""

    app: ASGIApp
    parts: Parts


class Routes(Starlette):
    """Starlette without its own answers to errors: the edge gives them. Answers are compressed, streams are not."""

    def build_middleware_stack(self) -> ASGIApp:
        return GZipMiddleware(self.router, minimum_size=1024, compresslevel=6)


def build(settings: Settings) -> Gateway:
    """Put a gateway together; nothing runs until the server starts it."""
    parts = make_parts(settings)
    routes = Routes(routes=[*api_routes, *pages.routes], lifespan=_lifespan)
    routes.router.redirect_slashes = False
    routes.state.parts = parts
    return Gateway(Front(ballots(parts), opinions(parts), Edge(routes, parts, pages.problem_page)), parts)


def make_parts(settings: Settings) -> Parts:
    """The parts, connected with one another."""
    services = Services(settings.service_urls, settings.internal_key)
    secure = settings.public_url.startswith("https://")
    sessions, screens = Sessions(settings.session_key, secure), Screens(settings.session_key, secure)
    copies, own_copies = Copies(services), OwnCopies(services)
    return Parts(
        settings=settings,
        services=services,
        sessions=sessions,
        screens=screens,
        copies=copies,
        own_copies=own_copies,
        live=Live(copies, own_copies, sessions, screens),
        ballot_boxes=Boxes(services, "ballots"),
        opinion_boxes=Boxes(services, "opinions"),
        limits=Limits(),
    )


@asynccontextmanager
async def _lifespan(app: Starlette) -> AsyncIterator[None]:
    parts: Parts = app.state.parts
    bus = Bus(parts.settings.amqp_uri, parts.live.hear, parts.live.hearing)
    beside = [
        asyncio.create_task(bus.run()),
        asyncio.create_task(revocations.keep(parts.services, parts.sessions, parts.screens, parts.copies)),
    ]
    try:
        yield
    finally:
        for task in beside:
            await _end(task)
        await parts.services.close()


async def _end(task: "asyncio.Task[None]") -> None:
    """Cancel until it ends: the AMQP library takes a cancellation that comes while it connects for a failed attempt."""
    while not task.done():
        task.cancel()
        await asyncio.wait([task], timeout=0.2)
