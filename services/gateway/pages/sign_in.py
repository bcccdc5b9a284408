"""Signing in: by a code, a link, an invitation. Opening a link consumes nothing: its page has one button that posts.

Who was typing when their session ended has it carried along (`kept`), and sends it afterwards.
"""

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from starlette.responses import Response
from starlette.routing import Route

from services.gateway.pages import kept
from services.gateway.pages.forms import Form, filled
from services.gateway.pages.forums import forum_of
from services.gateway.pages.handling import handled
from services.gateway.pages.page import LARGEST_FORM, Page, local

#: what is carried along is longer than it was as a form
LARGEST = 2 * LARGEST_FORM


@handled
async def ask_email(page: Page) -> Response:
    form = Form({"email": page.request.query_params.get("email", "")})
    return page.show("sign_in/email.html", form=form, after=page.destination(), carried="")


@handled
async def send_code(page: Page) -> Response:
    typed = await page.typed(LARGEST)
    along, email = _along(typed), str(typed.get("email", "")).strip()
    outcome = await page.attempt("forum", "/sign-in/requests", {"email": email}, typed)
    if outcome.form:
        return page.show("sign_in/email.html", outcome.status, form=outcome.form, **along)
    return page.show("sign_in/code.html", form=Form({"email": email}), **along)


@handled
async def ask_code(page: Page) -> Response:
    return page.go("/dang-nhap")


@handled
async def enter_code(page: Page) -> Response:
    typed = await page.typed(LARGEST)
    along = _along(typed)
    body = {**filled(typed, ("email", "invitation")), "code": "".join(str(typed.get("code", "")).split())}
    outcome = await page.attempt("forum", "/sign-in/codes", body, typed)
    if outcome.form:
        return page.show("sign_in/code.html", outcome.status, form=outcome.form, **along)
    carried = page.keeping.read(along["carried"])
    if carried:
        return page.sign_in_and_go_on(outcome.answer, carried)
    return page.sign_in(outcome.answer, along["after"])


def _along(typed: Mapping[str, Any]) -> dict[str, Any]:
    """What goes along from one page of signing in to the next: where to, and what was typed before."""
    return {"after": local(typed.get("den")), "carried": str(typed.get(kept.FIELD) or "")}


@handled
async def show_link(page: Page, token: str) -> Response:
    return page.show("sign_in/link.html", form=Form(), token=token)


@handled
async def enter_link(page: Page, token: str) -> Response:
    outcome = await page.attempt("forum", "/sign-in/links", {"token": token}, await page.typed())
    if outcome.form:
        return page.show("sign_in/link.html", outcome.status, form=outcome.form, token=token)
    return page.sign_in(outcome.answer, "/")


@handled
async def show_invitation(page: Page, token: str) -> Response:
    return await _invitation(page, token, Form(), 200)


@handled
async def accept_invitation(page: Page, token: str) -> Response:
    typed = await page.typed()
    outcome = await page.attempt("forum", "/sign-in/invitations", {"token": token}, typed)
    if outcome.form:
        return await _invitation(page, token, outcome.form, outcome.status)
    if "session_id" in outcome.answer:
        return page.sign_in(outcome.answer, local(typed.get("den")))
    form = Form({"invitation": token, "sent_to": outcome.answer.get("sent_to", "")})
    return page.show("sign_in/code.html", form=form, **_along(typed))


async def _invitation(page: Page, token: str, form: Form, status: int) -> Response:
    invitation: dict[str, Any] = await page.ask("forum", f"/sign-in/invitations/{quote(token)}")
    path = f"/dien-dan/{invitation['forum_id']}"
    forum = await forum_of(page, invitation["forum_id"])
    return page.show(
        "sign_in/invitation.html",
        status,
        form=form,
        token=token,
        invitation=invitation,
        forum=forum,
        after=page.destination(path),
    )


@handled
async def sign_out(page: Page) -> Response:
    await page.typed()
    return await page.sign_out()


routes = [
    Route("/dang-nhap", ask_email),
    Route("/dang-nhap", send_code, methods=["POST"]),
    Route("/dang-nhap/ma", ask_code),
    Route("/dang-nhap/ma", enter_code, methods=["POST"]),
    Route("/vao/{token}", show_link),
    Route("/vao/{token}", enter_link, methods=["POST"]),
    Route("/moi/{token}", show_invitation),
    Route("/moi/{token}", accept_invitation, methods=["POST"]),
    Route("/dang-xuat", sign_out, methods=["POST"]),
]
