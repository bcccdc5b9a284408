"""Boxes: ballots and opinions never cost one call each. What arrives while a batch is under way is the next batch.

There is no timer: a lone one leaves at once. Each is answered with its own outcome, after the commit and not before. A
batch whose fate is unknown may be sent again: a ballot repeated with the same nonce, and an opinion, are answered the
same.
"""

import asyncio
from collections import deque
from dataclasses import dataclass
from typing import Any

from services.gateway.problems import Overloaded, Problem, of_answer
from services.gateway.services import Reply, Services
from services.kit import strict_json
from services.kit.clock import monotonic
from services.kit.errors import OutcomeUnknown, Refused
from services.kit.log import correlate, logger

log = logger(__name__)

#: Batches of one forum under way at the same time. Two would only wait for each other at the lock of the round's row;
#: with one, more is gathered while it is counted (measured: 10 % more votes at 32 connections, the same at 256).
UNDER_WAY = 1
LARGEST_BATCH = 500
#: What may wait for one forum; more could not be answered within the deadline.
WAITING = 8_000
DEADLINE = 5.0
OLDEST_MS = 10_000


@dataclass(slots=True)
class Waiting:
    """A ballot or an opinion that waits for its outcome; `received` is on the monotonic clock."""

    item: dict[str, Any]
    received: float
    outcome: asyncio.Future[dict[str, Any]]


class Boxes:
    """The boxes of this process for one kind of thing (`ballots`, `opinions`), one box per forum."""

    def __init__(self, services: Services, kind: str) -> None:
        self._services, self._kind = services, kind
        self._boxes: dict[str, Box] = {}

    async def send(self, forum_id: str, item: dict[str, Any]) -> dict[str, Any]:
        """Have an item counted, {person_id, …}; answers what its outcome says beside that.

        Raises Problem when it is refused; ServiceAway, OutcomeUnknown or Overloaded when it may be sent again as it is.
        """
        outcome = await self.put(forum_id, item)
        if outcome["outcome"] != "counted":
            raise of_answer(outcome)
        return {name: value for name, value in outcome.items() if name != "outcome"}

    def put(self, forum_id: str, item: dict[str, Any]) -> "asyncio.Future[dict[str, Any]]":
        """The outcome of an item, later. Raises Overloaded."""
        box = self._boxes.get(forum_id)
        if box is None:
            box = self._boxes[forum_id] = Box(forum_id, self._kind, self._services, self._boxes)
        return box.put(item)


class Box:
    """What is on its way in one forum. It leaves `boxes` when it has nothing to do."""

    def __init__(self, forum_id: str, kind: str, services: Services, boxes: "dict[str, Box]") -> None:
        self._forum_id, self._services, self._boxes = forum_id, services, boxes
        self._path = f"/forums/{forum_id}/{kind}"
        self._waiting: deque[Waiting] = deque()
        self._under_way = 0
        self._carriers: set[asyncio.Task[None]] = set()  # asyncio itself does not keep a task alive

    def put(self, item: dict[str, Any]) -> "asyncio.Future[dict[str, Any]]":
        """Add an item; answers its outcome, later. Raises Overloaded."""
        if len(self._waiting) >= WAITING:
            raise Overloaded
        outcome = asyncio.get_running_loop().create_future()
        self._waiting.append(Waiting(item, monotonic(), outcome))
        if self._under_way < UNDER_WAY:
            self._under_way += 1
            carrier = asyncio.create_task(self._carry())
            self._carriers.add(carrier)
            carrier.add_done_callback(self._carriers.discard)
        return outcome

    async def _carry(self) -> None:
        """Take batch after batch until nothing waits."""
        while batch := self._take():
            correlate(None)  # a batch is a cause of its own: nothing joins an event to one voter's request
            try:
                _answer(batch, await self._count(batch))
            except (Refused, Problem) as refused:
                _refuse(batch, refused)
            except Exception as error:  # an answer nobody understands says nothing about what was sent
                what = {"path": self._path, "items": len(batch), "error": type(error).__name__}
                log.error("a batch without outcomes", **what, exc_info=error)
                _refuse(batch, OutcomeUnknown())
        self._under_way -= 1
        if not self._under_way:
            self._boxes.pop(self._forum_id, None)

    def _take(self) -> list[Waiting]:
        """The next batch; what somebody sent who has gone away meanwhile is still counted."""
        return [self._waiting.popleft() for _ in range(min(len(self._waiting), LARGEST_BATCH))]

    async def _count(self, batch: list[Waiting]) -> list[dict[str, Any]]:
        now = monotonic()
        aged = [{**each.item, "age_ms": _age(each, now)} for each in batch]
        reply = await self._services.send_batch("proposals", self._path, strict_json.dumps(aged), DEADLINE)
        outcomes = _outcomes(reply)
        if len(outcomes) != len(batch):
            raise ValueError("not one outcome for each item")
        return outcomes


def _age(waiting: Waiting, now: float) -> int:
    return min(int((now - waiting.received) * 1000), OLDEST_MS)


def _outcomes(reply: Reply) -> list[dict[str, Any]]:
    """The outcomes in an answer. Raises what the service said instead, for everything in the batch."""
    answer = reply.json
    if reply.status == 200:
        outcomes: list[dict[str, Any]] = answer["outcomes"]
        return outcomes
    raise of_answer(answer) if reply.status == 503 else OutcomeUnknown()


def _answer(batch: list[Waiting], outcomes: list[dict[str, Any]]) -> None:
    for waiting, outcome in zip(batch, outcomes, strict=True):
        if not waiting.outcome.done():
            waiting.outcome.set_result(outcome)


def _refuse(batch: list[Waiting], refused: Exception) -> None:
    for waiting in batch:
        if not waiting.outcome.done():
            waiting.outcome.set_exception(refused)
