"""Consolidating proposals into solutions addressed to bodies."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from services.contracts import forum_stream
from services.kit.acting import Acting
from services.kit.db import Tx
from services.kit.errors import Fault, Invalid, Missing, Stale
from services.kit.ids import new_id
from services.proposals import access, views
from services.proposals.commands.setting_aside import lock_voted_on, set_ballots_aside
from services.proposals.model import finding
from services.proposals.model.refusals import SolutionInVote
from services.proposals.model.rounds import RUNNING
from services.proposals.store import queries

VOTED = (*RUNNING, "certified")


def consolidate_solution(tx: Tx, acting: Acting, forum_id: UUID, data: Mapping[str, Any]) -> dict[str, Any]:
    """Make a solution of proposals; it may also stand on its own."""
    access.organizer(tx, acting, forum_id).require_going_on()
    _check_names(tx, forum_id, data)
    solution_id, number = new_id(), queries.next_number(tx.connection, forum_id=forum_id, what="solution")
    queries.insert_solution(
        tx.connection,
        forum_id=forum_id,
        solution_id=solution_id,
        body_ids=_each_once(data["body_ids"]),
        **finding.solution({"title": data["title"], "text": data["text"], "number": number}),
    )
    return _with_lineage(tx, acting, forum_id, solution_id, data["proposal_ids"])


def revise_solution(
    tx: Tx, acting: Acting, forum_id: UUID, solution_id: UUID, data: Mapping[str, Any], version: int | None
) -> dict[str, Any]:
    """Edit a solution until it is voted on; then only with the ballots on it set aside, while there can be others.

    Raises Stale, with the present text, when it is not at `version`.
    """
    access.organizer(tx, acting, forum_id).require_going_on()
    current = views.solution(tx, acting, forum_id, solution_id)
    if version is not None and version != current["version"]:
        raise Stale(version=current["version"], current=current)
    voted_on = lock_voted_on(tx, forum_id, solution_id)
    if voted_on and not data["set_aside"]:
        raise SolutionInVote(ballots=sum(round_.ballots for round_ in voted_on))
    _check_names(tx, forum_id, data)
    queries.update_solution(
        tx.connection,
        forum_id=forum_id,
        solution_id=solution_id,
        body_ids=_each_once(data["body_ids"]),
        **finding.solution({"title": data["title"], "text": data["text"], "number": current["number"]}),
    )
    queries.free_proposals(tx.connection, forum_id=forum_id, solution_id=solution_id)
    revised = _with_lineage(tx, acting, forum_id, solution_id, data["proposal_ids"])
    for round_ in voted_on:
        set_ballots_aside(tx, round_, revised)
    return revised


def withdraw_solution(tx: Tx, acting: Acting, forum_id: UUID, solution_id: UUID) -> dict[str, Any]:
    """Take a solution back while no round has it; its proposals are free again."""
    access.organizer(tx, acting, forum_id).require_going_on()
    if queries.solution(tx.connection, forum_id=forum_id, solution_id=solution_id) is None:
        raise Missing
    _check_not_in_vote(tx, forum_id, solution_id, ("prepared", *VOTED))
    queries.free_proposals(tx.connection, forum_id=forum_id, solution_id=solution_id)
    queries.withdraw_solution(tx.connection, forum_id=forum_id, solution_id=solution_id)
    gone = {"forum_id": forum_id, "solution_id": solution_id}
    tx.record(forum_stream(forum_id), "solution_withdrawn.v1", gone)
    return gone


def check_bodies(tx: Tx, pointer: str, body_ids: Sequence[UUID]) -> list[Fault]:
    """A fault for each body nobody knows."""
    known = {row["body_id"] for row in queries.known_bodies(tx.connection, body_ids=list(body_ids))}
    return [Fault(f"{pointer}/{i}", "unknown-body") for i, body in enumerate(body_ids) if body not in known]


def _with_lineage(
    tx: Tx, acting: Acting, forum_id: UUID, solution_id: UUID, proposal_ids: Sequence[UUID]
) -> dict[str, Any]:
    queries.take_proposals(
        tx.connection, forum_id=forum_id, solution_id=solution_id, proposal_ids=_each_once(proposal_ids)
    )
    solution = views.solution(tx, acting, forum_id, solution_id)
    tx.record(forum_stream(forum_id), "solution_consolidated.v1", views.without(solution, "bodies"))
    return solution


def _check_names(tx: Tx, forum_id: UUID, data: Mapping[str, Any]) -> None:
    """Raises Invalid for proposals and bodies nobody knows; the proposals stay until we are done."""
    proposal_ids = data["proposal_ids"]
    rows = queries.keep_proposals(tx.connection, forum_id=forum_id, proposal_ids=proposal_ids)
    known = {row["proposal_id"] for row in rows}
    faults = [
        Fault(f"/proposal_ids/{i}", "unknown-proposal") for i, each in enumerate(proposal_ids) if each not in known
    ]
    faults += check_bodies(tx, "/body_ids", data["body_ids"])
    if faults:
        raise Invalid(faults)


def _check_not_in_vote(tx: Tx, forum_id: UUID, solution_id: UUID, states: Sequence[str]) -> None:
    if queries.solution_is_in_vote(tx.connection, forum_id=forum_id, solution_id=solution_id, states=list(states)):
        raise SolutionInVote


def _each_once(ids: Sequence[UUID]) -> list[UUID]:
    return list(dict.fromkeys(ids))
