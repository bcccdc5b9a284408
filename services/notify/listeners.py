"""What notify makes of others' events: copies of what it needs, and messages to those who must be told."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import Decimal
from functools import partial
from typing import Any

from marshmallow import Schema

from services.contracts import EVENTS
from services.kit.db import Tx, as_json
from services.kit.envelope import Envelope
from services.notify.model import (
    OPEN_ASSIGNMENT,
    Occasion,
    closing_subject,
    invitation_subject,
    set_aside_subject,
)
from services.notify.store import FORUM_FACTS, notice, people, queries, tell, to_each


def record_person(tx: Tx, event: Envelope) -> None:
    """Keep how to reach and address a person, and send what waited for that."""
    queries.take_turn(tx.connection)
    person = _only(event.data, "person_id", "full_name", "email", "language", "greeting")
    queries.put_contact(tx.connection, **person)
    queries.wake_person(tx.connection, person_id=person["person_id"])


def record_body(tx: Tx, event: Envelope) -> None:
    """Keep a body's name."""
    queries.put_body(tx.connection, **_only(event.data, "body_id", "name"))


def appoint_leader(tx: Tx, event: Envelope) -> None:
    """Keep who answers for a body, and give them its assignments that are still open."""
    queries.take_turn(tx.connection)
    queries.put_leader(tx.connection, **_only(event.data, "body_id", "person_id", "title"))
    leader = _only(event.data, "body_id", "person_id")
    tell(tx, [], list(queries.missed_by_leader(tx.connection, **leader, states=list(OPEN_ASSIGNMENT))))


def dismiss_leader(tx: Tx, event: Envelope) -> None:
    """From now on this person is told nothing for the body."""
    queries.drop_leader(tx.connection, **_only(event.data, "body_id", "person_id"))


def record_forum(tx: Tx, event: Envelope) -> None:
    """Keep a forum as it now is, and send what waited for it to be heard of."""
    queries.take_turn(tx.connection)
    queries.put_forum(tx.connection, **_only(event.data, *FORUM_FACTS, "state"))
    queries.wake_forum(tx.connection, forum_id=event.data["forum_id"])


def grant_seats(tx: Tx, event: Envelope) -> None:
    """Keep seats, and tell their people what was told to the forum since, if that was heard of first."""
    queries.take_turn(tx.connection)
    forum_id, seats = event.data["forum_id"], event.data["seats"]
    queries.put_seats(tx.connection, forum_id=forum_id, seats=as_json(seats), at=event.time)
    seat_ids = [seat["seat_id"] for seat in seats]
    tell(tx, [], list(queries.missed_by_seats(tx.connection, forum_id=forum_id, seat_ids=seat_ids)))


def withdraw_seat(tx: Tx, event: Envelope) -> None:
    """Forget a seat; an invitation to it that is not sent yet will not be."""
    queries.drop_seat(tx.connection, **_only(event.data, "forum_id", "seat_id"))


def invite(tx: Tx, event: Envelope) -> None:
    """Invite each seat; one that is invited again gets another letter, with another link."""
    queries.take_turn(tx.connection)
    forum_id, invitations = event.data["forum_id"], event.data["invitations"]
    queries.number_invitations(tx.connection, forum_id=forum_id, invitations=as_json(invitations))
    notices = [_invitation(event, invitation) for invitation in invitations]
    messages = [to_each(n, [i["person_id"]])[0] for n, i in zip(notices, invitations, strict=True)]
    tell(tx, notices, messages)


def _invitation(event: Envelope, invitation: Mapping[str, Any]) -> Mapping[str, Any]:
    facts = _only(invitation, "seat_id", "serial")
    return notice(event.data["forum_id"], Occasion.INVITATION, invitation_subject(**facts), facts, event.time)


def ask_to_vote(tx: Tx, event: Envelope) -> None:
    """Tell electors that a round has opened."""
    _tell_electors(tx, event, Occasion.VOTING_OPENED, str(event.data["round_id"]))


def remind_to_vote(tx: Tx, event: Envelope) -> None:
    """Tell those who have not voted that a round closes soon."""
    subject = closing_subject(event.data["round_id"], event.data["closes_at"])
    _tell_electors(tx, event, Occasion.VOTING_CLOSING_SOON, subject)


def ask_to_vote_again(tx: Tx, event: Envelope) -> None:
    """Tell those who had voted that their ballots no longer count, and which solution was changed."""
    subject = set_aside_subject(event.data["round_id"], event.data["changed_at"])
    about = ("solution_number", "solution_title", "changed_at")
    _tell_electors(tx, event, Occasion.BALLOT_SET_ASIDE, subject, *about)


def _tell_electors(tx: Tx, event: Envelope, occasion: Occasion, subject: str, *about: str) -> None:
    queries.take_turn(tx.connection)
    facts = _only(event.data, "round_id", "title", "closes_at", *about)
    asking = notice(event.data["forum_id"], occasion, subject, facts, event.time, event.data["closes_at"])
    tell(tx, [asking], to_each(asking, event.data["person_ids"]))


def tell_of_proxy(tx: Tx, event: Envelope) -> None:
    """Tell both what became of a proxy; each change of it is told by itself."""
    queries.take_turn(tx.connection)
    proxy, said = event.data, _only(event.data, "round_id", "title", "elector_name", "holder_name")
    said |= {"state": proxy.get("state", "given"), "reason": proxy.get("reason", "")}
    for role in ("elector", "holder"):
        subject = f"{proxy['round_id']}/{event.id}/{role}"
        each = notice(proxy["forum_id"], Occasion.PROXY, subject, {**said, "to": role}, event.time)
        tell(tx, [each], to_each(each, [proxy[f"{role}_id"]]))


def move_closing(tx: Tx, event: Envelope) -> None:
    """A round closes at another time, has closed or was cancelled: letters not sent yet say so, or are not sent."""
    forum_id, round_id, closes_at = (event.data[name] for name in ("forum_id", "round_id", "closes_at"))
    queries.move_voting(
        tx.connection,
        forum_id=forum_id,
        round_id=str(round_id),
        facts=as_json({"closes_at": closes_at} if closes_at else {}),
        expires_at=closes_at if event.data["state"] == "open" else event.time,
    )
    queries.expire_reminders(tx.connection, forum_id=forum_id, round_id=str(round_id), at=event.time)


def announce_result(tx: Tx, event: Envelope) -> None:
    """Tell everyone who has a seat in the forum what the round's certified result is."""
    queries.take_turn(tx.connection)
    forum_id = event.data["forum_id"]
    facts = _only(event.data, "round_id", "title", "electors", "ballots") | {"options": _counted(event.data)}
    result = notice(forum_id, Occasion.RESULT, str(event.data["round_id"]), facts, event.time)
    tell(tx, [result], to_each(result, people(queries.seated(tx.connection, forum_id=forum_id, at=event.time))))


def _counted(round_: Mapping[str, Any]) -> list[dict[str, Any]]:
    counts = {count["solution_id"]: _in_votes(count, round_.get("unit", 1)) for count in round_["tally"] or ()}
    return [{**option, **counts.get(option["solution_id"], {})} for option in round_["options"]]


def _in_votes(count: Mapping[str, Any], unit: int) -> dict[str, Any]:
    """The counts of an option, told in units of which so many make one vote: 3 of 2 are "1.5", 4 are 2."""
    told = {name: Decimal(value) / unit for name, value in count.items() if type(value) is int}
    return {**count, **{name: int(votes) if votes == int(votes) else str(votes) for name, votes in told.items()}}


def give_assignment(tx: Tx, event: Envelope) -> None:
    """Tell the leaders of the body; those who are appointed later are told then."""
    queries.take_turn(tx.connection)
    assignment = event.data
    _keep(tx, assignment)
    facts = _only(assignment, "assignment_id", "number", "title", "text", "body_id", "due_on")
    subject = str(assignment["assignment_id"])
    given = notice(assignment["forum_id"], Occasion.ASSIGNMENT_GIVEN, subject, facts, event.time)
    tell(tx, [given], to_each(given, people(queries.leading(tx.connection, body_id=assignment["body_id"]))))


def report_answer(tx: Tx, event: Envelope) -> None:
    """Tell the forum's organizers what the body has answered."""
    queries.take_turn(tx.connection)
    assignment, forum_id = event.data, event.data["forum_id"]
    _keep(tx, assignment)
    subject = f"{assignment['assignment_id']}/{assignment['version']}"
    answered = notice(forum_id, Occasion.ASSIGNMENT_ANSWERED, subject, _answer(assignment), event.time)
    tell(tx, [answered], to_each(answered, people(queries.organizing(tx.connection, forum_id=forum_id, at=event.time))))


def _keep(tx: Tx, assignment: Mapping[str, Any]) -> None:
    queries.put_assignment(
        tx.connection, **_only(assignment, "forum_id", "assignment_id", "body_id", "state", "version")
    )


def _answer(assignment: Mapping[str, Any]) -> dict[str, Any]:
    about = ("assignment_id", "number", "title", "body_id", "due_on")
    return _only(assignment, *about, "state", "answer", "answered_by", "answered_at")


def _only(data: Mapping[str, Any], *names: str) -> dict[str, Any]:
    return {name: data[name] for name in names}


Handler = Callable[[Tx, Envelope], None]


def _reading(producer: str, handlers: Mapping[str, Handler]) -> Mapping[str, Handler]:
    """The handlers, each given its event's data as the contract's schema reads it."""
    return {name: partial(_heard, EVENTS[producer][name], handler) for name, handler in handlers.items()}


def _heard(schema: type[Schema], handler: Handler, tx: Tx, event: Envelope) -> None:
    handler(tx, replace(event, data=schema().load(event.data)))


FORUM = _reading(
    "forum",
    {
        "person_recorded.v1": record_person,
        "body_recorded.v1": record_body,
        "leader_appointed.v1": appoint_leader,
        "leader_dismissed.v1": dismiss_leader,
        "forum_drafted.v1": record_forum,
        "forum_amended.v1": record_forum,
        "forum_announced.v1": record_forum,
        "forum_opened.v1": record_forum,
        "forum_closed.v1": record_forum,
        "forum_concluded.v1": record_forum,
        "forum_cancelled.v1": record_forum,
        "seats_granted.v1": grant_seats,
        "seat_withdrawn.v1": withdraw_seat,
        "seats_invited.v1": invite,
    },
)

PROPOSALS = _reading(
    "proposals",
    {
        "roll_frozen.v1": ask_to_vote,
        "elector_admitted.v1": ask_to_vote,
        "ballots_set_aside.v1": ask_to_vote_again,
        "proxy_given.v1": tell_of_proxy,
        "proxy_ended.v1": tell_of_proxy,
        "round_closing_soon.v1": remind_to_vote,
        "round_extended.v1": move_closing,
        "round_resumed.v1": move_closing,
        "round_reopened.v1": move_closing,
        "round_closed.v1": move_closing,
        "round_cancelled.v1": move_closing,
        "round_certified.v1": announce_result,
        "assignment_given.v1": give_assignment,
        "assignment_answered.v1": report_answer,
    },
)

#: producer → event type → what is done about it
HANDLERS = {"forum": FORUM, "proposals": PROPOSALS}
