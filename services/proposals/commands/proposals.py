"""Offering a proposal, and taking it back."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from services.contracts import forum_stream
from services.contracts.proposals import ProposalOffered
from services.kit.acting import Acting
from services.kit.db import Tx
from services.kit.errors import Missing
from services.kit.ids import new_id
from services.proposals import access, views
from services.proposals.model import finding
from services.proposals.model.refusals import NotTheAuthor
from services.proposals.store import queries

#: what is told of a proposal when it is offered
TOLD = tuple(ProposalOffered().fields)


def offer_proposal(tx: Tx, acting: Acting, forum_id: UUID, data: Mapping[str, Any]) -> dict[str, Any]:
    """Offer a proposal while one can be."""
    forum = access.participant(tx, acting, forum_id)
    forum.require_phase("collecting")
    proposal_id, number = new_id(), queries.next_number(tx.connection, forum_id=forum_id, what="proposal")
    queries.insert_proposal(
        tx.connection,
        forum_id=forum_id,
        proposal_id=proposal_id,
        person_id=acting.person,
        sector=forum.sector,
        **finding.proposal({**data, "number": number, "author": forum.author}),
    )
    proposal = views.proposal(tx, acting, forum_id, proposal_id)
    tx.record(forum_stream(forum_id), "proposal_offered.v1", {name: proposal[name] for name in TOLD})
    return proposal


def withdraw_proposal(tx: Tx, acting: Acting, forum_id: UUID, proposal_id: UUID) -> dict[str, Any]:
    """Take one's own proposal back; the database refuses it once it is in a solution."""
    access.participant(tx, acting, forum_id).require_going_on()
    author = queries.offered_by(tx.connection, forum_id=forum_id, proposal_id=proposal_id)
    if author is None:
        raise Missing
    if author != acting.person:
        raise NotTheAuthor
    queries.delete_proposal(tx.connection, forum_id=forum_id, proposal_id=proposal_id)
    gone = {"forum_id": forum_id, "proposal_id": proposal_id}
    tx.record(forum_stream(forum_id), "proposal_withdrawn.v1", gone)
    return gone
