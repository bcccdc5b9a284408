"""What each command and query of the notify service answers: exactly these attributes. Times are RFC 3339 in UTC."""

from marshmallow import Schema, fields
from marshmallow.validate import OneOf

from services.notify.model import Occasion, State

OCCASION = OneOf([occasion.value for occasion in Occasion])
STATE = OneOf([state.value for state in State])
#: state → how many deliveries are in it; where none is, the state is left out
COUNTS = fields.Dict(fields.String(validate=STATE), fields.Integer(), required=True)


class Message(Schema):
    """A message of mine, in the language asked for; `path`, below the public address, is where it sends me."""

    message_id = fields.UUID(required=True)
    forum_id = fields.UUID(required=True)
    forum_title = fields.String(required=True)
    occasion = fields.String(required=True, validate=OCCASION)
    mandatory = fields.Boolean(required=True)  # told whatever one prefers
    subject = fields.String(required=True)
    text = fields.String(required=True)
    path = fields.String(required=True)
    sent_at = fields.AwareDateTime(required=True)
    read_at = fields.AwareDateTime(required=True, allow_none=True)


class Inbox(Schema):
    """My messages, newest first; `next` goes into `after` of the next question, null at the end."""

    items = fields.List(fields.Nested(Message), required=True)
    next = fields.String(required=True, allow_none=True)


class Unread(Schema):
    """How many of my messages I have not read."""

    unread = fields.Integer(required=True)


class MessageRead(Schema):
    """The message, and when I first read it."""

    message_id = fields.UUID(required=True)
    read_at = fields.AwareDateTime(required=True)


class MessagesRead(Schema):
    """How many have been marked as read."""

    read = fields.Integer(required=True)


class Delivery(Schema):
    """A message on its way to somebody; `next_at` is when something is to be done with it, null when nothing is."""

    message_id = fields.UUID(required=True)
    delivery_id = fields.UUID(required=True)
    person_id = fields.UUID(required=True)
    full_name = fields.String(required=True)
    email = fields.String(required=True, allow_none=True)
    occasion = fields.String(required=True, validate=OCCASION)
    channel = fields.String(required=True)  # "email"
    state = fields.String(required=True, validate=STATE)
    attempts = fields.Integer(required=True)
    reason = fields.String(required=True)  # what the other side said last, or why it was not tried
    sent_at = fields.AwareDateTime(required=True)
    changed_at = fields.AwareDateTime(required=True)
    next_at = fields.AwareDateTime(required=True, allow_none=True)
    read_at = fields.AwareDateTime(required=True, allow_none=True)


class KeptContact(Schema):
    """How I am reached and addressed."""

    person_id = fields.UUID(required=True)
    full_name = fields.String(required=True)
    email = fields.String(required=True, allow_none=True)
    language = fields.String(required=True)
    greeting = fields.String(required=True)


class KeptLead(Schema):
    """A body I answer for."""

    body_id = fields.UUID(required=True)
    name = fields.String(required=True, allow_none=True)
    title = fields.String(required=True)


class KeptSeat(Schema):
    """A seat of mine, as it was told here."""

    forum_id = fields.UUID(required=True)
    seat_id = fields.UUID(required=True)
    person_id = fields.UUID(required=True)
    full_name = fields.String(required=True)
    position = fields.String(required=True)
    roles = fields.List(fields.String(), required=True)
    granted_at = fields.AwareDateTime(required=True)
    organizer_since = fields.AwareDateTime(required=True, allow_none=True)
    serial = fields.Integer(required=True)


class KeptDelivery(Schema):
    """One way a message of mine went, and how that ended."""

    delivery_id = fields.UUID(required=True)
    channel = fields.String(required=True)
    state = fields.String(required=True, validate=STATE)
    attempts = fields.Integer(required=True)
    reason = fields.String(required=True)
    changed_at = fields.AwareDateTime(required=True)


class KeptMessage(Schema):
    """A message of mine with its deliveries; its text is written anew from the forum's facts each time it is read."""

    message_id = fields.UUID(required=True)
    forum_id = fields.UUID(required=True)
    forum_title = fields.String(required=True, allow_none=True)
    occasion = fields.String(required=True, validate=OCCASION)
    sent_at = fields.AwareDateTime(required=True)
    read_at = fields.AwareDateTime(required=True, allow_none=True)
    deliveries = fields.List(fields.Nested(KeptDelivery), required=True)


class MyData(Schema):
    """All notify keeps about me; `contact` is null while it has not heard of me."""

    contact = fields.Nested(KeptContact, required=True, allow_none=True)
    leads = fields.List(fields.Nested(KeptLead), required=True)
    seats = fields.List(fields.Nested(KeptSeat), required=True)
    messages = fields.List(fields.Nested(KeptMessage), required=True)


class Deliveries(Schema):
    """What was sent in a forum, newest first, a page of it; the counts are of all of it, whatever was asked for."""

    items = fields.List(fields.Nested(Delivery), required=True)
    next = fields.String(required=True, allow_none=True)
    counts = COUNTS
    counts_by_occasion = fields.Dict(fields.String(validate=OCCASION), COUNTS, required=True)


class Letter(Schema):
    """A letter to look at."""

    subject = fields.String(required=True)
    text = fields.String(required=True)


class Requeued(Schema):
    """The delivery that is tried again, and when."""

    delivery_id = fields.UUID(required=True)
    channel = fields.String(required=True)
    state = fields.String(required=True, validate=STATE)
    next_at = fields.AwareDateTime(required=True)


class Retried(Schema):
    """How many deliveries are tried again."""

    retried = fields.Integer(required=True)


#: method of the service class → what it answers
ANSWERS: dict[str, type[Schema]] = {
    "my_messages": Inbox,
    "my_unread": Unread,
    "show_my_data": MyData,
    "read_message": MessageRead,
    "read_messages": MessagesRead,
    "forum_messages": Deliveries,
    "preview_invitation": Letter,
    "retry_delivery": Requeued,
    "retry_given_up": Retried,
}
