"""Who may make forums, bodies and organizers in this installation."""

from starlette.responses import Response
from starlette.routing import Route

from services.gateway.pages.forms import Form, texts
from services.gateway.pages.handling import handled
from services.gateway.pages.page import Page
from services.kit.errors import Forbidden


@handled
async def show(page: Page) -> Response:
    page.must_be_signed_in()
    person = await page.person()
    if person is not None and not person["organizer"]:
        raise Forbidden
    return page.show("body/organizers.html", form=Form())


@handled
async def add(page: Page) -> Response:
    typed = await page.typed()
    outcome = await page.attempt("forum", "/organizers", texts(typed, ("full_name", "email")), typed)
    if outcome.form:
        return page.show("body/organizers.html", outcome.status, form=outcome.form)
    return page.go("/ban-to-chuc", "organizer-added")


routes = [Route("/ban-to-chuc", show), Route("/ban-to-chuc", add, methods=["POST"])]
