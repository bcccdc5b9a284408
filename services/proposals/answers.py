"""What each command and query of the proposals service answers: exactly these attributes. Times are RFC 3339 in UTC."""

from marshmallow import Schema, fields

from services.contracts import proposals as contracts


class Proposal(contracts.ProposalOffered):
    """A proposal, as the event has it, with the solution it went into."""

    solution_id = fields.UUID(required=True, allow_none=True)


class ProposalPage(Schema):
    """Proposals by number; `next` goes into `after` of the next question, null at the end."""

    items = fields.List(fields.Nested(Proposal), required=True)
    next = fields.String(required=True, allow_none=True)


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


class KeptPerson(Schema):
    """The name that is known here."""

    person_id = fields.UUID(required=True)
    full_name = fields.String(required=True, allow_none=True)


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
    sector = fields.String(required=True)
    roles = fields.List(fields.String(), required=True)


class KeptBallot(Schema):
    """My place on the roll of a named round, with my ballot if I have one in."""

    forum_id = fields.UUID(required=True)
    round_id = fields.UUID(required=True)
    title = fields.String(required=True)
    state = fields.String(required=True)
    sector = fields.String(required=True)
    choices = fields.Dict(fields.UUID(), fields.String(), required=True, allow_none=True)  # solution_id → choice
    revision = fields.Integer(required=True)
    receipt = fields.String(required=True, allow_none=True)


class KeptConclusion(Schema):
    """A conclusion I issued."""

    forum_id = fields.UUID(required=True)
    conclusion_id = fields.UUID(required=True)
    number = fields.String(required=True)
    issued_at = fields.AwareDateTime(required=True)


class ConclusionItem(contracts.ConclusionItem):
    """An item, as the event has it, with its bodies by name."""

    bodies = fields.List(fields.Nested(NamedBody), required=True)


class Conclusion(contracts.ConclusionIssued):
    """A conclusion, as the event has it, with the bodies of its items by name."""

    items = fields.List(fields.Nested(ConclusionItem), required=True)


class Assignment(contracts.AssignmentState):
    """An assignment, as events have it, with names in place of ids; null where we have not heard them."""

    forum_title = fields.String(required=True)
    body_name = fields.String(required=True, allow_none=True)
    answered_by_name = fields.String(required=True, allow_none=True)


class MyData(Schema):
    """All the proposals service keeps about me. Its record of events repeats proposals and answers as they were."""

    person = fields.Nested(KeptPerson, required=True)
    leads = fields.List(fields.Nested(KeptLead), required=True)
    seats = fields.List(fields.Nested(KeptSeat), required=True)
    proposals = fields.List(fields.Nested(Proposal), required=True)
    ballots = fields.List(fields.Nested(KeptBallot), required=True)
    assignments = fields.List(fields.Nested(Assignment), required=True)  # those I answered
    conclusions = fields.List(fields.Nested(KeptConclusion), required=True)


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
    "offer_proposal": Proposal,
    "withdraw_proposal": contracts.ProposalWithdrawn,
    "list_proposals": ProposalPage,
    "get_proposal": Proposal,
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
    "list_my_assignments": AssignmentList,
    "answer_assignment": Assignment,
}
