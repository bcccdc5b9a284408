"""Finding proposals: in a forum's list, as the next to judge, by what may say the same, and across all forums."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from services.kit.acting import Acting
from services.kit.db import Tx
from services.kit.vietnamese import patterns, searchable
from services.proposals import access
from services.proposals.model import finding
from services.proposals.store import queries
from services.proposals.views import Json, told_proposals

PAGE = 50
MOST_FOUND = 20


def proposals(tx: Tx, acting: Acting, forum_id: UUID, wanted: Mapping[str, Any]) -> Json:
    """A page of the proposals that are wanted (`schemas.FindProposals`), after a place in their arrangement."""
    access.reader(tx, acting, forum_id)
    rows = list(
        queries.find_proposals(
            tx.connection,
            forum_id=forum_id,
            patterns=patterns(wanted["q"]),
            sector=wanted["sector"],
            state=wanted["state"],
            solution_id=wanted["solution_id"],
            arrangement=wanted["order"],
            amount=PAGE + 1,
            **finding.read_place(wanted["after"]),
        )
    )
    page = [row for row in rows[:PAGE] if row["proposal_id"]]
    return {
        "items": told_proposals(tx, acting, forum_id, [row["proposal_id"] for row in page]),
        "next": finding.place(page[-1]) if len(rows) > PAGE else None,
        "total": rows[0]["total"],
        "sectors": [row["sector"] for row in queries.sectors_of_proposals(tx.connection, forum_id=forum_id)],
    }


def next_to_judge(tx: Tx, acting: Acting, forum_id: UUID) -> Json:
    """The proposal this person is to judge next, and how far they have come."""
    access.participant(tx, acting, forum_id)
    whose = {"forum_id": forum_id, "person_id": acting.person}
    proposal_id = queries.next_to_judge(tx.connection, **whose)
    done = queries.count_opinions_of(tx.connection, **whose)
    return {
        "proposal": next(iter(told_proposals(tx, acting, forum_id, [proposal_id])), None),
        "done": done,
        "remaining": queries.count_proposals(tx.connection, forum_id=forum_id) - done,
    }


def similar(tx: Tx, acting: Acting, forum_id: UUID, typed: Mapping[str, str]) -> Json:
    """The proposals that may say the same as what somebody is about to offer."""
    access.participant(tx, acting, forum_id)
    text = searchable(typed["problem"], typed["measure"])
    of = {"forum_id": forum_id, "pairs": finding.pairs_of(text), "amount": finding.CANDIDATES}
    candidates = {row["proposal_id"]: row["search_text"] for row in queries.alike(tx.connection, **of)}
    scores = dict(finding.most_similar(text, candidates))
    found = told_proposals(tx, acting, forum_id, list(scores))
    return {"items": [{"proposal": each, "score": scores[each["proposal_id"]]} for each in found]}


def everywhere(tx: Tx, acting: Acting, q: str) -> Json:
    """Proposals and solutions of all forums the asker may know of, the newest first."""
    asked = {"person_id": acting.person_id, "patterns": patterns(q), "amount": MOST_FOUND}
    if not asked["patterns"]:
        return {"proposals": [], "solutions": []}
    return {
        "proposals": [_shown(row, q, "problem", "measure") for row in queries.search_proposals(tx.connection, **asked)],
        "solutions": [_shown(row, q, "text") for row in queries.search_solutions(tx.connection, **asked)],
    }


def _shown(row: Mapping[str, Any], q: str, *texts: str) -> Json:
    """What was found, with a snippet in place of its texts."""
    rest = {name: value for name, value in row.items() if name not in texts}
    return {**rest, "snippet": finding.snippet([row[name] for name in texts], q)}
