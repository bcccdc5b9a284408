"""The service as a process: it sends by itself, answers, stops when told, and what it left half-done is taken up."""

import http.client
import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from deploy.local.ground import Ports, leashed
from services.kit.acting import Acting, Statements
from services.kit.db import Database
from services.notify import model
from tests.integration.notify.post_office import PostOffice, opened
from tests.integration.notify.world import Person, World
from tests.waiting import eventually

HERE = Path(__file__).parents[3]
KEY = "5e" * 32
ANH = Person("Nguyễn Thị Ánh", "anh@example.org")
BINH = Person("Trần Văn Bình", "binh@example.org")


class Notify:
    """Notify's process, its world and its post office. There is no broker: it does what it knows without one."""

    def __init__(self, url: str, world: World, office: PostOffice, port: int, log: Path) -> None:
        self.world, self.office, self.port, self.log = world, office, port, log
        self._environment = {
            **os.environ,
            "PYTHONWARNINGS": "ignore",
            "NOTIFY_DATABASE_URL": url,
            "AMQP_URI": "amqp://127.0.0.1:1/",
            "FORUM_URL": "http://127.0.0.1:1",
            "PROPOSALS_URL": "http://127.0.0.1:1",
            "NOTIFY_URL": f"http://127.0.0.1:{port}",
            "INTERNAL_KEY": KEY,
            "LINK_KEY": KEY,
            "SESSION_KEY": KEY,
            "PUBLIC_URL": "https://hienke.example",
            "SMTP_URL": world.smtp_url,
            "MAIL_FROM": "hienke@example.org",
            "ADMIN_EMAIL": "admin@example.org",
        }
        self.process: subprocess.Popen[bytes] | None = None

    def start(self, crash_at: str = "") -> None:
        """Start it."""
        command = [sys.executable, "-m", "services.kit.serve", "notify"]
        with self.log.open("ab") as output:
            self.process = subprocess.Popen(
                leashed(command),
                cwd=HERE,
                env={**self._environment, "CRASH_AT": crash_at},
                stdout=output,
                stderr=subprocess.STDOUT,
            )

    def end(self, number: int = signal.SIGTERM, within: float = 15) -> int:
        """Send it a signal; answers its exit status."""
        assert self.process
        self.process.send_signal(number)
        return self.process.wait(within)

    def get(self, path: str, acting: Acting) -> tuple[int, Any]:
        """Ask it, as the gateway does."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
        try:
            connection.request("GET", path, headers={"Acting": Statements(KEY).sign(acting)})
            answer = connection.getresponse()
            return answer.status, json.loads(answer.read())
        finally:
            connection.close()


@pytest.fixture
def notify(migrated_database: Callable[[str], str], ports: Ports, tmp_path: Path) -> Iterator[Notify]:
    """A world in which two people are invited, and notify's process, not yet started."""
    url = migrated_database("notify")
    db = Database(url, model.CONSTRAINTS)
    with opened() as (office, smtp_url):
        world = World(db, smtp_url)
        world.hear(world.forum(), world.person(ANH), world.person(BINH), world.seats(ANH, BINH))
        running = Notify(url, world, office, ports.get(f"notify-{tmp_path.name}"), tmp_path / "notify.log")
        yield running
        if running.process:
            running.process.kill()
            running.process.wait(5)
    db.close()


def test_it_sends_by_itself_answers_and_stops(notify: Notify) -> None:
    notify.start()
    notify.world.hear(notify.world.invited(ANH, BINH))
    eventually(lambda: notify.world.states() == ["accepted"] * 2, within=20)
    status, inbox = notify.get("/me/messages?language=en", ANH.acting)
    assert (status, len(inbox["items"])) == (200, 1)
    assert notify.get("/me/messages/unread", ANH.acting) == (200, {"unread": 1})
    assert notify.get("/me/messages?after=none", ANH.acting)[0] == 422
    assert notify.get(f"/forums/{notify.world.forum_id}/messages?after=1&state=accepted", ANH.acting)[0] == 403
    assert notify.end() == 0


def test_killed_after_the_mail_was_taken_it_sends_one_more_with_the_same_id(notify: Notify) -> None:
    notify.world.hear(notify.world.invited(ANH))
    notify.start(crash_at="mail_sent")
    assert notify.process
    assert notify.process.wait(20) == -signal.SIGKILL
    assert notify.world.states() == ["sending"]
    assert len(notify.office.mails) == 1
    notify.world.hasten()
    notify.start()
    eventually(lambda: notify.world.states() == ["accepted"], within=20)
    assert notify.world.delivery()["unknowns"] == 1
    assert len(notify.office.mails) == 2
    assert len({mail["Message-ID"] for mail in notify.office.mails}) == 1


def test_one_letter_that_hangs_does_not_hold_up_the_next(notify: Notify) -> None:
    notify.office.moods["anh@example.org"] = "hang"
    notify.start()
    notify.world.hear(notify.world.invited(ANH))
    eventually(lambda: notify.office.mails, within=20)
    notify.world.hear(notify.world.invited(BINH))
    eventually(lambda: notify.world.states() == ["sending", "accepted"], within=5)
