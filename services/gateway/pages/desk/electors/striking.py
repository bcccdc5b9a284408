"""Striking a proxy before the round opens, with a reason that both are told."""

from uuid import UUID

from starlette.responses import Response
from starlette.routing import Route

from services.gateway.pages.desk.electors.listing import address, api, elector_of, round_of
from services.gateway.pages.desk.frame import at_desk, path_of
from services.gateway.pages.forms import Form, texts
from services.gateway.pages.handling import handled
from services.gateway.pages.page import Page


@handled
async def show(page: Page, forum_id: UUID, round_id: UUID, elector_id: UUID) -> Response:
    return await _show(page, forum_id, round_id, elector_id, Form())


@handled
async def strike(page: Page, forum_id: UUID, round_id: UUID, elector_id: UUID) -> Response:
    typed = await page.typed()
    path = f"{api(forum_id, round_id)}/proxies/{elector_id}/strike"
    outcome = await page.attempt("proposals", path, texts(typed, ("reason",)), typed)
    if outcome.form:
        return await _show(page, forum_id, round_id, elector_id, outcome.form, outcome.status)
    return page.go(f"{path_of(forum_id)}/bieu-quyet/{round_id}/cu-tri", "proxy-struck")


async def _show(
    page: Page, forum_id: UUID, round_id: UUID, elector_id: UUID, form: Form, status: int = 200
) -> Response:
    desk = await at_desk(page, forum_id)
    return desk.show(
        "strike.html",
        status,
        round=round_of(desk, round_id),
        here=address(desk, round_id),
        elector=await elector_of(page, forum_id, round_id, str(elector_id)),
        action=f"{page.request.url.path}?{page.request.url.query}",
        form=form,
    )


_STRIKE = "/dien-dan/{forum_id:uuid}/dieu-hanh/bieu-quyet/{round_id:uuid}/cu-tri/{elector_id:uuid}/bac"
routes = [Route(_STRIKE, show), Route(_STRIKE, strike, methods=["POST"])]
