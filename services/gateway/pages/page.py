"""One request for a page: what was typed, and every way of answering.

After a change the person is sent on (303) with a notice, so that loading a page again repeats nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from services.gateway import csrf
from services.gateway.pages import notices
from services.gateway.pages.asking import Asking, problem_of
from services.gateway.pages.forms import Form, name_of, new_key
from services.gateway.pages.kept import Keeping, Kept, of_form
from services.gateway.pages.notices import SENTENCES, Notices
from services.gateway.pages.rendering import render
from services.gateway.problems import Problem
from services.gateway.services import DEADLINE
from services.gateway.visit import LANGUAGE, TEXT_SIZE, has_large_text
from services.kit import clock
from services.kit.errors import N_, Kind, Refused, TooLarge

LARGEST_FORM = 256 * 1024
#: seconds before a session's end from which every page says so
ENDS_SOON = 30 * 60


@dataclass(frozen=True)
class Outcome:
    """What became of something that was typed: an answer, or the form to show again."""

    answer: Any = None
    problem: Problem | None = None
    form: Form | None = None

    @property
    def status(self) -> int:
        return self.problem.status if self.problem else 200


class Page(Asking):
    """One request and its answer. `said` is what the page before had to say."""

    def __init__(self, request: Request) -> None:
        super().__init__(request)
        self._notices = Notices(self.parts.settings.session_key)
        self._secure = self.parts.settings.public_url.startswith("https://")
        self.said = self._notices.read(request.cookies.get(notices.COOKIE))
        self.kept: Kept | None = None  # what was typed, as soon as it was read
        self.keeping = Keeping(self.parts.settings.session_key)

    # what was typed

    async def typed(self, largest: int = LARGEST_FORM) -> FormData:
        """The form that was posted, by this site's own page. Raises TooLarge or FormExpired."""
        length = self.request.headers.get("content-length", "")
        if not length.isdigit() or int(length) > largest:
            raise TooLarge(largest=largest)
        form = await csrf.form(self.request)
        self.kept = of_form(self.request, form)
        csrf.must_be_this_sessions(self.request, form)
        return form

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
        sentence = f"{problem.title(self.language)} {self.wait(problem)}".strip()
        return Outcome(problem=problem, form=Form(typed, faults, sentence, key))

    async def press(
        self,
        service: str,
        path: str,
        back: str,
        notice: str,
        method: str = "POST",
        body: Any = None,
        deadline: float = DEADLINE,
        mend: Mapping[str, str] | None = None,
    ) -> Response:
        """A command from a single button: back to the page it stands on, with a notice or the refusal.

        `mend`: slug of a refusal → the page where it is mended, which is shown instead.
        """
        key = str((await self.typed()).get("key", ""))
        body = {} if body is None and method == "POST" else body
        try:
            await self.send(service, path, body, key, method, deadline=deadline)
        except (Problem, Refused) as error:
            problem = problem_of(error)
            if problem.kind == Kind.UNKNOWN_PERSON:
                raise
            return self.go((mend or {}).get(problem.slug, back), refusal=problem.sentence)
        return self.go(back, notice)

    # answering

    def show(self, template: str, status: int = 200, **context: Any) -> Response:
        """A page."""
        said, large = self.said, has_large_text(self.request)
        common: dict[str, Any] = {
            "me": self.session,
            "csrf": csrf.token(self.request),
            "here": self.request.url.path,
            "here_in_full": self.here,
            "large_text": large,
            "other_language": self._here_with(LANGUAGE, "en" if self.language == "vi" else "vi"),
            "other_text_size": self._here_with(TEXT_SIZE, "vua" if large else "lon"),
            "site": self.parts.settings.public_url,
            "navigation": self._navigation(),
            "ends": round(self.session.expires) if self.session else 0,
            "ends_soon": bool(self.session and self.session.expires - clock.now().timestamp() < ENDS_SOON),
            "contact": self.parts.settings.help_contact,
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

    @property
    def here(self) -> str:
        """The address of this page, with what it asks for."""
        address = self.request.url
        return f"{address.path}?{address.query}" if address.query else address.path

    def _here_with(self, choice: str, value: str) -> str:
        """This page with another choice, and whatever else its address asks for."""
        others = [(name, said) for name, said in self.request.query_params.multi_items() if name != choice]
        return "?" + urlencode([*others, (choice, value)])

    def _navigation(self) -> list[dict[str, Any]]:
        mine = [("/hop-thu", N_("Hộp thư")), ("/viec-can-tra-loi", N_("Việc cần trả lời"))] if self.signed_in else []
        places = [("/", N_("Các diễn đàn")), *mine, ("/tim", N_("Tìm kiếm")), ("/tro-giup", N_("Trợ giúp"))]
        here = self.request.url.path
        return [{"href": path, "text": self.say(name), "current": here == path} for path, name in places]

    def go(self, path: str, word: str = "", **facts: Any) -> Response:
        """On to another page, which says the notice once."""
        response = RedirectResponse(path, 303, {"Cache-Control": "no-store"})
        said = {**({"word": word} if word else {}), **facts}
        if said:
            value = self._notices.write(said)
            response.set_cookie(
                notices.COOKIE, value, max_age=notices.SECONDS, httponly=True, samesite="lax", secure=self._secure
            )
        return response

    def sign_in(self, answer: Mapping[str, Any], path: str) -> Response:
        """On, as the person of this session."""
        response, sessions = self.go(path, "signed-in"), self.parts.sessions
        response.headers.append("Set-Cookie", sessions.cookie(sessions.issue(answer)))
        return response

    def sign_in_and_go_on(self, answer: Mapping[str, Any], kept: Kept) -> Response:
        """As the person of this session, to what they had typed when their last one ended; its button sends it."""
        token = self.parts.sessions.issue(answer)
        self.session = self.parts.sessions.read(token)
        self.request.state.visit = replace(self.request.state.visit, session=self.session)
        response = self.show("kept.html", kept=kept)
        response.headers.append("Set-Cookie", self.parts.sessions.cookie(token))
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


def local(path: Any, otherwise: str = "/") -> str:
    """A path of this site; anything that could lead elsewhere is replaced."""
    text = str(path or "")
    plain = text.startswith("/") and not text.startswith("//") and "\\" not in text and text.isprintable()
    return text if plain else otherwise
