"""What apispec does not read off our own fields: how short a text may be, and what it is made of."""

from typing import Any

from marshmallow import fields, validate

from services.forum.schemas import BodyCode
from services.kit.fields import Email, Exact, Text

ONE_LINE = "One line; no control characters, no marks of direction."
LINES = "Lines; no control characters, no marks of direction."
CODE = r"[A-Za-z0-9][A-Za-z0-9._/-]*"


def written(_: Any, field: fields.Field[Any], **options: Any) -> dict[str, Any]:
    """Of a text people write."""
    if isinstance(field, Exact):
        limits = f"From {field.least} to {field.most}; it is kept in the shortest way of writing it."
        return {"pattern": f"^[0-9]+([.,][0-9]{{1,{field.places}}})?$", "description": limits}
    if not isinstance(field, Text):
        return {}
    least = {"minLength": field.least} if field.least else {}
    if isinstance(field, Email):
        return {**least, "format": "email"}
    if isinstance(field, BodyCode):
        return {**least, "pattern": f"^{CODE}$" if field.least else f"^({CODE})?$"}
    return {**least, "description": LINES if field.lines else ONE_LINE}


def pattern(_: Any, field: fields.Field[Any], **options: Any) -> dict[str, Any]:
    """A regular expression as JavaScript has it: ours begin where the text does, and `\\Z` is its end."""
    found = [each.regex.pattern for each in field.validators if isinstance(each, validate.Regexp)]
    return {"pattern": f"^{found[0].removesuffix(chr(92) + 'Z')}$"} if found else {}
