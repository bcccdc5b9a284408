"""What can be known after handing over a mail, against a peer that accepts, refuses, hesitates and hangs up."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from services.kit.mail import Letter, Outcome, Post


class Peer:
    """A mail server that answers by the first word of the recipient's address."""

    def __init__(self) -> None:
        self.accepted: list[Envelope] = []

    async def handle_RCPT(  # noqa: N802 - aiosmtpd calls it so
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list
    ) -> str:
        word = address.partition("@")[0]
        if word == "hangup":
            server.transport.abort()
        if word in ("nobody", "full"):
            return {"nobody": "550 5.1.1 no such person", "full": "452 4.2.2 mailbox full"}[word]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        word = envelope.rcpt_tos[0].partition("@")[0]
        if word in ("spam", "greylisted"):
            return {"spam": "554 5.7.1 no", "greylisted": "451 4.7.1 later"}[word]
        self.accepted.append(envelope)
        if word == "silent":
            server.transport.abort()
        return "250 OK"


@contextmanager
def peer() -> Iterator[tuple[Peer, str]]:
    """A running peer and its URL."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    made = Peer()
    controller = Controller(made, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield made, f"smtp://127.0.0.1:{port}"
    finally:
        controller.stop()


def letter(word: str, subject: str = "Giấy mời") -> Letter:
    """A letter to somebody whose address begins so."""
    return Letter("Nguyễn Thị Hoa", f"{word}@example.org", subject, "Kính gửi", None, f"d-{word}", "vi")


def test_each_answer_has_its_outcome() -> None:
    with peer() as (server, url):
        post = Post(url, "forum@example.org")
        outcomes = {
            word: post.send(letter(word))[0]
            for word in ("hoa", "nobody", "full", "hangup", "spam", "greylisted", "silent", "again")
        }
        post.close()
    assert outcomes == {
        "hoa": Outcome.ACCEPTED,
        "nobody": Outcome.REFUSED,
        "full": Outcome.LATER,
        "hangup": Outcome.LATER,  # before the mail itself was sent
        "spam": Outcome.REFUSED,
        "greylisted": Outcome.LATER,
        "silent": Outcome.UNKNOWN,  # it may have been accepted, and here it was
        "again": Outcome.ACCEPTED,  # on a new connection
    }
    assert [envelope.rcpt_tos[0].partition("@")[0] for envelope in server.accepted] == ["hoa", "silent", "again"]


def test_a_server_that_is_away_means_later() -> None:
    with peer() as (_, url):
        pass
    assert Post(url, "forum@example.org").send(letter("hoa"))[0] is Outcome.LATER


def test_the_message_id_is_ours_so_that_a_second_copy_is_recognised() -> None:
    with peer() as (server, url):
        post = Post(url, "forum@example.org")
        post.send(letter("silent"))
        post.send(letter("silent"))
        post.close()
    lines = [line for envelope in server.accepted for line in envelope.content.splitlines()]
    identities = {line for line in lines if line.startswith(b"Message-ID")}
    assert len(server.accepted) == 2
    assert identities == {b"Message-ID: <d-silent@example.org>"}
