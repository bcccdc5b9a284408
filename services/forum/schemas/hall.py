"""The bodies of the hall's commands."""

from typing import Any

from marshmallow import ValidationError, fields, validate, validates_schema

from services.forum.model import scenes
from services.kit.fields import Body, Text, choice


class AskPairing(Body):
    """Which screen is to be paired, in words for the organizers."""

    label = Text(60, least=0, load_default="")


class PairScreen(Body):
    """The code that was typed at a screen."""

    code = fields.String(required=True, validate=validate.Length(1, 40, error="wrong-length"))


class SetScene(Body):
    """What the hall's screens show; `voting` and `result` name a round, `notice` says something short."""

    name = choice(scenes.NAMES, required=True)
    round_id = fields.UUID(load_default=None, allow_none=True)
    text = Text(200, least=0, load_default="")

    @validates_schema
    def check(self, data: dict[str, Any], **_: Any) -> None:
        """A scene has what it shows."""
        if data["name"] in scenes.OF_A_ROUND and data["round_id"] is None:
            raise ValidationError("required", "round_id")
        if data["name"] == "notice" and not data["text"]:
            raise ValidationError("required", "text")
