"""A conclusion: which adopted solutions it takes up, for whom, by when."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from services.kit.errors import Fault, Invalid

LONGEST_IN_BYTES = 120_000  # all texts together: with names and ids it must fit into one event


@dataclass(frozen=True)
class Adopted:
    """A solution that a certified round has adopted."""

    solution_id: UUID
    title: str
    text: str
    body_ids: list[UUID]


@dataclass(frozen=True)
class Item:
    """One numbered item of a conclusion."""

    number: int
    solution_id: UUID
    title: str
    text: str
    body_ids: list[UUID]
    due_on: date


def compose(asked: Sequence[Mapping[str, Any]], adopted: Mapping[UUID, Adopted], today: date) -> list[Item]:
    """The items in the order asked for; text and bodies are the solution's unless given. Raises Invalid."""
    faults = [fault for place in range(len(asked)) for fault in _faults(asked, place, adopted, today)]
    if faults:
        raise Invalid(faults)
    items = [_item(number, item, adopted[item["solution_id"]]) for number, item in enumerate(asked, start=1)]
    if sum(len(item.text.encode()) for item in items) > LONGEST_IN_BYTES:
        raise Invalid([Fault("/items", "too-long")])
    return items


def document_number(number: int) -> str:
    """The number of a notice of conclusion (thông báo kết luận); below ten it takes a nought."""
    return f"{number:02d}/TB"


def _item(number: int, asked: Mapping[str, Any], solution: Adopted) -> Item:
    text = asked.get("text") or solution.text
    bodies = list(dict.fromkeys(asked.get("body_ids") or solution.body_ids))
    return Item(number, solution.solution_id, solution.title, text, bodies, asked["due_on"])


def _faults(
    asked: Sequence[Mapping[str, Any]], place: int, adopted: Mapping[UUID, Adopted], today: date
) -> list[Fault]:
    item, pointer = asked[place], f"/items/{place}"
    solution = adopted.get(item["solution_id"])
    if solution is None:
        return [Fault(f"{pointer}/solution_id", "not-adopted")]
    found = []
    if item["solution_id"] in [earlier["solution_id"] for earlier in asked[:place]]:
        found.append(Fault(f"{pointer}/solution_id", "repeated"))
    if not (item.get("body_ids") or solution.body_ids):
        found.append(Fault(f"{pointer}/body_ids", "required"))
    if item["due_on"] < today:
        found.append(Fault(f"{pointer}/due_on", "in-the-past"))
    return found
