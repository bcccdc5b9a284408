"""A page of another site must not be able to act as a person who is signed in here (nor to sign anybody in).

Every change a browser sends must come from our own pages: it says so itself in Sec-Fetch-Site, or in Origin where the
former is not sent (plain HTTP in a hall's network). Forms carry, in addition, a token made for the session.
"""

import hashlib
import hmac
import secrets
from urllib.parse import urlsplit

from starlette.datastructures import FormData, Headers
from starlette.requests import Request
from starlette.types import Scope

from services.gateway.parts import parts_of
from services.gateway.problems import CrossSite, FormExpired
from services.gateway.sessions import Session
from services.gateway.visit import Visit, visit_of
from services.kit.errors import TooLarge

SAFE = ("GET", "HEAD", "OPTIONS")
FIELD = "csrf"
MASK = 32  # bytes, as many as the secret has
LARGEST_FORM = 9 * 1024 * 1024  # a list of delegates, and what a browser puts around it


def check(scope: Scope, visit: Visit) -> None:
    """Raises CrossSite for a change that another site's page has caused, or may have."""
    if scope["method"] in SAFE:
        return
    headers = Headers(scope=scope)
    if "authorization" in headers and not visit.by_cookie:
        return  # a browser never adds this by itself
    if not from_our_site(headers.get("sec-fetch-site"), headers.get("origin"), headers.get("host"), visit.by_cookie):
        raise CrossSite


def from_our_site(fetch_site: str | None, origin: str | None, host: str | None, must_say: bool) -> bool:
    """Whether a browser says the request comes from our own pages; saying nothing will do unless it `must_say`."""
    if fetch_site is not None:
        return fetch_site == "same-origin"
    if origin is not None:
        return bool(host) and urlsplit(origin).netloc.lower() == (host or "").lower()
    return not must_say


def token(request: Request) -> str:
    """What a form of this session carries in its field `csrf`; empty when nobody is signed in."""
    session = visit_of(request).session
    if session is None:
        return ""
    mask = secrets.token_bytes(MASK)
    return (mask + _masked(_secret(request, session), mask)).hex()


async def form(request: Request) -> FormData:
    """The form a page was sent; nothing may be done with it before `must_be_this_sessions`. Raises TooLarge."""
    length = request.headers.get("content-length", "")
    if not length.isdigit() or int(length) > LARGEST_FORM:  # browsers always say how long a form is
        raise TooLarge(largest=LARGEST_FORM)
    return await request.form(max_files=1, max_fields=1000)


def must_be_this_sessions(request: Request, fields: FormData) -> None:
    """Raises FormExpired when a form's token is not this session's.

    Where nobody is signed in there is no session to act with; whether they must be, the service says.
    """
    session = visit_of(request).session
    if session and not _is_token(request, session, fields.get(FIELD)):
        raise FormExpired


def _is_token(request: Request, session: Session, sent: object) -> bool:
    try:
        given = bytes.fromhex(str(sent))
    except ValueError:
        return False
    return hmac.compare_digest(_masked(given[MASK:], given[:MASK]), _secret(request, session))


def _secret(request: Request, session: Session) -> bytes:
    key = parts_of(request).settings.session_key.encode()
    return hmac.new(key, b"form/" + session.session_id.bytes, hashlib.sha256).digest()


def _masked(secret: bytes, mask: bytes) -> bytes:
    """Another text in every page: pages are compressed, and how well would tell a secret that stays (BREACH)."""
    return bytes(one ^ other for one, other in zip(secret, mask, strict=False))
