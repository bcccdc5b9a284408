"""A delegate's proxies in a round: giving one, taking it back, declining what one was given."""

import asyncio
from typing import Any
from uuid import UUID

from starlette.responses import Response
from starlette.routing import Route

from services.gateway.pages import sure
from services.gateway.pages.forms import Form
from services.gateway.pages.forums import forum_of, roles_of
from services.gateway.pages.handling import handled
from services.gateway.pages.page import Page
from services.gateway.pages.sure import Question
from services.kit.errors import N_, Missing

TAKE_BACK = Question(
    N_("Rút ủy quyền đã giao cho %(name)s?"),
    N_("Bạn tự bỏ phiếu. Khi vòng đã mở thì rút rồi không ủy quyền lại được nữa."),
    N_("Rút ủy quyền"),
)
DECLINE = Question(
    N_("Từ chối bỏ phiếu thay %(name)s?"),
    N_("Người này được báo để tự bỏ phiếu hoặc ủy quyền cho người khác, và không ủy quyền lại cho bạn được."),
    N_("Từ chối"),
)
NOBODY_CHOSEN = N_("Hãy chọn một người.")
LONGEST_SEARCH = 100


@handled
async def show(page: Page, forum_id: UUID, round_id: UUID) -> Response:
    return await _show(page, forum_id, round_id, Form({"q": page.request.query_params.get("q", "")}))


@handled
async def give(page: Page, forum_id: UUID, round_id: UUID) -> Response:
    typed = await page.typed()
    values = {name: str(typed.get(name) or "") for name in ("q", "holder_id", "key")}
    if not values["holder_id"]:
        return await _show(page, forum_id, round_id, Form(values, {"holder_id": page.say(NOBODY_CHOSEN)}), 422)
    body = {"holder_id": values["holder_id"]}
    outcome = await page.attempt("proposals", f"{_api(forum_id, round_id)}/proxy", body, values, "PUT")
    if outcome.form:
        return await _show(page, forum_id, round_id, outcome.form, outcome.status)
    return page.go(_here(forum_id, round_id), "proxy-given")


@handled
async def ask_take_back(page: Page, forum_id: UUID, round_id: UUID) -> Response:
    own = await _own(page, forum_id, round_id)
    given = standing(own["given"])
    if given is None:
        raise Missing
    return sure.asked(page, TAKE_BACK, _here(forum_id, round_id), name=given["holder_name"])


@handled
async def take_back(page: Page, forum_id: UUID, round_id: UUID) -> Response:
    path, back = f"{_api(forum_id, round_id)}/proxy", _here(forum_id, round_id)
    return await page.press("proposals", path, back, "proxy-taken-back", "DELETE")


@handled
async def ask_decline(page: Page, forum_id: UUID, round_id: UUID, elector_id: UUID) -> Response:
    own = await _own(page, forum_id, round_id)
    held = standing([proxy for proxy in own["held"] if proxy["elector_id"] == str(elector_id)])
    if held is None:
        raise Missing
    return sure.asked(page, DECLINE, _here(forum_id, round_id), name=held["elector_name"])


@handled
async def decline(page: Page, forum_id: UUID, round_id: UUID, elector_id: UUID) -> Response:
    path = f"{_api(forum_id, round_id)}/proxies/{elector_id}/decline"
    return await page.press("proposals", path, _here(forum_id, round_id), "proxy-declined")


def standing(proxies: list[dict[str, Any]]) -> dict[str, Any] | None:
    """The first of these proxies that is in force."""
    return next((proxy for proxy in proxies if proxy["state"] == "given"), None)


async def _show(page: Page, forum_id: UUID, round_id: UUID, form: Form, status: int = 200) -> Response:
    page.must_be_signed_in()
    path = _api(forum_id, round_id)
    forum, round_, own, roles = await asyncio.gather(
        forum_of(page, forum_id),
        page.read("proposals", path, forum_id),
        _own(page, forum_id, round_id),
        roles_of(page, forum_id),
    )
    held = [proxy for proxy in own["held"] if proxy["state"] == "given"]
    given = standing(own["given"])
    may_give = round_["state"] == "prepared" and bool(own["most"]) and "delegate" in roles and not held
    looked_for = form.values.get("q", "").strip() if may_give else ""
    found = await page.ask("proposals", f"{path}/proxy/holders", q=looked_for[:LONGEST_SEARCH]) if looked_for else None
    return page.show(
        "proxy/show.html",
        status,
        forum=forum,
        round=round_,
        base=f"/dien-dan/{forum_id}",
        booth=f"/dien-dan/{forum_id}/bieu-quyet/{round_id}",
        most=own["most"],
        given=given,
        held=held,
        ended=[proxy for proxy in (*own["given"], *own["held"]) if proxy["state"] != "given"],
        may_give=may_give,
        found=found["items"] if found else None,
        form=form,
    )


async def _own(page: Page, forum_id: UUID, round_id: UUID) -> dict[str, Any]:
    page.must_be_signed_in()
    own: dict[str, Any] = await page.ask("proposals", f"{_api(forum_id, round_id)}/proxy")
    return own


def _api(forum_id: UUID, round_id: UUID) -> str:
    return f"/forums/{forum_id}/rounds/{round_id}"


def _here(forum_id: UUID, round_id: UUID) -> str:
    return f"/dien-dan/{forum_id}/bieu-quyet/{round_id}/uy-quyen"


_PROXY = "/dien-dan/{forum_id:uuid}/bieu-quyet/{round_id:uuid}/uy-quyen"
routes = [
    Route(_PROXY, show),
    Route(_PROXY, give, methods=["POST"]),
    Route(f"{_PROXY}/rut", ask_take_back),
    Route(f"{_PROXY}/rut", take_back, methods=["POST"]),
    Route(f"{_PROXY}/{{elector_id:uuid}}/tu-choi", ask_decline),
    Route(f"{_PROXY}/{{elector_id:uuid}}/tu-choi", decline, methods=["POST"]),
]
