"""The bodies of the forum service's commands and the parameters of its queries."""

import re
from functools import cache
from typing import Any
from zoneinfo import available_timezones

from marshmallow import ValidationError, fields, validate, validates_schema

from services.forum.model.seats import ROLES
from services.kit.fields import Body, Email, Exact, File, Moment, Text, YesOrNo, choice, several

LANGUAGES = ("vi", "en")
PHASE_KINDS = ("collecting", "voting", "following-up")
STATES = ("draft", "announced", "open", "closed", "concluded", "cancelled")
MOST_PHASES = 20
LARGEST_ROSTER = 8 * 1024 * 1024
#: Megabytes; a third more, as base64 writes it, is within a roster's body.
LARGEST_FILE = 5
_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._/-]*")


def full_name(**options: Any) -> Text:
    """A person's name, as they write it."""
    return Text(120, **options)


def email(**options: Any) -> Email:
    """A mail address."""
    return Email(**options)


def sector(**options: Any) -> Text:
    """The declared group a seat belongs to."""
    return Text(120, **options)


def position(**options: Any) -> Text:
    """What a person is; may be empty."""
    return Text(200, least=0, load_default="", **options)


def weight(**options: Any) -> Exact:
    """What the votes of a seat weigh."""
    return Exact("0.001", "999999.999", 3, **options)


class BodyCode(Text):
    """The short code of a body: letters without marks, digits and `. _ / -`."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        code = super()._deserialize(value, attr, data, **kwargs)
        if code and not _CODE.fullmatch(code):
            raise ValidationError("not-a-code")
        return code


def body_code(least: int = 1, **options: Any) -> BodyCode:
    """The short code of a body."""
    return BodyCode(40, least=least, **options)


def time_zone(**options: Any) -> fields.String:
    """The name of a time zone (IANA)."""
    return fields.String(validate=_known_zone, **options)


def _known_zone(name: str) -> None:
    if name not in _zones():
        raise ValidationError("not-a-time-zone")


@cache
def _zones() -> frozenset[str]:
    return frozenset(available_timezones())


class RequestSignIn(Body):
    """Ask for a letter with a link and a code."""

    email = Email(required=True)


class SignInByCode(Body):
    """Sign in with the code from a letter; the address is named by itself or by an invitation's token."""

    email = Email()
    invitation = fields.String(validate=validate.Length(1, 512, error="wrong-length"))
    code = fields.String(required=True, validate=validate.Regexp(r"[0-9]{6}\Z", error="not-a-code"))

    @validates_schema
    def check(self, data: dict[str, Any], **_: Any) -> None:
        """Exactly one way to say who."""
        if ("email" in data) == ("invitation" in data):
            raise ValidationError("required", "email")


class Token(Body):
    """The token of a link."""

    token = fields.String(required=True, validate=validate.Length(1, 512, error="wrong-length"))


class RecordBody(Body):
    """A body as it should be."""

    kind = Text(60, required=True)
    code = body_code(required=True)
    name = Text(200, required=True)
    parent_id = fields.UUID(load_default=None, allow_none=True)
    valid_from = fields.Date(load_default=None, allow_none=True)
    valid_to = fields.Date(load_default=None, allow_none=True)

    @validates_schema
    def check(self, data: dict[str, Any], **_: Any) -> None:
        """A body ends after it begins."""
        begins, ends = data.get("valid_from"), data.get("valid_to")
        if begins and ends and ends < begins:
            raise ValidationError("before-valid-from", "valid_to")


class AppointLeader(Body):
    """A person who answers for a body from now on."""

    full_name = full_name(required=True)
    email = Email(required=True)
    title = Text(120, required=True)
    greeting = Text(40)
    language = choice(LANGUAGES)


class AppointOrganizer(Body):
    """A person who may make bodies, forums and organizers from now on."""

    full_name = full_name(required=True)
    email = Email(required=True)


class ChangeMe(Body):
    """How a person wants to be addressed, and in which language."""

    greeting = Text(40, required=True)
    language = choice(LANGUAGES, required=True)


class Search(Body):
    """What to look for; marks do not matter, and every word must be found."""

    q = Text(100, required=True)


class Phase(Body):
    """A phase as it should be; with `phase_id` when it is there already."""

    phase_id = fields.UUID()
    kind = choice(PHASE_KINDS, required=True)
    title = Text(120, required=True)
    opens_at = Moment(required=True)
    closes_at = Moment(required=True)

    @validates_schema
    def check(self, data: dict[str, Any], **_: Any) -> None:
        """A phase closes after it opens."""
        if data["closes_at"] <= data["opens_at"]:
            raise ValidationError("before-opens-at", "closes_at")


class Forum(Body):
    """A forum as it should be. Without `phases` those there are stay."""

    title = Text(200, required=True)
    summary = Text(4000, least=0, lines=True, required=True)
    place = Text(200, least=0, required=True)
    host_body_id = fields.UUID(required=True)
    time_zone = time_zone(load_default="Asia/Ho_Chi_Minh")
    starts_at = Moment(required=True)
    ends_at = Moment(required=True)
    link_signs_in = YesOrNo(load_default=False)
    phases = several(fields.Nested(Phase), most=MOST_PHASES)

    @validates_schema
    def check(self, data: dict[str, Any], **_: Any) -> None:
        """A forum ends after it starts, and names each phase once."""
        if data["ends_at"] <= data["starts_at"]:
            raise ValidationError("before-starts-at", "ends_at")
        named = [phase["phase_id"] for phase in data.get("phases", ()) if "phase_id" in phase]
        if len(named) != len(set(named)):
            raise ValidationError("twice", "phases")


class ListForums(Body):
    """Which forums to list."""

    state = choice(STATES)
    after = fields.UUID()


class ImportDelegates(Body):
    """A roster as text or as a file: XLSX, CSV or tab-separated. Without `apply` it is only looked at."""

    text = fields.String(validate=validate.Length(1, LARGEST_ROSTER, error="too-long max={max}"))
    file = File(LARGEST_FILE)
    apply = YesOrNo(load_default=False)

    @validates_schema
    def check(self, data: dict[str, Any], **_: Any) -> None:
        """Either text or a file."""
        if ("text" in data) == ("file" in data):
            raise ValidationError("required", "file" if "text" in data else "text")


class ChangeSeat(Body):
    """One person's place in a forum as it is to be; whose it is stays."""

    full_name = full_name(required=True)
    sector = sector(required=True)
    body_code = body_code(load_default=None, allow_none=True)
    position = position()
    roles = several(choice(ROLES), most=len(ROLES), least=1, required=True)
    weight = weight(load_default=None)  # left out: as it is, 1 for a new seat


class GrantSeat(ChangeSeat):
    """One person's place in a forum, new or changed."""

    email = Email(required=True)


class ListSeats(Body):
    """Which seats to list, and where to go on. `q`: words of names, addresses, positions, sectors, bodies."""

    q = Text(100, least=0)
    role = choice(ROLES)
    sector = Text(120)
    invited = fields.Boolean(truthy={"true"}, falsy={"false"})
    after = fields.UUID()
    limit = fields.Integer(load_default=200, validate=validate.Range(1, 500, error="out-of-range min={min} max={max}"))


class InviteSeats(Body):
    """Which seats to invite; everyone not yet invited when left out."""

    seat_ids = several(fields.UUID(), most=1000, least=1)
