"""What is answered about proposals: what is thought of them, and what became of them."""

from marshmallow import Schema, fields

from services.contracts import proposals as contracts
from services.proposals.answers.assignments import Assignment
from services.proposals.model.opinions import WORDS

#: How many are of which opinion; made this way because `pass` is a word of Python's own.
Opinions = Schema.from_dict({word: fields.Integer(required=True) for word in WORDS}, name="Opinions")


class Lineage(Schema):
    """The solution a proposal became part of."""

    solution_id = fields.UUID(required=True)
    number = fields.Integer(required=True)
    title = fields.String(required=True)


class Proposal(contracts.ProposalOffered):
    """A proposal, as the event has it, with what is thought of it and the solution it went into."""

    opinions = fields.Nested(Opinions, required=True)
    own_opinion = fields.String(required=True, allow_none=True)  # of who asks: agree, disagree, pass
    solution_id = fields.UUID(required=True, allow_none=True)
    solution = fields.Nested(Lineage, required=True, allow_none=True)


class ProposalPage(Schema):
    """Proposals that were found; `next` goes into `after` of the next question, null at the end."""

    items = fields.List(fields.Nested(Proposal), required=True)
    next = fields.String(required=True, allow_none=True)
    total = fields.Integer(required=True)  # on all pages
    sectors = fields.List(fields.String(), required=True)  # of all proposals of the forum, to choose from


class RoundOfSolution(Schema):
    """A round that has, or had, a solution on its ballot; `adopted` is said by a certified result."""

    round_id = fields.UUID(required=True)
    number = fields.Integer(required=True)
    title = fields.String(required=True)
    state = fields.String(required=True)
    opened_at = fields.AwareDateTime(required=True, allow_none=True)
    closes_at = fields.AwareDateTime(required=True, allow_none=True)
    adopted = fields.Boolean(required=True, allow_none=True)


class WholeProposal(Proposal):
    """A proposal, and what became of it."""

    rounds = fields.List(fields.Nested(RoundOfSolution), required=True)
    assignments = fields.List(fields.Nested(Assignment), required=True)


class NextToJudge(Schema):
    """The proposal somebody is to judge next, null when there is none; how many they have judged, and have not."""

    proposal = fields.Nested(Proposal, required=True, allow_none=True)
    done = fields.Integer(required=True)
    remaining = fields.Integer(required=True)


class Similar(Schema):
    """A proposal that may say the same; 100 is in the same words."""

    proposal = fields.Nested(Proposal, required=True)
    score = fields.Integer(required=True)


class SimilarProposals(Schema):
    """The nearest first, at most five."""

    items = fields.List(fields.Nested(Similar), required=True)
