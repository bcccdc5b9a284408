"""What relay and consumer declare on the broker, and that no declaration waits for ever."""

import time

import amqp
import pytest

from deploy.local.broker import Broker
from services.kit import topology


def test_relay_and_consumer_may_declare_the_same_in_any_order(broker: Broker) -> None:
    connection = topology.connect(broker.fresh_vhost())
    channel = connection.channel()
    for _ in range(2):
        assert topology.declare_queue(channel, "listener", "teller") == "listener.teller.v1"
        assert topology.declare_exchange(channel, "teller") == "teller.events"
    connection.collect()


def test_a_queue_with_other_arguments_is_refused(broker: Broker) -> None:
    connection = topology.connect(broker.fresh_vhost())
    connection.channel().queue_declare(topology.queue_name("listener", "teller"), durable=True, auto_delete=False)
    with pytest.raises(amqp.PreconditionFailed):
        topology.declare_queue(connection.channel(), "listener", "teller")
    connection.collect()


def test_a_frozen_broker_is_not_waited_for_long(broker: Broker) -> None:
    connection = topology.connect(broker.fresh_vhost())
    channel = connection.channel()
    broker.freeze()
    try:
        began = time.monotonic()
        with pytest.raises(TimeoutError):
            topology.declare_queue(channel, "listener", "teller")
        assert time.monotonic() - began < topology.PATIENCE + 1
    finally:
        broker.thaw()
        connection.collect()


def test_a_frozen_broker_is_not_connected_to_for_long(broker: Broker) -> None:
    uri = broker.fresh_vhost()
    broker.freeze()
    try:
        began = time.monotonic()
        with pytest.raises(TimeoutError):
            topology.connect(uri)
        assert time.monotonic() - began < topology.PATIENCE + 1
    finally:
        broker.thaw()
