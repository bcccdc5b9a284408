"""What a search answers."""

from marshmallow import Schema, fields


class FoundForum(Schema):
    """A forum the asker may see."""

    forum_id = fields.UUID(required=True)
    title = fields.String(required=True)
    place = fields.String(required=True)
    host_name = fields.String(required=True)
    state = fields.String(required=True)
    starts_at = fields.AwareDateTime(required=True)


class FoundBody(Schema):
    """A body."""

    body_id = fields.UUID(required=True)
    kind = fields.String(required=True)
    code = fields.String(required=True)
    name = fields.String(required=True)


class FoundPerson(Schema):
    """Somebody with a seat in a forum the asker organizes; or, for an organizer of the installation, without one."""

    person_id = fields.UUID(required=True)
    full_name = fields.String(required=True)
    email = fields.String(required=True)
    position = fields.String(required=True)
    forum_id = fields.UUID(required=True, allow_none=True)
    forum_title = fields.String(required=True, allow_none=True)
    seat_id = fields.UUID(required=True, allow_none=True)


class Found(Schema):
    """What was found, at most 20 of each; people are shown to organizers only."""

    forums = fields.List(fields.Nested(FoundForum), required=True)
    bodies = fields.List(fields.Nested(FoundBody), required=True)
    people = fields.List(fields.Nested(FoundPerson), required=True)
