"""A listener that only writes down what comes: whether each feed arrives whole and in order, whatever was killed."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import accumulate

import amqp

from services.kit import envelope, topology

PRODUCERS = ("forum", "proposals", "notify")
CONSUMER = "witness"


@dataclass
class Testimony:
    """What was seen of one producer: positions in the order they came."""

    positions: list[int] = field(default_factory=list)
    versions: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))

    @property
    def repeats(self) -> int:
        """How many were published again, after a relay or the broker was killed."""
        return len(self.positions) - len(set(self.positions))

    @property
    def out_of_order(self) -> int:
        """How many came for the first time after one they should have come before."""
        return sum(map(_late, (self.positions, *self.versions.values())))


class Witness:
    """Has a durable queue of its own on every exchange, from the start."""

    def __init__(self, amqp_uri: str) -> None:
        self._uri = amqp_uri
        connection = topology.connect(amqp_uri)
        for producer in PRODUCERS:
            topology.declare_exchange(connection.channel(), producer)
            topology.declare_queue(connection.channel(), CONSUMER, producer)
        connection.close()

    def testify(self) -> dict[str, Testimony]:
        """Everything that came, by producer; the queues are empty afterwards."""
        connection = topology.connect(self._uri)
        seen = {producer: _read(connection, topology.queue_name(CONSUMER, producer)) for producer in PRODUCERS}
        connection.close()
        return seen


def _read(connection: amqp.Connection, queue: str) -> Testimony:
    channel = connection.channel()
    waiting = channel.queue_declare(queue, passive=True).message_count
    arrived: list[bytes] = []
    channel.basic_consume(queue, no_ack=True, callback=lambda message: arrived.append(bytes(message.body)))
    while len(arrived) < waiting:
        connection.drain_events(timeout=5)
    testimony = Testimony()
    for event in map(envelope.decode, arrived):
        testimony.positions.append(event.position)
        testimony.versions[event.stream].append(event.version)
    return testimony


def _late(numbers: Sequence[int]) -> int:
    first_arrivals = list(dict.fromkeys(numbers))
    return sum(
        number < highest for highest, number in zip(accumulate(first_arrivals, max), first_arrivals, strict=True)
    )
