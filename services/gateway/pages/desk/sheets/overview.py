"""The sheets of a round: how many were handed out, entered and confirmed, what comes next, and each of them."""

from uuid import UUID

from starlette.responses import Response
from starlette.routing import Route

from services.gateway.pages.desk.sheets.pile import ALL_SHEETS, all_sheets, sheets_at_desk
from services.gateway.pages.handling import handled
from services.gateway.pages.page import Page


@handled
async def show(page: Page, forum_id: UUID, round_id: UUID) -> Response:
    desk, pile = await sheets_at_desk(page, forum_id, round_id)
    return desk.show("sheets.html", pile=pile, round=pile.round, here=all_sheets(desk, round_id))


routes = [Route(ALL_SHEETS, show)]
