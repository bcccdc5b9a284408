"""What a person is answered who asks what is kept about them."""

from marshmallow import Schema, fields

from services.contracts import proposals as contracts
from services.proposals.answers.assignments import Assignment


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
    weight = fields.String(required=True)


class KeptProposal(contracts.ProposalOffered):
    """A proposal of mine, as the event has it, with the solution it went into."""

    solution_id = fields.UUID(required=True, allow_none=True)


class KeptOpinion(Schema):
    """What I think of a proposal, said to nobody else."""

    forum_id = fields.UUID(required=True)
    proposal_id = fields.UUID(required=True)
    number = fields.Integer(required=True)
    opinion = fields.String(required=True)  # agree, disagree, pass


class KeptBallot(Schema):
    """My place on the roll of a named round, with my ballot if I have one in."""

    forum_id = fields.UUID(required=True)
    round_id = fields.UUID(required=True)
    title = fields.String(required=True)
    state = fields.String(required=True)
    sector = fields.String(required=True)
    voted = fields.Boolean(required=True)
    set_aside = fields.Boolean(required=True)  # a ballot was in, and no longer counts
    on_paper = fields.Boolean(required=True)  # a sheet was handed out for me
    choices = fields.Dict(fields.UUID(), fields.String(), required=True, allow_none=True)  # solution_id → choice
    revision = fields.Integer(required=True)
    receipt = fields.String(required=True, allow_none=True)


class KeptProxy(Schema):
    """A proxy I gave or was given, and what became of it."""

    forum_id = fields.UUID(required=True)
    round_id = fields.UUID(required=True)
    elector_id = fields.UUID(required=True)
    holder_id = fields.UUID(required=True)
    state = fields.String(required=True)
    reason = fields.String(required=True)
    changed_at = fields.AwareDateTime(required=True)


class KeptAdmission(Schema):
    """How I came on a roll late, or was to, or was replaced; or that I, organizing, proposed or decided it."""

    forum_id = fields.UUID(required=True)
    round_id = fields.UUID(required=True)
    admission_id = fields.UUID(required=True)
    person_id = fields.UUID(required=True)
    replaces = fields.UUID(required=True, allow_none=True)
    reason = fields.String(required=True)
    state = fields.String(required=True)
    proposed_by = fields.UUID(required=True)
    proposed_at = fields.AwareDateTime(required=True)
    decided_by = fields.UUID(required=True, allow_none=True)
    decided_at = fields.AwareDateTime(required=True, allow_none=True)


class KeptSheet(Schema):
    """A sheet with my name on it; or that I, organizing, entered or confirmed, without what is on it."""

    forum_id = fields.UUID(required=True)
    round_id = fields.UUID(required=True)
    number = fields.Integer(required=True)
    elector_id = fields.UUID(required=True)
    choices = fields.Dict(fields.UUID(), fields.Raw(), required=True, allow_none=True)  # solution_id → choice
    spoilt = fields.Boolean(required=True, allow_none=True)
    entered_by = fields.UUID(required=True)
    entered_at = fields.AwareDateTime(required=True)
    confirmed_by = fields.UUID(required=True, allow_none=True)
    confirmed_at = fields.AwareDateTime(required=True, allow_none=True)


class KeptAnswer(Schema):
    """An answer I gave for a body; the assignment itself shows the last one only."""

    forum_id = fields.UUID(required=True)
    assignment_id = fields.UUID(required=True)
    version = fields.Integer(required=True)
    state = fields.String(required=True)
    text = fields.String(required=True)
    answered_at = fields.AwareDateTime(required=True)


class KeptConclusion(Schema):
    """A conclusion I issued."""

    forum_id = fields.UUID(required=True)
    conclusion_id = fields.UUID(required=True)
    number = fields.String(required=True)
    issued_at = fields.AwareDateTime(required=True)


class MyData(Schema):
    """All the proposals service keeps about me. Its record of events repeats proposals and answers as they were."""

    person = fields.Nested(KeptPerson, required=True)
    leads = fields.List(fields.Nested(KeptLead), required=True)
    seats = fields.List(fields.Nested(KeptSeat), required=True)
    proposals = fields.List(fields.Nested(KeptProposal), required=True)
    opinions = fields.List(fields.Nested(KeptOpinion), required=True)
    ballots = fields.List(fields.Nested(KeptBallot), required=True)
    proxies = fields.List(fields.Nested(KeptProxy), required=True)
    admissions = fields.List(fields.Nested(KeptAdmission), required=True)
    sheets = fields.List(fields.Nested(KeptSheet), required=True)
    assignments = fields.List(fields.Nested(Assignment), required=True)  # those I answered
    answers = fields.List(fields.Nested(KeptAnswer), required=True)
    conclusions = fields.List(fields.Nested(KeptConclusion), required=True)
