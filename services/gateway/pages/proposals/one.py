"""One proposal: what it says, what is thought of it, and where it went."""

import asyncio
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from starlette.responses import Response
from starlette.routing import Route

from services.gateway.pages.forums import board_if_known, forum_of, roles_of
from services.gateway.pages.handling import handled
from services.gateway.pages.page import Page
from services.gateway.pages.proposals.entitlement import entitlement


@dataclass(frozen=True)
class Station:
    """A point on a proposal's way: `kind` is which, `of` what the sentence about it needs."""

    kind: str
    of: Mapping[str, Any]
    reached: bool = True


@handled
async def show(page: Page, forum_id: UUID, proposal_id: UUID) -> Response:
    forum, board, proposal, roles = await asyncio.gather(
        forum_of(page, forum_id),
        board_if_known(page, forum_id),
        page.ask("proposals", f"/forums/{forum_id}/proposals/{proposal_id}"),
        roles_of(page, forum_id),
    )
    own = page.session is not None and proposal["person_id"] == str(page.session.person_id)
    just_offered = page.said.get("word") == "proposal-offered"
    more: dict[str, Any] = {"notice": ""} if just_offered else {}  # the page itself says it, larger
    return page.show(
        "proposal/show.html",
        forum=forum,
        board=board,
        base=f"/dien-dan/{forum_id}",
        proposal=proposal,
        way=list(way_of(proposal)),
        answers=[each for each in proposal["assignments"] if each["answer"]],
        withdrawable=own and not proposal["solution"],
        just_offered=just_offered,
        **more,
        **entitlement(page, forum, roles),
    )


def way_of(proposal: Mapping[str, Any]) -> Iterator[Station]:
    """Offered → consolidated → voted on → given to the bodies that must act; as far as it came, and what is next."""
    yield Station("offered", proposal)
    if not proposal["solution"]:
        yield Station("waiting", {}, reached=False)
        return
    yield Station("consolidated", proposal["solution"])
    for round_ in proposal["rounds"]:
        if round_["state"] != "cancelled":
            yield Station("voted", round_, reached=round_["state"] == "certified")
    if proposal["assignments"]:
        yield Station("assigned", {"assignments": proposal["assignments"]})


@handled
async def ask_to_withdraw(page: Page, forum_id: UUID, proposal_id: UUID) -> Response:
    page.must_be_signed_in()
    forum, proposal = await asyncio.gather(
        forum_of(page, forum_id), page.ask("proposals", f"/forums/{forum_id}/proposals/{proposal_id}")
    )
    return page.show("proposal/withdraw.html", forum=forum, base=f"/dien-dan/{forum_id}", proposal=proposal)


@handled
async def withdraw(page: Page, forum_id: UUID, proposal_id: UUID) -> Response:
    path = f"/forums/{forum_id}/proposals/{proposal_id}"
    return await page.press("proposals", path, f"/dien-dan/{forum_id}/hien-ke", "proposal-withdrawn", "DELETE")


routes = [
    Route("/dien-dan/{forum_id:uuid}/hien-ke/{proposal_id:uuid}", show),
    Route("/dien-dan/{forum_id:uuid}/hien-ke/{proposal_id:uuid}/rut", ask_to_withdraw),
    Route("/dien-dan/{forum_id:uuid}/hien-ke/{proposal_id:uuid}/rut", withdraw, methods=["POST"]),
]
