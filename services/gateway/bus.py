"""Hearing the services' events: a queue of this process alone, on a connection that is made again whenever it is lost.

Nothing waits for it: a process that starts while the broker is away serves people, with shorter-lived copies. What was
said while we did not listen is not made up for, but known to be missing: whoever listens is told when hearing begins.
"""

import asyncio
from collections.abc import Callable

import aio_pika
from aio_pika.abc import AbstractChannel, AbstractConnection, AbstractIncomingMessage
from yarl import URL

from services.kit.envelope import Envelope, decode
from services.kit.errors import Malformed
from services.kit.log import logger

log = logger(__name__)

PRODUCERS = ("forum", "proposals", "notify")
PATIENCE = 5.0
HEARTBEAT = 5
PAUSES = (0.2, 0.5, 1.0, 2.0)
#: A listener that cannot follow loses the oldest events rather than filling the broker; copies do not live long anyway.
LONGEST_QUEUE = 20_000


class Bus:
    """Calls `on_event` with every event, `on_hearing` when events begin to arrive (True) and when they stop (False)."""

    def __init__(self, amqp_uri: str, on_event: Callable[[Envelope], None], on_hearing: Callable[[bool], None]) -> None:
        self._uri, self._on_event, self._on_hearing = amqp_uri, on_event, on_hearing
        self._stopped = asyncio.Event()

    async def run(self) -> None:
        """Listen until cancelled."""
        attempt = 0
        while True:
            try:
                await self._listen()
                attempt = 0
            except (aio_pika.exceptions.AMQPError, OSError, TimeoutError, RuntimeError) as error:
                log.info("bus away", error=type(error).__name__)
            await asyncio.sleep(PAUSES[min(attempt, len(PAUSES) - 1)])
            attempt += 1

    async def _listen(self) -> None:
        """Listen on one connection until it is lost."""
        self._stopped.clear()
        await self._knock()
        connection = await aio_pika.connect(self._uri, timeout=PATIENCE, heartbeat=HEARTBEAT)
        try:
            connection.close_callbacks.add(self._lost)
            async with asyncio.timeout(PATIENCE):
                await self._consume(connection)
            self._on_hearing(True)
            await self._stopped.wait()
        finally:
            self._on_hearing(False)
            await _abandon(connection)

    async def _knock(self) -> None:
        """Raises OSError when nobody is there: the library would make a noise of it, and leave things behind."""
        url = URL(self._uri)
        async with asyncio.timeout(PATIENCE):
            _, writer = await asyncio.open_connection(url.host, url.port or (5671 if url.scheme == "amqps" else 5672))
        writer.close()

    async def _consume(self, connection: AbstractConnection) -> None:
        channel: AbstractChannel = await connection.channel(publisher_confirms=False)
        channel.close_callbacks.add(self._lost)
        queue = await channel.declare_queue(
            exclusive=True, auto_delete=True, arguments={"x-max-length": LONGEST_QUEUE, "x-queue-type": "classic"}
        )
        for producer in PRODUCERS:
            exchange = await channel.declare_exchange(f"{producer}.events", "topic", durable=True, auto_delete=False)
            await queue.bind(exchange, "#")
        await queue.consume(self._heard, no_ack=True, exclusive=True)

    async def _heard(self, message: AbstractIncomingMessage) -> None:
        try:
            self._on_event(decode(message.body))
        except Malformed as error:
            log.warning("event not understood", reason=error.facts.get("reason"))
        except Exception as error:  # nothing a message contains stops the listening
            log.error("event not applied", error=type(error).__name__, exc_info=error)

    def _lost(self, *_: object) -> None:
        self._stopped.set()


async def _abandon(connection: AbstractConnection) -> None:
    """Close, but do not wait for a broker that has frozen."""
    try:
        async with asyncio.timeout(1.0):
            await connection.close()
    except Exception as error:  # whatever it is, the connection is given up
        log.info("bus connection dropped", error=type(error).__name__)
