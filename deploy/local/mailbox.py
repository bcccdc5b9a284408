"""The mails that were caught: in memory, and in a file so that a restart keeps them. Nothing in a mail is trusted."""

import base64
import json
from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

KEPT = 20_000


@dataclass(frozen=True)
class Part:
    """One leaf of a mail; `text` is empty for what is not text."""

    content_type: str
    filename: str
    text: str


@dataclass(frozen=True)
class Mail:
    """One mail as a person reads it."""

    id: int
    recipients: Sequence[str]
    received_at: datetime
    subject: str
    message_id: str
    headers: dict[str, str]
    parts: Sequence[Part]

    @property
    def to(self) -> str:
        """Whom the mail server was told to give it to, which is not always what the mail says."""
        return ", ".join(self.recipients)

    @property
    def text(self) -> str:
        """The plain text part."""
        return next((part.text for part in self.parts if part.content_type == "text/plain"), "")

    def as_json(self) -> dict[str, Any]:
        """The mail for programs."""
        return {
            "id": self.id,
            "to": self.to,
            "recipients": list(self.recipients),
            "received_at": self.received_at.isoformat(),
            "subject": self.subject,
            "message_id": self.message_id,
            "headers": self.headers,
            "text": self.text,
            "parts": [vars(part) for part in self.parts],
        }


class Mailbox:
    """All mails, oldest first; the oldest go when there are more than `KEPT`."""

    def __init__(self, file: Path):
        self._file = file
        self._mails: deque[Mail] = deque(_stored(file), maxlen=KEPT)
        self._next = self._mails[-1].id + 1 if self._mails else 1

    def add(self, recipients: Sequence[str], content: bytes, received_at: datetime) -> Mail:
        """Keep a mail."""
        mail = read_mail(self._next, recipients, content, received_at)
        row = {
            "id": mail.id,
            "recipients": list(recipients),
            "received_at": received_at.isoformat(),
            "content": base64.b64encode(content).decode(),
        }
        with self._file.open("a") as file:
            file.write(json.dumps(row) + "\n")
        self._mails.append(mail)
        self._next += 1
        return mail

    def find(self, to: str = "", after: int = 0) -> list[Mail]:
        """The mails to an address (all, without one) that came after the mail with this id, oldest first."""
        wanted = to.strip().casefold()
        return [
            mail
            for mail in self._mails
            if mail.id > after and (not wanted or wanted in (address.casefold() for address in mail.recipients))
        ]

    def get(self, number: int) -> Mail | None:
        """One mail by its id."""
        return next((mail for mail in self._mails if mail.id == number), None)


def _stored(file: Path) -> Iterable[Mail]:
    for line in file.read_text().splitlines() if file.exists() else []:
        try:
            row = json.loads(line)
        except ValueError:
            continue  # cut short by a kill -9
        content = base64.b64decode(row["content"])
        yield read_mail(row["id"], row["recipients"], content, datetime.fromisoformat(row["received_at"]))


def read_mail(number: int, recipients: Sequence[str], content: bytes, received_at: datetime) -> Mail:
    """Read a mail as far as it can be read; what is broken in it is shown as it can be, never raised."""
    message = message_from_bytes(content, policy=policy.default)
    headers = {name: _header(message, name) for name in message.keys()}  # noqa: SIM118 - iterating would count parts
    lowered = {name.lower(): value for name, value in headers.items()}
    return Mail(
        id=number,
        recipients=tuple(recipients),
        received_at=received_at,
        subject=lowered.get("subject", ""),
        message_id=lowered.get("message-id", ""),
        headers=headers,
        parts=tuple(_part(leaf) for leaf in message.walk() if not leaf.is_multipart()),
    )


def _header(message: EmailMessage, name: str) -> str:
    try:
        value = str(message[name])
    except Exception:  # the standard parser raises all sorts on hostile headers
        value = dict(message.raw_items()).get(name, "")
    return _printable(value)


def _part(leaf: EmailMessage) -> Part:
    text = ""
    if leaf.get_content_maintype() == "text":
        payload = leaf.get_payload(decode=True)
        text = _decoded(payload if isinstance(payload, bytes) else b"", leaf.get_content_charset("utf-8"))
    return Part(leaf.get_content_type(), _filename(leaf), _printable(text))


def _filename(leaf: EmailMessage) -> str:
    try:
        return _printable(leaf.get_filename() or "")
    except Exception:  # as for headers
        return ""


def _decoded(payload: bytes, charset: str) -> str:
    try:
        return payload.decode(charset, errors="replace")
    except LookupError:
        return payload.decode("utf-8", errors="replace")


def _printable(text: str) -> str:
    """Without lone surrogates, which neither JSON nor a page can carry."""
    return str(text).encode("utf-8", errors="replace").decode("utf-8")
