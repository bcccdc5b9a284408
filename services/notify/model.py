"""The rules of telling people: what each occasion is, what follows from an attempt to deliver, what can be refused."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from services.kit.errors import N_, Conflict, Refused
from services.kit.mail import Outcome

EMAIL = "email"

MOST_ATTEMPTS = 36  # with the delays below about a day
FIRST_DELAY = 5
LONGEST_DELAY = 3600
REPEAT_AFTER = 15 * 60  # seconds; by then a server that took the mail has had time to deliver it


class Occasion(StrEnum):
    """Why people are told something."""

    INVITATION = "invitation"
    VOTING_OPENED = "voting-opened"
    VOTING_CLOSING_SOON = "voting-closing-soon"
    BALLOT_SET_ASIDE = "ballot-set-aside"
    PROXY = "proxy"
    RESULT = "result"
    ASSIGNMENT_GIVEN = "assignment-given"
    ASSIGNMENT_ANSWERED = "assignment-answered"


#: whether people must be told, whatever they prefer
MANDATORY: Mapping[Occasion, bool] = {
    Occasion.INVITATION: True,
    Occasion.VOTING_OPENED: True,
    Occasion.VOTING_CLOSING_SOON: False,
    Occasion.BALLOT_SET_ASIDE: True,
    Occasion.PROXY: False,
    Occasion.RESULT: True,
    Occasion.ASSIGNMENT_GIVEN: True,
    Occasion.ASSIGNMENT_ANSWERED: False,
}

#: where one goes to do what the letter asks, below the public address
PATHS: Mapping[Occasion, str] = {
    Occasion.INVITATION: "/dien-dan/{forum_id}",
    Occasion.VOTING_OPENED: "/dien-dan/{forum_id}/bieu-quyet/{round_id}",
    Occasion.VOTING_CLOSING_SOON: "/dien-dan/{forum_id}/bieu-quyet/{round_id}",
    Occasion.BALLOT_SET_ASIDE: "/dien-dan/{forum_id}/bieu-quyet/{round_id}",
    Occasion.PROXY: "/dien-dan/{forum_id}/bieu-quyet/{round_id}/uy-quyen",
    Occasion.RESULT: "/dien-dan/{forum_id}/ket-qua",
    Occasion.ASSIGNMENT_GIVEN: "/viec-can-tra-loi/{forum_id}/{assignment_id}",
    Occasion.ASSIGNMENT_ANSWERED: "/dien-dan/{forum_id}/dieu-hanh",
}

VOTING = (Occasion.VOTING_OPENED, Occasion.VOTING_CLOSING_SOON, Occasion.BALLOT_SET_ASIDE)

#: states of an assignment in which its body still owes something
OPEN_ASSIGNMENT = ("given", "acknowledged", "accepted")


class State(StrEnum):
    """What is known of a delivery; the words are explained in the schema."""

    WAITING = "waiting"
    QUEUED = "queued"
    SENDING = "sending"
    ACCEPTED = "accepted"
    UNKNOWN = "unknown"
    GIVEN_UP = "given-up"
    EXPIRED = "expired"


@dataclass(frozen=True)
class Material:
    """What one letter is written from. All of it may hold what people wrote."""

    occasion: Occasion
    language: str
    full_name: str
    greeting: str
    forum: Mapping[str, Any]
    facts: Mapping[str, Any]
    body_name: str | None = None
    answered_by: str | None = None

    @property
    def path(self) -> str:
        """Where one goes to do what the letter asks."""
        return PATHS[self.occasion].format(forum_id=self.forum["forum_id"], **self.facts)


@dataclass(frozen=True)
class Claimed:
    """A delivery this process has leased, with everything its letter is written from."""

    forum_id: UUID
    delivery_id: UUID
    message_id: UUID
    person_id: UUID
    attempts: int
    unknowns: int
    late: bool  # its notice has expired, by the database's clock
    email: str | None
    forum_state: str
    seat_id: UUID | None  # the person's seat in the forum, and its newest invitation
    serial: int | None
    material: Material

    @property
    def occasion(self) -> Occasion:
        """Why it is sent."""
        return self.material.occasion

    @property
    def moot(self) -> str:
        """Why it should not be sent any more, or empty."""
        if self.late or self.forum_state == "cancelled":
            return "too-late"
        if self.occasion != Occasion.INVITATION:
            return ""
        if self.serial != self.material.facts["serial"]:  # invited again since, or the seat was taken back
            return "superseded" if self.serial else "seat-withdrawn"
        return "too-late" if self.forum_state == "concluded" else ""


@dataclass(frozen=True)
class Step:
    """What becomes of a delivery: its next state, and in how many seconds something is to be done with it, if ever."""

    state: State
    delay: int | None = None


def after(delivery: Claimed, outcome: Outcome) -> Step:
    """What follows from an attempt. Of an unknown one there is one repeat: a second mail is better than none."""
    if outcome == Outcome.ACCEPTED:
        return Step(State.ACCEPTED)
    if outcome == Outcome.UNKNOWN:
        return Step(State.UNKNOWN, REPEAT_AFTER if delivery.unknowns == 0 else None)
    if outcome == Outcome.REFUSED or delivery.attempts + 1 >= MOST_ATTEMPTS:
        return Step(State.GIVEN_UP)
    return Step(resting(delivery), delay(delivery.attempts))


def resting(delivery: Claimed) -> State:
    """The state in which the next attempt is awaited: what may have arrived stays unknown until it surely has."""
    return State.UNKNOWN if delivery.unknowns else State.QUEUED


def delay(attempts: int) -> int:
    """Seconds until the next attempt, after `attempts` earlier ones: twice as long each time."""
    return int(min(FIRST_DELAY * 2 ** min(attempts, 20), LONGEST_DELAY))


def invitation_subject(seat_id: UUID, serial: int) -> str:
    """What an invitation is about: issued again, it is another."""
    return f"{seat_id}/{serial}"


def closing_subject(round_id: UUID, closes_at: datetime) -> str:
    """What a reminder is about: a round that was extended is worth another."""
    return f"{round_id}/{closes_at.astimezone(UTC).isoformat()}"


def set_aside_subject(round_id: UUID, changed_at: datetime) -> str:
    """What is said of ballots that were set aside: once for each change of a solution."""
    return f"{round_id}/{changed_at.astimezone(UTC).isoformat()}"


class NotGivenUp(Conflict):
    """Raised when a delivery is to be tried again that has arrived, or is going to be tried anyway."""

    slug = "delivery-not-given-up"
    sentence = N_("Thư này chưa ở trạng thái cần gửi lại.")


#: none of notify's constraints can be violated by what a person asks: repeats are inserted ON CONFLICT DO NOTHING
CONSTRAINTS: Mapping[str, type[Refused]] = {}
