"""What a voter is answered about their ballots in a round."""

from marshmallow import Schema, fields

from services.proposals.answers.roll import Holder


class CastBallot(Schema):
    """A ballot that is in; until there is one, there are no choices."""

    voted = fields.Boolean(required=True)  # whether one is in
    set_aside = fields.Boolean(required=True)  # one was, and no longer counts
    on_paper = fields.Boolean(required=True)  # a sheet was handed out for it, so it is cast in no other way
    choices = fields.Dict(fields.UUID(), fields.Raw(), required=True, allow_none=True)  # solution_id → choice
    revision = fields.Integer(required=True)  # what a new ballot replaces, also while none is in
    receipt = fields.String(required=True, allow_none=True)


class Mandate(CastBallot):
    """A ballot one casts for somebody whose proxy one holds."""

    elector_id = fields.UUID(required=True)
    full_name = fields.String(required=True, allow_none=True)
    weight = fields.String(required=True)


class OwnBallot(CastBallot):
    """One's own ballot, and those one casts for others."""

    changes = fields.Integer(required=True)  # how many of the round's this knows of
    on_roll = fields.Boolean(required=True)
    weight = fields.String(required=True, allow_none=True)  # in votes, "1.5"
    holder = fields.Nested(Holder, required=True, allow_none=True)
    mandates = fields.List(fields.Nested(Mandate), required=True)
