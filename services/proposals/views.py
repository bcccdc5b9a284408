"""What the service answers to questions; commands answer with the same shapes."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from services.kit.acting import Acting
from services.kit.db import Tx
from services.kit.errors import Missing
from services.proposals import access, store
from services.proposals.model import opinions, rounds
from services.proposals.model.refusals import NotTheLeader
from services.proposals.model.rounds import Round
from services.proposals.record.leaf import receipt
from services.proposals.store import queries

Json = dict[str, Any]


def proposal(tx: Tx, acting: Acting, forum_id: UUID, proposal_id: UUID) -> Json:
    """One proposal, and what became of it: the solution it went into, its rounds, its assignments."""
    access.reader(tx, acting, forum_id)
    found = _found(next(iter(told_proposals(tx, acting, forum_id, [proposal_id])), None))
    of = {"forum_id": forum_id, "solution_id": found["solution_id"]}
    rounds_, given = queries.rounds_of_solution, queries.assignments_of_solution
    return {**found, "rounds": list(rounds_(tx.connection, **of)), "assignments": list(given(tx.connection, **of))}


def told_proposals(tx: Tx, acting: Acting, forum_id: UUID, proposal_ids: Sequence[UUID]) -> list[Json]:
    """These proposals as lists tell them, in this order; for who has been let in."""
    whose = {"forum_id": forum_id, "person_id": acting.person_id}
    rows = queries.proposals(tx.connection, **whose, proposal_ids=list(proposal_ids))
    return [_told(dict(row)) for row in rows]


def solution(tx: Tx, acting: Acting, forum_id: UUID, solution_id: UUID) -> Json:
    """One solution with its lineage and the bodies it is addressed to."""
    access.reader(tx, acting, forum_id)
    row = _found(queries.solution(tx.connection, forum_id=forum_id, solution_id=solution_id))
    return _with_bodies(tx, [row])[0]


def solutions(tx: Tx, acting: Acting, forum_id: UUID) -> Json:
    """All solutions of a forum."""
    access.reader(tx, acting, forum_id)
    return {"items": _solutions(tx, forum_id), "next": None}


def round_(tx: Tx, acting: Acting, forum_id: UUID, round_id: UUID) -> Json:
    """One round, with its counts where they may be seen."""
    access.reader(tx, acting, forum_id)
    return rounds.answer(store.get_round(tx, forum_id, round_id))


def all_rounds(tx: Tx, acting: Acting, forum_id: UUID) -> Json:
    """All rounds of a forum."""
    access.reader(tx, acting, forum_id)
    return {"items": _rounds(tx, forum_id), "next": None}


def my_ballot(tx: Tx, acting: Acting, forum_id: UUID, round_id: UUID) -> Json:
    """The asker's own ballot, and those they cast for others: choices, the revision a new one must replace, receipt.

    `changes` says how many of the round's changes it knows of: with a text from before them no ballot is to be cast.
    """
    person_id = acting.person
    access.reader(tx, acting, forum_id)
    of = store.get_round(tx, forum_id, round_id)
    places = store.places_of(tx, of, person_id)
    own = next((place for place in places if place["person_id"] == person_id), None)
    held = [place for place in places if place["holder"] == person_id]
    holder = {"person_id": own["holder"], "full_name": own["holder_name"]} if own and own["holder"] else None
    return {
        **_own_ballot(of, own or {"revision": 0, "set_aside": False, "on_paper": False}),
        "changes": len(of.changes),
        "on_roll": own is not None,
        "weight": own["weight"] if own else None,
        "holder": holder,
        "mandates": [
            {"elector_id": place["person_id"], **_with(place, "full_name", "weight"), **_own_ballot(of, place)}
            for place in held
        ],
    }


def board(tx: Tx, acting: Acting, forum_id: UUID) -> Json:
    """Everything the forum's page shows, the same for everybody who may see it."""
    access.reader(tx, acting, forum_id)
    return {
        "forum_id": forum_id,
        "proposals": queries.count_proposals(tx.connection, forum_id=forum_id),
        "solutions": _solutions(tx, forum_id),
        "rounds": _rounds(tx, forum_id),
        "conclusion": _conclusion(tx, forum_id),
        "assignments": list(queries.assignments(tx.connection, forum_id=forum_id)),
    }


def conclusion(tx: Tx, acting: Acting, forum_id: UUID) -> Json:
    """The forum's conclusion."""
    access.reader(tx, acting, forum_id)
    return _found(_conclusion(tx, forum_id))


def assignments(tx: Tx, acting: Acting, forum_id: UUID) -> Json:
    """All assignments of a forum."""
    access.reader(tx, acting, forum_id)
    return {"items": list(queries.assignments(tx.connection, forum_id=forum_id)), "next": None}


def assignment(tx: Tx, acting: Acting, forum_id: UUID, assignment_id: UUID) -> Json:
    """One assignment."""
    access.reader(tx, acting, forum_id)
    return _found(queries.assignment(tx.connection, forum_id=forum_id, assignment_id=assignment_id))


def answers_to(tx: Tx, acting: Acting, forum_id: UUID, assignment_id: UUID) -> Json:
    """All answers to one assignment, the first one first; for the leaders of its body and the forum's organizers."""
    person_id = acting.person
    forum = access.reader(tx, acting, forum_id)
    key = {"forum_id": forum_id, "assignment_id": assignment_id}
    body_id = _found(queries.assignment(tx.connection, **key))["body_id"]
    if not forum.organized and not queries.leads(tx.connection, body_id=body_id, person_id=person_id):
        raise NotTheLeader
    return {"items": list(queries.answers_to(tx.connection, **key)), "next": None}


def my_assignments(tx: Tx, acting: Acting) -> Json:
    """The assignments of the bodies the asker leads, the most urgent first."""
    return {"items": list(queries.assignments_led_by(tx.connection, leader_id=acting.person)), "next": None}


def my_data(tx: Tx, acting: Acting) -> Json:
    """Everything that is kept about the asker here."""
    whose = {"person_id": acting.person}
    return {
        "person": queries.kept_person(tx.connection, **whose) or {**whose, "full_name": None},
        "leads": list(queries.kept_leads(tx.connection, **whose)),
        "seats": list(queries.kept_seats(tx.connection, **whose)),
        "proposals": list(queries.kept_proposals(tx.connection, **whose)),
        "opinions": list(queries.kept_opinions(tx.connection, **whose)),
        "ballots": [_kept_ballot(tx, row) for row in queries.kept_ballots(tx.connection, **whose)],
        "proxies": list(queries.kept_proxies(tx.connection, **whose)),
        "admissions": list(queries.kept_admissions(tx.connection, **whose)),
        "sheets": [_kept_sheet(tx, row, **whose) for row in queries.kept_sheets(tx.connection, **whose)],
        "assignments": list(queries.kept_assignments(tx.connection, **whose)),
        "answers": list(queries.kept_answers(tx.connection, **whose)),
        "conclusions": list(queries.kept_conclusions(tx.connection, **whose)),
    }


def _kept_ballot(tx: Tx, row: Json) -> Json:
    of = store.get_round(tx, row["forum_id"], row["round_id"])
    about = {name: row[name] for name in ("forum_id", "round_id", "sector")}
    return {**about, "title": of.title, "state": of.state, **_own_ballot(of, row)}


def _kept_sheet(tx: Tx, row: Json, person_id: UUID) -> Json:
    """A sheet; what is on it only where it has their name."""
    if row["elector_id"] != person_id:
        return {**row, "choices": None, "spoilt": None}
    if row["choices"] is None:
        return {**row, "spoilt": True}
    of = store.get_round(tx, row["forum_id"], row["round_id"])
    return {**row, "choices": of.shown(row["choices"]), "spoilt": False}


def _own_ballot(of: Round, row: Json) -> Json:
    """A place on the roll with its ballot: choices, the revision a new one must replace, receipt.

    Of a secret round that is certified nobody can say any more which ballot it was.
    """
    voted = row["revision"] > 0
    stands = {"voted": voted, "set_aside": row["set_aside"] and not voted, "on_paper": row["on_paper"]}
    stands |= {"revision": of.voided + row["revision"]}
    if not row.get("choices"):
        return {"choices": None, "receipt": None, **stands}
    choices = of.shown(row["choices"])
    code = receipt(str(of.round_id), row["nonce"], choices, row["weight"])
    return {"choices": choices, "receipt": code, **stands}


def _with(row: Mapping[str, Any], *names: str) -> Json:
    return {name: row[name] for name in names}


def without(row: Mapping[str, Any], *names: str) -> Json:
    """A row less some of its attributes."""
    return {name: value for name, value in row.items() if name not in names}


def _found(row: Json | None) -> Json:
    if row is None:
        raise Missing
    return dict(row)


def _told(row: Json) -> Json:
    """A proposal, with its counts and its solution each in one piece."""
    counts = {word: row.pop(word) for word in opinions.WORDS}
    solution = {
        "solution_id": row["solution_id"],
        **{name: row.pop(f"solution_{name}") for name in ("number", "title")},
    }
    return {**row, "opinions": counts, "solution": solution if row["solution_id"] else None}


def _solutions(tx: Tx, forum_id: UUID) -> list[Json]:
    return _with_bodies(tx, list(queries.solutions(tx.connection, forum_id=forum_id)))


def _rounds(tx: Tx, forum_id: UUID) -> list[Json]:
    return [rounds.answer(each) for each in store.all_rounds(tx, forum_id)]


def _conclusion(tx: Tx, forum_id: UUID) -> Json | None:
    row = queries.conclusion(tx.connection, forum_id=forum_id)
    if row is None:
        return None
    items = queries.conclusion_items(tx.connection, forum_id=forum_id, conclusion_id=row["conclusion_id"])
    return {"forum_id": forum_id, **row, "items": _with_bodies(tx, list(items))}


def _with_bodies(tx: Tx, rows: list[Json]) -> list[Json]:
    """Each row with the names of its bodies."""
    wanted = list({body_id for row in rows for body_id in row["body_ids"]})
    found = {body["body_id"]: dict(body) for body in queries.names_of_bodies(tx.connection, body_ids=wanted)}
    return [{**row, "bodies": [found[b] for b in row["body_ids"] if b in found]} for row in rows]
