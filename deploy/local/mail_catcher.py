"""A mail server that delivers to nobody: it keeps what it gets, and a person or a program reads it by HTTP.

    SMTP_URL=smtp://127.0.0.1:1025 MAIL_CATCHER_URL=http://127.0.0.1:1080 MAIL_CATCHER_FILE=mails.jsonl \\
        python -m deploy.local.mail_catcher
"""

import asyncio
import re
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import uvicorn
from aiosmtpd.smtp import SMTP, Envelope, Session
from environs import Env
from jinja2 import Environment, PackageLoader
from markupsafe import Markup, escape
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from deploy.local.mailbox import Mailbox

LISTED = 300
LINK = re.compile(r"https?://[^\s<>\"']+[^\s<>\"'.,;:!?)\]}]")
LOCAL = ZoneInfo("Asia/Ho_Chi_Minh")
#: a mail is foreign text: no script, no frame, no picture, nothing from elsewhere
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}


class Catcher:
    """What aiosmtpd asks: every recipient is welcome, every mail is kept."""

    def __init__(self, mailbox: Mailbox):
        self._mailbox = mailbox

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 - its name
        """Keep the mail, then say so."""
        content = envelope.content if isinstance(envelope.content, bytes) else b""
        self._mailbox.add(envelope.rcpt_tos, content, datetime.now(UTC))
        return "250 OK"


def linked(text: str) -> Markup:
    """Text with its web addresses made clickable, all else inert."""
    pieces, end = [], 0
    for found in LINK.finditer(text):
        pieces += [escape(text[end : found.start()]), _anchor(found.group())]
        end = found.end()
    return Markup("").join([*pieces, escape(text[end:])])


def _anchor(address: str) -> Markup:
    return Markup('<a href="{0}" rel="noopener noreferrer">{0}</a>').format(address)


def make_app(mailbox: Mailbox) -> Starlette:
    """The pages and the JSON over a mailbox."""
    pages = Environment(loader=PackageLoader("deploy.local", "pages"), autoescape=True)
    pages.filters["linked"] = linked
    pages.filters["local"] = lambda moment: moment.astimezone(LOCAL).strftime("%H:%M:%S %d/%m/%Y")

    def page(name: str, status: int = 200, **values: object) -> Response:
        return HTMLResponse(pages.get_template(name).render(**values), status, HEADERS)

    async def index(request: Request) -> Response:
        found = mailbox.find(request.query_params.get("to", ""))
        return page("mails.html", mails=found[: -LISTED - 1 : -1], more=max(0, len(found) - LISTED))

    async def one(request: Request) -> Response:
        mail = mailbox.get(request.path_params["id"])
        return page("mail.html", mail=mail) if mail else page("no_mail.html", 404)

    async def as_json(request: Request) -> Response:
        after = request.query_params.get("after", "0")
        found = mailbox.find(request.query_params.get("to", ""), int(after) if after.isdecimal() else 0)
        return JSONResponse([mail.as_json() for mail in found], headers=HEADERS)

    async def style(_: Request) -> Response:
        return Response(pages.get_template("mails.css").render(), media_type="text/css", headers=HEADERS)

    async def ready(_: Request) -> Response:
        return PlainTextResponse("ok")

    routes = {"/": index, "/mails/{id:int}": one, "/mails.json": as_json, "/mails.css": style, "/readyz": ready}
    return Starlette(routes=[Route(path, endpoint) for path, endpoint in routes.items()])


async def serve(smtp_url: str, http_url: str, file: Path) -> None:
    """Serve SMTP and HTTP in one loop until SIGTERM."""
    mailbox = Mailbox(file)
    smtp, http = urlsplit(smtp_url), urlsplit(http_url)
    loop = asyncio.get_running_loop()
    server = await loop.create_server(
        lambda: SMTP(Catcher(mailbox), enable_SMTPUTF8=True, loop=loop), smtp.hostname, smtp.port or 25
    )
    config = uvicorn.Config(make_app(mailbox), http.hostname or "127.0.0.1", http.port or 80, log_level="warning")
    async with server:
        await uvicorn.Server(config).serve()


def main() -> None:
    """Read the settings and serve."""
    env = Env()
    asyncio.run(serve(env.str("SMTP_URL"), env.str("MAIL_CATCHER_URL"), env.path("MAIL_CATCHER_FILE")))


if __name__ == "__main__":
    main()
