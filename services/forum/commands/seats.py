"""Seats: granted one by one or by a roster, which is one transaction of a few statements however long it is."""

from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from typing import Any
from uuid import UUID

from services.contracts import DIRECTORY, forum_stream
from services.forum import roster, store
from services.forum.commands import access, people
from services.forum.model import finding, forums
from services.forum.model import seats as rules
from services.forum.model.seats import Seat, Wanted
from services.forum.roster import Roster, RowFault
from services.forum.store import queries
from services.kit.acting import Acting
from services.kit.db import Tx, as_json
from services.kit.errors import Missing
from services.kit.ids import new_id

MOST_ROWS_SHOWN = 1000


@dataclass(frozen=True)
class Placed:
    """A wanted row beside what there is: its body, its person and seat if they are there, and what would change."""

    wanted: Wanted
    body_id: UUID | None
    person_id: UUID | None
    seat: Seat | None
    change: str


def import_delegates(tx: Tx, acting: Acting, forum_id: UUID, data: dict[str, Any]) -> dict[str, Any]:
    """Look at a roster, or with `apply` grant its seats: all of them, or none and RowsAtFault. → RosterReport"""
    access.organizes(tx, acting, forum_id)  # reading may take seconds, in which nobody should wait for the forum
    read = roster.read_file(data["file"]) if "file" in data else roster.read(data["text"])
    forum = access.organized_forum(tx, acting, forum_id)
    forums.require_state(forum, forums.EDITABLE)
    placed = _placed(tx, forum_id, read)
    if data["apply"]:
        if read.faults:
            pointer = "/file" if "file" in data else "/text"
            raise rules.RowsAtFault(pointer, [asdict(fault) for fault in read.faults], read.faults_left_off)
        _grant(tx, forum_id, placed)
    return _report(read, placed, data["apply"])


def grant_seat(tx: Tx, acting: Acting, forum_id: UUID, data: dict[str, Any]) -> dict[str, Any]:
    """One person's seat, new or changed; a person's seat is known by their address. → Seat"""
    forums.require_state(access.organized_forum(tx, acting, forum_id), forums.EDITABLE)
    return _put(tx, forum_id, data)


def change_seat(tx: Tx, acting: Acting, forum_id: UUID, seat_id: UUID, data: dict[str, Any]) -> dict[str, Any]:
    """The seat of whoever holds it, as it is to be; it is not granted anew when it was taken back meanwhile. → Seat"""
    forums.require_state(access.organized_forum(tx, acting, forum_id), forums.EDITABLE)
    seat = queries.get_seat(tx.connection, forum_id=forum_id, seat_id=seat_id)
    if seat is None:
        raise Missing
    return _put(tx, forum_id, {**data, "email": seat["email"]})


def _put(tx: Tx, forum_id: UUID, data: dict[str, Any]) -> dict[str, Any]:
    asked = {**data, "roles": rules.ordered_roles(data["roles"]), "body_code": data["body_code"] or ""}
    read = Roster(rows=[Wanted(line=1, **asked)])
    placed = _placed(tx, forum_id, read)
    if read.faults:
        raise rules.UnknownBody
    changed = _grant(tx, forum_id, placed)
    return {**vars(changed[0] if changed else placed[0].seat), "email": data["email"]}


def withdraw_seat(tx: Tx, acting: Acting, forum_id: UUID, seat_id: UUID) -> dict[str, Any]:
    """Take a seat back; its invitation ends with it. → {seat_id, person_id}"""
    forum = access.organized_forum(tx, acting, forum_id)
    forums.require_state(forum, forums.EDITABLE)
    seat = queries.withdraw_seat(tx.connection, forum_id=forum_id, seat_id=seat_id)
    if seat is None:
        raise Missing
    _require_organizer(tx, forum_id)
    tx.record(forum_stream(forum_id), "seat_withdrawn.v1", {"forum_id": forum_id, **seat})
    return dict(seat)


def _placed(tx: Tx, forum_id: UUID, read: Roster) -> list[Placed]:
    """Every row beside what there is; a body code nobody has is blamed."""
    codes = {row.body_code.lower() for row in read.rows if row.body_code}
    bodies = {row["code"]: row["body_id"] for row in queries.body_ids(tx.connection, codes=list(codes))}
    unknown = [row for row in read.rows if row.body_code and row.body_code.lower() not in bodies]
    read.blame(*(RowFault(row.line, "body_code", "unknown-body", {"code": row.body_code}) for row in unknown))
    known = store.seats_by_email(tx, forum_id, [row.email for row in read.rows])
    return [_place(row, bodies.get(row.body_code.lower()), *known.get(row.email, (None, None))) for row in read.rows]


def _place(wanted: Wanted, body_id: UUID | None, person_id: UUID | None, seat: Seat | None) -> Placed:
    return Placed(wanted, body_id, person_id, seat, rules.change(wanted, body_id, seat))


def _grant(tx: Tx, forum_id: UUID, placed: Iterable[Placed]) -> list[Seat]:
    """Store and tell what is new or changed; answers those seats."""
    todo = [place for place in placed if place.change != "same"]
    person_ids = _newcomers(tx, [place.wanted for place in todo if place.person_id is None])
    _correct_names(tx, forum_id, [place for place in todo if place.person_id])
    seats = [_seat(place, place.person_id or person_ids[place.wanted.email]) for place in todo]
    for part in store.batched(finding.seat(vars(seat)) for seat in seats):
        queries.put_seats(tx.connection, forum_id=forum_id, rows=as_json(part))
    _require_organizer(tx, forum_id)
    for told in rules.chunks(map(vars, seats), rules.SEATS_AN_EVENT):
        tx.record(forum_stream(forum_id), "seats_granted.v1", {"forum_id": forum_id, "seats": told})
    return seats


def _newcomers(tx: Tx, wanted: list[Wanted]) -> dict[str, UUID]:
    """Add those who are not in the directory, in the order of their addresses; answers their ids by address."""
    ids: dict[str, UUID] = {}
    for part in store.batched(sorted(wanted, key=lambda row: row.email)):
        rows = [{**people.NEWCOMER, "full_name": row.full_name, "email": row.email} for row in part]
        ids |= {person["email"]: person["person_id"] for person in people.add(tx, rows)}
    if len(ids) < len(wanted):  # another command has just added some of them
        others = store.seats_by_email(tx, new_id(), [row.email for row in wanted if row.email not in ids])
        ids |= {email: person_id for email, (person_id, _) in others.items()}
    return ids


def _correct_names(tx: Tx, forum_id: UUID, placed: list[Placed]) -> None:
    for part in store.batched(placed):
        rows = [finding.person({"person_id": place.person_id, **vars(place.wanted)}) for place in part]
        for person in queries.correct_names(tx.connection, forum_id=forum_id, rows=as_json(rows)):
            tx.record(DIRECTORY, "person_recorded.v1", person)


def _seat(place: Placed, person_id: UUID) -> Seat:
    row = place.wanted
    seat_id = place.seat.seat_id if place.seat else new_id()
    weight = row.weight or (place.seat.weight if place.seat else rules.ONE)
    return Seat(seat_id, person_id, row.full_name, row.position, row.sector, place.body_id, row.roles, weight)


def _require_organizer(tx: Tx, forum_id: UUID) -> None:
    if not queries.has_organizer(tx.connection, forum_id=forum_id):
        raise rules.LastOrganizer


def _report(read: Roster, placed: list[Placed], applied: bool) -> dict[str, Any]:
    """What a roster would do, or has done. What changes is shown first, and no more than anyone would read."""
    count: Callable[[str], int] = [place.change for place in placed].count
    shown = [] if applied else sorted(placed, key=lambda place: place.change == "same")[:MOST_ROWS_SHOWN]
    return {
        "rows": [{**asdict(place.wanted), "change": place.change} for place in shown],
        "rows_left_off": 0 if applied else len(placed) - len(shown),
        "faults": [asdict(fault) for fault in read.faults],
        "faults_left_off": read.faults_left_off,
        "warnings": [asdict(warning) for warning in read.warnings],
        "ignored": read.ignored,
        "other_sheets": read.other_sheets,
        **{change: count(change) for change in ("new", "changed", "same")},
        "applied": applied,
    }
