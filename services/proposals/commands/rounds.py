"""The life of a round once it is prepared: open or paused, closed, sealed, counting, certified; or cancelled.

Every change takes the round's row lock, which counting ballots takes too: a ballot is before a change or after it.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from services.contracts import forum_stream
from services.kit import schedule
from services.kit.acting import Acting
from services.kit.db import Tx, as_json
from services.proposals import access, secret_ballots, store
from services.proposals.commands import proxies
from services.proposals.model import methods, rounds, sheets
from services.proposals.model.refusals import EmptyRoll, NoReopening, PresenceNotCounted, RoundInAnotherState
from services.proposals.model.rounds import Round
from services.proposals.model.sheet_refusals import BoxMayBeOpen
from services.proposals.record.leaf import weight_text
from services.proposals.store import queries

PEOPLE_IN_ONE_EVENT = 2_000
CLOSE, SEAL, REMIND = "close_round", "seal_round", "remind_of_round"  # kinds of jobs


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
    weights = {row["weight"]: row["electors"] for row in queries.weights(tx.connection, **round_.key)}
    if not round_.named:
        rounds.check_hidden(weights)
        secret_ballots.make(tx, round_id)
    queries.open_round(
        tx.connection,
        **round_.key,
        closes_at=data["closes_at"],
        electors=len(electors),
        unit=rounds.unit_of(weights),
    )
    answer = tell(tx, "round_opened.v1", forum_id, round_id)
    tell_people(tx, "roll_frozen.v1", round_, data["closes_at"], electors)
    proxies.count_proxies(tx, round_)
    _plan(tx, store.get_round(tx, forum_id, round_id))
    return answer


def extend_round(tx: Tx, acting: Acting, forum_id: UUID, round_id: UUID, data: Mapping[str, Any]) -> dict[str, Any]:
    """Move the closing to later, while the round is still open."""
    access.organizer(tx, acting, forum_id)
    round_ = _lock_open(tx, forum_id, round_id)
    rounds.check_closing(data["closes_at"], round_.closing)
    queries.move_closing(tx.connection, forum_id=forum_id, round_id=round_id, closes_at=data["closes_at"])
    answer = tell(tx, "round_extended.v1", forum_id, round_id)
    _plan(tx, store.get_round(tx, forum_id, round_id))
    return answer


def close_round(tx: Tx, acting: Acting, forum_id: UUID, round_id: UUID, seal_seconds: float) -> dict[str, Any]:
    """Close now, by hand.

    The closing is this moment, not the start of the transaction: ballots received while it waited for the lock are in.
    A paused round closes as of its pause, since nothing was taken after it.
    """
    access.organizer(tx, acting, forum_id)
    round_ = store.lock_round(tx, forum_id, round_id)
    if round_.state != "paused":
        _require_open(tx, round_)
    queries.move_closing(tx.connection, **round_.key, closes_at=round_.paused_at or store.moment(tx))
    _drop(tx, round_, CLOSE)
    return shut(tx, round_, seal_seconds)


def pause_round(tx: Tx, acting: Acting, forum_id: UUID, round_id: UUID) -> dict[str, Any]:
    """Take no ballots for a while; the time left stays as it is."""
    access.organizer(tx, acting, forum_id)
    round_ = _lock_open(tx, forum_id, round_id)
    queries.pause_round(tx.connection, **round_.key)
    _drop(tx, round_, CLOSE, REMIND)
    return tell(tx, "round_paused.v1", forum_id, round_id)


def resume_round(tx: Tx, acting: Acting, forum_id: UUID, round_id: UUID) -> dict[str, Any]:
    """Take ballots again; the closing is later by as long as the pause was."""
    access.organizer(tx, acting, forum_id)
    round_ = store.lock_round(tx, forum_id, round_id)
    round_.require("paused")
    queries.resume_round(tx.connection, **round_.key)
    answer = tell(tx, "round_resumed.v1", forum_id, round_id)
    _plan(tx, store.get_round(tx, forum_id, round_id))
    return answer


def reopen_round(tx: Tx, acting: Acting, forum_id: UUID, round_id: UUID, data: Mapping[str, Any]) -> dict[str, Any]:
    """Take ballots again after the closing, where the rule allows it; those that are in stay in."""
    forum = access.organizer(tx, acting, forum_id)
    round_ = store.lock_round(tx, forum_id, round_id)
    round_.require("closed", "sealed")
    if not round_.reopening:
        raise NoReopening
    if round_.on_paper and not round_.named:
        raise BoxMayBeOpen
    forum.require_phase("voting")
    rounds.check_closing(data["closes_at"], store.moment(tx))
    _drop(tx, round_, SEAL)
    queries.move_closing(tx.connection, **round_.key, closes_at=data["closes_at"])
    queries.put_state(tx.connection, **round_.key, state="open")
    answer = tell(tx, "round_reopened.v1", forum_id, round_id)
    _plan(tx, store.get_round(tx, forum_id, round_id))
    return answer


def count_present(tx: Tx, acting: Acting, forum_id: UUID, round_id: UUID, data: Mapping[str, Any]) -> dict[str, Any]:
    """Say how many were in the hall, which some rules take a part of; until the result it can be said again."""
    access.organizer(tx, acting, forum_id)
    round_ = store.lock_round(tx, forum_id, round_id)
    round_.require(*rounds.VOTING, "closed", "sealed")
    present = {"people": data["people"], "votes": weight_text(Decimal(data["votes"] or data["people"]))}
    queries.put_present(tx.connection, **round_.key, present=as_json(present))
    return tell(tx, "round_amended.v1", forum_id, round_id)


def certify_round(tx: Tx, acting: Acting, forum_id: UUID, round_id: UUID) -> dict[str, Any]:
    """Have all ballots counted again by the counter, and the result certified if that agrees with what was counted."""
    access.organizer(tx, acting, forum_id)
    round_ = store.lock_round(tx, forum_id, round_id)
    round_.require("sealed")
    if round_.present is None and methods.asks_who_was_present(round_.rule):
        raise PresenceNotCounted
    on_paper = {row["weight"]: row["electors"] for row in queries.weights_on_paper(tx.connection, **round_.key)}
    sheets.check_complete(store.sheets(tx, round_), on_paper)
    queries.put_progress(tx.connection, **round_.key, state="counting", progress=0, trouble="")
    return tell(tx, "round_counting.v1", forum_id, round_id)


def cancel_round(tx: Tx, acting: Acting, forum_id: UUID, round_id: UUID) -> dict[str, Any]:
    """Call a round off before it has a result."""
    access.organizer(tx, acting, forum_id)
    round_ = store.lock_round(tx, forum_id, round_id)
    round_.require("prepared", *rounds.RUNNING)
    return call_off(tx, round_)


def shut(tx: Tx, round_: Round, seal_seconds: float) -> dict[str, Any]:
    """Close a locked round at its closing time, and plan its sealing."""
    queries.put_state(tx.connection, **round_.key, state="closed")
    _drop(tx, round_, REMIND)
    sealing = store.get_round(tx, **round_.key).closing + timedelta(seconds=seal_seconds)
    schedule.put(tx, SEAL, _subject(round_), sealing, _data(round_))
    return tell(tx, "round_closed.v1", **round_.key)


def seal(tx: Tx, round_: Round) -> None:
    """Take no more ballots, however early they were received."""
    queries.put_state(tx.connection, **round_.key, state="sealed")
    tell(tx, "round_sealed.v1", round_.forum_id, round_.round_id)


def call_off(tx: Tx, round_: Round) -> dict[str, Any]:
    """Cancel a locked round, with what was planned for it, and the ballots of a secret one."""
    if not round_.named:
        secret_ballots.destroy(tx, round_.round_id)
    queries.put_state(tx.connection, **round_.key, state="cancelled")
    _drop(tx, round_, CLOSE, SEAL, REMIND)
    return tell(tx, "round_cancelled.v1", round_.forum_id, round_.round_id)


def tell(tx: Tx, event_type: str, forum_id: UUID, round_id: UUID) -> dict[str, Any]:
    """Record the round as it now is, and answer it."""
    round_ = store.get_round(tx, forum_id, round_id)
    tx.record(forum_stream(forum_id), event_type, rounds.state_of(round_))
    return rounds.answer(round_)


def tell_people(
    tx: Tx, event_type: str, round_: Round, closes_at: datetime, people: Sequence[UUID], **more: Any
) -> None:
    """Record who is concerned by what happens to a round, some of them in each event."""
    for first in range(0, len(people), PEOPLE_IN_ONE_EVENT):
        data = {
            "forum_id": round_.forum_id,
            "round_id": round_.round_id,
            "title": round_.title,
            "closes_at": closes_at,
            "person_ids": people[first : first + PEOPLE_IN_ONE_EVENT],
            **more,
        }
        tx.record(forum_stream(round_.forum_id), event_type, data)


def _lock_open(tx: Tx, forum_id: UUID, round_id: UUID) -> Round:
    round_ = store.lock_round(tx, forum_id, round_id)
    _require_open(tx, round_)
    return round_


def _require_open(tx: Tx, round_: Round) -> None:
    if not round_.is_open(store.moment(tx)):
        raise RoundInAnotherState(state="closed" if round_.state == "open" else round_.state)


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
