"""The hall's screens at the desk: what they show, pairing one, taking one away."""

from typing import Any
from uuid import UUID

from starlette.responses import Response
from starlette.routing import Route

from services.gateway.pages import sure
from services.gateway.pages.desk.control import SCREENS_AWAY, show_control
from services.gateway.pages.desk.frame import at_desk, path_of
from services.gateway.pages.forms import Form, filled, texts
from services.gateway.pages.handling import handled
from services.gateway.pages.page import Page
from services.gateway.pages.sure import Question
from services.kit.errors import N_

UNPAIR = Question(
    N_("Bỏ ghép màn hình này?"),
    N_("Màn hình đó không hiện gì nữa. Muốn dùng lại thì ghép lại bằng mã mới."),
    N_("Bỏ ghép màn hình"),
)


@handled
async def set_scene(page: Page, forum_id: UUID) -> Response:
    """What the screens show from now on: a scene by its button, or a notice that was typed."""
    typed = await page.typed()
    body = {**texts(typed, ("name",)), **filled(typed, ("round_id", "text"))}
    outcome = await page.attempt("forum", f"/forums/{forum_id}/scene", body, typed, "PUT")
    if outcome.form:
        return await show_control(await at_desk(page, forum_id), outcome.status, {}, outcome.form)
    return page.go(f"{path_of(forum_id)}/dieu-khien", "scene-set")


@handled
async def show_screens(page: Page, forum_id: UUID) -> Response:
    return await _show(page, forum_id, Form(), 200)


@handled
async def ask_code(page: Page, forum_id: UUID) -> Response:
    """A code that pairs one screen. It is shown at once and nowhere kept, so this page is not sent on from."""
    typed = await page.typed()
    path = f"/forums/{forum_id}/screens/codes"
    outcome = await page.attempt("forum", path, texts(typed, ("label",)), typed)
    if outcome.form:
        return await _show(page, forum_id, outcome.form, outcome.status)
    return await _show(page, forum_id, Form(), 200, outcome.answer)


@handled
async def ask_unpair(page: Page, forum_id: UUID, screen_id: UUID) -> Response:
    desk = await at_desk(page, forum_id)
    return sure.asked(page, UNPAIR, f"{desk.path}/man-hinh")


@handled
async def unpair(page: Page, forum_id: UUID, screen_id: UUID) -> Response:
    path = f"/forums/{forum_id}/screens/{screen_id}"
    return await page.press("forum", path, f"{path_of(forum_id)}/man-hinh", "screen-unpaired", "DELETE")


async def _show(page: Page, forum_id: UUID, form: Form, status: int, pairing: Any = None) -> Response:
    desk = await at_desk(page, forum_id)
    found = await page.part("forum", f"/forums/{forum_id}/screens", SCREENS_AWAY)
    return desk.show("screens.html", status, form=form, screens=found["items"] if found else [], pairing=pairing)


_SCREENS = "/dien-dan/{forum_id:uuid}/dieu-hanh/man-hinh"
routes = [
    Route("/dien-dan/{forum_id:uuid}/dieu-hanh/canh", set_scene, methods=["POST"]),
    Route(_SCREENS, show_screens),
    Route(_SCREENS, ask_code, methods=["POST"]),
    Route(f"{_SCREENS}/{{screen_id:uuid}}/bo", ask_unpair),
    Route(f"{_SCREENS}/{{screen_id:uuid}}/bo", unpair, methods=["POST"]),
]
