"""What is answered about electors: the roll, who voted what, proxies, and who came late."""

from marshmallow import Schema, fields


class Holder(Schema):
    """Somebody by name: who votes for an elector, or whose sheet it is."""

    person_id = fields.UUID(required=True)
    full_name = fields.String(required=True, allow_none=True)


class Admitted(Schema):
    """That somebody came on the roll late, as everybody may know it: when, why, and whether in another's place."""

    at = fields.AwareDateTime(required=True)
    reason = fields.String(required=True)
    substitute = fields.Boolean(required=True)


class Change(Schema):
    """That a solution was changed under those who vote, and how many ballots were set aside for it."""

    at = fields.AwareDateTime(required=True)
    solution_id = fields.UUID(required=True)
    ballots = fields.Integer(required=True)


class Elector(Schema):
    """A place on the roll; of a round that is prepared, as it would be now."""

    person_id = fields.UUID(required=True)
    full_name = fields.String(required=True)
    position = fields.String(required=True)
    sector = fields.String(required=True)
    weight = fields.String(required=True)
    voted = fields.Boolean(required=True)
    on_paper = fields.Boolean(required=True)  # was handed a sheet
    holder = fields.Nested(Holder, required=True, allow_none=True)  # who votes for them
    holds = fields.Integer(required=True)  # for how many others they vote


class Roll(Schema):
    """Electors by given name, a page of those asked for (`found` in all); `next` goes into `after`."""

    items = fields.List(fields.Nested(Elector), required=True)
    next = fields.UUID(required=True, allow_none=True)
    found = fields.Integer(required=True)


class Vote(Schema):
    """What an elector chose, in a round that promises that everybody sees it."""

    full_name = fields.String(required=True)
    position = fields.String(required=True)
    sector = fields.String(required=True)
    weight = fields.String(required=True)
    holder = fields.String(required=True, allow_none=True)  # who cast it by proxy, by name
    choices = fields.Dict(fields.UUID(), fields.Raw(), required=True, allow_none=True)  # null: none
    spoilt = fields.Boolean(required=True)  # one was cast, on paper, and nobody can tell what it chooses


class Votes(Schema):
    """Electors by given name, a page of those asked for (`found` in all); `next` goes into `after`."""

    items = fields.List(fields.Nested(Vote), required=True)
    next = fields.UUID(required=True, allow_none=True)
    found = fields.Integer(required=True)


class VotesFile(Schema):
    """All votes of a round as a file for spreadsheets."""

    file_name = fields.String(required=True)
    text = fields.String(required=True)


class Proxy(Schema):
    """That one delegate has another vote for them, and what became of it."""

    elector_id = fields.UUID(required=True)
    elector_name = fields.String(required=True)
    holder_id = fields.UUID(required=True)
    holder_name = fields.String(required=True)
    state = fields.String(required=True)  # given, taken-back, declined, struck, lapsed
    reason = fields.String(required=True)  # why it was struck


class OwnProxy(Proxy):
    """A proxy of mine: with what it weighs, and whether its holder has voted or taken a sheet."""

    weight = fields.String(required=True)
    used = fields.Boolean(required=True)


class OwnProxies(Schema):
    """The proxies I gave in a round, and was given: what stands first. `most` is how many one may hold, 0 for none."""

    forum_id = fields.UUID(required=True)
    round_id = fields.UUID(required=True)
    most = fields.Integer(required=True)
    given = fields.List(fields.Nested(OwnProxy), required=True)
    held = fields.List(fields.Nested(OwnProxy), required=True)


class StruckProxy(Proxy):
    """The proxy an organizer has struck."""

    forum_id = fields.UUID(required=True)
    round_id = fields.UUID(required=True)


class Delegate(Schema):
    """A delegate one looked for."""

    person_id = fields.UUID(required=True)
    full_name = fields.String(required=True)
    position = fields.String(required=True)
    sector = fields.String(required=True)


class Candidate(Delegate):
    """A delegate who is not on the roll."""

    weight = fields.String(required=True)


class Admission(Schema):
    """An elector who came late, or is to: in whose place if in anybody's, why, and which two organizers say so."""

    forum_id = fields.UUID(required=True)
    round_id = fields.UUID(required=True)
    admission_id = fields.UUID(required=True)
    person_id = fields.UUID(required=True)
    full_name = fields.String(required=True)
    replaces = fields.UUID(required=True, allow_none=True)
    replaces_name = fields.String(required=True, allow_none=True)
    reason = fields.String(required=True)
    state = fields.String(required=True)  # proposed, confirmed, dropped
    proposed_by = fields.UUID(required=True)
    proposed_by_name = fields.String(required=True)
    proposed_at = fields.AwareDateTime(required=True)
    decided_by = fields.UUID(required=True, allow_none=True)
    decided_by_name = fields.String(required=True, allow_none=True)
    decided_at = fields.AwareDateTime(required=True, allow_none=True)
