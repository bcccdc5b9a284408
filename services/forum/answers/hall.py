"""What the hall's commands answer, short addresses, and the templates of forums."""

from marshmallow import Schema, fields

from services.contracts import forum as contracts
from services.forum.answers.lists import listed


class PairingCode(Schema):
    """A code to type at one screen, once, before it expires."""

    code = fields.String(required=True)
    expires_at = fields.AwareDateTime(required=True)


class Screen(contracts.ScreenPaired):
    """A paired screen, as the event has it."""


class ScreenUnpaired(contracts.ScreenUnpaired):
    """The screen that is none any more."""


class SceneSet(contracts.SceneSet):
    """What the screens show now."""


class ForumOfCode(Schema):
    """The forum a short code leads to."""

    forum_id = fields.UUID(required=True)


class InTwoLanguages(Schema):
    """What people read, in both."""

    vi = fields.String(required=True)
    en = fields.String(required=True)


class TemplatePhase(Schema):
    """A phase of a template, in minutes after the forum starts."""

    kind = fields.String(required=True)
    title = fields.Nested(InTwoLanguages, required=True)
    opens_after = fields.Integer(required=True)
    closes_after = fields.Integer(required=True)


class TemplateRound(Schema):
    """How rounds are prepared."""

    live_tally = fields.Boolean(required=True)
    reminder_minutes = fields.Integer(required=True)


class ForumTemplate(Schema):
    """What a new forum can be filled in with; times are minutes after its start."""

    key = fields.String(required=True)
    title = fields.Nested(InTwoLanguages, required=True)
    about = fields.Nested(InTwoLanguages, required=True)
    lasts = fields.Integer(required=True)
    link_signs_in = fields.Boolean(required=True)
    phases = fields.List(fields.Nested(TemplatePhase), required=True)
    round = fields.Nested(TemplateRound, required=True)


#: method of the service class → what it answers
ANSWERS: dict[str, type[Schema]] = {
    "list_templates": listed(ForumTemplate),
    "find_short_code": ForumOfCode,
    "ask_pairing": PairingCode,
    "list_screens": listed(Screen),
    "unpair_screen": ScreenUnpaired,
    "pair_screen": Screen,
    "list_ended_screens": listed(ScreenUnpaired),
    "set_scene": SceneSet,
}
