"""The envelope of an event on the bus and in a feed: CloudEvents 1.0 attributes around the data, as one JSON object.

Beside the standard attributes: `sequence` is the event's version in its stream (`subject`), `position` its place in the
producer's feed, `epoch` the feed's epoch, `correlationid` what caused it. Numbers that can pass 32 bits are text, as
CloudEvents wants it. Decoding is strict: what is not exactly right raises. Attributes nobody here knows are ignored.
"""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from services.kit import strict_json
from services.kit.errors import Malformed

CONTENT_TYPE = "application/cloudevents+json"
LARGEST = 256 * 1024

_NUMBER = re.compile(r"[1-9][0-9]{0,18}", re.ASCII)
_SOURCE = re.compile(r"/[a-z][a-z0-9_]{0,62}", re.ASCII)
_TYPE = re.compile(r"[a-z][a-z0-9_]{0,98}\.v[1-9][0-9]{0,3}", re.ASCII)
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?(Z|[+-]\d\d:\d\d)", re.ASCII)
_LINE = re.compile(r"[^\x00-\x1f\x7f]{1,200}")


@dataclass(frozen=True)
class Envelope:
    """One event of a producer's feed."""

    id: UUID
    producer: str
    type: str
    time: datetime
    stream: str
    version: int
    position: int
    epoch: UUID
    correlation: str
    data: dict[str, Any]


def attributes(event: Envelope) -> dict[str, Any]:
    """The event as the JSON object that goes out."""
    return {
        "specversion": "1.0",
        "id": event.id,
        "source": f"/{event.producer}",
        "type": event.type,
        "time": event.time,
        "subject": event.stream,
        "sequence": str(event.version),
        "position": str(event.position),
        "epoch": event.epoch,
        "correlationid": event.correlation,
        "datacontenttype": "application/json",
        "data": event.data,
    }


def encode(event: Envelope) -> bytes:
    """The event as the body of a message."""
    return strict_json.dumps(attributes(event))


def decode(body: bytes) -> Envelope:
    """The event in a message's body. Raises Malformed for anything that is not exactly right."""
    if len(body) > LARGEST:
        raise Malformed(reason="too-large")
    return from_attributes(strict_json.loads(body))


def from_attributes(value: Any) -> Envelope:
    """The event in an already parsed object. Raises Malformed."""
    if not isinstance(value, dict):
        raise Malformed(reason="not-an-object")
    _exactly(value, "specversion", "1.0")
    _exactly(value, "datacontenttype", "application/json")
    return Envelope(
        id=_id(value, "id"),
        producer=_text(value, "source", _SOURCE)[1:],
        type=_text(value, "type", _TYPE),
        time=_time(value),
        stream=_text(value, "subject", _LINE),
        version=_number(value, "sequence"),
        position=_number(value, "position"),
        epoch=_id(value, "epoch"),
        correlation=_text(value, "correlationid", _LINE),
        data=_data(value),
    )


def _exactly(value: dict[str, Any], name: str, expected: str) -> None:
    if value.get(name) != expected:
        raise Malformed(reason=name)


def _text(value: dict[str, Any], name: str, pattern: re.Pattern[str]) -> str:
    text = value.get(name)
    if not isinstance(text, str) or not pattern.fullmatch(text):
        raise Malformed(reason=name)
    return text


def _number(value: dict[str, Any], name: str) -> int:
    number = int(_text(value, name, _NUMBER))
    if number >= 2**63:
        raise Malformed(reason=name)
    return number


def _id(value: dict[str, Any], name: str) -> UUID:
    text = _text(value, name, _LINE)
    try:
        identifier = UUID(text)
    except ValueError as error:
        raise Malformed(reason=name) from error
    if str(identifier) != text:
        raise Malformed(reason=name)
    return identifier


def _time(value: dict[str, Any]) -> datetime:
    try:
        return datetime.fromisoformat(_text(value, "time", _TIME))
    except ValueError as error:
        raise Malformed(reason="time") from error


def _data(value: dict[str, Any]) -> dict[str, Any]:
    data = value.get("data")
    if not isinstance(data, dict):
        raise Malformed(reason="data")
    return data
