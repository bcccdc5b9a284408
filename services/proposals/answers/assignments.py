"""What is answered about an assignment."""

from marshmallow import Schema, fields

from services.contracts import proposals as contracts


class Assignment(contracts.AssignmentState):
    """An assignment, as events have it, with names in place of ids; null where we have not heard them."""

    forum_title = fields.String(required=True)
    body_name = fields.String(required=True, allow_none=True)
    answered_by_name = fields.String(required=True, allow_none=True)


class GivenAnswer(Schema):
    """One answer to an assignment: the version and the state it led to."""

    version = fields.Integer(required=True)
    state = fields.String(required=True)
    text = fields.String(required=True)
    answered_by = fields.UUID(required=True)
    answered_by_name = fields.String(required=True, allow_none=True)
    answered_at = fields.AwareDateTime(required=True)
