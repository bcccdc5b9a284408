"""What the gateway itself takes and answers: ballots, opinions, sessions with their token, problems."""

from marshmallow import Schema, fields, validate

from services.forum.answers import Session, SessionOrCodeSent
from services.gateway.api.opinions import WORDS


class Ballot(Schema):
    """A ballot: exactly one choice for every option of the round."""

    choices = fields.Dict(
        keys=fields.UUID(),
        values=fields.String(metadata={"enum": ["yes", "no", "abstain"]}),
        required=True,
        metadata={"description": "solution_id → choice"},
    )
    replaces = fields.Integer(
        required=True,
        validate=validate.Range(min=0),
        metadata={"description": "the revision it replaces, as `GET …/ballot` says it; usually 0 for the first"},
    )
    nonce = fields.String(required=True, metadata={"pattern": "^[A-Za-z0-9_-]{16,64}$"})
    proxy_of = fields.UUID(metadata={"description": "the elector for whom it is cast, by who holds their proxy"})


class Opinion(Schema):
    """What one thinks of a proposal."""

    opinion = fields.String(required=True, metadata={"enum": list(WORDS)})


class OpinionCounted(Opinion):
    """The opinion is counted, in the place of the one before."""

    proposal_id = fields.UUID(required=True)


class Counted(Schema):
    """The ballot is counted, for good."""

    revision = fields.Integer(required=True)
    receipt = fields.String(required=True, metadata={"description": "SHA-256 of the ballot's leaf, hexadecimal"})


class SignedIn(Session):
    """A session, and the token that is sent as `Authorization: Bearer`."""

    token = fields.String(required=True)


class SignedInOrCodeSent(SessionOrCodeSent):
    """Either SignedIn or CodeSent, as the forum is set; whoever organizes anything always gets a code."""

    token = fields.String()


#: what the forum service answers → what the gateway makes of it
WITH_TOKEN: dict[type[Schema], type[Schema]] = {Session: SignedIn, SessionOrCodeSent: SignedInOrCodeSent}


class Fault(Schema):
    """One thing wrong with one field."""

    pointer = fields.String(required=True, metadata={"description": "RFC 6901, into the body; or `/` and a parameter"})
    code = fields.String(required=True)
    detail = fields.String(required=True, metadata={"description": "a sentence, in the asked language"})
    params = fields.Dict()


class Problem(Schema):
    """RFC 9457."""

    type = fields.String(required=True, metadata={"description": "`/problems/` and the slug"})
    title = fields.String(required=True, metadata={"description": "a sentence, in the asked language"})
    status = fields.Integer(required=True)
    correlation_id = fields.String()
    facts = fields.Dict()
    errors = fields.List(fields.Nested(Fault))
