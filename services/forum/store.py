"""Rows ↔ values of the forum service."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from datetime import datetime
from itertools import groupby, islice
from operator import itemgetter
from typing import Any, TypeVar
from uuid import UUID

from services.contracts import forum_stream
from services.forum.model import finding
from services.forum.model.forums import Forum, Step
from services.forum.model.phases import Phase
from services.forum.model.seats import Seat
from services.kit import schedule
from services.kit.db import Tx, as_json
from services.kit.queries import load

T = TypeVar("T")
Row = dict[str, Any]

queries = load(__file__)

#: Rows of one statement: a statement must end well within its time limit on a slow machine too.
ROWS_A_STATEMENT = 5000
PHASE_JOB = "phase"


def now(tx: Tx) -> datetime:
    """The database's clock, which decides whatever is decided by time; the same throughout a transaction."""
    moment: datetime = queries.now(tx.connection)
    return moment


def batched(items: Iterable[T], size: int = ROWS_A_STATEMENT) -> Iterator[list[T]]:
    """Cut a long list into parts for one statement each."""
    rest = iter(items)
    while part := list(islice(rest, size)):
        yield part


def get_forum(tx: Tx, forum_id: UUID) -> Forum | None:
    """A forum with its phases."""
    row = queries.get_forum(tx.connection, forum_id=forum_id)
    return forums_of(tx, [row])[0] if row else None


def lock_forum(tx: Tx, forum_id: UUID) -> Forum | None:
    """A forum with its phases, whose row is ours until we commit."""
    row = queries.lock_forum(tx.connection, forum_id=forum_id)
    return forums_of(tx, [row])[0] if row else None


def forums_of(tx: Tx, rows: Sequence[Row]) -> list[Forum]:
    """Forums from their rows, with their phases from one more query."""
    phases = queries.list_phases(tx.connection, forum_ids=[row["forum_id"] for row in rows]) if rows else ()
    by_forum = {forum_id: [*group] for forum_id, group in groupby(phases, itemgetter("forum_id"))}
    return [Forum(**row, phases=tuple(map(_phase, by_forum.get(row["forum_id"], ())))) for row in rows]


def _phase(row: Row) -> Phase:
    return Phase(**{name: value for name, value in row.items() if name != "forum_id"})


def record_forum(tx: Tx, steps: Sequence[Step]) -> dict[str, Any] | None:
    """Store what a forum has become and record each step to it; answers the forum, or None when nothing changed."""
    if not steps:
        return None
    forum = steps[-1][1]
    _put_forum(tx, forum)
    for event, after in steps:
        tx.record(forum_stream(forum.forum_id), event, after.as_told())
    return forum.as_data()


def _put_forum(tx: Tx, forum: Forum) -> None:
    values = {name: value for name, value in vars(forum).items() if name != "phases"}
    queries.put_forum(tx.connection, **finding.forum({**values, "scene": as_json(forum.scene)}))
    rows = [{"number": number, **asdict(phase)} for number, phase in enumerate(forum.phases, start=1)]
    kept = [phase.phase_id for phase in forum.phases]
    dropped = list(queries.drop_other_phases(tx.connection, forum_id=forum.forum_id, phase_ids=kept))
    queries.put_phases(tx.connection, forum_id=forum.forum_id, rows=as_json(rows))
    _schedule(tx, forum, [row["phase_id"] for row in dropped])


def _schedule(tx: Tx, forum: Forum, dropped: Iterable[UUID]) -> None:
    """Have the forum looked at whenever a phase of it is due to open or close."""
    for phase in forum.phases:
        if phase.state == "planned":
            schedule.put(tx, PHASE_JOB, f"{phase.phase_id} opens", phase.opens_at, {"forum_id": forum.forum_id})
        if phase.state != "over":
            schedule.put(tx, PHASE_JOB, f"{phase.phase_id} closes", phase.closes_at, {"forum_id": forum.forum_id})
    for phase_id in dropped:
        schedule.drop(tx, PHASE_JOB, f"{phase_id} opens")
        schedule.drop(tx, PHASE_JOB, f"{phase_id} closes")


def seats_by_email(tx: Tx, forum_id: UUID, emails: Iterable[str]) -> dict[str, tuple[UUID, Seat | None]]:
    """Who of these addresses is known: the person, and their seat in this forum if they have one."""
    found: dict[str, tuple[UUID, Seat | None]] = {}
    for part in batched(emails):
        for row in queries.known_seats(tx.connection, forum_id=forum_id, emails=part):
            found[row["email"]] = (row["person_id"], _seat(row) if row["seat_id"] else None)
    return found


def _seat(row: Row) -> Seat:
    names = ("seat_id", "person_id", "full_name", "position", "sector", "body_id", "weight")
    return Seat(**{name: row[name] for name in names}, roles=tuple(row["roles"]))
