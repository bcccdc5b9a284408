"""People: as others know them, and all that is kept about one who asks."""

from marshmallow import Schema, fields

from services.contracts import forum as contracts


class Person(Schema):
    """Someone in the directory."""

    person_id = fields.UUID(required=True)
    full_name = fields.String(required=True)
    email = fields.String(required=True)
    language = fields.String(required=True)
    greeting = fields.String(required=True)
    organizer = fields.Boolean(required=True)


class Lead(Schema):
    """A body I answer for."""

    body_id = fields.UUID(required=True)
    name = fields.String(required=True)
    title = fields.String(required=True)


class OwnSeat(Schema):
    """A seat of mine; `title` and `state` are the forum's."""

    seat_id = fields.UUID(required=True)
    forum_id = fields.UUID(required=True)
    title = fields.String(required=True)
    state = fields.String(required=True)
    roles = fields.List(fields.String(), required=True)
    sector = fields.String(required=True)


class KeptPerson(Person):
    """What the directory says of me, and since when."""

    recorded_at = fields.AwareDateTime(required=True)


class KeptSeat(contracts.Seat):
    """A seat of mine, with its invitation; `title` is the forum's, null when I may not see it."""

    forum_id = fields.UUID(required=True)
    title = fields.String(required=True, allow_none=True)
    state = fields.String(required=True)
    weight = fields.String(required=True)
    body_name = fields.String(required=True, allow_none=True)
    serial = fields.Integer(required=True)
    invited_at = fields.AwareDateTime(required=True, allow_none=True)


class KeptSession(Schema):
    """A session of mine, kept for 30 days after it could have been used last."""

    session_id = fields.UUID(required=True)
    began_at = fields.AwareDateTime(required=True)
    expires_at = fields.AwareDateTime(required=True)
    ended_at = fields.AwareDateTime(required=True, allow_none=True)
    device = fields.String(required=True)


class KeptRequest(Schema):
    """A request to sign in as me, kept for a day."""

    asked_at = fields.AwareDateTime(required=True)
    expires_at = fields.AwareDateTime(required=True)
    used_at = fields.AwareDateTime(required=True, allow_none=True)
    wrong_tries = fields.Integer(required=True)


class MyData(Schema):
    """All the forum service keeps about me. Its record of events repeats the first three parts as they once were."""

    person = fields.Nested(KeptPerson, required=True)
    leads = fields.List(fields.Nested(Lead), required=True)
    seats = fields.List(fields.Nested(KeptSeat), required=True)
    sessions = fields.List(fields.Nested(KeptSession), required=True)
    sign_in_requests = fields.List(fields.Nested(KeptRequest), required=True)
