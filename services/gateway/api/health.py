"""Whether this process can do its work: /readyz, also called /healthz. (/livez is answered at the front door.)"""

import asyncio

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from services.gateway.parts import Parts, parts_of
from services.kit.acting import NOBODY
from services.kit.errors import Refused

PATIENCE = 1.0


async def ready(request: Request) -> Response:
    """200 when it serves people; a service or a bus that is away is told, and no reason to send people elsewhere."""
    parts = parts_of(request)
    services = list(parts.settings.service_urls)
    found = await asyncio.gather(*(_is_ready(parts, service) for service in services))
    state = {
        "ready": parts.sessions.loaded,
        "bus": "heard" if parts.copies.heard else "away",
        "services": {name: "ready" if well else "away" for name, well in zip(services, found, strict=True)},
    }
    return JSONResponse(state, 200 if state["ready"] else 503, {"Cache-Control": "no-store"})


async def _is_ready(parts: Parts, service: str) -> bool:
    try:
        return (await parts.services.send(service, "GET", "/readyz", NOBODY, deadline=PATIENCE)).status == 200
    except Refused:
        return False


routes = [Route("/readyz", ready), Route("/healthz", ready)]
