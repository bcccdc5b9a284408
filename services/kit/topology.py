"""What is on the broker: one topic exchange per producer, one quorum queue per consumer and producer.

Relay and consumer declare it through the same functions, so it cannot differ. Names carry a version: a queue with other
arguments is another queue. The queue has a single active consumer, or two processes of one service would hear a feed in
pieces. It has no length limit: what waits in it is wanted, and what is lost from it is refilled from the feed.
"""

import ssl
from collections.abc import Callable
from typing import Any

import amqp
from kombu.utils.url import url_to_parts

#: Seconds to connect, and to wait for any one answer of the broker.
PATIENCE = 3.0
HEARTBEAT = 5


def exchange_name(producer: str) -> str:
    """The exchange a producer's relay publishes to."""
    return f"{producer}.events"


def queue_name(consumer: str, producer: str) -> str:
    """The queue in which `consumer` hears `producer`."""
    return f"{consumer}.{producer}.v1"


def connect(amqp_uri: str, **options: Callable[..., Any]) -> amqp.Connection:
    """An open connection on which no single wait is longer than PATIENCE, with eventlet or without.

    The library's own read timeout is the kernel's, which eventlet does not see and which the library takes for an
    interruption and waits on. The timeout of the socket object holds in both worlds.
    """
    url = url_to_parts(amqp_uri)
    connection = amqp.Connection(
        host=f"{url.hostname or 'localhost'}:{url.port or (5671 if url.scheme == 'amqps' else 5672)}",
        userid=url.username or "guest",
        password=url.password or "guest",
        virtual_host=url.path or "/",
        ssl=_verified(url.hostname) if url.scheme == "amqps" else False,
        connect_timeout=PATIENCE,
        heartbeat=HEARTBEAT,
        **options,
    )
    connection.connect()
    connection.sock.settimeout(PATIENCE)
    return connection


def declare_exchange(channel: amqp.Channel, producer: str) -> str:
    """Declare a producer's exchange; answers its name."""
    name = exchange_name(producer)
    channel.exchange_declare(name, "topic", durable=True, auto_delete=False)
    return name


def declare_queue(channel: amqp.Channel, consumer: str, producer: str) -> str:
    """Declare a consumer's queue and bind it to everything the producer says; answers its name."""
    name = queue_name(consumer, producer)
    arguments = {"x-queue-type": "quorum", "x-single-active-consumer": True}
    channel.queue_declare(name, durable=True, exclusive=False, auto_delete=False, arguments=arguments)
    channel.queue_bind(name, declare_exchange(channel, producer), routing_key="#")
    return name


def _verified(hostname: str | None) -> dict[str, Any]:
    return {"cert_reqs": ssl.CERT_REQUIRED, "server_hostname": hostname}
