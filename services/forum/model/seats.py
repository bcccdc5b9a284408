"""Seats: what a roster asks for, what there is, and what follows from both."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from services.kit import strict_json
from services.kit.errors import N_, Conflict, Fault, Invalid

ROLES = ("delegate", "organizer", "guest")
DELEGATE = ("delegate",)
ORGANIZERS_SECTOR = "Ban tổ chức"
ONE = "1"  # what a seat's votes weigh unless somebody says otherwise
#: limits of one event's list, besides its size in bytes
SEATS_AN_EVENT, INVITATIONS_AN_EVENT = 200, 500
BYTES_AN_EVENT = 200 * 1024


class LastOrganizer(Conflict):
    """Raised when a forum would be left without an organizer."""

    slug = "last-organizer"
    sentence = N_("Diễn đàn phải còn ít nhất một người tổ chức.")


class UnknownBody(Invalid):
    """Raised when a seat names a body that does not exist."""

    def __init__(self) -> None:
        super().__init__([Fault("/body_code", "unknown-body")])


class RowsAtFault(Invalid):
    """Raised when a roster with faults should be applied: then nothing of it is. The facts say where."""

    slug = "rows-at-fault"
    sentence = N_("Danh sách có dòng chưa đúng nên chưa nhập dòng nào. Hãy sửa các dòng được nêu rồi nhập lại.")

    def __init__(self, pointer: str, faults: list[dict[str, Any]], left_off: int) -> None:
        count = len(faults) + left_off
        super().__init__([Fault(pointer, "rows-at-fault", {"count": count})])
        self.facts = {"faults": faults, "faults_left_off": left_off}


@dataclass(frozen=True)
class Wanted:
    """A row of a roster: one person's place as the organizers want it."""

    line: int
    full_name: str
    email: str
    sector: str
    body_code: str  # "" for none
    position: str
    roles: tuple[str, ...]
    weight: str | None = None  # as it is, if nothing is said of it


@dataclass(frozen=True)
class Seat:
    """A person's place in one forum."""

    seat_id: UUID
    person_id: UUID
    full_name: str
    position: str
    sector: str
    body_id: UUID | None
    roles: tuple[str, ...]
    weight: str = ONE  # of its votes: a decimal, in one way of writing it


def change(wanted: Wanted, body_id: UUID | None, seat: Seat | None) -> str:
    """What a row would do to the seat there is: "new", "changed" or "same"."""
    if seat is None:
        return "new"
    weight = wanted.weight or seat.weight
    asked = (wanted.full_name, wanted.position, wanted.sector, body_id, wanted.roles, weight)
    is_now = (seat.full_name, seat.position, seat.sector, seat.body_id, seat.roles, seat.weight)
    return "same" if asked == is_now else "changed"


def ordered_roles(roles: Iterable[str]) -> tuple[str, ...]:
    """Each role once, in the order of ROLES: so that the same roles are equal."""
    asked = set(roles)
    return tuple(role for role in ROLES if role in asked)


def chunks(items: Iterable[Mapping[str, Any]], most: int) -> Iterator[list[Mapping[str, Any]]]:
    """Cut a long list so that each part fits one event, by count and by bytes."""
    part: list[Mapping[str, Any]] = []
    size = 0
    for item in items:
        bytes_more = len(strict_json.dumps(item)) + 1
        if part and (len(part) == most or size + bytes_more > BYTES_AN_EVENT):
            yield part
            part, size = [], 0
        part.append(item)
        size += bytes_more
    if part:
        yield part
