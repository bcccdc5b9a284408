"""The delegates of a forum: importing a list, adding one person, inviting, taking a name off."""

from typing import Any
from uuid import UUID

from starlette.datastructures import FormData, UploadFile
from starlette.responses import Response
from starlette.routing import Route

from services.gateway.pages.asking import SLOW
from services.gateway.pages.desk.frame import at_desk, path_of
from services.gateway.pages.forms import Form, texts
from services.gateway.pages.handling import handled
from services.gateway.pages.page import Outcome, Page
from services.kit.errors import N_, Fault, Invalid

LARGEST_FILE = 5 * 1024 * 1024
LARGEST_IMPORT = 4 * LARGEST_FILE  # as a form encodes it
SEATS_AWAY = N_("Chưa xem được danh sách đại biểu.")


@handled
async def show(page: Page, forum_id: UUID) -> Response:
    return await _show(page, forum_id)


@handled
async def import_list(page: Page, forum_id: UUID) -> Response:
    """Look at a list first; apply it when its preview is confirmed."""
    typed = await page.typed(LARGEST_IMPORT)
    try:
        text = await _list_of(typed)
    except Invalid as error:
        return await _show(page, forum_id, page.refused(error, typed))
    apply = typed.get("apply") == "yes"
    path = f"/forums/{forum_id}/delegates/import"
    outcome = await page.attempt("forum", path, {"text": text, "apply": apply}, typed, deadline=2 * SLOW)
    if outcome.form:
        return await _show(page, forum_id, outcome)
    if outcome.answer["applied"]:
        return page.go(f"{path_of(forum_id)}/dai-bieu", "seats-imported")
    return await _show(page, forum_id, preview={**outcome.answer, "text": text})


async def _list_of(typed: FormData) -> str:
    file = typed.get("file")
    if not isinstance(file, UploadFile):
        return str(typed.get("text") or "")
    content = await file.read(LARGEST_FILE + 1)
    if len(content) > LARGEST_FILE:
        raise Invalid([Fault("/file", "too-long", {"max": LARGEST_FILE})])
    if not content:
        raise Invalid([Fault("/file", "required")])
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Invalid([Fault("/file", "not-text")]) from error


@handled
async def add(page: Page, forum_id: UUID) -> Response:
    typed = await page.typed()
    roles = [str(role) for role in typed.getlist("roles")]
    body = {**texts(typed, ("full_name", "email", "position", "sector")), "roles": roles}
    outcome = await page.attempt("forum", f"/forums/{forum_id}/seats", body, typed)
    if outcome.form:
        return await _show(page, forum_id, outcome, seat_form=outcome.form)
    return page.go(f"{path_of(forum_id)}/dai-bieu", "seat-added")


@handled
async def invite(page: Page, forum_id: UUID) -> Response:
    path = f"/forums/{forum_id}/invitations"
    return await page.press("forum", path, f"{path_of(forum_id)}/dai-bieu", "invited", deadline=SLOW)


@handled
async def invite_again(page: Page, forum_id: UUID, seat_id: UUID) -> Response:
    path = f"/forums/{forum_id}/seats/{seat_id}/invitation"
    return await page.press("forum", path, f"{path_of(forum_id)}/dai-bieu", "invited")


@handled
async def withdraw(page: Page, forum_id: UUID, seat_id: UUID) -> Response:
    path = f"/forums/{forum_id}/seats/{seat_id}"
    return await page.press("forum", path, f"{path_of(forum_id)}/dai-bieu", "seat-withdrawn", "DELETE")


async def _show(
    page: Page,
    forum_id: UUID,
    outcome: Outcome | None = None,
    preview: dict[str, Any] | None = None,
    seat_form: Form | None = None,
) -> Response:
    desk = await at_desk(page, forum_id)
    found = await page.part("forum", f"/forums/{forum_id}/seats", SEATS_AWAY, after=page.after)
    seats = found or {"items": [], "next": None}
    return desk.show(
        "delegates.html",
        outcome.status if outcome else 200,
        form=(outcome and outcome.form) or Form(),
        seat_form=seat_form or Form({"roles": ["delegate"]}),
        preview=preview,
        seats=seats["items"],
        next=seats["next"],
        may_change=desk.forum["state"] not in ("concluded", "cancelled"),
        may_invite=desk.forum["state"] in ("announced", "open"),
    )


routes = [
    Route("/dien-dan/{forum_id:uuid}/dieu-hanh/dai-bieu", show),
    Route("/dien-dan/{forum_id:uuid}/dieu-hanh/dai-bieu", add, methods=["POST"]),
    Route("/dien-dan/{forum_id:uuid}/dieu-hanh/dai-bieu/nhap", import_list, methods=["POST"]),
    Route("/dien-dan/{forum_id:uuid}/dieu-hanh/dai-bieu/moi", invite, methods=["POST"]),
    Route("/dien-dan/{forum_id:uuid}/dieu-hanh/dai-bieu/{seat_id:uuid}/moi", invite_again, methods=["POST"]),
    Route("/dien-dan/{forum_id:uuid}/dieu-hanh/dai-bieu/{seat_id:uuid}/rut", withdraw, methods=["POST"]),
]
