"""Messages made to stop a consumer: none does, each is kept for an operator, and the others flow."""

import itertools
import json
import struct
import uuid
import zlib
from collections.abc import Callable

import amqp
import pytest
from amqp import serialization

from tests.integration.kit.stage import Stage
from tests.waiting import eventually

numbers = itertools.count(1)


def genuine(stage: Stage, **changes: object) -> dict:
    """An envelope as the teller's relay would send it, for an event that is in no feed."""
    state = stage.feed()
    return {
        "specversion": "1.0",
        "id": str(uuid.uuid4()),
        "source": "/teller",
        "type": "said.v1",
        "time": "2026-11-23T08:00:00Z",
        "subject": "forged",
        "sequence": "1",
        "position": str(state["head"] + 1_000_000 + next(numbers)),
        "epoch": str(state["epoch"]),
        "correlationid": "0123456789abcdef",
        "datacontenttype": "application/json",
        "data": {"text": "never said"},
    } | changes


def text(stage: Stage, **changes: object) -> bytes:
    """The same as a body."""
    return json.dumps(genuine(stage, **changes)).encode()


def unique() -> str:
    """Something that makes a body unlike every other."""
    return f"{next(numbers)}"


BODIES: dict[str, Callable[[Stage], bytes]] = {
    "no JSON": lambda _: b"{" + unique().encode(),
    "nothing": lambda _: b"",
    "null": lambda _: b"null",
    "a number": lambda _: unique().encode(),
    "a pickle": lambda _: b"\x80\x04\x95\x10\x00" + unique().encode(),
    "nameko's __type__": lambda _: json.dumps({"__type__": "x", "__value__": unique()}).encode(),
    "not UTF-8": lambda _: b"\xff\xfe" + unique().encode(),
    "NaN": lambda stage: text(stage).replace(b'"never said"', b"NaN"),
    "a NUL": lambda stage: text(stage, data={"text": "\0" + unique()}),
    "a lone surrogate": lambda stage: text(stage, data={"text": "\ud800" + unique()}),
    "a name twice": lambda stage: text(stage).replace(b'"sequence"', b'"subject": "x", "sequence"'),
    "100,000 levels": lambda _: b"[" * 100_000 + unique().encode() + b"]" * 100_000,
    "300 KiB": lambda stage: text(stage, data={"text": "x" * 300_000}),
    "20 MB": lambda _: (unique() * 20_000_000).encode()[:20_000_000],
    "data is a list": lambda stage: text(stage, data=[unique()]),
    "no position": lambda stage: text(stage, position=None),
    "a position as a number": lambda stage: text(stage, position=next(numbers)),
    "position zero": lambda stage: text(stage, position="0", id=str(uuid.uuid4())),
    "a position of 30 digits": lambda stage: text(stage, position="9" * 30, id=str(uuid.uuid4())),
    "a position never given": lambda stage: text(stage),
    "no such day": lambda stage: text(stage, time="2026-02-30T00:00:00Z"),
    "another producer": lambda stage: text(stage, source="/somebody"),
    "CloudEvents 2.0": lambda stage: text(stage, specversion="2.0"),
}


@pytest.mark.parametrize("name", BODIES)
def test_a_body_that_cannot_be_true_is_parked_alone(playing: Stage, name: str) -> None:
    before = len(playing.parked())
    body = BODIES[name](playing)
    channel = playing.channel()
    for _ in range(3):  # the same again is the same row
        channel.basic_publish(amqp.Message(body, delivery_mode=2), "teller.events", "said.v1")
    stream = f"after {name}"
    playing.tell(stream, "we go on")
    eventually(lambda: playing.heard(stream) == ["we go on"], within=5)
    eventually(lambda: len(playing.parked()) == before + 1)
    assert playing.parked()[-1]["blocks"] is False
    assert playing.alive("listener")
    assert playing.heard("forged") == []


PROPERTIES: dict[str, dict] = {
    "a foreign content type": {"content_type": "application/x-python-serialize"},
    "a pickle's encoding": {"content_type": "application/data", "content_encoding": "binary"},
    "nameko's call stack as a number": {"application_headers": {"nameko.call_id_stack": 5}},
    "compression": {"application_headers": {"compression": "application/x-gzip"}},
    "an expiry": {"expiration": "600000"},
    "reply to nowhere": {"reply_to": "nowhere", "correlation_id": "x" * 200},
}


@pytest.mark.parametrize("name", PROPERTIES)
def test_properties_mean_nothing(playing: Stage, name: str) -> None:
    before = len(playing.parked())
    body = zlib.compress(unique().encode() * 1_000_000)
    playing.channel().basic_publish(amqp.Message(body, **PROPERTIES[name]), "teller.events", "said.v1")
    stream = f"after {name}"
    playing.tell(stream, "we go on")
    eventually(lambda: playing.heard(stream) == ["we go on"], within=5)
    eventually(lambda: len(playing.parked()) == before + 1)
    assert playing.alive("listener")


TIME_OUT_OF_RANGE = b"\x00\x00\x00\x0b\x01aT\x7f" + b"\xff" * 7  # a table: its length, the name a, a timestamp
RAW: dict[str, tuple[bytes, bytes]] = {
    # the flags of the properties that follow, and the properties; then the routing key
    "a header the library cannot read": (struct.pack(">H", 1 << 13) + TIME_OUT_OF_RANGE, b"said.v1"),
    "a content type that is no text": (struct.pack(">H", 1 << 15) + b"\x02\xff\xfe", b"said.v1"),
    "a routing key that is no text": (struct.pack(">H", 0), b"\xff\xfe\xfd"),
}


@pytest.mark.parametrize("name", RAW)
def test_properties_the_library_cannot_read_are_never_read(playing: Stage, name: str) -> None:
    properties, routing_key = RAW[name]
    before = len(playing.parked())
    channel = playing.channel()
    publish_raw(channel, properties, routing_key, unique().encode())
    stream = f"after {name}"
    playing.tell(stream, "we go on")
    eventually(lambda: playing.heard(stream) == ["we go on"], within=5)
    eventually(lambda: len(playing.parked()) == before + 1, saying="the message is parked, so the broker has taken it")
    assert playing.alive("listener")


def publish_raw(channel: amqp.Channel, properties: bytes, routing_key: bytes, body: bytes) -> None:
    """basic.publish with bytes of our choice, which no library would send."""
    exchange = b"teller.events"
    method = struct.pack(">HHH", 60, 40, 0) + bytes([len(exchange)]) + exchange
    method += bytes([len(routing_key)]) + routing_key + b"\0"
    header = struct.pack(">HHQ", 60, 0, len(body)) + properties
    for kind, payload in ((1, method), (2, header), (3, body)):
        frame = struct.pack(">BHI", kind, channel.channel_id, len(payload)) + payload + b"\xce"
        channel.connection.transport.write(frame)


def test_the_library_indeed_cannot_read_that_header() -> None:
    with pytest.raises(OSError, match="too large"):
        serialization.loads("F", TIME_OUT_OF_RANGE, 0)


def test_a_type_nobody_knows_is_parked_alone(playing: Stage) -> None:
    playing.tell("unknown", "tishoo", kind="sneezed.v1")
    playing.tell("unknown", "bless you")
    eventually(lambda: playing.heard("unknown") == ["bless you"])
    [row] = playing.parked("unknown")
    assert (row["type"], row["blocks"], row["next_try"]) == ("sneezed.v1", False, None)


def test_what_fails_holds_up_its_own_stream_only_and_goes_on_when_cured(playing: Stage) -> None:
    playing.tell("ill", "one")
    playing.tell("ill", "two", poison=True)
    playing.tell("ill", "three", "four")
    playing.tell("well", "one", "two")
    eventually(lambda: playing.heard("well") == ["one", "two"], within=5)
    eventually(lambda: len(playing.parked("ill")) == 3)
    assert playing.heard("ill") == ["one"]
    assert playing.parked("ill")[0]["error"].startswith("Unwell")

    playing.ask("listener", "INSERT INTO cure VALUES ('two')")
    eventually(lambda: playing.heard("ill") == ["one", "two", "three", "four"], within=10)
    eventually(lambda: playing.parked("ill") == [])
    assert playing.ask("listener", "SELECT version FROM heard_stream WHERE stream = 'ill'") == [{"version": 4}]


def test_an_effect_too_large_to_be_told_parks_what_caused_it(playing: Stage) -> None:
    playing.tell("echo", "x" * 1000, echo=1000)
    playing.tell("after echo", "fine")
    eventually(lambda: playing.heard("after echo") == ["fine"], within=5)
    eventually(lambda: playing.parked("echo"))
    assert playing.heard("echo") == []
