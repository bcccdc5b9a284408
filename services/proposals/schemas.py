"""The bodies of commands and the parameters of queries, as marshmallow schemas.

Sizes are such that what a command makes fits into one event: 200 options with their titles, a round's state; the texts
of a conclusion together are limited by the model.
"""

from marshmallow import fields, validate

from services.kit.fields import Body, Moment, Text, YesOrNo, choice, several, whole
from services.proposals.model.assignments import ANSWERS
from services.proposals.model.finding import ARRANGEMENTS, PLACE, STATES

MOST_OPTIONS = 200
LARGEST_BATCH = 16 * 1024 * 1024  # bytes: a thousand ballots of 200 options
A_WEEK = 7 * 24 * 60


class OfferProposal(Body):
    """What is wrong, what to do, who should, by when."""

    problem = Text(1_000, lines=True, required=True)
    measure = Text(3_000, lines=True, required=True)
    who_acts = Text(300, required=True)
    by_when = Text(100, least=0, load_default="")


class FindProposals(Body):
    """Which proposals, in which order, and where the page begins; `q` is looked for without marks."""

    q = Text(100, least=0, load_default="")
    sector = Text(120, least=0, load_default="")
    state = choice(STATES, load_default=None)
    solution_id = fields.UUID(load_default=None)  # those that became part of it
    order = choice(ARRANGEMENTS, load_default="oldest")
    after = fields.String(load_default=None, validate=validate.Regexp(f"^{PLACE}$", error="wrong-shape"))


class Typed(Body):
    """What somebody has written of a proposal before offering it."""

    problem = Text(1_000, lines=True, required=True)
    measure = Text(3_000, lines=True, required=True)


class Search(Body):
    """What is looked for."""

    q = Text(100, required=True)


class Solution(Body):
    """A solution, the proposals it comes from, and the bodies that must act."""

    title = Text(200, required=True)
    text = Text(3_000, lines=True, required=True)
    proposal_ids = several(fields.UUID(), most=1_000, load_default=list)
    body_ids = several(fields.UUID(), most=20, load_default=list)


class PrepareRound(Body):
    """What will be voted on."""

    title = Text(200, required=True)
    solution_ids = several(fields.UUID(), most=MOST_OPTIONS, least=1, required=True)
    live_tally = YesOrNo(load_default=True)
    reminder_minutes = whole(0, A_WEEK, load_default=60)


class Closing(Body):
    """When a round closes."""

    closes_at = Moment(required=True)


class ConclusionItem(Body):
    """An adopted solution; text and bodies are the solution's unless given."""

    solution_id = fields.UUID(required=True)
    due_on = fields.Date(required=True)
    text = Text(3_000, lines=True)
    body_ids = several(fields.UUID(), most=20)


class IssueConclusion(Body):
    """The items of a conclusion, in order."""

    items = several(fields.Nested(ConclusionItem), most=50, least=1, required=True)


class AnswerAssignment(Body):
    """What a leader answers for their body."""

    answer = choice(ANSWERS, required=True)
    text = Text(2_000, least=0, lines=True, load_default="")


class Nothing(Body):
    """A command that says everything by its name."""
