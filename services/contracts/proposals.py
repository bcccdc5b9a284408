"""What the proposals service tells: proposals and their counts, solutions, rounds and theirs, conclusions, assignments.

No event says who voted what, or who is of which opinion; two say who votes for whom. Counts of ballots are told only of
rounds that show their tally live, and of those that are closed.
"""

from marshmallow import Schema, fields

from services.contracts.forum import Data


class ProposalOffered(Data):
    """A delegate has offered a proposal."""

    forum_id = fields.UUID(required=True)
    proposal_id = fields.UUID(required=True)
    number = fields.Integer(required=True)  # counted from 1 within the forum
    person_id = fields.UUID(required=True)
    author = fields.String(required=True)  # name and position as they were
    sector = fields.String(required=True)
    problem = fields.String(required=True)
    measure = fields.String(required=True)
    who_acts = fields.String(required=True)
    by_when = fields.String(required=True)
    offered_at = fields.AwareDateTime(required=True)


class ProposalWithdrawn(Data):
    """Its author has taken a proposal back."""

    forum_id = fields.UUID(required=True)
    proposal_id = fields.UUID(required=True)


#: The counts of opinions on one proposal, made this way because `pass` is a word of Python's own.
OpinionCounts = Data.from_dict(
    {
        "proposal_id": fields.UUID(required=True),
        **{word: fields.Integer(required=True) for word in ("agree", "disagree", "pass")},
    },
    name="OpinionCounts",
)


class OpinionsCounted(Data):
    """A batch of opinions has been counted: the counts as they now are, of the proposals whose counts changed."""

    forum_id = fields.UUID(required=True)
    proposals = fields.List(fields.Nested(OpinionCounts), required=True)


class SolutionConsolidated(Data):
    """A solution as it now is, with the proposals it came from."""

    forum_id = fields.UUID(required=True)
    solution_id = fields.UUID(required=True)
    number = fields.Integer(required=True)
    title = fields.String(required=True)
    text = fields.String(required=True)
    proposal_ids = fields.List(fields.UUID(), required=True)
    body_ids = fields.List(fields.UUID(), required=True)  # who must act
    version = fields.Integer(required=True)


class SolutionWithdrawn(Data):
    """A solution is taken back; its proposals are free again."""

    forum_id = fields.UUID(required=True)
    solution_id = fields.UUID(required=True)


class Option(Data):
    """A solution as it stands on the ballot."""

    solution_id = fields.UUID(required=True)
    number = fields.Integer(required=True)
    title = fields.String(required=True)


class Count(Data):
    """The count of one option, in units of the round; which counts there are depends on the method.

    `adopted` is said from the certified result only.
    """

    solution_id = fields.UUID(required=True)
    yes = fields.Integer()
    no = fields.Integer()
    abstain = fields.Integer()
    votes = fields.Integer()
    adopted = fields.Boolean(required=True, allow_none=True)


class RoundState(Data):
    """A round as it now is."""

    forum_id = fields.UUID(required=True)
    round_id = fields.UUID(required=True)
    title = fields.String(required=True)
    named = fields.Boolean(required=True)
    live_tally = fields.Boolean(required=True)
    state = fields.String(required=True)  # prepared, open, paused, closed, sealed, counting, certified, cancelled
    opened_at = fields.AwareDateTime(required=True, allow_none=True)
    closes_at = fields.AwareDateTime(required=True, allow_none=True)
    electors = fields.Integer(required=True)  # on the frozen roll; 0 before opening
    ballots = fields.Integer(required=True)  # electronic ones; once it is certified, with those on paper
    on_paper = fields.Integer()  # electors who were handed a sheet, and vote no other way
    options = fields.List(fields.Nested(Option), required=True)
    tally = fields.List(fields.Nested(Count), required=True, allow_none=True)  # null while it may not be seen
    unit = fields.Integer()  # how many units make one vote, where votes weigh differently; otherwise 1
    progress = fields.Integer()  # of counting, in percent
    version = fields.Integer(required=True)


class RollFrozen(Data):
    """Some of the electors of a round that has just opened; at most 2,000 in one event."""

    forum_id = fields.UUID(required=True)
    round_id = fields.UUID(required=True)
    title = fields.String(required=True)
    closes_at = fields.AwareDateTime(required=True)
    person_ids = fields.List(fields.UUID(), required=True)


class ElectorAdmitted(RollFrozen):
    """An elector who was put on the roll of a round after it had opened; the others are as before."""


class BallotsSetAside(RollFrozen):
    """Some of those whose ballot no longer counts, since a solution was changed under it: they are to vote again.

    For who gave a proxy, who holds it; `closes_at` of a round that is paused is when it closes if it goes on at once.
    """

    solution_id = fields.UUID(required=True)
    solution_number = fields.Integer(required=True)
    solution_title = fields.String(required=True)  # as it now is
    changed_at = fields.AwareDateTime(required=True)


class ProxyGiven(Data):
    """A delegate has another one vote for them in a round that is being prepared."""

    forum_id = fields.UUID(required=True)
    round_id = fields.UUID(required=True)
    title = fields.String(required=True)  # of the round
    elector_id = fields.UUID(required=True)  # who gave it
    elector_name = fields.String(required=True)
    holder_id = fields.UUID(required=True)  # who is to vote
    holder_name = fields.String(required=True)


class ProxyEnded(ProxyGiven):
    """A proxy no longer stands."""

    state = fields.String(required=True)  # taken-back, declined, struck, lapsed
    reason = fields.String(required=True)  # why it was struck; empty otherwise


class BallotsCounted(Data):
    """A batch of ballots has been counted; `version` is the round's, and only goes up."""

    forum_id = fields.UUID(required=True)
    round_id = fields.UUID(required=True)
    ballots = fields.Integer(required=True)
    tally = fields.List(fields.Nested(Count), required=True, allow_none=True)
    version = fields.Integer(required=True)


class RoundClosingSoon(Data):
    """Some of the electors who have not voted in a round that closes soon; at most 2,000 in one event."""

    forum_id = fields.UUID(required=True)
    round_id = fields.UUID(required=True)
    title = fields.String(required=True)
    closes_at = fields.AwareDateTime(required=True)
    person_ids = fields.List(fields.UUID(), required=True)


class ConclusionItem(Data):
    """One adopted solution in a conclusion."""

    number = fields.Integer(required=True)
    solution_id = fields.UUID(required=True)
    title = fields.String(required=True)
    text = fields.String(required=True)
    body_ids = fields.List(fields.UUID(), required=True)
    due_on = fields.Date(required=True)


class ConclusionIssued(Data):
    """The forum's conclusion is numbered and issued."""

    forum_id = fields.UUID(required=True)
    conclusion_id = fields.UUID(required=True)
    number = fields.String(required=True)  # "01/TB"
    issued_at = fields.AwareDateTime(required=True)
    items = fields.List(fields.Nested(ConclusionItem), required=True)


class AssignmentState(Data):
    """An assignment as it now is: one adopted solution, one responsible body."""

    forum_id = fields.UUID(required=True)
    assignment_id = fields.UUID(required=True)
    solution_id = fields.UUID(required=True)
    number = fields.Integer(required=True)  # of the conclusion's item
    title = fields.String(required=True)
    text = fields.String(required=True)
    body_id = fields.UUID(required=True)
    due_on = fields.Date(required=True)
    state = fields.String(required=True)  # given, acknowledged, accepted, declined, done
    answer = fields.String(required=True)  # what the leader wrote with the last step, may be empty
    answered_by = fields.UUID(required=True, allow_none=True)
    answered_at = fields.AwareDateTime(required=True, allow_none=True)
    version = fields.Integer(required=True)


EVENTS: dict[str, type[Schema]] = {
    "proposal_offered.v1": ProposalOffered,
    "proposal_withdrawn.v1": ProposalWithdrawn,
    "opinions_counted.v1": OpinionsCounted,
    "solution_consolidated.v1": SolutionConsolidated,
    "solution_withdrawn.v1": SolutionWithdrawn,
    "round_prepared.v1": RoundState,
    "round_amended.v1": RoundState,
    "round_opened.v1": RoundState,
    "round_extended.v1": RoundState,
    "round_paused.v1": RoundState,
    "round_resumed.v1": RoundState,
    "round_closed.v1": RoundState,
    "round_reopened.v1": RoundState,
    "round_sealed.v1": RoundState,
    "round_counting.v1": RoundState,
    "round_certified.v1": RoundState,
    "round_cancelled.v1": RoundState,
    "roll_frozen.v1": RollFrozen,
    "elector_admitted.v1": ElectorAdmitted,
    "ballots_set_aside.v1": BallotsSetAside,
    "proxy_given.v1": ProxyGiven,
    "proxy_ended.v1": ProxyEnded,
    "ballots_counted.v1": BallotsCounted,
    "round_closing_soon.v1": RoundClosingSoon,
    "conclusion_issued.v1": ConclusionIssued,
    "assignment_given.v1": AssignmentState,
    "assignment_answered.v1": AssignmentState,
}
