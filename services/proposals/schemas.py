"""The bodies of commands and the parameters of queries, as marshmallow schemas.

Sizes are such that what a command makes fits into one event: 200 options with their titles, a round's state; the texts
of a conclusion together are limited by the model.
"""

from marshmallow import fields, validate

from services.kit.fields import Body, Exact, Moment, Text, YesOrNo, choice, several, whole
from services.proposals.model.assignments import ANSWERS
from services.proposals.model.finding import ARRANGEMENTS, ON_ROLL, PLACE, STATES
from services.proposals.model.sheets import HIGHEST_NUMBER
from services.proposals.tally import METHODS
from services.proposals.tally.equal_shares import COMPLETIONS
from services.proposals.tally.rule import ABSTENTIONS, BASES, PART, THRESHOLD, TIES

MOST_OPTIONS = 200
LARGEST_BATCH = 16 * 1024 * 1024  # bytes: a thousand ballots of 200 options
MOST_SCORE = 100
MOST_PROXIES = 100
MOST_MONEY = 10**12
MOST_PEOPLE = 10_000_000
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


class ReviseSolution(Solution):
    """A solution as it is to be; while it is voted on, only with all ballots of its rounds set aside."""

    set_aside = YesOrNo(load_default=False)


def part() -> fields.String:
    """A part of a whole, "2/3", or none."""
    return fields.String(allow_none=True, validate=validate.Regexp(f"{PART}\\Z", error="not-a-part"))


def threshold() -> fields.String:
    """A part of a whole that must be reached, "2/3", or exceeded, ">1/2"; or none."""
    return fields.String(allow_none=True, validate=validate.Regexp(f"{THRESHOLD}\\Z", error="not-a-part"))


class Settings(Body):
    """What a method is told beside the ballots; each method takes some of these."""

    least = whole(0, MOST_OPTIONS)  # options a ballot marks at least, and
    most = whole(1, MOST_OPTIONS)  # at most
    most_score = whole(1, MOST_SCORE)  # scores go from 0 to this
    costs = fields.Dict(keys=fields.UUID(), values=whole(1, MOST_MONEY))  # of each solution
    budget = whole(1, MOST_MONEY)
    completion = choice(COMPLETIONS)


class Rule(Body):
    """What it takes to be adopted. Parts of a whole are written "1/2", "2/3", "4/5"; more than a half ">1/2"."""

    base = choice(BASES)  # what the majority is a part of
    majority = part()  # none: whoever has most
    strictly = YesOrNo()  # more than that part, not just that much
    abstentions = choice(ABSTENTIONS)
    presence_quorum = threshold()  # so many of the electors must be present, and
    participation_quorum = threshold()  # so many must vote
    winners = whole(1, MOST_OPTIONS, allow_none=True)
    ties = choice(TIES)


class PrepareRound(Body):
    """What will be voted on, by which method, under which rule."""

    title = Text(200, required=True)
    solution_ids = several(fields.UUID(), most=MOST_OPTIONS, least=1, required=True)
    method = choice(METHODS, load_default="yes-no-abstain")
    settings = fields.Nested(Settings, load_default=dict)
    rule = fields.Nested(Rule, load_default=dict)
    secret = YesOrNo(load_default=False)
    names_shown = YesOrNo(load_default=False)  # of a named round: everybody sees who voted what
    live_tally = YesOrNo(load_default=True)  # where counts are kept as ballots arrive, and the round is not secret
    revisable = YesOrNo(load_default=True)
    reopening = YesOrNo(load_default=False)
    proxies = whole(0, MOST_PROXIES, load_default=0)  # how many one elector may hold; 0: there are none
    reminder_minutes = whole(0, A_WEEK, load_default=60)


class Closing(Body):
    """When a round closes."""

    closes_at = Moment(required=True)


class Presence(Body):
    """How many were in the hall, and how many votes they had: as many, unless votes weigh differently."""

    people = whole(0, MOST_PEOPLE, required=True)
    votes = fields.String(
        load_default=None, validate=validate.Regexp(r"[0-9]{1,9}(\.[0-9]{1,3})?\Z", error="not-a-number")
    )


class GiveProxy(Body):
    """Who is to vote for the asker."""

    holder_id = fields.UUID(required=True)


class StrikeProxy(Body):
    """Why a proxy does not stand; told to both."""

    reason = Text(300, required=True)


class ProposeAdmission(Body):
    """Who is to come on the roll, in whose place if in anybody's, and why; the reason is told to everybody."""

    person_id = fields.UUID(required=True)
    replaces = fields.UUID(load_default=None, allow_none=True)
    reason = Text(300, required=True)


class HandOutSheet(Body):
    """Whether the holder of the elector's proxy takes the sheet; else the elector came, and votes themselves."""

    to_holder = YesOrNo(required=True)


class EnterSheet(Body):
    """What is on a sheet: in a named round whose it is, in a secret one its weight, where sheets weigh differently.

    `choices` are as in a ballot; null when nobody can tell them: the sheet is spoilt.
    """

    number = whole(1, HIGHEST_NUMBER, required=True)
    elector_id = fields.UUID(load_default=None, allow_none=True)
    weight = Exact("0", "999999", 3, load_default=None, allow_none=True)
    choices = fields.Dict(fields.String(), fields.Raw(allow_none=True), required=True, allow_none=True)


class ConfirmSheet(Body):
    """Which entry of the sheet was compared: one that was entered anew since is refused."""

    entered_at = Moment(required=True)


class FindOnRoll(Body):
    """Which electors, and after whom the page begins; `q` is looked for without marks."""

    q = Text(100, least=0, load_default="")
    who = choice(ON_ROLL, load_default="all")
    after = fields.UUID(load_default=None)


class FindDelegates(Body):
    """Which delegates, of those there are to choose from: all, or those that are looked for."""

    q = Text(100, least=0, load_default="")


class FindVotes(FindDelegates):
    """Whose votes: of all, or of those that are looked for; and after whom the page begins."""

    after = fields.UUID(load_default=None)


class LogSince(Body):
    """How long the log was whose head somebody kept."""

    since = fields.Integer(
        load_default=0, validate=validate.Range(0, 2**31 - 1, error="out-of-range min={min} max={max}")
    )


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
