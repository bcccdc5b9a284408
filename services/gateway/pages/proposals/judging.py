"""Quick opinions: agree, disagree or pass, on one proposal after another; never a score of people."""

import asyncio
from uuid import UUID

from starlette.responses import Response
from starlette.routing import Route

from services.gateway.pages.asking import problem_of
from services.gateway.pages.forums import forum_of, roles_of
from services.gateway.pages.handling import handled
from services.gateway.pages.page import Page
from services.gateway.pages.proposals.entitlement import entitlement
from services.gateway.problems import Problem
from services.kit.errors import Kind, Refused


@handled
async def show_next(page: Page, forum_id: UUID) -> Response:
    page.must_be_signed_in()
    forum, following, roles = await asyncio.gather(
        forum_of(page, forum_id),
        page.ask("proposals", f"/forums/{forum_id}/opinions/next"),
        roles_of(page, forum_id),
    )
    may = entitlement(page, forum, roles)
    return page.show("proposal/judge.html", forum=forum, base=f"/dien-dan/{forum_id}", **following, **may)


@handled
async def judge(page: Page, forum_id: UUID, proposal_id: UUID) -> Response:
    """An opinion from a button; back to where it stands: the next proposal, or this one alone."""
    typed = await page.typed()
    one_by_one = typed.get("from") == "next"
    back = f"/dien-dan/{forum_id}/" + ("y-kien-nhanh" if one_by_one else f"hien-ke/{proposal_id}")
    try:
        await page.judge(forum_id, proposal_id, str(typed.get("opinion") or ""))
    except (Problem, Refused) as error:
        problem = problem_of(error)
        if problem.kind == Kind.UNKNOWN_PERSON:
            raise
        return page.go(back, refusal=problem.sentence)
    return page.go(back, "" if one_by_one else "opinion-given")


routes = [
    Route("/dien-dan/{forum_id:uuid}/y-kien-nhanh", show_next),
    Route("/dien-dan/{forum_id:uuid}/hien-ke/{proposal_id:uuid}/y-kien", judge, methods=["POST"]),
]
