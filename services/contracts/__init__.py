"""What crosses the bus, and nothing else: one schema per event type, by producer.

An event type is past tense and ends in its version. Adding an attribute keeps the version, and readers ignore what they
do not know; any other change is a new version, and both are sent for a while. `samples/` freezes one message per type.

Streams: one per forum, `forum/<id>`, and `directory` for people and bodies.
"""

from uuid import UUID

from marshmallow import Schema

from services.contracts import forum, notify, proposals

#: producer → event type → schema of its data
EVENTS: dict[str, dict[str, type[Schema]]] = {
    "forum": forum.EVENTS,
    "proposals": proposals.EVENTS,
    "notify": notify.EVENTS,
}

#: producer → the services that listen to it; each has a queue there, and nothing is published before they have
LISTENERS: dict[str, tuple[str, ...]] = {
    "forum": ("proposals", "notify"),
    "proposals": ("forum", "notify"),
    "notify": (),
}

DIRECTORY = "directory"


def forum_stream(forum_id: UUID) -> str:
    """The stream of one forum's events."""
    return f"forum/{forum_id}"
