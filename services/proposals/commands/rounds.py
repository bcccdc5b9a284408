"""The life of a round: prepared, open, closed, sealed, certified; or cancelled.

Every change takes the round's row lock, which counting ballots takes too: a ballot is before a change or after it.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from services.contracts import forum_stream
from services.kit import schedule
from services.kit.acting import Acting
from services.kit.db import Tx, as_json
from services.kit.errors import Fault, Invalid
from services.kit.ids import new_id
from services.kit.log import logger
from services.proposals import access, store
from services.proposals.model import rounds
from services.proposals.model.refusals import EmptyRoll, RecountDiffers, RoundInAnotherState
from services.proposals.model.rounds import Round
from services.proposals.store import queries
from services.proposals.tally import yes_no_abstain

log = logger(__name__)

PEOPLE_IN_ONE_EVENT = 2_000
CLOSE, SEAL, REMIND = "close_round", "seal_round", "remind_of_round"  # kinds of jobs


def prepare_round(tx: Tx, acting: Acting, forum_id: UUID, data: Mapping[str, Any]) -> dict[str, Any]:
    """Put solutions on a ballot; nothing is voted on yet."""
    access.organizer(tx, acting, forum_id).require_going_on()
    solution_ids = data["solution_ids"]
    _check_solutions(tx, forum_id, solution_ids)
    round_id = new_id()
    queries.insert_round(
        tx.connection,
        forum_id=forum_id,
        round_id=round_id,
        number=queries.next_number(tx.connection, forum_id=forum_id, what="round"),
        title=data["title"],
        method=yes_no_abstain.NAME,
        rule=as_json(yes_no_abstain.RULE),
        live_tally=data["live_tally"],
        reminder_minutes=data["reminder_minutes"],
        counts=as_json(yes_no_abstain.empty(len(solution_ids))),
    )
    queries.insert_options(tx.connection, forum_id=forum_id, round_id=round_id, solution_ids=solution_ids)
    return _tell(tx, "round_prepared.v1", forum_id, round_id)


def open_round(tx: Tx, acting: Acting, forum_id: UUID, round_id: UUID, data: Mapping[str, Any]) -> dict[str, Any]:
    """Freeze the roll and take ballots until `closes_at`."""
    forum = access.organizer(tx, acting, forum_id)
    round_ = store.lock_round(tx, forum_id, round_id)
    round_.require("prepared")
    forum.require_phase("voting")
    rounds.check_closing(data["closes_at"], store.moment(tx))
    electors = store.freeze_roll(tx, forum_id, round_id)
    if not electors:
        raise EmptyRoll
    queries.open_round(
        tx.connection, forum_id=forum_id, round_id=round_id, closes_at=data["closes_at"], electors=len(electors)
    )
    answer = _tell(tx, "round_opened.v1", forum_id, round_id)
    tell_people(tx, "roll_frozen.v1", round_, data["closes_at"], electors)
    _plan(tx, store.get_round(tx, forum_id, round_id))
    return answer


def extend_round(tx: Tx, acting: Acting, forum_id: UUID, round_id: UUID, data: Mapping[str, Any]) -> dict[str, Any]:
    """Move the closing to later, while the round is still open."""
    access.organizer(tx, acting, forum_id)
    round_ = _lock_open(tx, forum_id, round_id)
    rounds.check_closing(data["closes_at"], round_.closing)
    queries.move_closing(tx.connection, forum_id=forum_id, round_id=round_id, closes_at=data["closes_at"])
    answer = _tell(tx, "round_extended.v1", forum_id, round_id)
    _plan(tx, store.get_round(tx, forum_id, round_id))
    return answer


def close_round(tx: Tx, acting: Acting, forum_id: UUID, round_id: UUID, seal_seconds: float) -> dict[str, Any]:
    """Close now, by hand.

    The closing is this moment, not the start of the transaction: ballots received while it waited for the lock are in.
    """
    access.organizer(tx, acting, forum_id)
    round_ = _lock_open(tx, forum_id, round_id)
    queries.move_closing(tx.connection, forum_id=forum_id, round_id=round_id, closes_at=store.moment(tx))
    _drop(tx, round_, CLOSE)
    return shut(tx, round_, seal_seconds)


def certify_round(tx: Tx, acting: Acting, forum_id: UUID, round_id: UUID) -> dict[str, Any]:
    """Count all ballots again, and only if that agrees with the counters say what is adopted."""
    access.organizer(tx, acting, forum_id)
    round_ = store.lock_round(tx, forum_id, round_id)
    round_.require("sealed")
    adopted = _recounted(tx, round_)
    queries.put_adopted(tx.connection, forum_id=forum_id, round_id=round_id, adopted=adopted)
    queries.put_state(tx.connection, forum_id=forum_id, round_id=round_id, state="certified")
    return _tell(tx, "round_certified.v1", forum_id, round_id)


def cancel_round(tx: Tx, acting: Acting, forum_id: UUID, round_id: UUID) -> dict[str, Any]:
    """Call a round off before it has a result."""
    access.organizer(tx, acting, forum_id)
    round_ = store.lock_round(tx, forum_id, round_id)
    round_.require("prepared", *rounds.RUNNING)
    return call_off(tx, round_)


def shut(tx: Tx, round_: Round, seal_seconds: float) -> dict[str, Any]:
    """Close a locked round at its closing time, and plan its sealing."""
    where = {"forum_id": round_.forum_id, "round_id": round_.round_id}
    queries.put_state(tx.connection, **where, state="closed")
    _drop(tx, round_, REMIND)
    sealing = store.get_round(tx, **where).closing + timedelta(seconds=seal_seconds)
    schedule.put(tx, SEAL, _subject(round_), sealing, _data(round_))
    return _tell(tx, "round_closed.v1", **where)


def seal(tx: Tx, round_: Round) -> None:
    """Take no more ballots, however early they were received."""
    queries.put_state(tx.connection, forum_id=round_.forum_id, round_id=round_.round_id, state="sealed")
    _tell(tx, "round_sealed.v1", round_.forum_id, round_.round_id)


def call_off(tx: Tx, round_: Round) -> dict[str, Any]:
    """Cancel a locked round, with what was planned for it."""
    queries.put_state(tx.connection, forum_id=round_.forum_id, round_id=round_.round_id, state="cancelled")
    _drop(tx, round_, CLOSE, SEAL, REMIND)
    return _tell(tx, "round_cancelled.v1", round_.forum_id, round_.round_id)


def tell_people(tx: Tx, event_type: str, round_: Round, closes_at: datetime, people: Sequence[UUID]) -> None:
    """Record who is concerned by what happens to a round, some of them in each event."""
    for first in range(0, len(people), PEOPLE_IN_ONE_EVENT):
        data = {
            "forum_id": round_.forum_id,
            "round_id": round_.round_id,
            "title": round_.title,
            "closes_at": closes_at,
            "person_ids": people[first : first + PEOPLE_IN_ONE_EVENT],
        }
        tx.record(forum_stream(round_.forum_id), event_type, data)


def _tell(tx: Tx, event_type: str, forum_id: UUID, round_id: UUID) -> dict[str, Any]:
    """Record the round as it now is, and answer it."""
    round_ = store.get_round(tx, forum_id, round_id)
    tx.record(forum_stream(forum_id), event_type, rounds.state_of(round_))
    return rounds.answer(round_)


def _lock_open(tx: Tx, forum_id: UUID, round_id: UUID) -> Round:
    round_ = store.lock_round(tx, forum_id, round_id)
    if not round_.is_open(store.moment(tx)):
        raise RoundInAnotherState(state="closed" if round_.state == "open" else round_.state)
    return round_


def _recounted(tx: Tx, round_: Round) -> list[bool]:
    seen = 0

    def pages() -> Any:
        nonlocal seen
        for page in store.pages_of_ballots(tx, round_.forum_id, round_.round_id):
            seen += len(page)
            yield page

    recounted = round_.counting.recount(pages(), len(round_.options))
    try:
        return rounds.result(round_, seen, recounted)
    except RecountDiffers:
        log.error("recount differs", round=str(round_.round_id), counted=round_.counts, recounted=recounted)
        raise


def _check_solutions(tx: Tx, forum_id: UUID, solution_ids: Sequence[UUID]) -> None:
    known = {row["solution_id"] for row in queries.solutions(tx.connection, forum_id=forum_id)}
    faults = [
        Fault(f"/solution_ids/{i}", "unknown-solution" if each not in known else "repeated")
        for i, each in enumerate(solution_ids)
        if each not in known or each in solution_ids[:i]
    ]
    if faults:
        raise Invalid(faults)


def _plan(tx: Tx, round_: Round) -> None:
    """Have an open round closed, and those who have not voted reminded if there is still time for it."""
    schedule.put(tx, CLOSE, _subject(round_), round_.closing, _data(round_))
    if round_.reminder_at and round_.reminder_at > store.moment(tx):
        schedule.put(tx, REMIND, _subject(round_), round_.reminder_at, _data(round_))


def _drop(tx: Tx, round_: Round, *kinds: str) -> None:
    for kind in kinds:
        schedule.drop(tx, kind, _subject(round_))


def _subject(round_: Round) -> str:
    return f"{round_.forum_id}/{round_.round_id}"


def _data(round_: Round) -> dict[str, str]:
    return {"forum_id": str(round_.forum_id), "round_id": str(round_.round_id)}
