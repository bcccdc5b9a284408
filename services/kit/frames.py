"""What of a delivery may reach us: its tag and its body up to a limit, nothing else.

A message's properties, headers and routing key are written by whoever published it, and the AMQP library reads them
before we see the message: a text that is not UTF-8 or a table type it does not know would break the connection, the
broker would deliver the message again, and the consumer would never get past it. We need none of them, so they are cut
out of the frames before the library reads them.
"""

from collections.abc import Callable
from struct import pack, unpack_from
from typing import Any

from amqp.method_framing import frame_handler

from services.kit.envelope import LARGEST

_METHOD, _HEADER, _BODY = 1, 2, 3
_DELIVER = (60, 60)
_EMPTY_TEXT = b"\0"
_NO_PROPERTIES = b"\0\0"

Frame = tuple[int, int, bytes]


def tags_and_bodies(connection: Any, callback: Callable[..., Any]) -> Callable[[Frame], bool]:
    """A frame handler for `amqp.Connection`, for connections with one channel that only consumes."""
    pass_on = frame_handler(connection, callback)
    room = 0

    def on_frame(frame: Frame) -> bool:
        nonlocal room
        kind, channel, payload = frame
        if kind == _METHOD and unpack_from(">HH", payload) == _DELIVER:
            payload = _without_routing(payload)
        elif kind == _HEADER:
            room = LARGEST + 1  # one byte too many is enough to see that it is too large
            payload = _without_properties(payload, room)
        elif kind == _BODY:
            payload, room = payload[:room], room - len(payload[:room])
            if not payload:
                return False
        return bool(pass_on((kind, channel, payload)))

    return on_frame


def _without_routing(payload: bytes) -> bytes:
    """basic.deliver: method, consumer tag, delivery tag, redelivered, exchange, routing key."""
    end = 4 + 1 + payload[4] + 8 + 1
    return payload[:end] + _EMPTY_TEXT + _EMPTY_TEXT


def _without_properties(payload: bytes, room: int) -> bytes:
    """A content header: class, weight, size of the body, properties."""
    size = unpack_from(">Q", payload, 4)[0]
    return payload[:4] + pack(">Q", min(size, room)) + _NO_PROPERTIES
