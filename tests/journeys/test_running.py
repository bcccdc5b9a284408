"""Running the system on one machine: up, broken, mended, down, up again, and nothing left behind."""

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from deploy.local import detached, surroundings
from deploy.local.postgres import Postgres
from deploy.local.ready import answers_ready
from deploy.local.servers import ServerError
from deploy.local.stack import Stack
from tests.waiting import eventually

#: 5 s on two idle cores, 15 s are promised; the rest is for cores that others use too
SECOND_START_SECONDS = 45


def alive(pid: int) -> bool:
    stat = Path(f"/proc/{pid}/stat")
    return stat.exists() and stat.read_text().rpartition(")")[2].split()[0] != "Z"


def hienke(directory: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "deploy.cli", arguments[0], "--directory", str(directory), *arguments[1:]],
        cwd=surroundings.CHECKOUT,
        env={name: value for name, value in os.environ.items() if name not in surroundings.SETTINGS},
        capture_output=True,
        text=True,
        timeout=180,
        check=False,
    )


@pytest.mark.slow
def test_a_stack_mends_itself_and_leaves_nothing_behind(own_stack: Callable[..., Stack]) -> None:
    with own_stack(gateways=2) as stack:
        before = stack.pid("proposals")
        stack.kill("proposals")
        eventually(lambda: stack.pid("proposals") not in (None, before))
        stack.wait_ready()

        stack.stop_process("gateway-2")
        assert not answers_ready(stack.urls["gateway-2"])
        assert answers_ready(stack.urls["gateway"])
        stack.start_process("gateway-2")
        stack.wait_ready()

        with pytest.raises(ServerError, match="already runs"):
            Stack(stack.directory)
        pids = [stack.pid(name) for name in stack.processes] + [server.pid for server in stack.servers]
        assert all(pids)

    assert not [pid for pid in pids if pid and alive(pid)]


@pytest.mark.slow
def test_up_down_and_up_again(throwaway: Path, postgres: Postgres) -> None:
    directory = throwaway / "updown"
    first = hienke(directory, "up", "--no-story")
    try:
        assert first.returncode == 0, first.stdout + first.stderr
        where = detached.running(directory)
        assert where
        assert where.public in first.stdout
        assert "already runs" in hienke(directory, "up").stderr
        assert hienke(directory, "down").stdout == "Stopped.\n"
        assert not answers_ready(where.gateway)

        began = time.monotonic()
        second = hienke(directory, "up", "--no-story")
        assert second.returncode == 0, second.stdout + second.stderr
        assert time.monotonic() - began < SECOND_START_SECONDS
        assert detached.running(directory) == where, "the addresses stay: they stand in mails"
    finally:
        hienke(directory, "down")


def test_without_a_running_system_commands_say_so(tmp_path: Path) -> None:
    assert "not running" in hienke(tmp_path, "story").stderr
    assert "Nothing runs" in hienke(tmp_path, "down").stdout
