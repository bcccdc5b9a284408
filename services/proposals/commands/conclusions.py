"""Issuing a forum's conclusion, which gives the assignments."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from services.contracts import forum_stream
from services.kit.acting import Acting
from services.kit.db import Tx, as_json
from services.kit.errors import Invalid
from services.kit.ids import new_id
from services.proposals import access, views
from services.proposals.commands.solutions import check_bodies
from services.proposals.model import assignments, conclusions
from services.proposals.model.assignments import Assignment
from services.proposals.model.conclusions import Adopted, Item
from services.proposals.model.forums import Forum
from services.proposals.model.refusals import AlreadyConcluded, RoundsRunning
from services.proposals.model.rounds import RUNNING
from services.proposals.store import queries


def issue_conclusion(tx: Tx, acting: Acting, forum_id: UUID, data: Mapping[str, Any]) -> dict[str, Any]:
    """Number and issue the conclusion, and give each of its items to each body responsible for it."""
    forum = access.organizer(tx, acting, forum_id)
    if queries.conclusion(tx.connection, forum_id=forum_id):
        raise AlreadyConcluded
    forum.require_held()
    if queries.round_is_running(tx.connection, forum_id=forum_id, states=list(RUNNING)):
        raise RoundsRunning
    items = _composed(tx, forum, data["items"])
    _insert(tx, acting, forum, items)
    issued = views.conclusion(tx, acting, forum_id)
    told = {**issued, "items": [views.without(item, "bodies") for item in issued["items"]]}
    tx.record(forum_stream(forum_id), "conclusion_issued.v1", told)
    _assign(tx, forum_id, items)
    return issued


def _composed(tx: Tx, forum: Forum, asked: Sequence[Mapping[str, Any]]) -> list[Item]:
    rows = queries.adopted_solutions(tx.connection, forum_id=forum.forum_id)
    adopted = {row["solution_id"]: Adopted(**row) for row in rows}
    today = queries.today(tx.connection, time_zone=forum.time_zone)
    faults = [
        fault
        for place, item in enumerate(asked)
        for fault in check_bodies(tx, f"/items/{place}/body_ids", item.get("body_ids") or [])
    ]
    if faults:
        raise Invalid(faults)
    return conclusions.compose(asked, adopted, today)


def _insert(tx: Tx, acting: Acting, forum: Forum, items: Sequence[Item]) -> None:
    year = queries.today(tx.connection, time_zone=forum.time_zone).year
    number = queries.next_in_register(tx.connection, body_id=forum.host_body_id, kind="TB", year=year)
    key = {"forum_id": forum.forum_id, "conclusion_id": new_id()}
    queries.insert_conclusion(tx.connection, **key, number=conclusions.document_number(number), issued_by=acting.person)
    queries.insert_items(tx.connection, **key, items=as_json([vars(item) for item in items]))


def _assign(tx: Tx, forum_id: UUID, items: Sequence[Item]) -> None:
    """One assignment, and one event, for each item and body."""
    given = [_assignment(forum_id, item, body_id) for item in items for body_id in item.body_ids]
    rows = [assignments.state_of(assignment) for assignment in given]
    queries.insert_assignments(tx.connection, forum_id=forum_id, assignments=as_json(rows))
    for row in rows:
        tx.record(forum_stream(forum_id), "assignment_given.v1", row)


def _assignment(forum_id: UUID, item: Item, body_id: UUID) -> Assignment:
    return Assignment(
        forum_id=forum_id,
        assignment_id=new_id(),
        solution_id=item.solution_id,
        number=item.number,
        title=item.title,
        text=item.text,
        body_id=body_id,
        due_on=item.due_on,
        state="given",
        answer="",
        answered_by=None,
        answered_at=None,
        version=1,
    )
