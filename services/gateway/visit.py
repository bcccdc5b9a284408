"""A visit: who sends this request, how they proved it, and in which language they are answered."""

from dataclasses import dataclass

from starlette.datastructures import Headers, QueryParams
from starlette.requests import HTTPConnection
from starlette.types import Scope

from services.gateway import languages
from services.gateway.sessions import Session, Sessions
from services.kit.acting import NOBODY, Acting

LANGUAGE, TEXT_SIZE = "lang", "chu"
#: what an address may ask for (`?lang=en`, `?chu=lon`: large text), and a cookie of the same name keeps
CHOICES = {LANGUAGE: languages.LANGUAGES, TEXT_SIZE: ("vua", "lon")}


@dataclass(frozen=True, slots=True)
class Visit:
    """Who asks. `by_cookie`: the browser added the proof by itself, so another site's page could have caused it."""

    session: Session | None
    by_cookie: bool
    language: str

    @property
    def acting(self) -> Acting:
        """Who acts, for the services."""
        return self.session.acting if self.session else NOBODY


def visit_of(connection: HTTPConnection) -> Visit:
    """The visit a request belongs to."""
    visit: Visit = connection.state.visit
    return visit


def recognise(scope: Scope, sessions: Sessions) -> Visit:
    """Read the visit off a request. Raises SessionsNotLoaded."""
    headers = Headers(scope=scope)
    sent = cookies(headers.get("cookie"))
    token, by_cookie = bearer(headers.get("authorization")), False
    if token is None and sessions.cookie_name in sent:
        token, by_cookie = sent[sessions.cookie_name], True
    session = sessions.read(token) if token else None
    return Visit(session, by_cookie, _language(scope, headers, sent, session))


def bearer(header: str | None) -> str | None:
    """The value of an `Authorization: Bearer` header."""
    scheme, _, value = (header or "").partition(" ")
    return value.strip() if scheme.lower() == "bearer" else None


def choices_asked(scope: Scope) -> dict[str, str]:
    """What the address asks for, of what may be chosen."""
    if not any(f"{name}=".encode() in scope["query_string"] for name in CHOICES):
        return {}
    asked = QueryParams(scope["query_string"])
    return {name: asked[name] for name, known in CHOICES.items() if asked.get(name) in known}


def has_large_text(connection: HTTPConnection) -> bool:
    """Whether the reader wants larger text."""
    asked = choices_asked(connection.scope).get(TEXT_SIZE)
    return (asked or connection.cookies.get(TEXT_SIZE)) == "lon"


def _language(scope: Scope, headers: Headers, sent: dict[str, str], session: Session | None) -> str:
    """`?lang=` wins. Then a page follows what its reader chose before, a program what it says it accepts."""
    accepted = languages.accepted(headers.get("accept-language", ""))
    own, asked = session.language if session else None, choices_asked(scope).get(LANGUAGE)
    if scope["path"].startswith("/api/"):
        return languages.chosen(asked, accepted, own)
    return languages.chosen(asked, sent.get(LANGUAGE), own, accepted)


def cookies(header: str | None) -> dict[str, str]:
    """The cookies of a header; ours never need quoting."""
    pairs = (pair.strip().partition("=") for pair in (header or "").split(";"))
    return {name: value for name, _, value in pairs if name}
