"""A forum: its page, its programme, its solutions, its result."""

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from starlette.responses import Response
from starlette.routing import Route

from services.gateway.pages.handling import handled
from services.gateway.pages.matters import Matter, what_matters
from services.gateway.pages.own_ballots import Place, places_of
from services.gateway.pages.page import Page
from services.kit.errors import N_

BOARD_AWAY = N_("Chưa xem được ý kiến, giải pháp và biểu quyết.")
BALLOT_AWAY = N_("Chưa xem được phiếu của bạn.")
FORUM_AWAY = N_("Chưa xem được thông tin chung của diễn đàn.")
#: states of a round that has begun and has no result yet
UNDER_WAY = ("open", "paused", "closed", "sealed", "counting")
#: what is known of a forum while the service that owns it is away
OUTLINE: Mapping[str, Any] = {
    "title": N_("Diễn đàn"),
    "summary": "",
    "place": "",
    "host_name": "",
    "time_zone": "Asia/Ho_Chi_Minh",
    "starts_at": None,
    "ends_at": None,
    "state": "open",
    "phases": [],
}


async def forum_of(page: Page, forum_id: UUID) -> dict[str, Any]:
    """A forum, or its bare outline while the service that owns it is away: proposing and voting go on without it."""
    found: dict[str, Any] | None = await page.or_away(page.read("forum", f"/forums/{forum_id}", forum_id), FORUM_AWAY)
    return found or {**OUTLINE, "title": page.say(OUTLINE["title"]), "forum_id": str(forum_id)}


async def board_of(page: Page, forum_id: UUID) -> dict[str, Any] | None:
    """What has been offered, voted and concluded; None while proposals is away."""
    asked = page.read("proposals", f"/forums/{forum_id}/board", forum_id)
    board: dict[str, Any] | None = await page.or_away(asked, BOARD_AWAY, unheard=True)
    return board


async def board_if_known(page: Page, forum_id: UUID) -> dict[str, Any] | None:
    """The board for a page that shows none of it, but follows it; without it the page is whole too."""
    asked = page.read("proposals", f"/forums/{forum_id}/board", forum_id)
    board: dict[str, Any] | None = await page.or_away(asked, "", unheard=True)
    return board


async def matter_of(page: Page, forum_id: UUID, roles: list[str]) -> Matter:
    """What matters now in a forum, for the person who asks."""
    forum, board = await asyncio.gather(forum_of(page, forum_id), board_of(page, forum_id))
    rounds = _shown(board)
    return what_matters(page.say, forum, rounds, roles, await own_places(page, forum_id, _under_way(rounds)))


async def roles_of(page: Page, forum_id: UUID, anew: bool = False) -> list[str]:
    """The person's roles in this forum, as far as the directory tells; `anew`: as it tells at this moment."""
    return next((seat["roles"] for seat in await page.seats(anew) if seat["forum_id"] == str(forum_id)), [])


@handled
async def show(page: Page, forum_id: UUID) -> Response:
    forum, board, roles = await asyncio.gather(
        forum_of(page, forum_id), board_of(page, forum_id), roles_of(page, forum_id)
    )
    rounds = _shown(board)
    ballots = await own_places(page, forum_id, _under_way(rounds))
    return page.show(
        "forum/show.html",
        forum=forum,
        board=board,
        rounds=rounds,
        ballots=ballots,
        matter=what_matters(page.say, forum, rounds, roles, ballots),
        is_organizer="organizer" in roles,
    )


@handled
async def show_programme(page: Page, forum_id: UUID) -> Response:
    forum, board = await asyncio.gather(forum_of(page, forum_id), board_if_known(page, forum_id))
    return page.show("forum/programme.html", forum=forum, board=board)


@handled
async def show_solutions(page: Page, forum_id: UUID) -> Response:
    forum, board = await asyncio.gather(forum_of(page, forum_id), board_of(page, forum_id))
    return page.show("forum/solutions.html", forum=forum, board=_with_outcomes(board) if board else None)


def _with_outcomes(board: Mapping[str, Any]) -> dict[str, Any]:
    """The board, each solution with what a certified round decided of it: adopted, not adopted, or None."""
    decided = {
        count["solution_id"]: count["adopted"]
        for round_ in board["rounds"]
        if round_["state"] == "certified"
        for count in round_["tally"] or []
    }
    solutions = [{**each, "adopted": decided.get(each["solution_id"])} for each in board["solutions"]]
    return {**board, "solutions": solutions}


@handled
async def show_result(page: Page, forum_id: UUID) -> Response:
    forum, board = await asyncio.gather(
        forum_of(page, forum_id), page.read("proposals", f"/forums/{forum_id}/board", forum_id)
    )
    over = [round_ for round_ in _shown(board) if round_["state"] not in ("open", "paused")]
    return page.show("forum/result.html", forum=forum, board=board, rounds=over)


async def own_places(page: Page, forum_id: UUID, round_ids: Sequence[str]) -> dict[str, list[Place]]:
    """What is the person's to cast in these rounds; nothing of a visitor's, and nothing while proposals is away."""
    if not page.signed_in:
        return {}
    asked = [page.ask("proposals", f"/forums/{forum_id}/rounds/{round_id}/ballot") for round_id in round_ids]
    found = await asyncio.gather(*(page.or_away(each, BALLOT_AWAY, unheard=True) for each in asked))
    return {round_id: places_of(ballot) for round_id, ballot in zip(round_ids, found, strict=True) if ballot}


def _under_way(rounds: Sequence[Mapping[str, Any]]) -> list[str]:
    return [round_["round_id"] for round_ in rounds if round_["state"] in UNDER_WAY]


def _shown(board: Mapping[str, Any] | None) -> list[dict[str, Any]]:
    """Rounds that people have or had a say in, the newest first."""
    rounds = board["rounds"] if board else []
    return [round_ for round_ in reversed(rounds) if round_["state"] not in ("prepared", "cancelled")]


routes = [
    Route("/dien-dan/{forum_id:uuid}", show),
    Route("/dien-dan/{forum_id:uuid}/chuong-trinh", show_programme),
    Route("/dien-dan/{forum_id:uuid}/giai-phap", show_solutions),
    Route("/dien-dan/{forum_id:uuid}/ket-qua", show_result),
]
