"""The relay's side of the broker: publishes in order with confirms and knows how far everything is confirmed.

A broker that is frozen, or blocks us for want of memory, answers nothing: so every wait is limited, and on any
trouble the connection is dropped without a farewell (`collect`), since the polite one would wait for an answer too.
Whoever calls publishes again from `confirmed`.
"""

import contextlib
import time
from collections.abc import Sequence

import amqp
from amqp import spec

from services.kit import topology
from services.kit.envelope import CONTENT_TYPE, Envelope, encode

#: Seconds without any confirm, while some are missing, after which the broker counts as gone.
SILENCE = 3.0


class Unconfirmed(Exception):
    """The broker refused an event, could not route it, or did not answer in time."""


class Publisher:
    """One connection to the broker, made when needed."""

    def __init__(self, amqp_uri: str, producer: str, listeners: Sequence[str]) -> None:
        self._uri = amqp_uri
        self._exchange = topology.exchange_name(producer)
        self._producer = producer
        self._listeners = listeners
        self._connection: amqp.Connection | None = None
        self._tag = 0
        self._waiting: dict[int, int] = {}  # delivery tag → position, in the order of publishing
        self._heard_at = 0.0
        self.confirmed = 0  # every event up to this position is on the broker

    def connect(self) -> None:
        """Connect unless connected, and declare every listener's queue: what nobody has bound would be thrown away."""
        if self._connection is not None:
            return
        self._connection = topology.connect(self._uri)
        self._channel = self._connection.channel()
        topology.declare_exchange(self._channel, self._producer)
        for listener in self._listeners:
            topology.declare_queue(self._channel, listener, self._producer)
        self._channel.confirm_select()
        self._channel.events["basic_ack"].add(self._on_ack)
        self._channel.events["basic_nack"].add(self._on_nack)
        self._tag, self._waiting = 0, {}

    def publish(self, events: Sequence[Envelope]) -> None:
        """Publish in order and return when everything is confirmed. Raises on any trouble; `drop` and call again."""
        for event in events:
            self._tag += 1
            self._waiting[self._tag] = event.position
            message = amqp.Message(encode(event), content_type=CONTENT_TYPE, delivery_mode=2, message_id=str(event.id))
            self._send(message, event.type)
        self._heard_at = time.monotonic()
        while self._waiting:
            self._listen(0.2)
            if time.monotonic() - self._heard_at > SILENCE:
                raise Unconfirmed("the broker does not confirm")

    def stay_alive(self) -> None:
        """Answer the broker's heartbeats; call it about once a second. Raises when the broker is gone."""
        if self._connection is not None:
            self._listen(0.001)
            self._connection.heartbeat_tick()

    def drop(self) -> None:
        """Forget the connection, without a word."""
        connection, self._connection = self._connection, None
        if connection is not None:
            with contextlib.suppress(Exception):
                connection.collect()

    def _send(self, message: amqp.Message, routing_key: str) -> None:
        """What `basic_publish` does, without its look for answers, which spins while half a frame has arrived.

        A message that comes back as unroutable raises by itself: its listeners' queues are gone.
        """
        mandatory, immediate = bool(self._listeners), False
        arguments = (0, self._exchange, routing_key, mandatory, immediate)
        self._channel.send_method(spec.Basic.Publish, "Bssbb", arguments, message)

    def _listen(self, seconds: float) -> None:
        with contextlib.suppress(TimeoutError):
            self._channel.connection.drain_events(timeout=seconds)

    def _on_ack(self, tag: int, multiple: bool) -> None:
        self._heard_at = time.monotonic()
        last = max(self._waiting.values(), default=0)
        for confirmed in [other for other in self._waiting if other <= tag] if multiple else [tag]:
            self._waiting.pop(confirmed, None)
        self.confirmed = min(self._waiting.values(), default=last + 1) - 1

    def _on_nack(self, tag: int, multiple: bool) -> None:
        raise Unconfirmed("the broker refused an event")
