"""Copies: one fetch for all who wait, forgotten when something happened, never older than promised."""

import asyncio
import json
from collections.abc import Callable, Coroutine
from typing import Any

import pytest

from services.gateway import copies as module
from services.gateway.copies import SECONDS, SECONDS_UNHEARD, Copies
from services.gateway.problems import Problem, ServiceAway
from services.gateway.services import Reply
from services.kit.acting import NOBODY, Acting
from services.kit.ids import random_id

WHERE = ("proposals", "/forums/f/board", "f")
ANH = Acting(random_id())


class Source:
    """In the services' place: answers `value`, after `gate`."""

    def __init__(self) -> None:
        self.value, self.status, self.asked = 0, 200, 0
        self.gate = asyncio.Event()
        self.gate.set()
        self.wrote: list[Callable[[str, str, Acting], None]] = []

    async def send(self, service: str, method: str, path: str, acting: Acting) -> Reply:
        assert acting == NOBODY, "what is copied is asked for as nobody"
        self.asked += 1
        value, status = self.value, self.status
        await self.gate.wait()
        if status == 0:
            raise ServiceAway
        refusal = {"slug": "missing", "kind": "missing", "sentence": "Không."}
        return Reply(status, json.dumps({"value": value} if status == 200 else refusal).encode())

    async def ask(self, service: str, method: str, path: str, acting: Acting) -> Any:
        return {"for": str(acting.person_id)}


Story = Callable[[Copies, Source], Coroutine[Any, Any, None]]


def tell(story: Story) -> Source:
    async def run() -> Source:
        source = Source()
        copies = Copies(source)  # type: ignore[arg-type]
        copies.heard = True
        await story(copies, source)
        return source

    return asyncio.run(run())


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    now = [100.0]
    monkeypatch.setattr(module, "monotonic", lambda: now[0])
    return now


def test_a_stampede_costs_one_fetch() -> None:
    async def story(copies: Copies, source: Source) -> None:
        source.gate.clear()
        readers = [asyncio.create_task(copies.read(*WHERE)) for _ in range(500)]
        await asyncio.sleep(0.01)
        source.gate.set()
        assert await asyncio.gather(*readers) == [{"value": 0}] * 500
        await copies.read(*WHERE)

    assert tell(story).asked == 1


def test_a_reader_who_gives_up_does_not_end_the_fetch_of_the_others() -> None:
    async def story(copies: Copies, source: Source) -> None:
        source.gate.clear()
        first, second = (asyncio.create_task(copies.read(*WHERE)) for _ in range(2))
        await asyncio.sleep(0.01)
        first.cancel()
        source.gate.set()
        assert await second == {"value": 0}

    assert tell(story).asked == 1


def test_what_was_forgotten_is_fetched_again() -> None:
    async def story(copies: Copies, source: Source) -> None:
        await copies.read(*WHERE)
        source.value = 1
        assert await copies.read(*WHERE) == {"value": 0}
        copies.forget("f")
        assert await copies.read(*WHERE) == {"value": 1}

    tell(story)


def test_an_answer_that_was_on_its_way_when_something_happened_is_not_kept() -> None:
    async def story(copies: Copies, source: Source) -> None:
        source.gate.clear()
        early = asyncio.create_task(copies.read(*WHERE))
        await asyncio.sleep(0.01)
        source.value = 1
        copies.forget("f")
        late = asyncio.create_task(copies.read(*WHERE))  # whoever asks after the event must not be told the old
        await asyncio.sleep(0.01)
        source.gate.set()
        assert (await early, await late) == ({"value": 0}, {"value": 1})
        assert await copies.read(*WHERE) == {"value": 1}

    assert tell(story).asked == 2


@pytest.mark.parametrize(("heard", "seconds"), [(True, SECONDS), (False, SECONDS_UNHEARD)])
def test_a_copy_lives_no_longer_than_promised(clock: list[float], heard: bool, seconds: float) -> None:
    async def story(copies: Copies, source: Source) -> None:
        copies.heard = heard
        await copies.read(*WHERE)
        source.value = 1
        clock[0] += seconds - 0.01
        assert await copies.read(*WHERE) == {"value": 0}
        clock[0] += 0.02
        assert await copies.read(*WHERE) == {"value": 1}

    tell(story)


def test_a_copy_that_is_changed_does_not_live_longer_for_that(clock: list[float]) -> None:
    async def story(copies: Copies, source: Source) -> None:
        await copies.read(*WHERE)
        clock[0] += SECONDS - 1
        copies.put(*WHERE, {"value": "changed"})
        assert await copies.read(*WHERE) == {"value": "changed"}
        clock[0] += 2
        assert await copies.read(*WHERE) == {"value": 0}

    tell(story)


def test_what_this_process_wrote_it_reads_back() -> None:
    async def story(copies: Copies, source: Source) -> None:
        await copies.read(*WHERE)
        source.value = 1
        [wrote] = source.wrote
        wrote("proposals", "/forums/f/rounds/r/open?x=1", ANH)
        assert await copies.read(*WHERE) == {"value": 1}
        wrote("forum", "/me", ANH)

    tell(story)


def test_who_may_see_what_nobody_may_is_asked_for_by_name_and_without_a_copy() -> None:
    async def story(copies: Copies, source: Source) -> None:
        source.status = 404
        assert await copies.read(*WHERE, ANH) == {"for": str(ANH.person_id)}
        with pytest.raises(Problem, match="missing"):
            await copies.read(*WHERE)
        source.status = 200
        assert await copies.read(*WHERE, ANH) == {"value": 0}

    tell(story)


def test_a_service_that_is_away_is_told_to_all_who_wait_and_asked_again_by_the_next() -> None:
    async def story(copies: Copies, source: Source) -> None:
        source.status = 0
        told = await asyncio.gather(*(copies.read(*WHERE) for _ in range(5)), return_exceptions=True)
        assert all(isinstance(each, ServiceAway) for each in told)
        source.status = 200
        assert await copies.read(*WHERE) == {"value": 0}

    assert tell(story).asked == 2


def test_no_more_subjects_are_kept_than_allowed() -> None:
    async def story(copies: Copies, source: Source) -> None:
        copies._remembered = 3
        for number in range(10):
            await copies.read("forum", f"/forums/{number}", str(number))
        assert len(copies._copies) == 3
        assert copies._fetching == {}

    tell(story)
