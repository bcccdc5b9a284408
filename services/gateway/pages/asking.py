"""One request for a page, and what it may ask of the services: as whom, in which language, with which patience."""

from collections.abc import Awaitable, Mapping
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from starlette.requests import Request

from services.gateway.api.forward import take
from services.gateway.devices import device_of
from services.gateway.languages import catalogue
from services.gateway.limits import BALLOTS, OPINIONS
from services.gateway.pages.forms import new_key
from services.gateway.parts import parts_of
from services.gateway.problems import Problem, of_answer, of_refusal
from services.gateway.services import DEADLINE
from services.gateway.sessions import Session
from services.gateway.visit import visit_of
from services.kit import strict_json
from services.kit.errors import N_, Kind, Malformed, NotSignedIn, Refused


def NN_(one: str, many: str) -> tuple[str, str]:  # noqa: N802 - gettext's usual name, as N_
    """Mark a sentence with a number in it for translation; Vietnamese has one form, other languages more."""
    return one, many


#: for commands and queries that touch everybody in a forum
SLOW = 10.0
SECONDS = NN_("Hãy thử lại sau %(num)s giây.", "Hãy thử lại sau %(num)s giây.")
MINUTES = NN_("Hãy thử lại sau %(num)s phút.", "Hãy thử lại sau %(num)s phút.")
PERSON_AWAY = N_("Chưa xem được thông tin của bạn.")


class Asking:
    """Who asks, and asking. `missing` are the sentences about what could not be had."""

    def __init__(self, request: Request) -> None:
        self.request, self.parts = request, parts_of(request)
        self.session, self.language = visit_of(request).session, visit_of(request).language
        self.missing: list[str] = []
        texts = catalogue(self.language)
        self.say, self._ngettext = texts.gettext, texts.ngettext

    def say_several(self, sentences: tuple[str, str], number: int) -> str:
        """A sentence with a number in it, made by `NN_`."""
        return self._ngettext(*sentences, number) % {"num": number}

    def wait(self, problem: Problem) -> str:
        """When to try again, of who has done something too often."""
        seconds = problem.retry_after
        if problem.kind != Kind.LIMITED or seconds is None:
            return ""
        return self.say_several(SECONDS, seconds) if seconds < 60 else self.say_several(MINUTES, -(-seconds // 60))

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

    async def seats(self, anew: bool = False) -> list[dict[str, Any]]:
        """The person's seats, from this process's copy; none when nobody is signed in, or the directory is away."""
        if not self.signed_in:
            return []
        found = await self.or_away(self.parts.own_copies.me(visit_of(self.request).acting, anew), PERSON_AWAY)
        return list(found["seats"]) if found else []

    async def ask(self, service: str, path: str, **parameters: Any) -> Any:
        """A query. Raises Problem or Refused."""
        given = {name: value for name, value in parameters.items() if value is not None}
        return await self._ask(service, "GET", f"{path}?{urlencode(given)}" if given else path)

    async def ask_patiently(self, service: str, path: str) -> Any:
        """A query that touches everybody in a forum. Raises Problem or Refused."""
        return await self._ask(service, "GET", path, deadline=SLOW)

    async def read(self, service: str, path: str, subject: UUID) -> Any:
        """What many people read at once, about one forum: from this process's copy. Raises Problem or Refused."""
        return await self.copied(service, path, str(subject))

    async def copied(self, service: str, path: str, subject: str) -> Any:
        """What many people read at once, about anything. Raises Problem or Refused."""
        return await self.parts.copies.read(service, path, subject, visit_of(self.request).acting)

    def forget(self, subject: UUID) -> None:
        """Read anew what this process has a copy of about this forum."""
        self.parts.copies.forget(str(subject))

    async def part(self, service: str, path: str, away: str = "", **parameters: Any) -> Any:
        """A query for a part the page can do without: when its service is away, None, and the page says `away`."""
        return await self.or_away(self.ask(service, path, **parameters), away)

    async def heard(self, service: str, path: str, away: str = "", **parameters: Any) -> Any:
        """As `part`, for what the service learns of by events: None also while it has not heard of it yet."""
        return await self.or_away(self.ask(service, path, **parameters), away, unheard=True)

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
        """A command; its key and version may come from a form. Raises Problem or Refused."""
        take(self.parts, self.request, path)
        headers = {"Idempotency-Key": key or new_key(), "Device": device_of(self.request.headers.get("user-agent"))}
        headers |= {"If-Match": if_match} if if_match else {}
        if not all(value.isascii() and value.isprintable() for value in headers.values()):
            raise Malformed(reason="header")
        return await self._ask(service, method, path, body, headers, deadline)

    async def similar(self, forum_id: UUID, typed: Mapping[str, str]) -> Any:
        """The proposals that may say the same as {problem, measure}; for delegates. Raises Problem or Refused."""
        path = f"/forums/{forum_id}/proposals/similar"
        take(self.parts, self.request, path)
        return await self._ask("proposals", "POST", path, dict(typed), asks=True)

    async def cast(self, forum_id: UUID, ballot: Mapping[str, Any]) -> dict[str, Any]:
        """Have the person's ballot counted; answers {revision, receipt}. Raises Problem or Refused."""
        session = self.must_be_signed_in()
        self.parts.limits.take(BALLOTS, session.person_id)
        whole = {**ballot, "person_id": str(session.person_id)}
        return await self.parts.ballot_boxes.send(str(forum_id), whole)

    async def judge(self, forum_id: UUID, proposal_id: UUID, opinion: str) -> dict[str, Any]:
        """Have the person's opinion counted; answers {proposal_id, opinion}. Raises Problem or Refused."""
        session = self.must_be_signed_in()
        self.parts.limits.take(OPINIONS, session.person_id)
        whole = {"proposal_id": str(proposal_id), "person_id": str(session.person_id), "opinion": opinion}
        return await self.parts.opinion_boxes.send(str(forum_id), whole)

    async def _ask(
        self,
        service: str,
        method: str,
        path: str,
        body: Any = None,
        headers: Mapping[str, str] | None = None,
        deadline: float = DEADLINE,
        asks: bool = False,
    ) -> Any:
        acting, raw = visit_of(self.request).acting, None if body is None else strict_json.dumps(body)
        reply = await self.parts.services.send(service, method, path, acting, raw, headers, deadline, asks)
        if reply.status >= 400:
            raise of_answer(reply.json)
        return reply.json


def problem_of(error: Problem | Refused) -> Problem:
    """Either kind of refusal as the one people are shown."""
    return of_refusal(error) if isinstance(error, Refused) else error
