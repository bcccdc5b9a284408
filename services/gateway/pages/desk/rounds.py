"""Rounds at the desk: what each is at."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from starlette.responses import Response
from starlette.routing import Route

from services.gateway.pages.desk.frame import Desk, at_desk
from services.gateway.pages.formats import moment
from services.gateway.pages.forms import Form
from services.gateway.pages.handling import handled
from services.gateway.pages.page import Page


@handled
async def show(page: Page, forum_id: UUID) -> Response:
    return await show_rounds(await at_desk(page, forum_id), 200, {})


async def show_rounds(desk: Desk, status: int, refused: Mapping[str, Form]) -> Response:
    """All rounds, the newest first; `refused` are the forms in which a closing time was wrong."""
    rounds = list(reversed(desk.board["rounds"])) if desk.board else []
    return desk.show("rounds.html", status, rounds=with_forms(desk, rounds, refused), form=wrong_or(refused, {}))


def with_forms(desk: Desk, rounds: list[dict[str, Any]], refused: Mapping[str, Form]) -> list[dict[str, Any]]:
    """Rounds, each with the form of its closing time."""
    return [{**round_, "form": refused.get(round_["round_id"]) or _fresh(desk, round_)} for round_ in rounds]


def wrong_or(refused: Mapping[str, Form], values: Mapping[str, Any]) -> Form:
    """What the page's summary of errors is about: the form that was refused; else nothing, with these values."""
    wrong = next(iter(refused.values()), Form())
    return Form(values, wrong.faults, wrong.sentence)


def _fresh(desk: Desk, round_: Mapping[str, Any]) -> Form:
    closes_at = round_["closes_at"] or _end_of_voting(desk.forum)
    shown = moment(closes_at, desk.forum["time_zone"]) if closes_at else ""
    present = round_["present"] or {"people": "", "votes": ""}
    typed = {"closes_at": shown, "people": present["people"], "votes": present["votes"]}
    return Form({f"{name}-{round_['round_id']}": str(value) for name, value in typed.items()})


def _end_of_voting(forum: Mapping[str, Any]) -> str | None:
    """When the present voting phase ends: the closing time most rounds get."""
    voting = [phase for phase in forum["phases"] if (phase["kind"], phase["state"]) == ("voting", "open")]
    return voting[0]["closes_at"] if voting else None


routes = [Route("/dien-dan/{forum_id:uuid}/dieu-hanh/bieu-quyet", show)]
