"""Searching everything one may see: forums, solutions, proposals, bodies, and for organizers people."""

import asyncio
from typing import Any

from starlette.responses import Response
from starlette.routing import Route

from services.gateway.api.forward import take_search
from services.gateway.faults import sentence_of
from services.gateway.pages.forms import Form
from services.gateway.pages.handling import handled
from services.gateway.pages.page import Page
from services.kit.errors import N_, Fault

LONGEST = 100
FORUMS_AWAY = N_("Chưa tìm được diễn đàn, cơ quan và người.")
PROPOSALS_AWAY = N_("Chưa tìm được ý kiến và giải pháp.")
#: what is found, in the order it is shown
KINDS = ("forums", "solutions", "proposals", "bodies", "people")


@handled
async def show(page: Page) -> Response:
    q = " ".join(page.request.query_params.get("q", "").split())
    if len(q) > LONGEST:
        fault = sentence_of(Fault("", "too-long", {"max": LONGEST}), page.language)
        return page.show("search.html", 422, q="", form=Form({"q": q}, {"q": fault}), found={}, nothing=False)
    found = await _found(page, q) if q else {}
    return page.show("search.html", q=q, form=Form({"q": q}), found=found, nothing=not any(found.values()))


async def _found(page: Page, q: str) -> dict[str, list[dict[str, Any]]]:
    """What each service finds; one that is away finds nothing, and the page says so. Raises Limited."""
    take_search(page.parts, page.request)
    answers = await asyncio.gather(
        page.or_away(page.ask("forum", "/search", q=q), FORUMS_AWAY, unheard=True),
        page.or_away(page.ask("proposals", "/search/proposals", q=q), PROPOSALS_AWAY, unheard=True),
    )
    whole = {kind: found for answer in answers for kind, found in (answer or {}).items()}
    return {kind: whole.get(kind, []) for kind in KINDS}


routes = [Route("/tim", show)]
