"""What the queries of notify are asked with, checked."""

from marshmallow import fields, validate

from services.kit.fields import Body, Moment, choice
from services.notify.letters import LANGUAGES
from services.notify.model import Occasion, State

LAST = 2**63 - 1


class Page(Body):
    """Newest first; `after` is the `next` of the page before."""

    after = fields.Integer(
        validate=validate.Range(1, LAST, error="out-of-range min={min} max={max}"), load_default=None
    )


class Inbox(Page):
    """One's own messages, in one's own language unless another is asked for."""

    language = choice(LANGUAGES, load_default=None)


class ReadMessages(Body):
    """Up to when: `sent_at` of the newest one that was shown."""

    until = Moment(required=True)


class Preview(Body):
    """A letter to look at, in one's own language unless another is asked for."""

    language = choice(LANGUAGES, load_default=None)


class Deliveries(Page):
    """A forum's messages with their deliveries; all of them, or those in one state or of one occasion."""

    state = choice([state.value for state in State], load_default=None)
    occasion = choice([occasion.value for occasion in Occasion], load_default=None)
