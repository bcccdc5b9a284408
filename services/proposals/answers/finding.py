"""What a search across forums answers."""

from marshmallow import Schema, fields


class FoundProposal(Schema):
    """A proposal of some forum, with the words around what was looked for."""

    forum_id = fields.UUID(required=True)
    forum_title = fields.String(required=True)
    proposal_id = fields.UUID(required=True)
    number = fields.Integer(required=True)
    author = fields.String(required=True)
    snippet = fields.String(required=True)


class FoundSolution(Schema):
    """A solution of some forum, with the words around what was looked for."""

    forum_id = fields.UUID(required=True)
    forum_title = fields.String(required=True)
    solution_id = fields.UUID(required=True)
    number = fields.Integer(required=True)
    title = fields.String(required=True)
    snippet = fields.String(required=True)


class Found(Schema):
    """What was found in all forums, the newest first, at most twenty of each."""

    proposals = fields.List(fields.Nested(FoundProposal), required=True)
    solutions = fields.List(fields.Nested(FoundSolution), required=True)
