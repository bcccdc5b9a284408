"""The boxes against a service that answers, hesitates, refuses, breaks, and comes back."""

import asyncio
import json
from collections.abc import Callable, Coroutine
from typing import Any

import pytest

from services.gateway import boxes
from services.gateway.boxes import Boxes
from services.gateway.problems import Overloaded, Problem, ServiceAway
from services.gateway.services import Reply
from services.kit.errors import OutcomeUnknown, Refused

FORUM = "f1"


class Counter:
    """In the place of the proposals service: counts whatever arrives, one batch after another at `gate`."""

    def __init__(self) -> None:
        self.batches: list[list[dict[str, Any]]] = []
        self.under_way = self.most_under_way = 0
        self.gate = asyncio.Event()
        self.gate.set()
        self.trouble: Exception | None = None
        self.reply: Callable[[list[dict[str, Any]]], Reply] = counted

    async def send_batch(self, service: str, path: str, body: bytes, deadline: float) -> Reply:
        assert (service, path) == ("proposals", f"/forums/{FORUM}/ballots")
        batch = json.loads(body)
        self.batches.append(batch)
        self.under_way += 1
        self.most_under_way = max(self.most_under_way, self.under_way)
        try:
            await self.gate.wait()
        finally:
            self.under_way -= 1
        if self.trouble:
            raise self.trouble
        return self.reply(batch)


def counted(batch: list[dict[str, Any]]) -> Reply:
    outcomes = [{"outcome": "counted", "revision": 1, "receipt": ballot["nonce"]} for ballot in batch]
    return Reply(200, json.dumps({"outcomes": outcomes}).encode())


def ballot(number: int) -> dict[str, Any]:
    return {"round_id": "r", "person_id": str(number), "choices": {}, "replaces": 0, "nonce": f"n{number}"}


@pytest.fixture(autouse=True)
def two_under_way(monkeypatch: pytest.MonkeyPatch) -> None:
    """The rules hold for any number of batches under way; the stories below are told with two."""
    monkeypatch.setattr(boxes, "UNDER_WAY", 2)


Story = Callable[[Boxes, Counter], Coroutine[Any, Any, None]]


def tell(story: Story) -> Counter:
    """Run a story; answers the counter it was told about."""

    async def run() -> Counter:
        counter = Counter()
        await story(Boxes(counter, "ballots"), counter)  # type: ignore[arg-type]
        return counter

    return asyncio.run(run())


def test_a_box_for_opinions_is_like_one_for_ballots() -> None:
    async def run() -> list[str]:
        paths = []

        class Listener:
            async def send_batch(self, service: str, path: str, body: bytes, deadline: float) -> Reply:
                paths.append(path)
                return Reply(200, b'{"outcomes":[{"outcome":"counted","opinion":"agree"}]}')

        assert await Boxes(Listener(), "opinions").send(FORUM, {}) == {"opinion": "agree"}  # type: ignore[arg-type]
        return paths

    assert asyncio.run(run()) == [f"/forums/{FORUM}/opinions"]


def test_a_lone_ballot_leaves_at_once_and_is_answered_with_its_receipt() -> None:
    async def story(box: Boxes, counter: Counter) -> None:
        assert await box.send(FORUM, ballot(1)) == {"revision": 1, "receipt": "n1"}

    assert [len(batch) for batch in tell(story).batches] == [1]


def test_what_arrives_while_batches_are_under_way_is_the_next_batch() -> None:
    async def story(box: Boxes, counter: Counter) -> None:
        counter.gate.clear()
        first = [box.put(FORUM, ballot(1))]
        await asyncio.sleep(0)
        first.append(box.put(FORUM, ballot(2)))
        await asyncio.sleep(0)
        rest = [box.put(FORUM, ballot(number)) for number in range(3, 103)]
        await asyncio.sleep(0)
        assert counter.under_way == 2
        counter.gate.set()
        assert [outcome["receipt"] for outcome in await asyncio.gather(*first, *rest)] == [
            f"n{number}" for number in range(1, 103)
        ]

    counter = tell(story)
    assert [len(batch) for batch in counter.batches] == [1, 1, 100]
    assert counter.most_under_way == 2


def test_no_batch_is_larger_than_allowed() -> None:
    async def story(box: Boxes, counter: Counter) -> None:
        await asyncio.gather(*(box.put(FORUM, ballot(number)) for number in range(1_201)))

    assert [len(batch) for batch in tell(story).batches] == [500, 500, 201]


def test_each_ballot_has_its_own_outcome() -> None:
    def every_second(batch: list[dict[str, Any]]) -> Reply:
        refused = {
            "outcome": "refused",
            "slug": "round-closed",
            "kind": "conflict",
            "sentence": "Đã đóng.",
            "facts": {},
        }
        good = {"outcome": "counted", "revision": 3, "receipt": "ab"}
        return Reply(
            200, json.dumps({"outcomes": [good if int(b["person_id"]) % 2 else refused for b in batch]}).encode()
        )

    async def story(box: Boxes, counter: Counter) -> None:
        counter.reply = every_second
        answers = await asyncio.gather(*(box.send(FORUM, ballot(n)) for n in range(4)), return_exceptions=True)
        assert [answer if isinstance(answer, dict) else str(answer) for answer in answers] == [
            "round-closed",
            {"revision": 3, "receipt": "ab"},
            "round-closed",
            {"revision": 3, "receipt": "ab"},
        ]

    tell(story)


def test_how_long_a_ballot_has_waited_is_told_by_the_monotonic_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [50.0]
    monkeypatch.setattr(boxes, "monotonic", lambda: now[0])

    async def story(box: Boxes, counter: Counter) -> None:
        counter.gate.clear()
        under_way = []
        for number in (1, 2):
            under_way.append(box.put(FORUM, ballot(number)))
            await asyncio.sleep(0)
        late = box.put(FORUM, ballot(3))
        now[0] += 0.75
        later = box.put(FORUM, ballot(4))
        now[0] += 0.25
        counter.gate.set()
        await asyncio.gather(*under_way, late, later)

    last = tell(story).batches[-1]
    assert [each["age_ms"] for each in last] == [1000, 250]


@pytest.mark.parametrize("trouble", [ServiceAway(), OutcomeUnknown()])
def test_with_the_service_away_every_ballot_is_told_so_and_the_box_serves_again_when_it_is_back(
    trouble: Refused,
) -> None:
    async def story(box: Boxes, counter: Counter) -> None:
        counter.trouble = trouble
        answers = await asyncio.gather(*(box.put(FORUM, ballot(n)) for n in range(10)), return_exceptions=True)
        assert all(type(answer) is type(trouble) for answer in answers)
        counter.trouble = None
        assert (await box.send(FORUM, ballot(1)))["receipt"] == "n1"

    tell(story)


def test_what_the_service_refuses_as_unavailable_is_told_as_it_said_it() -> None:
    busy = {"slug": "busy", "kind": "unavailable", "sentence": "Bận.", "facts": {}}

    async def story(box: Boxes, counter: Counter) -> None:
        counter.reply = lambda batch: Reply(503, json.dumps(busy).encode())
        with pytest.raises(Problem, match="busy"):
            await box.send(FORUM, ballot(1))

    tell(story)


@pytest.mark.parametrize(
    "reply",
    [
        Reply(500, b'{"slug":"internal","kind":"internal"}'),
        Reply(422, b'{"slug":"invalid","kind":"invalid","sentence":"x"}'),
        Reply(200, b"not json"),
        Reply(200, b"{}"),
        Reply(200, b'{"outcomes":[]}'),
        Reply(200, b"[]"),
    ],
)
def test_an_answer_that_says_nothing_of_the_ballots_leaves_their_fate_unknown(reply: Reply) -> None:
    async def story(box: Boxes, counter: Counter) -> None:
        counter.reply = lambda batch: reply
        with pytest.raises((OutcomeUnknown, Problem)) as refused:
            await box.send(FORUM, ballot(1))
        assert str(refused.value) == "outcome-unknown"
        counter.reply = counted
        await box.send(FORUM, ballot(1))

    tell(story)


def test_more_than_can_be_answered_in_time_is_refused_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(boxes, "WAITING", 5)

    async def story(box: Boxes, counter: Counter) -> None:
        counter.gate.clear()
        waiting = [box.put(FORUM, ballot(number)) for number in range(5)]
        with pytest.raises(Overloaded):
            box.put(FORUM, ballot(6))
        counter.gate.set()
        await asyncio.gather(*waiting)

    tell(story)


def test_a_voter_who_gives_up_does_not_disturb_the_others() -> None:
    async def story(box: Boxes, counter: Counter) -> None:
        counter.gate.clear()
        impatient = asyncio.create_task(box.send(FORUM, ballot(1)))
        patient = asyncio.create_task(box.send(FORUM, ballot(2)))
        await asyncio.sleep(0)
        impatient.cancel()
        counter.gate.set()
        assert (await patient)["receipt"] == "n2"

    tell(story)


def test_a_box_that_is_empty_is_put_away() -> None:
    async def story(box: Boxes, counter: Counter) -> None:
        await asyncio.gather(*(box.put(FORUM, ballot(number)) for number in range(700)))
        await asyncio.sleep(0)
        assert box._boxes == {}

    tell(story)
