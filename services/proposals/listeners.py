"""What this service keeps of what forum tells. Each handler runs in the transaction that marks its event as heard."""

from collections.abc import Callable, Mapping

from services.kit.db import Tx, as_json
from services.kit.envelope import Envelope
from services.proposals import store
from services.proposals.commands.rounds import call_off
from services.proposals.model import forums
from services.proposals.model.forums import ANNOUNCED_STATES
from services.proposals.model.rounds import RUNNING
from services.proposals.store import queries


def keep_forum(tx: Tx, event: Envelope) -> None:
    """A forum, as every event of its life carries it."""
    data = event.data
    queries.put_forum(
        tx.connection,
        forum_id=data["forum_id"],
        title=data["title"],
        host_body_id=data["host_body_id"],
        time_zone=data["time_zone"],
        state=data["state"],
        announced=data["state"] in ANNOUNCED_STATES,
        open_phases=[phase["kind"] for phase in data["phases"] if phase["state"] == "open"],
    )


def cancel_rounds(tx: Tx, event: Envelope) -> None:
    """A forum that is cancelled takes its rounds with it."""
    keep_forum(tx, event)
    forum_id = event.data["forum_id"]
    list(queries.lock_all_rounds(tx.connection, forum_id=forum_id))
    for round_ in store.all_rounds(tx, forum_id):
        if round_.state in ("prepared", *RUNNING):
            call_off(tx, round_)


def keep_seats(tx: Tx, event: Envelope) -> None:
    """Seats as they now are; a roll that is frozen stays as it is."""
    seats = [forums.findable(seat) for seat in event.data["seats"]]
    queries.put_seats(tx.connection, forum_id=event.data["forum_id"], seats=as_json(seats))


def drop_seat(tx: Tx, event: Envelope) -> None:
    """A seat that was taken back."""
    queries.drop_seat(tx.connection, forum_id=event.data["forum_id"], seat_id=event.data["seat_id"])


def keep_body(tx: Tx, event: Envelope) -> None:
    """A body's name."""
    body = event.data
    queries.put_body(tx.connection, body_id=body["body_id"], code=body["code"], name=body["name"])


def keep_person(tx: Tx, event: Envelope) -> None:
    """A person's name, to say who answered."""
    person = event.data
    queries.put_person(tx.connection, person_id=person["person_id"], full_name=person["full_name"])


def keep_leader(tx: Tx, event: Envelope) -> None:
    """Who may answer for a body."""
    leader = event.data
    queries.put_leader(tx.connection, body_id=leader["body_id"], person_id=leader["person_id"], title=leader["title"])


def drop_leader(tx: Tx, event: Envelope) -> None:
    """Who may no longer answer for a body."""
    queries.drop_leader(tx.connection, body_id=event.data["body_id"], person_id=event.data["person_id"])


HANDLERS: Mapping[str, Callable[[Tx, Envelope], None]] = {
    "forum_drafted.v1": keep_forum,
    "forum_amended.v1": keep_forum,
    "forum_announced.v1": keep_forum,
    "forum_opened.v1": keep_forum,
    "forum_closed.v1": keep_forum,
    "forum_concluded.v1": keep_forum,
    "forum_cancelled.v1": cancel_rounds,
    "phase_opened.v1": keep_forum,
    "phase_closed.v1": keep_forum,
    "seats_granted.v1": keep_seats,
    "seat_withdrawn.v1": drop_seat,
    "body_recorded.v1": keep_body,
    "person_recorded.v1": keep_person,
    "leader_appointed.v1": keep_leader,
    "leader_dismissed.v1": drop_leader,
}
