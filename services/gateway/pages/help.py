"""Short help, the same for everyone."""

from starlette.responses import Response
from starlette.routing import Route

from services.gateway.pages.handling import handled
from services.gateway.pages.page import Page


@handled
async def show(page: Page) -> Response:
    return page.show("help.html")


routes = [Route("/tro-giup", show)]
