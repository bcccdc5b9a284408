"""The state of one performance: who is signed in, what exists so far, and what was promised to whom."""

import time
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http import HTTPStatus
from pathlib import Path
from typing import Any, TypeVar

from deploy.story.cast import Cast
from deploy.story.client import Answer, Api, GaveUpError, RefusedError, wait_until
from deploy.story.post import Post

A = TypeVar("A")
B = TypeVar("B")
AT_ONCE = 12  # people who act at the same moment
MOMENT = 0.3  # seconds between people who act before an audience
BREATH = 2.5  # seconds between acts before an audience
TRIES = 5
TOO_EARLY = ("forum-not-open", "phase-not-open")


@dataclass
class Stage:
    """Everything the acts share."""

    gateway_url: str
    post: Post
    cast: Cast
    organizer_email: str
    echo: Callable[[str], object]
    live: bool = False
    records: Path | None = None  # where the records of certified rounds are left
    began: datetime = field(default_factory=lambda: datetime.now(UTC))
    people: dict[str, Api] = field(default_factory=dict)  # by address, once signed in
    body_ids: dict[str, str] = field(default_factory=dict)  # by code
    forum_id: str = ""
    phase_ids: dict[str, str] = field(default_factory=dict)  # by kind
    proposal_ids: dict[int, str] = field(default_factory=dict)  # by place in the cast's list
    solution_ids: dict[str, str] = field(default_factory=dict)  # by key
    round_id: str = ""
    order_id: str = ""  # the secret round that says which of the adopted comes first
    rehearsal_id: str = ""  # the small forum that stays open
    counted: dict[str, dict[str, Any]] = field(default_factory=dict)  # address → the last ballot sent and its answer
    ranked: dict[str, dict[str, Any]] = field(default_factory=dict)  # the same of the secret round
    assignments: list[dict[str, Any]] = field(default_factory=list)
    held: list[tuple[bool, str]] = field(default_factory=list)

    @property
    def forum(self) -> str:
        """The forum's path."""
        return f"/forums/{self.forum_id}"

    @property
    def rehearsal(self) -> str:
        """The path of the forum that stays open."""
        return f"/forums/{self.rehearsal_id}"

    @property
    def round(self) -> str:
        """The round's path."""
        return f"{self.forum}/rounds/{self.round_id}"

    @property
    def order(self) -> str:
        """The secret round's path."""
        return f"{self.forum}/rounds/{self.order_id}"

    @property
    def organizer(self) -> Api:
        """The first organizer's session."""
        return self.people[self.organizer_email]

    def addressee(self, assignment: Mapping[str, Any]) -> str:
        """The code of the body that must act."""
        return next(code for code, id_ in self.body_ids.items() if id_ == assignment["body_id"])

    def leader_of(self, assignment: Mapping[str, Any]) -> str:
        """The address of who answers for it."""
        return self.cast.leader_of(self.addressee(assignment)).email

    def say(self, sentence: str) -> None:
        """Tell the audience what happens; before people, leave them time to read."""
        self.echo(sentence)
        if self.live:
            time.sleep(BREATH)

    def check(self, holds: bool, sentence: str) -> bool:
        """Keep and show one thing that must hold."""
        self.held.append((holds, sentence))
        self.echo(f"  {'✓' if holds else '✗'} {sentence}")
        return holds

    def patiently(self, api: Api, path: str, body: Any) -> Any:
        """Do what needs a phase that has just opened: a service hears of that a moment later, and says so till then."""
        answer = wait_until(lambda: self._unless_too_early(api, path, body), path)
        if answer.status != HTTPStatus.OK:
            raise RefusedError(path, answer)
        return answer.body

    def _unless_too_early(self, api: Api, path: str, body: Any) -> Answer | None:
        answer = api.ask("POST", path, body)
        return None if answer.slug in TOO_EARLY else answer

    def all_at_once(self, act: Callable[[A], B], those: Iterable[A]) -> list[B]:
        """Many people do the same thing, a dozen at a time; the first failure ends it."""
        with ThreadPoolExecutor(AT_ONCE) as crowd:
            return list(crowd.map(act, those))

    def for_all_to_see(self, act: Callable[[A], B], those: Iterable[A]) -> list[B]:
        """As `all_at_once`; before an audience one after another, so that what follows from each can be seen."""
        return [self._after_a_moment(act, one) for one in those] if self.live else self.all_at_once(act, those)

    def _after_a_moment(self, act: Callable[[A], B], one: A) -> B:
        time.sleep(MOMENT)
        return act(one)

    def sign_in_by_code(self, email: str) -> Api:
        """Sign in as a person does who has only their mail: ask for a code, read it, type it."""
        if email in self.people:
            return self.people[email]
        for _ in range(TRIES):
            api = Api(self.gateway_url)
            if self._typed(api, email):
                self.people[email] = api
                return api
        raise GaveUpError(f"{email}: {TRIES} lần xin mã đều không vào được")

    def _typed(self, api: Api, email: str) -> bool:
        """One try. A code is good once: where its answer got lost, only a new code helps."""
        seen = self.post.last(email)
        api.post("/sign-in/requests", {"email": email})
        try:
            api.post(
                "/sign-in/codes",
                {"email": email, "code": self.post.wait_for_code(email, seen)},
            )
        except (GaveUpError, RefusedError):
            return False
        return True
