"""A mail server for tests: it accepts, refuses, hangs or hangs up, by the address a mail is for."""

import asyncio
import contextlib
import email
import email.policy
import threading
from collections.abc import Iterator
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session


class PostOffice:
    """What an aiosmtpd handler is asked, and what arrived. `moods` gives what is said to an address: a reply to RCPT,
    or "drop" (after DATA, before the answer), "hang" (there) or "deaf" (at RCPT)."""

    def __init__(self) -> None:
        self.moods: dict[str, str] = {}
        self.mails: list[EmailMessage] = []  # all that came whole, also those we did not say so of
        self.release = threading.Event()

    def to(self, address: str) -> list[EmailMessage]:
        """The mails to an address."""
        return [mail for mail in self.mails if mail["To"].addresses[0].addr_spec == address]

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        mood = self.moods.get(address, "")
        if mood == "deaf":
            await self._released()
        if mood[:1] in ("4", "5"):
            return mood
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        content: Any = envelope.content
        self.mails.append(email.message_from_bytes(content, policy=email.policy.default))
        mood = self.moods.get(envelope.rcpt_tos[0], "")
        if mood == "hang":
            await self._released()
        if mood == "drop":
            assert server.transport
            server.transport.abort()
        return "250 OK"

    async def _released(self) -> None:
        while not self.release.is_set():
            await asyncio.sleep(0.02)


@contextlib.contextmanager
def opened(port: int = 0) -> Iterator[tuple[PostOffice, str]]:
    """A running post office and its SMTP URL."""
    office = PostOffice()
    controller = Controller(office, hostname="127.0.0.1", port=port or _free_port())
    controller.start()
    try:
        yield office, f"smtp://127.0.0.1:{controller.port}"
    finally:
        office.release.set()
        controller.stop()


def _free_port() -> int:
    import socket

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
