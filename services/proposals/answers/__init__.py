"""What each command and query of the proposals service answers: exactly these attributes. Times are RFC 3339 in UTC."""

from marshmallow import Schema, fields

from services.contracts import proposals as contracts
from services.proposals.answers.assignments import Assignment, GivenAnswer
from services.proposals.answers.ballots import OwnBallot
from services.proposals.answers.finding import Found
from services.proposals.answers.mine import MyData
from services.proposals.answers.proposals import NextToJudge, ProposalPage, SimilarProposals, WholeProposal
from services.proposals.answers.roll import (
    Admission,
    Admitted,
    Candidate,
    Change,
    Delegate,
    OwnProxies,
    Roll,
    StruckProxy,
    Votes,
    VotesFile,
)
from services.proposals.answers.sheets import Sheet, SheetState


class NamedBody(Schema):
    """A body by its name."""

    body_id = fields.UUID(required=True)
    code = fields.String(required=True)
    name = fields.String(required=True)


class Solution(contracts.SolutionConsolidated):
    """A solution, as the event has it, with its bodies by name, as far as they are known."""

    bodies = fields.List(fields.Nested(NamedBody), required=True)


class Rule(Schema):
    """What it takes to be adopted; parts of a whole are written "1/2"."""

    base = fields.String(required=True)  # cast, valid, present, entitled
    majority = fields.String(required=True, allow_none=True)
    strictly = fields.Boolean(required=True)
    abstentions = fields.String(required=True)
    presence_quorum = fields.String(required=True, allow_none=True)
    participation_quorum = fields.String(required=True, allow_none=True)
    winners = fields.Integer(required=True, allow_none=True)
    ties = fields.String(required=True)


class Present(Schema):
    """How many were in the hall, and how many votes they had."""

    people = fields.Integer(required=True)
    votes = fields.String(required=True)


class Round(contracts.RoundState):
    """A round, as events have it, and how it is counted."""

    number = fields.Integer(required=True)
    method = fields.String(required=True)
    settings = fields.Dict(fields.String(), fields.Raw(), required=True)  # what the method is told beside the ballots
    rule = fields.Nested(Rule, required=True)
    names_shown = fields.Boolean(required=True)
    revisable = fields.Boolean(required=True)
    reopening = fields.Boolean(required=True)
    proxies = fields.Integer(required=True)  # how many one elector may hold; 0: there are none
    present = fields.Nested(Present, required=True, allow_none=True)
    trouble = fields.String(required=True)  # why the last attempt to certify failed, as a slug
    admissions = fields.List(fields.Nested(Admitted), required=True)  # electors who came late
    changes = fields.List(fields.Nested(Change), required=True)  # of options under those who vote
    reminder_minutes = fields.Integer(required=True)  # before closing; 0 for none


class SectorSupport(Schema):
    """What a sector said of each option; without `said` it is too small, or too much of one mind, to be told."""

    sector = fields.String(required=True)
    electors = fields.Integer(required=True)
    ballots = fields.Integer(required=True, allow_none=True)
    said = fields.List(fields.Dict(fields.String(), fields.Raw(allow_none=True)), required=True, allow_none=True)


class RecordName(Schema):
    """Which record it is: its SHA-256, and its place in the log, from 1."""

    name = fields.String(required=True)
    entry = fields.Integer(required=True)


class Result(Schema):
    """What a certified round came to; options are places on the ballot, from 0, and amounts are votes, "3/2" if broken.

    `chosen`, `figures`, `ties` and `decision` stand in the round's record too, whose schema says more of them.
    `turnout` counts both kinds of ballots, and tells `sheets`, how many of them were on paper, and `on_paper`, how many
    electors were handed a sheet. `sectors` is empty where none may be told: above all in secret rounds with a sheet.
    """

    forum_id = fields.UUID(required=True)
    round_id = fields.UUID(required=True)
    chosen = fields.List(fields.Integer(), required=True)
    figures = fields.List(fields.Dict(fields.String(), fields.Raw(allow_none=True)), required=True)
    steps = fields.List(fields.Dict(fields.String(), fields.Raw(allow_none=True)), required=True)  # how it came to that
    ties = fields.List(fields.Dict(fields.String(), fields.Raw(allow_none=True)), required=True)
    decision = fields.Dict(fields.String(), fields.Raw(allow_none=True), required=True)
    turnout = fields.Dict(fields.String(), fields.Raw(allow_none=True), required=True)
    sectors = fields.List(fields.Nested(SectorSupport), required=True)
    record = fields.Nested(RecordName, required=True)


class RecordFile(Schema):
    """A record as a file; `hienke verify` reads it."""

    file_name = fields.String(required=True)
    text = fields.String(required=True)


class LogHead(Schema):
    """The head of the log of records (RFC 9162, 2.1)."""

    format = fields.String(required=True)
    size = fields.Integer(required=True)
    root = fields.String(required=True)
    time = fields.String(required=True)
    consistency = fields.List(fields.Dict(fields.String(), fields.Raw(allow_none=True)), required=True)


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
    "amend_round": Round,
    "open_round": Round,
    "extend_round": Round,
    "pause_round": Round,
    "resume_round": Round,
    "close_round": Round,
    "reopen_round": Round,
    "certify_round": Round,
    "count_present": Round,
    "get_result": Result,
    "get_record": RecordFile,
    "get_log": LogHead,
    "cancel_round": Round,
    "list_rounds": whole(Round),
    "get_round": Round,
    "get_my_ballot": OwnBallot,
    "list_roll": Roll,
    "list_votes": Votes,
    "export_votes": VotesFile,
    "get_my_proxy": OwnProxies,
    "list_possible_holders": whole(Delegate),
    "give_proxy": OwnProxies,
    "take_back_proxy": OwnProxies,
    "decline_proxy": OwnProxies,
    "strike_proxy": StruckProxy,
    "list_admissions": whole(Admission),
    "list_candidates": whole(Candidate),
    "propose_admission": Admission,
    "confirm_admission": Admission,
    "drop_admission": Admission,
    "hand_out_sheet": Round,
    "take_back_sheet": Round,
    "list_sheets": whole(Sheet),
    "enter_sheet": SheetState,
    "confirm_sheet": SheetState,
    "drop_sheet": SheetState,
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
