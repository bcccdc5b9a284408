"""Forums and their phases: made, edited, and led from draft to conclusion."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any
from uuid import UUID

from services.contracts import forum_stream
from services.forum import store
from services.forum.commands import access
from services.forum.model import finding, screens
from services.forum.model import forums as rules
from services.forum.model.forums import Forum, Step
from services.forum.model.phases import Phase
from services.forum.model.seats import ORGANIZERS_SECTOR, Seat
from services.forum.store import Row, queries
from services.kit.acting import Acting
from services.kit.db import Tx, as_json
from services.kit.errors import Missing
from services.kit.ids import new_id


def draft_forum(tx: Tx, acting: Acting, data: dict[str, Any]) -> dict[str, Any]:
    """A new forum, whose first organizer is who makes it. → Forum"""
    person = access.installation_organizer(tx, acting)
    data = {**data, "phases": _phases(data.get("phases", ()))}
    host_name = _host_name(tx, data["host_body_id"])
    forum = Forum(forum_id=new_id(), host_name=host_name, short_code=_short_code(tx), **data)
    _recorded(tx, [("forum_drafted.v1", forum)])
    _seat_first_organizer(tx, forum, person)
    return forum.as_data()


def amend_forum(
    tx: Tx, acting: Acting, forum_id: UUID, data: dict[str, Any], must_match: Callable[[int], None]
) -> dict[str, Any]:
    """A forum as it should be from now on. → Forum"""
    forum = access.organized_forum(tx, acting, forum_id)
    must_match(forum.version)
    data = {**data, "phases": _phases(data["phases"]) if "phases" in data else forum.phases}
    if forum.host_body_id != data["host_body_id"]:
        data["host_name"] = _host_name(tx, data["host_body_id"])
    return _recorded(tx, rules.amend(forum, replace(forum, **data), store.now(tx)))


def announce_forum(tx: Tx, acting: Acting, forum_id: UUID) -> dict[str, Any]:
    """Draft → announced: from now on everyone may read it. → Forum"""
    forum = access.organized_forum(tx, acting, forum_id)
    return _recorded(tx, rules.announce(forum, _host_name(tx, forum.host_body_id)))


def open_forum(tx: Tx, acting: Acting, forum_id: UUID) -> dict[str, Any]:
    """Announced → open, with the phases that are due. → Forum"""
    forum = access.organized_forum(tx, acting, forum_id)
    return _recorded(tx, rules.open_forum(forum, store.now(tx)))


def leave_open(tx: Tx, acting: Acting, forum_id: UUID, to: str) -> dict[str, Any]:
    """Close, conclude or cancel a forum. → Forum"""
    forum = access.organized_forum(tx, acting, forum_id)
    return _recorded(tx, rules.leave_open(forum, to, store.now(tx)))


def open_phase(tx: Tx, acting: Acting, forum_id: UUID, phase_id: UUID) -> dict[str, Any]:
    """Open a phase by hand. → Forum"""
    forum, phase = _phase_of(tx, acting, forum_id, phase_id)
    return _recorded(tx, rules.open_phase(forum, phase, store.now(tx)))


def close_phase(tx: Tx, acting: Acting, forum_id: UUID, phase_id: UUID) -> dict[str, Any]:
    """End a phase by hand. → Forum"""
    forum, phase = _phase_of(tx, acting, forum_id, phase_id)
    return _recorded(tx, rules.close_phase(forum, phase, store.now(tx)))


def _phase_of(tx: Tx, acting: Acting, forum_id: UUID, phase_id: UUID) -> tuple[Forum, Phase]:
    forum = access.organized_forum(tx, acting, forum_id)
    phase = forum.phase(phase_id)
    if phase is None:
        raise Missing
    return forum, phase


def _recorded(tx: Tx, steps: list[Step]) -> dict[str, Any]:
    store.record_forum(tx, steps)
    return steps[-1][1].as_data()


def _short_code(tx: Tx) -> str:
    """One that no forum has. Two drafts in the same moment would have to hit upon the same of a billion."""
    code = screens.new_code()
    while queries.forum_of_short_code(tx.connection, code=code):
        code = screens.new_code()
    return code


def _phases(told: Any) -> tuple[Phase, ...]:
    return tuple(Phase(**{"phase_id": new_id(), **phase}) for phase in told)


def _host_name(tx: Tx, body_id: UUID) -> str:
    body = queries.get_body(tx.connection, body_id=body_id)
    if body is None:
        raise rules.UnknownHost
    return str(body["name"])


def _seat_first_organizer(tx: Tx, forum: Forum, person: Row) -> None:
    seat = Seat(new_id(), person["person_id"], person["full_name"], "", ORGANIZERS_SECTOR, None, ("organizer",))
    queries.put_seats(tx.connection, forum_id=forum.forum_id, rows=as_json([finding.seat(vars(seat))]))
    told = {"forum_id": forum.forum_id, "seats": [vars(seat)]}
    tx.record(forum_stream(forum.forum_id), "seats_granted.v1", told)
