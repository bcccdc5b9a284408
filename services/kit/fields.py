"""Marshmallow fields for what people write, with faults as stable codes (`too-long max=200`) the gateway puts in words.

Text is NFC, without control characters; marks that change the direction of the text around them are refused, since they
can make a name or a sentence read as another (Unicode TR 36).
"""

import base64
import re
import unicodedata
from collections.abc import Iterable
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from marshmallow import RAISE, Schema, ValidationError, fields, validate

from services.kit.errors import Fault

fields.Field.default_error_messages = {"required": "required", "null": "required", "validator_failed": "invalid"}
for _field, _codes in {
    fields.String: {"invalid": "not-text", "invalid_utf8": "not-text"},
    fields.UUID: {"invalid_uuid": "not-an-id", "invalid": "not-an-id"},
    fields.Integer: {"invalid": "not-a-number", "too_large": "not-a-number"},
    fields.Boolean: {"invalid": "not-yes-or-no"},
    fields.AwareDateTime: {"invalid": "not-a-time", "invalid_awareness": "no-time-zone", "format": "not-a-time"},
    fields.Date: {"invalid": "not-a-date", "format": "not-a-date"},
    fields.List: {"invalid": "not-a-list"},
    fields.Nested: {"type": "not-an-object"},
    fields.Mapping: {"invalid": "not-an-object"},
}.items():
    _field.default_error_messages = _codes  # type: ignore[attr-defined]
Schema.error_messages = {"unknown": "unknown-field", "type": "not-an-object"}

EARLIEST, LATEST = datetime(2000, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufeff]")
_DIRECTION = re.compile(r"[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")

_is_email = validate.Email(error="not-an-email")


class Text(fields.String):
    """What a person wrote: 1 (or `least`) to `longest` characters; one line unless `lines`."""

    def __init__(self, longest: int, least: int = 1, lines: bool = False, **options: Any) -> None:
        super().__init__(validate=validate.Length(max=longest, error="too-long max={max}"), **options)
        self.least, self.lines = least, lines

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        text = unicodedata.normalize("NFC", str(super()._deserialize(value, attr, data, **kwargs))).strip()
        text = text.replace("\r\n", "\n")
        if _CONTROL.search(text) or (not self.lines and re.search(r"[\r\n]", text)):
            raise ValidationError("control-character")
        if _DIRECTION.search(text):
            raise ValidationError("direction-mark")
        if len(text) < self.least:
            raise ValidationError("required" if self.least == 1 else f"too-short min={self.least}")
        return text


class Email(Text):
    """One mail address (RFC 5321's sizes), in lower case; ASCII only, since not every mail server takes others."""

    def __init__(self, **options: Any) -> None:
        super().__init__(longest=254, **options)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        address = super()._deserialize(value, attr, data, **kwargs).lower()
        if not address.isascii():
            raise ValidationError("not-an-email")
        return _is_email(address)


def choice(words: Iterable[str], **options: Any) -> fields.String:
    """One of a few words."""
    return fields.String(validate=validate.OneOf(list(words), error="not-a-choice choices={choices}"), **options)


def whole(least: int, most: int, **options: Any) -> fields.Integer:
    """A whole number within bounds; a boolean or a text is not a number."""
    limits = validate.Range(least, most, error="out-of-range min={min} max={max}")
    return fields.Integer(strict=True, validate=limits, **options)


class Exact(fields.String):
    """A number with a few decimals, as text, since JSON's are not exact; a comma will do. In one way of writing it."""

    def __init__(self, least: str, most: str, places: int, **options: Any) -> None:
        super().__init__(**options)
        self.least, self.most, self.places = Decimal(least), Decimal(most), places
        self._is_number = re.compile(rf"[0-9]{{1,15}}(?:[.,][0-9]{{1,{places}}})?").fullmatch

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        text = str(super()._deserialize(value, attr, data, **kwargs)).strip()
        if not text:
            raise ValidationError("required")
        if not self._is_number(text):
            raise ValidationError(f"not-a-decimal max={self.places}")
        number = Decimal(text.replace(",", "."))
        if not self.least <= number <= self.most:
            raise ValidationError(f"out-of-range min={self.least} max={self.most}")
        return f"{number.normalize():f}"


class Moment(fields.AwareDateTime):
    """A time with its zone, as UTC, in a century we can plan for: PostgreSQL takes not every zone that Python does."""

    def __init__(self, **options: Any) -> None:
        limits = validate.Range(EARLIEST, LATEST, error="out-of-range")
        super().__init__(validate=limits, default_timezone=None, **options)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> datetime:
        moment = super()._deserialize(value, attr, data, **kwargs)
        try:
            return moment.astimezone(UTC)
        except OverflowError as error:
            raise ValidationError("not-a-time") from error


class File(fields.String):
    """A file of at most `largest` megabytes, in base64; its content."""

    def __init__(self, largest: int, **options: Any) -> None:
        super().__init__(metadata={"contentEncoding": "base64"}, **options)
        self.largest = largest

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        text = str(super()._deserialize(value, attr, data, **kwargs))
        try:
            content = base64.b64decode(text, validate=True)
        except ValueError as error:
            raise ValidationError("not-base64") from error
        if not content:
            raise ValidationError("file-empty")
        if len(content) > self.largest * 1024 * 1024:
            raise ValidationError(f"file-too-large max={self.largest}")
        return content


class YesOrNo(fields.Boolean):
    """True or false, and nothing that is taken for one elsewhere: no "yes", no 1."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> bool:
        if not isinstance(value, bool):
            raise self.make_error("invalid", input=value)
        return value


def several(inner: fields.Field[Any], most: int, least: int = 0, **options: Any) -> fields.List[Any]:
    """A list of `least` to `most` of `inner`."""
    return fields.List(inner, validate=validate.Length(least, most, error="wrong-count min={min} max={max}"), **options)


class Body(Schema):
    """Base of every command's schema: fields nobody knows are faults, not ignored."""

    class Meta:
        unknown = RAISE


def faults(messages: Any, pointer: str = "") -> list[Fault]:
    """Marshmallow's nested messages as a flat list with RFC 6901 pointers."""
    if isinstance(messages, dict):
        return [fault for name, inner in messages.items() for fault in faults(inner, pointer + step(name))]
    if isinstance(messages, list):
        return [fault for inner in messages for fault in faults(inner, pointer)]
    code, *pairs = str(messages).split(" ", 1)
    return [Fault(pointer, code, dict(_pairs(pairs[0] if pairs else "")))]


def step(name: Any) -> str:
    """One step of an RFC 6901 pointer."""
    return "" if name == "_schema" else "/" + str(name).replace("~", "~0").replace("/", "~1")


def _pairs(text: str) -> Iterable[tuple[str, str]]:
    return re.findall(r"(\w+)=(.*?)(?= \w+=|$)", text)
