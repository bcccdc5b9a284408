"""Pages for people: server-rendered, in Vietnamese and English, whole without scripts. One module per noun.

`routes` is every page; `problem_page` says a refusal that no handler of ours has caught.
"""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount

from services.gateway.pages import (
    assignments,
    ballots,
    bodies,
    desk,
    docs,
    drafting,
    forums,
    help,
    home,
    inbox,
    kit,
    me,
    organizers,
    proposals,
    proxies,
    results,
    screens,
    search,
    sign_in,
    votes,
)
from services.gateway.pages.handling import refusal
from services.gateway.pages.page import Page
from services.gateway.pages.rendering import Assets
from services.gateway.problems import Problem

routes = [
    *home.routes,
    *sign_in.routes,
    *drafting.routes,
    *forums.routes,
    *proposals.routes,
    *ballots.routes,
    *proxies.routes,
    *results.routes,
    *votes.routes,
    *desk.routes,
    *assignments.routes,
    *bodies.routes,
    *organizers.routes,
    *inbox.routes,
    *screens.routes,
    *me.routes,
    *search.routes,
    *help.routes,
    *kit.routes,
    *docs.routes,
    Mount("/static", Assets()),
]


async def problem_page(request: Request, problem: Problem) -> Response:
    """A refusal as a page."""
    return refusal(Page(request), problem)
