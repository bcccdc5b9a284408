"""What each command and query of the forum service answers: exactly these attributes. Times are RFC 3339 in UTC."""

from marshmallow import Schema, fields

from services.contracts import forum as contracts
from services.forum.answers import hall
from services.forum.answers.finding import Found
from services.forum.answers.lists import listed
from services.forum.answers.people import Lead, MyData, OwnSeat, Person
from services.forum.answers.seats import File, OneSeat, RosterReport, Seat, SeatList, SeatWithdrawn


class Forum(contracts.ForumState):
    """A forum, as its events have it, with what its screens show and the code of its short address."""

    short_code = fields.String(required=True)
    scene = fields.Nested(contracts.Scene, required=True)


class CodeSent(Schema):
    """A letter is on its way, if this is somebody's address."""

    code_sent = fields.Boolean(required=True)  # always true
    sent_to = fields.String()  # after an invitation: where to, veiled ("an…@hoi.example")


class Session(Schema):
    """Someone is signed in from now until `expires_at`."""

    session_id = fields.UUID(required=True)
    person_id = fields.UUID(required=True)
    full_name = fields.String(required=True)
    language = fields.String(required=True)
    expires_at = fields.AwareDateTime(required=True)


class SessionOrCodeSent(CodeSent):
    """Either Session or CodeSent, as the forum is set; whoever organizes anything always gets a code."""

    code_sent = fields.Boolean()
    session_id = fields.UUID()
    person_id = fields.UUID()
    full_name = fields.String()
    language = fields.String()
    expires_at = fields.AwareDateTime()


class Invitation(Schema):
    """What an invitation's page says; `link_signs_in` is whether its button will sign in at once."""

    forum_id = fields.UUID(required=True)
    forum_title = fields.String(required=True)
    full_name = fields.String(required=True)
    greeting = fields.String(required=True)
    link_signs_in = fields.Boolean(required=True)


class SignInToken(Schema):
    """The token of a sign-in link, for an operator to hand out."""

    token = fields.String(required=True)


class SessionId(Schema):
    """The session that has ended."""

    session_id = fields.UUID(required=True)


class EndedSession(SessionId):
    """…and until when its cookie may turn up."""

    expires_at = fields.AwareDateTime(required=True)


class OwnSession(EndedSession):
    """One of my sessions; `current` is the one that asks."""

    began_at = fields.AwareDateTime(required=True)
    device = fields.String(required=True)  # the kind of browser, "Chrome, Android"; "" when it is not known
    current = fields.Boolean(required=True)


class Me(Person):
    """Who I am."""

    leads = fields.List(fields.Nested(Lead), required=True)
    seats = fields.List(fields.Nested(OwnSeat), required=True)


class Body(contracts.BodyRecorded):
    """A body, as the event has it, with the version an edit names."""

    version = fields.Integer(required=True)


class BodyLeader(Schema):
    """Someone who answers for a body; the address is told to who appoints leaders only."""

    person_id = fields.UUID(required=True)
    full_name = fields.String(required=True)
    email = fields.String(required=True, allow_none=True)
    title = fields.String(required=True)


class BodyWithLeaders(Body):
    """A body and its leaders; none for who is not signed in."""

    leaders = fields.List(fields.Nested(BodyLeader), required=True)


class Leader(Person):
    """The person appointed."""

    body_id = fields.UUID(required=True)
    title = fields.String(required=True)


class Dismissed(Schema):
    """Who no longer leads which body."""

    body_id, person_id = fields.UUID(required=True), fields.UUID(required=True)


#: method of the service class → what it answers
ANSWERS: dict[str, type[Schema]] = {
    "request_sign_in": CodeSent,
    "sign_in_by_code": Session,
    "sign_in_by_link": Session,
    "show_invitation": Invitation,
    "sign_in_by_invitation": SessionOrCodeSent,
    "make_operator_link": SignInToken,
    "sign_out": SessionId,
    "list_ended_sessions": listed(EndedSession),
    "show_me": Me,
    "change_me": Person,
    "show_my_data": MyData,
    "search": Found,
    "list_my_sessions": listed(OwnSession),
    "end_session": SessionId,
    "list_bodies": listed(Body),
    "record_body": Body,
    "show_body": BodyWithLeaders,
    "change_body": Body,
    "appoint_leader": Leader,
    "dismiss_leader": Dismissed,
    "appoint_organizer": Person,
    "list_forums": listed(Forum),
    "draft_forum": Forum,
    "show_forum": Forum,
    "amend_forum": Forum,
    "announce_forum": Forum,
    "open_forum": Forum,
    "close_forum": Forum,
    "conclude_forum": Forum,
    "cancel_forum": Forum,
    "open_phase": Forum,
    "close_phase": Forum,
    **hall.ANSWERS,
    "import_delegates": RosterReport,
    "list_seats": SeatList,
    "export_seats": File,
    "grant_seat": Seat,
    "show_seat": OneSeat,
    "change_seat": Seat,
    "withdraw_seat": SeatWithdrawn,
    "invite_seats": Schema.from_dict({"invited": fields.Integer(required=True)}, name="Invited"),
    "invite_again": contracts.Invitation,
}
