"""One's own page: who I am here, how I am addressed, what I wrote and voted, where I am signed in, and my data."""

import asyncio
import json
from typing import Any
from uuid import UUID

from starlette.responses import Response
from starlette.routing import Route

from services.gateway.api.forward import REMEMBERED_SECONDS
from services.gateway.languages import LANGUAGES
from services.gateway.pages.forms import Form, filled, new_key, texts
from services.gateway.pages.handling import handled
from services.gateway.pages.page import Page
from services.kit import clock
from services.kit.errors import N_

SESSIONS_AWAY = N_("Chưa xem được các thiết bị đang đăng nhập.")
DATA_AWAY = N_("Chưa xem được các ý kiến và phiếu của bạn.")
#: where each part of what is kept about a person is
DATA = {"forum": "/me/data", "proposals": "/me/data/proposals", "notify": "/me/data/messages"}


@handled
async def show(page: Page) -> Response:
    page.must_be_signed_in()
    person, sessions, mine = await asyncio.gather(
        page.person(),
        page.part("forum", "/me/sessions", SESSIONS_AWAY),
        page.or_away(page.ask("proposals", DATA["proposals"]), DATA_AWAY, unheard=True),
    )
    titles = {seat["forum_id"]: seat["title"] for seat in (person or {}).get("seats", [])}
    return page.show(
        "me/show.html",
        person=person,
        sessions=(sessions or {}).get("items", []),
        proposals=(mine or {}).get("proposals", []),
        ballots=[ballot for ballot in (mine or {}).get("ballots", []) if ballot["receipt"]],
        titles=titles,
    )


@handled
async def ask_change(page: Page) -> Response:
    page.must_be_signed_in()
    person = await page.ask("forum", "/me")
    return page.show("me/change.html", form=Form(person), languages=LANGUAGES)


@handled
async def change(page: Page) -> Response:
    typed = await page.typed()
    body = {**texts(typed, ("greeting",)), **filled(typed, ("language",))}
    outcome = await page.attempt("forum", "/me", body, typed, "PUT")
    if outcome.form:
        return page.show("me/change.html", outcome.status, form=outcome.form, languages=LANGUAGES)
    return page.go(f"/toi?lang={outcome.answer['language']}", "me-changed")


@handled
async def end_session(page: Page, session_id: UUID) -> Response:
    page.must_be_signed_in()
    await page.typed()
    await _end(page, session_id)
    return page.go("/toi#thiet-bi", "session-ended")


@handled
async def end_other_sessions(page: Page) -> Response:
    page.must_be_signed_in()
    await page.typed()
    found = await page.ask("forum", "/me/sessions")
    for session in found["items"]:
        if not session["current"]:
            await _end(page, UUID(session["session_id"]))
    return page.go("/toi#thiet-bi", "sessions-ended")


async def _end(page: Page, session_id: UUID) -> None:
    await page.send("forum", f"/me/sessions/{session_id}", None, new_key(), "DELETE")
    page.parts.sessions.end_for(session_id, REMEMBERED_SECONDS)


@handled
async def show_data(page: Page) -> Response:
    """All that is kept about me, as a file. A part that is away is not left out silently: the whole is refused."""
    page.must_be_signed_in()
    parts = await asyncio.gather(*(page.ask(service, path) for service, path in DATA.items()))
    whole = {"made_at": clock.now().isoformat(timespec="seconds"), **dict(zip(DATA, parts, strict=True))}
    return _file(whole)


def _file(value: Any) -> Response:
    name = f"hien-ke-{clock.now():%Y-%m-%d}.json"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return Response(json.dumps(value, ensure_ascii=False, indent=2), headers=headers, media_type="application/json")


@handled
async def show_privacy(page: Page) -> Response:
    return page.show("me/privacy.html")


routes = [
    Route("/toi", show),
    Route("/toi/sua", ask_change),
    Route("/toi/sua", change, methods=["POST"]),
    Route("/toi/thiet-bi/thoat-het", end_other_sessions, methods=["POST"]),
    Route("/toi/thiet-bi/{session_id:uuid}/thoat", end_session, methods=["POST"]),
    Route("/toi/du-lieu", show_data),
    Route("/quyen-rieng-tu", show_privacy),
]
