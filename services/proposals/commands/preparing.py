"""Preparing a round: what is voted on, by which method, under which rule. All of it can be changed until it opens."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from services.kit.acting import Acting
from services.kit.db import Tx, as_json
from services.kit.errors import Fault, Invalid, Stale
from services.kit.ids import new_id
from services.proposals import access, store
from services.proposals.commands.rounds import tell
from services.proposals.model import methods, rounds
from services.proposals.store import queries


def prepare_round(tx: Tx, acting: Acting, forum_id: UUID, data: Mapping[str, Any]) -> dict[str, Any]:
    """Put solutions on a ballot; nothing is voted on yet."""
    access.organizer(tx, acting, forum_id).require_going_on()
    _check_solutions(tx, forum_id, data["solution_ids"])
    round_id = new_id()
    number = queries.next_number(tx.connection, forum_id=forum_id, what="round")
    queries.insert_round(tx.connection, forum_id=forum_id, round_id=round_id, number=number, **_columns(data))
    queries.insert_options(tx.connection, forum_id=forum_id, round_id=round_id, solution_ids=data["solution_ids"])
    return tell(tx, "round_prepared.v1", forum_id, round_id)


def amend_round(
    tx: Tx, acting: Acting, forum_id: UUID, round_id: UUID, data: Mapping[str, Any], if_match: int | None
) -> dict[str, Any]:
    """Change a round that has not been opened: its options, method or rule. Raises Stale when another has."""
    access.organizer(tx, acting, forum_id).require_going_on()
    round_ = store.lock_round(tx, forum_id, round_id)
    round_.require("prepared")
    if if_match is not None and if_match != round_.version:
        raise Stale(version=round_.version, current=rounds.answer(round_))
    _check_solutions(tx, forum_id, data["solution_ids"])
    held = queries.most_held(tx.connection, forum_id=forum_id, round_id=round_id)
    if data["proxies"] < held:
        raise Invalid([Fault("/proxies", "fewer-than-held", {"count": held})])
    queries.amend_round(tx.connection, forum_id=forum_id, round_id=round_id, **_columns(data))
    queries.drop_options(tx.connection, forum_id=forum_id, round_id=round_id)
    queries.insert_options(tx.connection, forum_id=forum_id, round_id=round_id, solution_ids=data["solution_ids"])
    return tell(tx, "round_amended.v1", forum_id, round_id)


def _columns(data: Mapping[str, Any]) -> dict[str, Any]:
    """What is stored of a round as it was asked for. Raises Invalid where method, settings and rule do not agree."""
    how = methods.chosen(data)
    return {
        "title": data["title"],
        "named": not data["secret"],
        "names_shown": data["names_shown"] and not data["secret"],
        "method": data["method"],
        "settings": as_json(how.settings),
        "rule": as_json(how.rule),
        "live_tally": data["live_tally"] and bool(how.counts),
        "revisable": data["revisable"],
        "reopening": data["reopening"],
        "proxies": data["proxies"],
        "reminder_minutes": data["reminder_minutes"],
        "counts": as_json(how.counts),
    }


def _check_solutions(tx: Tx, forum_id: UUID, solution_ids: Sequence[UUID]) -> None:
    known = {row["solution_id"] for row in queries.solutions(tx.connection, forum_id=forum_id)}
    faults = [
        Fault(f"/solution_ids/{i}", "unknown-solution" if each not in known else "repeated")
        for i, each in enumerate(solution_ids)
        if each not in known or each in solution_ids[:i]
    ]
    if faults:
        raise Invalid(faults)
