"""Identifiers: ordered ones for what may show its age, random ones for what must not."""

import uuid

import uuid_utils


def new_id() -> uuid.UUID:
    """A UUIDv7 (RFC 9562): sorts by time of making. Not for ballots: their order would tell the order of voting."""
    return uuid.UUID(int=uuid_utils.uuid7().int)


def random_id() -> uuid.UUID:
    """A UUIDv4: tells nothing."""
    return uuid.uuid4()
