"""All proposals of a forum, or those somebody looks for."""

import asyncio
from uuid import UUID

from starlette.responses import Response
from starlette.routing import Route

from services.gateway.pages.forms import Form
from services.gateway.pages.forums import board_if_known, forum_of, roles_of
from services.gateway.pages.handling import handled
from services.gateway.pages.page import Page
from services.gateway.pages.proposals.entitlement import entitlement
from services.gateway.pages.words import PROPOSAL_ORDERS, PROPOSAL_STATES

#: what the address says → what the service is asked
ASKED = {
    "q": "q",
    "khoi": "sector",
    "trang-thai": "state",
    "thu-tu": "order",
    "giai-phap": "solution_id",
    "sau": "after",
}


@handled
async def show(page: Page, forum_id: UUID) -> Response:
    looked_for = _looked_for(page)
    asked = {ASKED[name]: value for name, value in looked_for.items()}
    forum, board, found, roles = await asyncio.gather(
        forum_of(page, forum_id),
        board_if_known(page, forum_id),
        page.ask("proposals", f"/forums/{forum_id}/proposals", **asked),
        roles_of(page, forum_id),
    )
    form = Form({"thu-tu": "newest", **looked_for})
    chosen = {name: value for name, value in looked_for.items() if name != "sau"}
    sectors = [(sector, sector) for sector in found["sectors"]]
    return page.show(
        "proposal/list.html",
        forum=forum,
        board=board,
        base=f"/dien-dan/{forum_id}",
        found=found,
        form=form,
        chosen=chosen,
        sectors=sectors,
        **entitlement(page, forum, roles),
    )


def _looked_for(page: Page) -> dict[str, str]:
    """What the address asks for; a word that is none of ours is as good as not said."""
    given = {name: page.request.query_params.get(name, "").strip() for name in ASKED}
    if given["trang-thai"] not in PROPOSAL_STATES:
        given["trang-thai"] = ""
    if given["thu-tu"] not in PROPOSAL_ORDERS:
        given["thu-tu"] = "newest"
    return {name: value for name, value in given.items() if value}


routes = [Route("/dien-dan/{forum_id:uuid}/hien-ke", show)]
