"""What a command depends on, and what it has moved: streams of producers with their versions, as headers.

Stream-Version: forum directory=12, forum forum/0192…=7     in an answer: what this command has moved
Depends-On: forum directory=12                              in a request: only if that has been heard here
"""

import re
from collections.abc import Mapping

from services.kit.db import Tx, queries
from services.kit.errors import Malformed, NotYetKnown

_ONE = re.compile(r"(?P<producer>[a-z]+) (?P<stream>[a-z][a-z0-9/-]*)=(?P<version>[0-9]{1,18})")


def as_header(producer: str, versions: Mapping[str, int]) -> str:
    """The streams a command has moved, so that a caller can say what its next command depends on."""
    return ", ".join(f"{producer} {stream}={version}" for stream, version in versions.items())


def require_heard(tx: Tx, service: str, header: str) -> None:
    """Raises NotYetKnown when what a Depends-On header names has not been heard; Malformed when it is none."""
    for each in filter(None, (part.strip() for part in header.split(","))):
        found = _ONE.fullmatch(each)
        if found is None:
            raise Malformed(reason="depends-on")
        if _known(tx, service, found["producer"], found["stream"]) < int(found["version"]):
            raise NotYetKnown


def _known(tx: Tx, service: str, producer: str, stream: str) -> int:
    """The version of a stream that is known here; of its own streams a service knows all."""
    if producer == service:
        return queries.stream_version(tx.connection, stream=stream) or 0
    return queries.heard_version(tx.connection, producer=producer, stream=stream) or 0
