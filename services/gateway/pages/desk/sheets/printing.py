"""Empty ballot papers to print, one on a page, with numbers that run on."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from starlette.responses import Response
from starlette.routing import Route

from services.gateway.numbers import is_number
from services.gateway.pages.ballots import papers
from services.gateway.pages.desk.electors.listing import round_of
from services.gateway.pages.desk.frame import at_desk
from services.gateway.pages.desk.sheets.pile import ALL_SHEETS, all_sheets
from services.gateway.pages.forms import Form
from services.gateway.pages.handling import handled
from services.gateway.pages.page import Page
from services.kit.errors import N_

#: a page in a browser, and a stack of paper, that can still be managed
MOST, HIGHEST = 500, 99_999
A_NUMBER = N_("Phần này phải là một số từ 1 đến %(most)s.")
#: field of the form → what it is when nothing was asked for
USUAL = {"so-to": "10", "tu": "1", "he-so": ""}


@dataclass(frozen=True)
class Asked:
    """Which papers: the numbers on them, and the weight, where it is written on them."""

    numbers: range
    weight: str


@handled
async def show(page: Page, forum_id: UUID, round_id: UUID) -> Response:
    desk = await at_desk(page, forum_id)
    round_ = round_of(desk, round_id)
    form = _form(page)
    return desk.show(
        "sheets_print.html",
        422 if form.wrong else 200,
        round=round_,
        kind=papers.kind_of(round_),
        all_sheets=all_sheets(desk, round_id),
        here=page.request.url.path,
        form=form,
        asked=_asked(form.values) if not form.wrong else None,
    )


def _form(page: Page) -> Form:
    query = page.request.query_params
    values = {name: query.get(name, usual).strip() for name, usual in USUAL.items()}
    limits = {"so-to": MOST, "tu": HIGHEST}
    wrong = [name for name, most in limits.items() if not (is_number(values[name]) and 0 < int(values[name]) <= most)]
    return Form(values, {name: page.say(A_NUMBER) % {"most": limits[name]} for name in wrong})


def _asked(values: Any) -> Asked:
    first = int(values["tu"])
    return Asked(range(first, min(first + int(values["so-to"]), HIGHEST + 1)), values["he-so"])


routes = [Route(f"{ALL_SHEETS}/in", show)]
