"""A small mail sender: one SMTP connection, opened when needed, and an answer that tells apart what can be told apart.

Between the end of DATA and the server's 250 nobody can know whether a mail was accepted (RFC 1047, RFC 5321 section
6.1): that is `Outcome.UNKNOWN`, and the caller decides, with a fixed Message-ID, whether to send again.
"""

import smtplib
from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from enum import StrEnum
from typing import Any
from urllib.parse import unquote, urlsplit

from services.kit import clock

SECONDS = 10
GOING_AWAY = 421


class Outcome(StrEnum):
    """What is known after trying to hand over a mail."""

    ACCEPTED = "accepted"
    UNKNOWN = "unknown"  # perhaps accepted
    LATER = "later"  # not accepted; may be when tried again
    REFUSED = "refused"  # will not be accepted


@dataclass(frozen=True)
class Letter:
    """One mail to one person."""

    to_name: str
    to_email: str
    subject: str
    text: str
    html: str | None
    message_id: str  # without the brackets' domain, for example "d-0192…"
    language: str


class Post:
    """A connection to the mail server named by an SMTP URL; not for use by two threads at once."""

    def __init__(self, smtp_url: str, mail_from: str) -> None:
        self._url = urlsplit(smtp_url)
        self._from = mail_from
        self._server: _Server | None = None

    @property
    def connected(self) -> bool:
        """Whether the last conversation ended with the server still there."""
        return self._server is not None

    def send(self, letter: Letter) -> tuple[Outcome, str]:
        """Hand over one letter; answers the outcome and what the server said, for people to read.

        Raises ValueError when there is no writing such a mail.
        """
        message = compose(letter, self._from)
        try:
            self._server = self._ready() or self._connect()
        except (OSError, smtplib.SMTPException) as error:
            self.close()
            return Outcome.LATER, _said(error)
        return self._hand_over(self._server, message)

    def close(self) -> None:
        """Leave the server; what was accepted stays accepted."""
        server, self._server = self._server, None
        if server is not None:
            server.close()

    def _ready(self) -> "_Server | None":
        """The server we are connected to, unless it has gone in the meantime."""
        if self._server is not None:
            try:
                self._server.rset()
            except (OSError, smtplib.SMTPException):
                self.close()
        return self._server

    def _hand_over(self, server: "_Server", message: EmailMessage) -> tuple[Outcome, str]:
        server.has_data = False
        try:
            server.send_message(message)
        except (smtplib.SMTPRecipientsRefused, smtplib.SMTPSenderRefused, smtplib.SMTPDataError) as error:
            if _code(error) == GOING_AWAY:
                self.close()
            return _by_code(_code(error)), _said(error)
        except (OSError, smtplib.SMTPException) as error:
            self.close()
            return Outcome.UNKNOWN if server.has_data else Outcome.LATER, _said(error)
        return Outcome.ACCEPTED, "250"

    def _connect(self) -> "_Server":
        host, port = self._url.hostname or "localhost", self._url.port or 25
        server = (_SecureServer if self._url.scheme == "smtps" else _Server)(host, port, timeout=SECONDS)
        if self._url.scheme == "smtp+starttls":
            server.starttls()
        if self._url.username:
            server.login(unquote(self._url.username), unquote(self._url.password or ""))
        return server


class _Server(smtplib.SMTP):
    """Remembers whether the mail itself was sent: before that, a broken conversation leaves nothing unknown."""

    has_data = False

    def data(self, msg: Any) -> tuple[int, bytes]:
        self.has_data = True
        return super().data(msg)


class _SecureServer(_Server, smtplib.SMTP_SSL):
    """The same over TLS from the first byte."""


def compose(letter: Letter, mail_from: str) -> EmailMessage:
    """The mail as it goes out. EmailMessage refuses line breaks in headers, so no text can add a header of its own."""
    user, _, domain = mail_from.rpartition("@")
    message = EmailMessage(policy=SMTP)
    message["From"] = Address("Hiến Kế", user, domain)
    message["To"] = Address(letter.to_name, addr_spec=letter.to_email)
    message["Subject"] = letter.subject
    message["Date"] = format_datetime(clock.now())
    message["Message-ID"] = f"<{letter.message_id}@{domain}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(letter.text)
    if letter.html is not None:
        message.add_alternative(letter.html, subtype="html")
    message["Content-Language"] = letter.language  # now, or it would have become one of the text part's
    return message


def _code(error: smtplib.SMTPException) -> int:
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return int(next(iter(error.recipients.values()))[0])
    return int(getattr(error, "smtp_code", 451))


def _by_code(code: int) -> Outcome:
    return Outcome.REFUSED if 500 <= code < 600 else Outcome.LATER


def _said(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"[:300]
