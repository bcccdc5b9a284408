"""Answering an assignment."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from services.contracts import forum_stream
from services.kit.acting import Acting
from services.kit.db import Tx
from services.kit.errors import Stale
from services.proposals import access, store, views
from services.proposals.model import assignments
from services.proposals.model.assignments import Assignment
from services.proposals.model.refusals import NotTheLeader
from services.proposals.store import queries


def answer_assignment(
    tx: Tx,
    acting: Acting,
    forum_id: UUID,
    assignment_id: UUID,
    data: Mapping[str, Any],
    version: int | None,
) -> dict[str, Any]:
    """Answer for one's body. Raises Stale when `version` is named and the assignment is not at it."""
    person_id = acting.person
    access.reader(tx, acting, forum_id)
    assignment = store.lock_assignment(tx, forum_id, assignment_id)
    if not queries.leads(tx.connection, body_id=assignment.body_id, person_id=person_id):
        raise NotTheLeader
    if version is not None and version != assignment.version:
        raise Stale(version=assignment.version)
    state = assignments.state_after(assignment, data["answer"], data["text"])
    key = {"forum_id": forum_id, "assignment_id": assignment_id}
    row = queries.answer_assignment(tx.connection, **key, state=state, answer=data["text"], person_id=person_id)
    queries.keep_answer(tx.connection, **key)
    tx.record(forum_stream(forum_id), "assignment_answered.v1", assignments.state_of(Assignment(**row)))
    return views.assignment(tx, acting, forum_id, assignment_id)
