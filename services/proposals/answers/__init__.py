"""What each command and query of the proposals service answers: exactly these attributes. Times are RFC 3339 in UTC."""

from marshmallow import Schema, fields

from services.contracts import proposals as contracts
from services.proposals.answers.assignments import Assignment, GivenAnswer
from services.proposals.answers.finding import Found
from services.proposals.answers.mine import MyData
from services.proposals.answers.proposals import NextToJudge, ProposalPage, SimilarProposals, WholeProposal


class NamedBody(Schema):
    """A body by its name."""

    body_id = fields.UUID(required=True)
    code = fields.String(required=True)
    name = fields.String(required=True)


class Solution(contracts.SolutionConsolidated):
    """A solution, as the event has it, with its bodies by name, as far as they are known."""

    bodies = fields.List(fields.Nested(NamedBody), required=True)


class Rule(Schema):
    """What it takes to be adopted: more than a part of something, `more_than` "1/2" of the ballots "cast"."""

    of = fields.String(required=True)
    more_than = fields.String(required=True)


class Round(contracts.RoundState):
    """A round, as events have it, and how it is counted."""

    number = fields.Integer(required=True)
    method = fields.String(required=True)  # "yes-no-abstain"
    rule = fields.Nested(Rule, required=True)
    reminder_minutes = fields.Integer(required=True)  # before closing; 0 for none


class OwnBallot(Schema):
    """One's own ballot; until one has voted, `revision` is 0 and there are no choices."""

    choices = fields.Dict(fields.UUID(), fields.String(), required=True, allow_none=True)  # solution_id → choice
    revision = fields.Integer(required=True)  # what a new ballot replaces
    receipt = fields.String(required=True, allow_none=True)
    on_roll = fields.Boolean(required=True)


class ConclusionItem(contracts.ConclusionItem):
    """An item, as the event has it, with its bodies by name."""

    bodies = fields.List(fields.Nested(NamedBody), required=True)


class Conclusion(contracts.ConclusionIssued):
    """A conclusion, as the event has it, with the bodies of its items by name."""

    items = fields.List(fields.Nested(ConclusionItem), required=True)


class Board(Schema):
    """Everything the page of a forum shows; `proposals` is how many there are."""

    forum_id = fields.UUID(required=True)
    proposals = fields.Integer(required=True)
    solutions = fields.List(fields.Nested(Solution), required=True)
    rounds = fields.List(fields.Nested(Round), required=True)
    conclusion = fields.Nested(Conclusion, required=True, allow_none=True)
    assignments = fields.List(fields.Nested(Assignment), required=True)


def whole(item: type[Schema]) -> type[Schema]:
    """A list that is answered in one piece; its `next` is always null."""
    items = fields.List(fields.Nested(item), required=True)
    following = fields.String(required=True, allow_none=True)
    return Schema.from_dict({"items": items, "next": following}, name=f"{item.__name__}List")


AssignmentList = whole(Assignment)


#: method of the service class → what it answers
ANSWERS: dict[str, type[Schema]] = {
    "offer_proposal": WholeProposal,
    "withdraw_proposal": contracts.ProposalWithdrawn,
    "list_proposals": ProposalPage,
    "get_proposal": WholeProposal,
    "similar_proposals": SimilarProposals,
    "next_to_judge": NextToJudge,
    "search_proposals": Found,
    "consolidate_solution": Solution,
    "revise_solution": Solution,
    "withdraw_solution": contracts.SolutionWithdrawn,
    "list_solutions": whole(Solution),
    "get_solution": Solution,
    "prepare_round": Round,
    "open_round": Round,
    "extend_round": Round,
    "close_round": Round,
    "certify_round": Round,
    "cancel_round": Round,
    "list_rounds": whole(Round),
    "get_round": Round,
    "get_my_ballot": OwnBallot,
    "get_board": Board,
    "issue_conclusion": Conclusion,
    "get_conclusion": Conclusion,
    "list_assignments": AssignmentList,
    "get_assignment": Assignment,
    "show_my_data": MyData,
    "list_answers": whole(GivenAnswer),
    "list_my_assignments": AssignmentList,
    "answer_assignment": Assignment,
}
