"""One request for a page: who asks, in which language, what they typed, and every way of answering.

A handler is `async def show(page, …) -> Response`, registered by `get` or `post`; a refusal it does not catch becomes a
page that says it. After a change the person is sent on (303) with a notice, so loading a page again repeats nothing.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from functools import wraps
from typing import Any
from urllib.parse import quote, urlencode
from uuid import UUID

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from services.gateway import csrf
from services.gateway.api.forward import take
from services.gateway.languages import catalogue
from services.gateway.limits import BALLOTS
from services.gateway.pages import notices
from services.gateway.pages.forms import Form, name_of, new_key
from services.gateway.pages.notices import SENTENCES, Notices
from services.gateway.pages.rendering import render
from services.gateway.parts import parts_of
from services.gateway.problems import Problem, of_answer, of_refusal
from services.gateway.services import DEADLINE
from services.gateway.sessions import Session
from services.gateway.visit import visit_of
from services.kit import strict_json
from services.kit.errors import N_, Kind, NotSignedIn, Refused, TooLarge
from services.kit.log import correlation_id

#: for commands that touch everybody in a forum
SLOW = 10.0
LARGEST_FORM = 256 * 1024
PERSON_AWAY = N_("Chưa xem được thông tin của bạn.")
Handler = Callable[..., Awaitable[Response]]


@dataclass(frozen=True)
class Outcome:
    """What became of something that was typed: an answer, or the form to show again."""

    answer: Any = None
    problem: Problem | None = None
    form: Form | None = None

    @property
    def status(self) -> int:
        return self.problem.status if self.problem else 200


class Page:
    """One request and its answer."""

    def __init__(self, request: Request) -> None:
        self.request, self.parts = request, parts_of(request)
        self.session, self.language = visit_of(request).session, visit_of(request).language
        self.missing: list[str] = []
        self._notices = Notices(self.parts.settings.session_key)
        self.said = self._notices.read(request.cookies.get(notices.COOKIE))
        texts = catalogue(self.language)
        self.say, self._ngettext = texts.gettext, texts.ngettext

    def say_several(self, sentences: tuple[str, str], number: int) -> str:
        """A sentence with a number in it, made by `NN_`."""
        return self._ngettext(*sentences, number) % {"num": number}

    # who asks

    @property
    def signed_in(self) -> bool:
        return self.session is not None

    def must_be_signed_in(self) -> Session:
        """The session. Raises NotSignedIn."""
        if self.session is None:
            raise NotSignedIn
        return self.session

    async def person(self) -> dict[str, Any] | None:
        """The person with their seats and bodies; None when nobody is signed in, or the directory is away."""
        found: dict[str, Any] | None = await self.part("forum", "/me", PERSON_AWAY) if self.signed_in else None
        return found

    # asking the services

    async def ask(self, service: str, path: str, **parameters: Any) -> Any:
        """A query. Raises Problem or Refused."""
        given = {name: value for name, value in parameters.items() if value is not None}
        return await self._ask(service, "GET", f"{path}?{urlencode(given)}" if given else path)

    async def read(self, service: str, path: str, subject: UUID) -> Any:
        """What many people read at once, about one forum: from this process's copy. Raises Problem or Refused."""
        return await self.parts.copies.read(service, path, str(subject), visit_of(self.request).acting)

    async def part(self, service: str, path: str, away: str = "", **parameters: Any) -> Any:
        """A query for a part the page can do without: when its service is away, None, and the page says `away`."""
        return await self.or_away(self.ask(service, path, **parameters), away)

    async def or_away(self, asked: Awaitable[Any], away: str, unheard: bool = False) -> Any:
        """What was asked; when the service that owns it is away, None, and the page says `away`.

        `unheard`: None also when it does not know of the thing: what was just made may not have been heard of there.
        """
        try:
            return await asked
        except (Problem, Refused) as error:
            problem = problem_of(error)
            if unheard and problem.kind == Kind.MISSING:
                return None
            if problem.kind != Kind.UNAVAILABLE and problem.status < 500:
                raise
            if away and self.say(away) not in self.missing:
                self.missing.append(self.say(away))
            return None

    async def mine(self, service: str, path: str) -> Any:
        """A part that only signed-in people have."""
        return await self.part(service, path) if self.signed_in else None

    async def send(
        self,
        service: str,
        path: str,
        body: Any,
        key: str,
        method: str = "POST",
        if_match: str | None = None,
        deadline: float = DEADLINE,
    ) -> Any:
        """A command. Raises Problem or Refused."""
        take(self.parts, self.request, signing_in=path.startswith("/sign-in"))
        headers = {"Idempotency-Key": key or new_key(), **({"If-Match": if_match} if if_match else {})}
        return await self._ask(service, method, path, body, headers, deadline)

    async def cast(self, forum_id: UUID, ballot: Mapping[str, Any]) -> dict[str, Any]:
        """Have the person's ballot counted; answers {revision, receipt}. Raises Problem or Refused."""
        session = self.must_be_signed_in()
        self.parts.limits.take(BALLOTS, session.person_id)
        whole = {**ballot, "person_id": str(session.person_id)}
        return await self.parts.ballot_box.cast(str(forum_id), whole)

    async def _ask(
        self,
        service: str,
        method: str,
        path: str,
        body: Any = None,
        headers: Mapping[str, str] | None = None,
        deadline: float = DEADLINE,
    ) -> Any:
        acting, raw = visit_of(self.request).acting, None if body is None else strict_json.dumps(body)
        reply = await self.parts.services.send(service, method, path, acting, raw, headers, deadline)
        if reply.status >= 400:
            raise of_answer(reply.json)
        return reply.json

    # what was typed

    async def typed(self, largest: int = LARGEST_FORM) -> FormData:
        """The form that was posted, by this site's own page. Raises TooLarge or FormExpired."""
        length = self.request.headers.get("content-length", "")
        if not length.isdigit() or int(length) > largest:
            raise TooLarge(largest=largest)
        return await csrf.form(self.request)

    async def attempt(
        self, service: str, path: str, body: Any, typed: Mapping[str, Any], method: str = "POST", **options: Any
    ) -> Outcome:
        """A command from a form; what is refused for a reason the person can mend comes back as the form."""
        try:
            return Outcome(await self.send(service, path, body, typed.get("key", ""), method, **options))
        except (Problem, Refused) as error:
            return self.refused(error, typed)

    def refused(self, error: Problem | Refused, typed: Mapping[str, Any]) -> Outcome:
        """The form to show again. Raises what showing it again would not mend."""
        problem = problem_of(error)
        if problem.kind in (Kind.UNKNOWN_PERSON, Kind.MISSING):
            raise error
        details = problem.details(self.language)
        faults = {name_of(pointer): sentence for pointer, sentence in details.items()}
        key = new_key() if problem.slug == "idempotency-key-reused" else typed.get("key") or new_key()
        return Outcome(problem=problem, form=Form(typed, faults, problem.title(self.language), key))

    async def press(
        self, service: str, path: str, back: str, notice: str, method: str = "POST", deadline: float = DEADLINE
    ) -> Response:
        """A command from a single button: back to the page it stands on, with a notice or the refusal."""
        key = str((await self.typed()).get("key", ""))
        try:
            await self.send(service, path, {} if method == "POST" else None, key, method, deadline=deadline)
        except (Problem, Refused) as error:
            problem = problem_of(error)
            if problem.kind == Kind.UNKNOWN_PERSON:
                raise
            return self.go(back, refusal=problem.sentence)
        return self.go(back, notice)

    # answering

    def show(self, template: str, status: int = 200, **context: Any) -> Response:
        """A page."""
        said = self.said
        common: dict[str, Any] = {
            "me": self.session,
            "csrf": csrf.token(self.request),
            "here": self.request.url.path,
            "form": None,
            "missing": self.missing,
            "notice": self.say(SENTENCES[said["word"]]) if said.get("word") in SENTENCES else "",
            "refusal": self.say(said["refusal"]) if said.get("refusal") else "",
        }
        html = render(template, self.language, **{**common, **context})
        response = HTMLResponse(html, status, {"Content-Language": self.language, "Cache-Control": "no-store"})
        if said:
            response.delete_cookie(notices.COOKIE, httponly=True, samesite="lax")
        return response

    def go(self, path: str, word: str = "", **facts: Any) -> Response:
        """On to another page, which says the notice once."""
        response = RedirectResponse(path, 303, {"Cache-Control": "no-store"})
        said = {**({"word": word} if word else {}), **facts}
        if said:
            value = self._notices.write(said)
            response.set_cookie(notices.COOKIE, value, max_age=notices.SECONDS, httponly=True, samesite="lax")
        return response

    def sign_in(self, answer: Mapping[str, Any], path: str) -> Response:
        """On, as the person of this session."""
        response, sessions = self.go(path, "signed-in"), self.parts.sessions
        response.headers.append("Set-Cookie", sessions.cookie(sessions.issue(answer)))
        return response

    async def sign_out(self) -> Response:
        """End the session, here even when the directory is away."""
        if self.session is not None:
            self.parts.sessions.end(self.session.session_id, self.session.expires)
            await self._tell_of_sign_out()
        response = self.go("/", "signed-out")
        response.headers.append("Set-Cookie", self.parts.sessions.no_cookie())
        return response

    async def _tell_of_sign_out(self) -> None:
        try:
            await self.send("forum", "/sign-out", {}, new_key())
        except (Problem, Refused):
            return  # this browser forgets the session in any case

    def destination(self, otherwise: str = "/") -> str:
        """Where a signed-in person wanted to go (`?den=`)."""
        return local(self.request.query_params.get("den"), otherwise)

    @property
    def after(self) -> str | None:
        """The cursor in the address (`?sau=`)."""
        return self.request.query_params.get("sau")


def NN_(one: str, many: str) -> tuple[str, str]:  # noqa: N802 - gettext's usual name, as N_
    """Mark a sentence with a number in it for translation; Vietnamese has one form, other languages more."""
    return one, many


def problem_of(error: Problem | Refused) -> Problem:
    """Either kind of refusal as the one people are shown."""
    return of_refusal(error) if isinstance(error, Refused) else error


def local(path: Any, otherwise: str = "/") -> str:
    """A path of this site; anything that could lead elsewhere is replaced."""
    text = str(path or "")
    plain = text.startswith("/") and not text.startswith("//") and "\\" not in text and text.isprintable()
    return text if plain else otherwise


def get(handler: Handler) -> Handler:
    """A page that is looked at."""
    return _answered(handler)


def post(handler: Handler) -> Handler:
    """A page that changes something."""
    return _answered(handler)


def _answered(handler: Handler) -> Handler:
    @wraps(handler)
    async def endpoint(request: Request) -> Response:
        page = Page(request)
        try:
            return await handler(page, **request.path_params)
        except (Problem, Refused) as error:
            return refusal(page, problem_of(error))

    return endpoint


HEADINGS: Mapping[str, str] = {
    Kind.MISSING: N_("Không tìm thấy trang này"),
    Kind.FORBIDDEN: N_("Bạn không vào được trang này"),
    Kind.UNAVAILABLE: N_("Hệ thống tạm thời gián đoạn"),
    Kind.UNKNOWN_PERSON: N_("Bạn cần đăng nhập"),
}
OTHER_HEADING = N_("Chưa làm được việc này")


def refusal(page: Page, problem: Problem) -> Response:
    """A refusal as a page; who only needs to sign in is taken there and back."""
    reading = page.request.method in ("GET", "HEAD")
    here = page.request.url.path
    if problem.kind == Kind.UNKNOWN_PERSON and reading:
        return page.go(f"/dang-nhap?den={quote(here)}")
    response = page.show(
        "problem.html",
        problem.status,
        heading=page.say(HEADINGS.get(problem.kind, OTHER_HEADING)),
        sentence=problem.title(page.language),
        sign_in=problem.kind == Kind.UNKNOWN_PERSON,
        again=here if reading and problem.kind == Kind.UNAVAILABLE else "",
        correlation_id=correlation_id() if problem.status >= 500 else "",
    )
    if problem.retry_after is not None:
        response.headers["Retry-After"] = str(problem.retry_after)
    return response
