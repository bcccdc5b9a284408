"""One sheet at a time in words, beside the paper: another organizer than who entered it says whether it is so."""

from uuid import UUID

from starlette.responses import Response
from starlette.routing import Route

from services.gateway.numbers import NUMBER, is_number
from services.gateway.pages.ballots import papers
from services.gateway.pages.desk.electors.listing import api
from services.gateway.pages.desk.frame import Desk, path_of
from services.gateway.pages.desk.sheets.pile import ALL_SHEETS, Pile, Sheet, all_sheets, sheets_at_desk
from services.gateway.pages.handling import handled
from services.gateway.pages.page import Page
from services.kit.errors import Missing


@handled
async def show_next(page: Page, forum_id: UUID, round_id: UUID) -> Response:
    """The next sheet to confirm, after the number in the address (`?sau=`)."""
    desk, pile = await sheets_at_desk(page, forum_id, round_id)
    after = page.after or ""
    sheet = pile.to_confirm(int(after) if is_number(after) else 0)
    return _show(desk, pile, sheet) if sheet else page.go(all_sheets(desk, round_id))


@handled
async def show(page: Page, forum_id: UUID, round_id: UUID, number: int) -> Response:
    desk, pile = await sheets_at_desk(page, forum_id, round_id)
    sheet = pile.of_number(number)
    if sheet is None and page.missing:
        return page.go(all_sheets(desk, round_id))
    if sheet is None:
        raise Missing
    return _show(desk, pile, sheet)


@handled
async def confirm(page: Page, forum_id: UUID, round_id: UUID, number: int) -> Response:
    path, there = f"{api(forum_id, round_id)}/sheets/{number}/confirm", _next(forum_id, round_id, number)
    compared = (await page.typed()).get("entered_at") or None  # and nothing that was entered since
    again = {"sheet-replaced": f"{path_of(forum_id)}/bieu-quyet/{round_id}/phieu-giay/{number}"}
    return await page.press("proposals", path, there, "sheet-confirmed", body={"entered_at": compared}, mend=again)


@handled
async def drop(page: Page, forum_id: UUID, round_id: UUID, number: int) -> Response:
    path = f"{api(forum_id, round_id)}/sheets/{number}"
    return await page.press("proposals", path, _next(forum_id, round_id, number), "sheet-dropped", "DELETE")


def _show(desk: Desk, pile: Pile, sheet: Sheet) -> Response:
    return desk.show(
        "sheet.html",
        round=pile.round,
        pile=pile,
        sheet=sheet,
        kind=papers.kind_of(pile.round),
        all_sheets=all_sheets(desk, pile.round["round_id"]),
    )


def _next(forum_id: UUID, round_id: UUID, number: int) -> str:
    """Where the next sheet is confirmed; when there is none, from there on to all of them."""
    return f"{path_of(forum_id)}/bieu-quyet/{round_id}/phieu-giay/doi-chieu?sau={number}"


_SHEET = f"{ALL_SHEETS}/{{number:{NUMBER}}}"
routes = [
    Route(f"{ALL_SHEETS}/doi-chieu", show_next),
    Route(_SHEET, show),
    Route(f"{_SHEET}/dung", confirm, methods=["POST"]),
    Route(f"{_SHEET}/bo", drop, methods=["POST"]),
]
