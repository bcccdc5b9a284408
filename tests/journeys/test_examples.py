"""The example that the pages for programmers give does what it says."""

import subprocess
import sys
from html import unescape
from pathlib import Path

from deploy.local.stack import Stack
from tests.journeys.asking import Asker
from tests.journeys.hall import Hall
from tests.mails import Mails, code


def test_the_example_signs_in_reads_a_forum_and_votes(
    stack: Stack, admin: Asker, mailbox: Mails, tmp_path: Path
) -> None:
    hall = Hall(stack, admin)
    hall.is_voting()
    shown = Asker(stack.urls["gateway"]).page("/docs").text.partition('id="python"')[2]
    example = tmp_path / "vote.py"
    example.write_text(unescape(shown.partition('<code class="code">')[2].partition("</code>")[0]))
    with subprocess.Popen(
        [sys.executable, str(example), hall.delegate_email, hall.ids["forum_id"]],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as running:
        told, _ = running.communicate(code(mailbox.latest(hall.delegate_email, subject="Đăng nhập")) + "\n", timeout=20)
    assert (running.returncode, hall.forum_body()["title"] in told) == (0, True)
    own = hall.delegate.done("GET", f"{hall.round}/ballot")
    assert own["revision"] == 2
    assert own["receipt"] in told
