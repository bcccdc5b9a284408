"""About the installation: its version, whom to tell of a weakness, and that nothing is for search engines."""

from datetime import timedelta

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

import services
from services.gateway.parts import parts_of
from services.kit import clock
from services.kit.errors import Missing

#: RFC 9116 wants less than a year
GOOD_FOR = timedelta(days=180)
ROBOTS = "User-agent: *\nDisallow: /\n"


async def version(request: Request) -> Response:
    """Of the software, and of the API."""
    return JSONResponse({"version": services.VERSION, "api": "v1"})


async def robots(request: Request) -> Response:
    """Forums are their delegates': nothing is for search engines."""
    return PlainTextResponse(ROBOTS)


async def security(request: Request) -> Response:
    """RFC 9116. Raises Missing where nobody has been named."""
    settings = parts_of(request).settings
    if not settings.security_contact:
        raise Missing
    expires = (clock.now() + GOOD_FOR).strftime("%Y-%m-%dT00:00:00Z")
    said = {
        "Contact": settings.security_contact,
        "Expires": expires,
        "Preferred-Languages": "vi, en",
        "Canonical": f"{settings.public_url}/.well-known/security.txt",
    }
    return PlainTextResponse("".join(f"{name}: {value}\n" for name, value in said.items()))


routes = [
    Route("/version", version),
    Route("/robots.txt", robots),
    Route("/.well-known/security.txt", security),
]
