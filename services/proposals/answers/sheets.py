"""What is answered about sheets, which is for organizers only."""

from marshmallow import Schema, fields

from services.proposals.answers.roll import Holder


class Sheet(Schema):
    """A sheet as it was entered, and by whom it was confirmed; in a named round whose it is."""

    number = fields.Integer(required=True)
    elector = fields.Nested(Holder, required=True, allow_none=True)
    weight = fields.String(required=True)
    choices = fields.Dict(fields.UUID(), fields.Raw(), required=True, allow_none=True)  # solution_id → choice
    spoilt = fields.Boolean(required=True)  # nobody can tell what it chooses
    entered_by = fields.UUID(required=True)
    entered_by_name = fields.String(required=True)
    entered_at = fields.AwareDateTime(required=True)
    confirmed_by = fields.UUID(required=True, allow_none=True)
    confirmed_by_name = fields.String(required=True, allow_none=True)
    confirmed_at = fields.AwareDateTime(required=True, allow_none=True)


class SheetState(Schema):
    """What has become of a sheet; what is on it is not said again."""

    forum_id = fields.UUID(required=True)
    round_id = fields.UUID(required=True)
    number = fields.Integer(required=True)
    state = fields.String(required=True)  # entered, confirmed, dropped
