"""Importing a list of delegates: a file is looked at first, and applied when its preview is confirmed."""

import base64
import csv
import io
from typing import Any
from uuid import UUID

from starlette.datastructures import FormData, UploadFile
from starlette.responses import Response
from starlette.routing import Route

from services.gateway.api.forward import as_file
from services.gateway.pages.asking import SLOW
from services.gateway.pages.desk.delegates.listing import rights
from services.gateway.pages.desk.frame import at_desk, path_of
from services.gateway.pages.forms import Form
from services.gateway.pages.handling import handled
from services.gateway.pages.page import Page
from services.gateway.roster_template import COLUMNS, EXAMPLES, FILE_NAME
from services.kit.errors import Fault, Invalid

LARGEST_FILE = 5  # megabytes
LARGEST_IMPORT = 8 * 1024 * 1024  # as a form carries it, the second time in base64


@handled
async def show(page: Page, forum_id: UUID) -> Response:
    return await _show(page, forum_id, Form(), 200)


@handled
async def import_list(page: Page, forum_id: UUID) -> Response:
    """`file` is the file, or on the second step `content` the same in base64."""
    typed = await page.typed(LARGEST_IMPORT)
    try:
        content = await _content(typed)
    except Invalid as error:
        refused = page.refused(error, {"key": typed.get("key", "")})
        return await _show(page, forum_id, refused.form or Form(), refused.status)
    body = {"file": content, "apply": typed.get("apply") == "yes"}
    path = f"/forums/{forum_id}/delegates/import"
    outcome = await page.attempt("forum", path, body, {"key": typed.get("key", "")}, deadline=2 * SLOW)
    if outcome.form:
        return await _show(page, forum_id, outcome.form, outcome.status)
    if outcome.answer["applied"]:
        return page.go(f"{path_of(forum_id)}/dai-bieu", "seats-imported")
    return await _show(page, forum_id, Form(), 200, {**outcome.answer, "content": content})


async def _content(typed: FormData) -> str:
    """The file in base64. Raises Invalid."""
    file = typed.get("file")
    if not isinstance(file, UploadFile):
        return str(typed.get("content") or "")
    content = await file.read(LARGEST_FILE * 1024 * 1024 + 1)
    await file.close()
    if not content:
        raise Invalid([Fault("/file", "no-file")])
    if len(content) > LARGEST_FILE * 1024 * 1024:
        raise Invalid([Fault("/file", "file-too-large", {"max": LARGEST_FILE})])
    return base64.b64encode(content).decode()


@handled
async def give_example(page: Page, forum_id: UUID) -> Response:
    """A list to fill in; it begins with a mark (BOM) by which Excel knows that the letters are Unicode."""
    await at_desk(page, forum_id)
    text = io.StringIO()
    csv.writer(text, delimiter=";").writerows((COLUMNS, *EXAMPLES))
    return as_file({"file_name": FILE_NAME, "text": "\ufeff" + text.getvalue()})


async def _show(page: Page, forum_id: UUID, form: Form, status: int, preview: Any = None) -> Response:
    desk = await at_desk(page, forum_id)
    return desk.show("roster.html", status, form=form, preview=preview, columns=COLUMNS, **rights(desk))


_ROSTER = "/dien-dan/{forum_id:uuid}/dieu-hanh/dai-bieu/nhap"
routes = [
    Route(_ROSTER, show),
    Route(_ROSTER, import_list, methods=["POST"]),
    Route("/dien-dan/{forum_id:uuid}/dieu-hanh/mau-danh-sach.csv", give_example),
]
