"""The control desk: everything the hall needs during the forum on one page: phases, rounds, the screen, the QR code."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from starlette.responses import Response
from starlette.routing import Route

from services.gateway.pages.desk.frame import Desk, at_desk
from services.gateway.pages.desk.life import phase_turns
from services.gateway.pages.desk.rounds import with_forms, wrong_or
from services.gateway.pages.forms import Form
from services.gateway.pages.handling import handled
from services.gateway.pages.page import Page
from services.kit.errors import N_

SCREENS_AWAY = N_("Chưa xem được các màn hình của hội trường.")
#: in the order in which rounds ask for somebody
URGENCY = ("open", "paused", "sealed", "closed", "counting", "prepared")
#: a round that is shown on the screen as what, by its state
SHOWN_AS = {**dict.fromkeys(("open", "paused", "closed", "sealed", "counting"), "voting"), "certified": "result"}


@handled
async def show(page: Page, forum_id: UUID) -> Response:
    return await show_control(await at_desk(page, forum_id), 200, {})


async def show_control(
    desk: Desk, status: int, refused: Mapping[str, Form], notice_form: Form | None = None
) -> Response:
    """The page; `refused` are the forms in which a closing time was wrong."""
    screens = await desk.page.part("forum", f"/forums/{desk.forum['forum_id']}/screens", SCREENS_AWAY)
    every = desk.board["rounds"] if desk.board else []
    urgent = sorted((each for each in every if each["state"] in URGENCY), key=lambda each: URGENCY.index(each["state"]))
    return desk.show(
        "control.html",
        status,
        rounds=with_forms(desk, urgent, refused),
        phase=_present(desk.forum),
        phase_turns=phase_turns(desk.forum),
        screens=screens["items"] if screens else [],
        scenes=_scenes(desk, every),
        form=notice_form or wrong_or(refused, {}),
        notice_form=notice_form or Form({"text": _scene(desk)["text"]}),
    )


def _present(forum: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """The phase that is open; of several the one that opened last."""
    running = [phase for phase in forum["phases"] if phase["state"] == "open"]
    return running[-1] if running else None


def _scene(desk: Desk) -> dict[str, Any]:
    """What the screens show; while the directory is away nobody knows."""
    return {"name": "", "round_id": None, "text": "", **desk.forum.get("scene", {})}


def _scenes(desk: Desk, rounds: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What the screens can be told to show, and which of it they show now."""
    plain: list[dict[str, Any]] = [{"name": name, "round": None} for name in ("auto", "waiting", "programme")]
    of_rounds = [{"name": SHOWN_AS[each["state"]], "round": each} for each in rounds if each["state"] in SHOWN_AS]
    now = _scene(desk)
    return [{**each, "now": _is(each, now)} for each in [*plain, *of_rounds]]


def _is(scene: Mapping[str, Any], now: Mapping[str, Any]) -> bool:
    round_id = scene["round"]["round_id"] if scene["round"] else None
    return bool((scene["name"], round_id) == (now["name"], now["round_id"]))


routes = [Route("/dien-dan/{forum_id:uuid}/dieu-hanh/dieu-khien", show)]
