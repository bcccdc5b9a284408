"""One person of a forum: added, invited again, withdrawn."""

from uuid import UUID

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
SOMEBODY = N_("người này")
LONGEST_SEARCH = 100


@handled
async def show(page: Page, forum_id: UUID) -> Response:
    role = "organizer" if page.request.query_params.get("vai-tro") == "organizer" else "delegate"
    return await _show(page, forum_id, Form({"roles": [role]}), 200)


@handled
async def add(page: Page, forum_id: UUID) -> Response:
    typed = await page.typed()
    roles = [str(role) for role in typed.getlist("roles")]
    said = {**texts(typed, ("full_name", "email", "position", "sector")), **filled(typed, ("body_code",))}
    outcome = await page.attempt("forum", f"/forums/{forum_id}/seats", {**said, "roles": roles}, typed)
    if outcome.form:
        return await _show(page, forum_id, outcome.form, outcome.status)
    return page.go(f"{path_of(forum_id)}/dai-bieu", "seat-added")


@handled
async def invite_again(page: Page, forum_id: UUID, seat_id: UUID) -> Response:
    path = f"/forums/{forum_id}/seats/{seat_id}/invitation"
    return await page.press("forum", path, f"{path_of(forum_id)}/dai-bieu", "invited")


@handled
async def ask_withdraw(page: Page, forum_id: UUID, seat_id: UUID) -> Response:
    desk = await at_desk(page, forum_id)
    name = await _name_of(page, forum_id, seat_id) or page.say(SOMEBODY)
    return sure.asked(page, WITHDRAW, f"{desk.path}/dai-bieu", name=name)


async def _name_of(page: Page, forum_id: UUID, seat_id: UUID) -> str:
    """Whose seat it is. Seats can be looked for, not asked for; by what name, the address says (`?ten=`)."""
    words = page.request.query_params.get("ten", "")[:LONGEST_SEARCH]
    found = await page.part("forum", f"/forums/{forum_id}/seats", q=words) if words else None
    seats = found["items"] if found else []
    return next((seat["full_name"] for seat in seats if seat["seat_id"] == str(seat_id)), "")


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
    Route(f"{_SEAT}/moi", invite_again, methods=["POST"]),
    Route(f"{_SEAT}/rut", ask_withdraw),
    Route(f"{_SEAT}/rut", withdraw, methods=["POST"]),
]
