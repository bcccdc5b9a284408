"""What people read about themselves: copied for nobody else, and forgotten when they, or what they are, has changed."""

import asyncio
import json
from collections.abc import Callable, Coroutine
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest

from services.gateway import copies as module
from services.gateway.own_copies import SECONDS, OwnCopies
from services.gateway.problems import Problem
from services.gateway.services import Reply
from services.kit.acting import NOBODY, Acting
from services.kit.envelope import Envelope
from services.kit.errors import NotSignedIn
from services.kit.ids import new_id, random_id

ANH, HOA = Acting(random_id(), random_id()), Acting(random_id(), random_id())
A = str(ANH.person_id)
#: what is heard of a person → whether it is about Ánh
HEARD = {
    "granted": ("seats_granted.v1", {"seats": [{"person_id": str(HOA.person_id)}, {"person_id": A}]}, True),
    "granted to another": ("seats_granted.v1", {"seats": [{"person_id": str(HOA.person_id)}]}, False),
    "withdrawn": ("seat_withdrawn.v1", {"person_id": A}, True),
    "withdrawn from another": ("seat_withdrawn.v1", {"person_id": str(HOA.person_id)}, False),
    "leads": ("leader_appointed.v1", {"person_id": A}, True),
    "leads no more": ("leader_dismissed.v1", {"person_id": A}, True),
    "renamed": ("person_recorded.v1", {"person_id": A}, True),
    "a forum is announced": ("forum_announced.v1", {"forum_id": "f"}, True),
    "a phase opens": ("phase_opened.v1", {"forum_id": "f"}, False),
    "ballots are counted": ("ballots_counted.v1", {"forum_id": "f"}, False),
}


class Directory:
    """In the directory's place: answers who asks, and how often anybody has asked."""

    def __init__(self) -> None:
        self.asked, self.status = 0, 200
        self.wrote: list[Callable[[str, str, Acting], None]] = []

    async def send(self, service: str, method: str, path: str, acting: Acting) -> Reply:
        assert (service, method, path) == ("forum", "GET", "/me")
        self.asked += 1
        refusal = {"slug": "not-signed-in", "kind": "unknown-person", "sentence": "Không."}
        answer = {"person_id": str(acting.person_id), "asked": self.asked}
        return Reply(self.status, json.dumps(answer if self.status == 200 else refusal).encode())


Story = Callable[[OwnCopies, Directory], Coroutine[Any, Any, None]]


def tell(story: Story) -> None:
    async def run() -> None:
        directory = Directory()
        own = OwnCopies(directory)  # type: ignore[arg-type]
        own.heard = True
        await story(own, directory)

    asyncio.run(run())


def event(event_type: str, data: dict[str, Any]) -> Envelope:
    return Envelope(new_id(), "forum", event_type, datetime.now(UTC), "forum/f", 1, 1, UUID(int=1), "c", data)


def test_each_is_given_their_own_and_asked_for_once() -> None:
    async def story(own: OwnCopies, directory: Directory) -> None:
        for _ in range(3):
            assert (await own.me(ANH))["person_id"] == A
            assert (await own.me(HOA))["person_id"] == str(HOA.person_id)
        assert directory.asked == 2

    tell(story)


def test_nobody_has_no_own() -> None:
    async def story(own: OwnCopies, directory: Directory) -> None:
        with pytest.raises(NotSignedIn):
            await own.me(NOBODY)

    tell(story)


def test_a_refusal_is_said_and_not_kept() -> None:
    async def story(own: OwnCopies, directory: Directory) -> None:
        directory.status = 401
        with pytest.raises(Problem):
            await own.me(ANH)
        directory.status = 200
        assert (await own.me(ANH))["asked"] == 2

    tell(story)


@pytest.mark.parametrize(("event_type", "data", "mine"), HEARD.values(), ids=HEARD)
def test_what_is_heard_of_a_person_has_them_asked_for_again(event_type: str, data: dict[str, Any], mine: bool) -> None:
    async def story(own: OwnCopies, directory: Directory) -> None:
        await own.me(ANH)
        own.hear(event(event_type, data))
        assert (await own.me(ANH))["asked"] == (2 if mine else 1)

    tell(story)


def test_who_changes_something_in_the_directory_is_asked_for_again() -> None:
    async def story(own: OwnCopies, directory: Directory) -> None:
        [wrote] = directory.wrote
        await own.me(ANH)
        wrote("proposals", "/forums/f/proposals", ANH)
        wrote("forum", "/forums", HOA)
        assert (await own.me(ANH))["asked"] == 1
        wrote("forum", "/forums", ANH)
        assert (await own.me(ANH))["asked"] == 2

    tell(story)


def test_a_copy_lives_a_minute_and_while_nothing_is_heard_two_seconds(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = [100.0]
    monkeypatch.setattr(module, "monotonic", lambda: clock[0])

    async def story(own: OwnCopies, directory: Directory) -> None:
        for heard, seconds in ((True, SECONDS), (False, module.SECONDS_UNHEARD)):
            own.heard = heard
            own.forget_all()
            before = (await own.me(ANH))["asked"]
            clock[0] += seconds - 0.01
            assert (await own.me(ANH))["asked"] == before
            clock[0] += 0.02
            assert (await own.me(ANH))["asked"] == before + 1

    tell(story)
