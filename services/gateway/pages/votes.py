"""Who voted what in a certified round that promises that everybody sees it: a list by name, and the same as a file."""

import asyncio
from urllib.parse import urlencode
from uuid import UUID

from starlette.responses import Response
from starlette.routing import Route

from services.gateway.api.forward import as_file
from services.gateway.pages.ballots import papers
from services.gateway.pages.forms import Form
from services.gateway.pages.forums import forum_of
from services.gateway.pages.handling import handled
from services.gateway.pages.page import Page
from services.kit.errors import N_

VOTES_AWAY = N_("Chưa xem được ai đã chọn gì.")
PATH = "/dien-dan/{forum_id:uuid}/bieu-quyet/{round_id:uuid}/ai-chon-gi"


@handled
async def show(page: Page, forum_id: UUID, round_id: UUID) -> Response:
    path, words = f"/forums/{forum_id}/rounds/{round_id}", page.request.query_params.get("q", "")
    forum, round_, votes = await asyncio.gather(
        forum_of(page, forum_id),
        page.read("proposals", path, forum_id),
        page.part("proposals", f"{path}/votes", VOTES_AWAY, after=page.after, q=words or None),
    )
    return page.show(
        "round/votes.html",
        forum=forum,
        round=round_,
        kind=papers.kind_of(round_),
        form=Form({"q": words}),
        votes=votes,
        searched=bool(words),
        more=urlencode({**({"q": words} if words else {}), "sau": (votes or {}).get("next") or ""}),
    )


@handled
async def export(page: Page, forum_id: UUID, round_id: UUID) -> Response:
    return as_file(await page.ask_patiently("proposals", f"/forums/{forum_id}/rounds/{round_id}/votes.csv"))


routes = [Route(PATH, show), Route(f"{PATH}.csv", export)]
