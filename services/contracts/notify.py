"""What the notify service tells: that somebody could not be reached."""

from marshmallow import Schema, fields

from services.contracts.forum import Data


class DeliveryGivenUp(Data):
    """A message could not be delivered on this channel, after every attempt."""

    forum_id = fields.UUID(required=True, allow_none=True)
    message_id = fields.UUID(required=True)
    person_id = fields.UUID(required=True)
    occasion = fields.String(required=True)
    channel = fields.String(required=True)
    at = fields.AwareDateTime(required=True)


EVENTS: dict[str, type[Schema]] = {"delivery_given_up.v1": DeliveryGivenUp}
