"""Lists that are answered a page at a time."""

from marshmallow import Schema, fields


def listed(item: type[Schema], **more: fields.Field) -> type[Schema]:
    """A page of a list; `next` goes into `after` of the next question, null at the end."""
    page: dict[str, fields.Field] = {
        "items": fields.List(fields.Nested(item), required=True),
        "next": fields.UUID(required=True, allow_none=True),
    }
    return Schema.from_dict({**page, **more}, name=f"{item.__name__}List")
