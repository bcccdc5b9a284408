"""The supervisor: what dies comes back, what must stop stops, and nothing is left behind."""

import os
import subprocess
import sys
import textwrap
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from deploy.local.supervisor import Supervisor
from tests.waiting import eventually

FOREVER = [sys.executable, "-c", "import signal; print('here', flush=True); signal.pause()"]
STUBBORN = [
    sys.executable,
    "-c",
    "import signal; signal.signal(15, signal.SIG_IGN); print('here', flush=True)\nwhile True: signal.pause()",
]


@pytest.fixture
def said() -> list[str]:
    return []


@pytest.fixture
def supervisor(tmp_path: Path, said: list[str]) -> Iterator[Supervisor]:
    supervisor = Supervisor(tmp_path, said.append)
    yield supervisor
    supervisor.stop(within=0)
    supervisor.close()


def begin(supervisor: Supervisor, name: str, command: list[str]) -> int:
    """Run the command under the supervisor; returns its pid once it has said that it is here."""
    supervisor.add(name, command, os.environ)
    supervisor.start(name)
    eventually(lambda: supervisor.log(name).exists() and "here" in supervisor.log(name).read_text())
    pid = supervisor.pid(name)
    assert pid
    return pid


def alive(pid: int) -> bool:
    stat = Path(f"/proc/{pid}/stat")
    return stat.exists() and stat.read_text().rpartition(")")[2].split()[0] != "Z"


def test_a_killed_process_is_started_again_and_its_death_is_told(supervisor: Supervisor, said: list[str]) -> None:
    first = begin(supervisor, "forum", FOREVER)

    supervisor.kill("forum")

    eventually(lambda: supervisor.pid("forum") not in (None, first))
    assert said == [f"forum was ended by SIGKILL; it is started again in 0.5 s. See {supervisor.log('forum')}."]


def test_what_keeps_dying_is_started_less_and_less_often(supervisor: Supervisor, said: list[str]) -> None:
    supervisor.add("relay", [sys.executable, "-c", "exit(3)"], os.environ)
    supervisor.start("relay")
    eventually(lambda: len(said) == 3)
    assert [line.split(" in ")[1].split(" s.")[0] for line in said] == ["0.5", "1", "2"]
    assert "ended with status 3" in said[0]


def test_a_stopped_process_stays_stopped_and_can_be_started(supervisor: Supervisor, said: list[str]) -> None:
    first = begin(supervisor, "notify", FOREVER)

    supervisor.stop("notify")
    assert not alive(first) and not said

    supervisor.start("notify")
    eventually(lambda: supervisor.pid("notify") not in (None, first))
    assert not said, "a stop that was asked for is no death"


def test_stopping_is_bounded_though_a_process_ignores_sigterm(supervisor: Supervisor, said: list[str]) -> None:
    pid = begin(supervisor, "gateway", STUBBORN)

    supervisor.stop(within=0.3)

    assert not alive(pid)
    assert said == ["gateway did not stop when asked and was killed."]


def test_processes_stop_side_by_side(supervisor: Supervisor) -> None:
    pids = [begin(supervisor, name, FOREVER) for name in ("forum", "proposals", "notify")]
    supervisor.close()
    assert not any(map(alive, pids))


def test_a_process_outlives_the_thread_that_asked_for_it(supervisor: Supervisor) -> None:
    pids: list[int] = []
    asking = threading.Thread(target=lambda: pids.append(begin(supervisor, "mail", FOREVER)))
    asking.start()
    asking.join()
    supervisor.kill("mail")
    eventually(lambda: supervisor.pid("mail") not in (None, *pids))


def test_no_orphan_survives_a_supervisor_that_was_killed(tmp_path: Path) -> None:
    program = f"""
        import os, signal
        from pathlib import Path
        from deploy.local.supervisor import Supervisor
        supervisor = Supervisor(Path({str(tmp_path)!r}), print)
        supervisor.add("child", {STUBBORN!r}, os.environ)
        supervisor.start()
        while not supervisor.pid("child"):
            pass
        print(supervisor.pid("child"), flush=True)
        signal.pause()
    """
    parent = subprocess.Popen([sys.executable, "-c", textwrap.dedent(program)], stdout=subprocess.PIPE, text=True)
    with parent:
        assert parent.stdout
        child = int(parent.stdout.readline())
        eventually(lambda: "here" in (tmp_path / "child.log").read_text())
        parent.kill()
    eventually(lambda: not alive(child))
