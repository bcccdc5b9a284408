"""One person of a forum: added, changed, invited again, withdrawn."""

from typing import Any
from uuid import UUID

from starlette.datastructures import FormData
from starlette.responses import Response
from starlette.routing import Route

from services.gateway.pages import sure
from services.gateway.pages.desk.delegates.listing import rights
from services.gateway.pages.desk.frame import at_desk, path_of
from services.gateway.pages.forms import Form, filled, texts
from services.gateway.pages.handling import handled
from services.gateway.pages.page import Page
from services.gateway.pages.sure import Question
from services.kit.errors import N_

WITHDRAW = Question(
    N_("Rút tên %(name)s khỏi danh sách?"),
    N_("Người này không vào diễn đàn, không biểu quyết được nữa; liên kết đã gửi hết hiệu lực. Thêm lại được khi cần."),
    N_("Rút tên"),
)
#: what can be changed about a seat; whose it is cannot
FIELDS = ("full_name", "position", "sector")


@handled
async def show(page: Page, forum_id: UUID) -> Response:
    role = "organizer" if page.request.query_params.get("vai-tro") == "organizer" else "delegate"
    return await _show(page, forum_id, Form({"roles": [role]}), 200)


@handled
async def add(page: Page, forum_id: UUID) -> Response:
    typed = await page.typed()
    body = {**_body(typed), **texts(typed, ("email",))}
    outcome = await page.attempt("forum", f"/forums/{forum_id}/seats", body, typed)
    if outcome.form:
        return await _show(page, forum_id, outcome.form, outcome.status)
    return page.go(f"{path_of(forum_id)}/dai-bieu", "seat-added")


@handled
async def show_change(page: Page, forum_id: UUID, seat_id: UUID) -> Response:
    desk, seat = await at_desk(page, forum_id), await _seat(page, forum_id, seat_id)
    form = Form({**seat, "body_code": seat["body_code"] or ""})
    return desk.show("seat_change.html", form=form, seat=seat, **rights(desk))


@handled
async def change(page: Page, forum_id: UUID, seat_id: UUID) -> Response:
    typed = await page.typed()
    outcome = await page.attempt("forum", f"/forums/{forum_id}/seats/{seat_id}", _body(typed), typed, "PUT")
    if outcome.form is None:
        return page.go(f"{path_of(forum_id)}/dai-bieu", "seat-changed")
    desk, seat = await at_desk(page, forum_id), await _seat(page, forum_id, seat_id)
    return desk.show("seat_change.html", outcome.status, form=outcome.form, seat=seat, **rights(desk))


def _body(typed: FormData) -> dict[str, Any]:
    """What was typed about a seat, as the command takes it."""
    roles = [str(role) for role in typed.getlist("roles")]
    return {**texts(typed, FIELDS), **filled(typed, ("body_code", "weight")), "roles": roles}


async def _seat(page: Page, forum_id: UUID, seat_id: UUID) -> dict[str, Any]:
    seat: dict[str, Any] = await page.ask("forum", f"/forums/{forum_id}/seats/{seat_id}")
    return seat


@handled
async def invite_again(page: Page, forum_id: UUID, seat_id: UUID) -> Response:
    path = f"/forums/{forum_id}/seats/{seat_id}/invitation"
    return await page.press("forum", path, f"{path_of(forum_id)}/dai-bieu", "invited")


@handled
async def ask_withdraw(page: Page, forum_id: UUID, seat_id: UUID) -> Response:
    desk, seat = await at_desk(page, forum_id), await _seat(page, forum_id, seat_id)
    return sure.asked(page, WITHDRAW, f"{desk.path}/dai-bieu", name=seat["full_name"])


@handled
async def withdraw(page: Page, forum_id: UUID, seat_id: UUID) -> Response:
    path = f"/forums/{forum_id}/seats/{seat_id}"
    return await page.press("forum", path, f"{path_of(forum_id)}/dai-bieu", "seat-withdrawn", "DELETE")


async def _show(page: Page, forum_id: UUID, form: Form, status: int) -> Response:
    desk = await at_desk(page, forum_id)
    return desk.show("seat.html", status, form=form, **rights(desk))


_SEAT = "/dien-dan/{forum_id:uuid}/dieu-hanh/dai-bieu/{seat_id:uuid}"
routes = [
    Route("/dien-dan/{forum_id:uuid}/dieu-hanh/dai-bieu/them", show),
    Route("/dien-dan/{forum_id:uuid}/dieu-hanh/dai-bieu/them", add, methods=["POST"]),
    Route(f"{_SEAT}/sua", show_change),
    Route(f"{_SEAT}/sua", change, methods=["POST"]),
    Route(f"{_SEAT}/moi", invite_again, methods=["POST"]),
    Route(f"{_SEAT}/rut", ask_withdraw),
    Route(f"{_SEAT}/rut", withdraw, methods=["POST"]),
]
