"""The mail catcher: what is sent is there to read, for a person and a program, and hostile mail does nothing."""

import os
import smtplib
import sys
from collections.abc import Iterator
from email import policy
from email.message import EmailMessage
from pathlib import Path

import pytest

from deploy.local.ground import Ports
from deploy.local.supervisor import Supervisor
from tests.mails import Mails
from tests.waiting import eventually
from tests.web import fetch


class Catcher:
    """A running mail catcher, with what a test needs of it."""

    def __init__(self, directory: Path):
        ports = Ports(directory / "ports.json")
        self.smtp_port, http_port = ports.get("smtp"), ports.get("mail")
        self.url = f"http://127.0.0.1:{http_port}"
        self.mails = Mails(self.url)
        self._supervisor = Supervisor(directory, print)
        settings = {
            "SMTP_URL": f"smtp://127.0.0.1:{self.smtp_port}",
            "MAIL_CATCHER_URL": self.url,
            "MAIL_CATCHER_FILE": str(directory / "mails.jsonl"),
        }
        self._supervisor.add("mail", [sys.executable, "-m", "deploy.local.mail_catcher"], {**os.environ, **settings})
        self._supervisor.start()
        self.wait()

    def wait(self) -> None:
        eventually(lambda: fetch(f"{self.url}/readyz").status == 200, within=20)

    def send(self, to: str, content: bytes) -> None:
        with smtplib.SMTP("127.0.0.1", self.smtp_port) as client:
            client.sendmail("noreply@example.org", [to], content)

    def restart(self) -> None:
        self._supervisor.kill("mail")
        self.wait()

    def close(self) -> None:
        self._supervisor.close()


@pytest.fixture(scope="module")
def catcher(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Catcher]:
    catcher = Catcher(tmp_path_factory.mktemp("mail"))
    yield catcher
    catcher.close()


def letter(text: str, subject: str = "Thư mời dự diễn đàn") -> bytes:
    message = EmailMessage(policy.SMTP)
    message["Subject"], message["Message-ID"], message["To"] = subject, "<m1@hienke>", "Trần Thị Hoa <hoa@example.org>"
    message.set_content(text)
    message.add_alternative(f"<p>{text}</p>", subtype="html")
    message.add_attachment(b"BEGIN:VCALENDAR", maintype="text", subtype="calendar", filename="lịch.ics")
    return message.as_bytes()


def test_a_program_reads_a_mail(catcher: Catcher) -> None:
    catcher.send("Lan@example.org", letter("Mã đăng nhập: 123456"))

    mail = catcher.mails.latest("lan@example.org")

    assert mail["to"] == "Lan@example.org"
    assert mail["subject"] == "Thư mời dự diễn đàn"
    assert mail["message_id"] == "<m1@hienke>"
    assert mail["text"].strip() == "Mã đăng nhập: 123456"
    assert [part["content_type"] for part in mail["parts"]] == ["text/plain", "text/html", "text/calendar"]
    assert catcher.mails.to("nobody@example.org") == []


def test_only_mails_after_one_are_asked_for(catcher: Catcher) -> None:
    catcher.send("after@example.org", letter("một"))
    first = catcher.mails.latest("after@example.org")
    catcher.send("after@example.org", letter("hai"))
    assert catcher.mails.latest("after@example.org", after=first["id"])["text"].strip() == "hai"


def test_a_person_reads_a_mail_and_follows_its_link(catcher: Catcher) -> None:
    catcher.send("hoa@example.org", letter("Mời chị vào (http://127.0.0.1:8080/i/abc?x=1&y=2). Trân trọng."))
    number = catcher.mails.latest("hoa@example.org")["id"]

    listing, page = fetch(f"{catcher.url}/").text, fetch(f"{catcher.url}/mails/{number}").text

    assert f'<a href="/mails/{number}">Thư mời dự diễn đàn</a>' in listing
    assert 'href="http://127.0.0.1:8080/i/abc?x=1&amp;y=2"' in page
    assert "lịch.ics, text/calendar" in page


def test_mails_survive_a_kill_9(catcher: Catcher) -> None:
    catcher.send("kept@example.org", letter("còn đây"))
    before = catcher.mails.latest("kept@example.org")
    catcher.restart()
    assert catcher.mails.latest("kept@example.org") == before


HOSTILE = {
    "script": letter("<script>alert(1)</script> javascript:alert(1)", subject="<img src=x onerror=alert(1)>"),
    "quoted link": letter('http://x/"onmouseover="alert(1)'),
    "unknown charset": b"Content-Type: text/plain; charset=no-such\r\nSubject: a\r\n\r\nxin ch\xe0o",
    "broken header": b"Subject: =?utf-8?b?////?= \xff\xfe\r\nMessage-ID: <<<>\r\nTo: \x00<@@>\r\n\r\nbody",
    "broken multipart": b"Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\nContent-Type: \r\n\r\n",
    "nothing": b"",
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_hostile_mail_is_shown_inert(catcher: Catcher, kind: str) -> None:
    address = f"{kind.replace(' ', '-')}@example.org"
    catcher.send(address, HOSTILE[kind])
    mail = catcher.mails.latest(address)

    page = fetch(f"{catcher.url}/mails/{mail['id']}")

    assert page.status == 200
    assert "<script" not in page.text and "<img" not in page.text and '"onmouseover' not in page.text
    assert 'href="javascript' not in page.text
    assert "default-src 'none'" in page.headers["Content-Security-Policy"]
    assert fetch(f"{catcher.url}/").status == 200


def test_a_mail_that_is_not_there(catcher: Catcher) -> None:
    answer = fetch(f"{catcher.url}/mails/999999")
    assert answer.status == 404 and "Không có thư này" in answer.text
