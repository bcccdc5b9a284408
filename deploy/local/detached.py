"""The system running in the background: how it is started, found and stopped, and where it can be reached."""

import contextlib
import fcntl
import json
import os
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Self

from deploy.local import surroundings
from deploy.local.ground import tail
from deploy.local.servers import ServerError
from services.kit.settings import SERVICES

READY_SECONDS = 300
STOP_SECONDS = 60
LOOK_SECONDS = 0.1


@dataclass(frozen=True)
class Whereabouts:
    """Where a running system is reached; `mail` is empty when it sends mail by another server."""

    gateway: str
    public: str
    mail: str
    admin_email: str
    services: Mapping[str, str]

    @classmethod
    def of(cls, settings: Mapping[str, str], gateway: str) -> Self:
        """From the settings of a system."""
        services = {service: settings[f"{service.upper()}_URL"] for service in SERVICES}
        mail = settings.get("MAIL_CATCHER_URL", "")
        return cls(gateway, settings["PUBLIC_URL"], mail, settings["ADMIN_EMAIL"], services)


def announce(directory: Path, where: Whereabouts) -> None:
    """Say that the system is ready, and where."""
    new = directory / "ready.new"
    new.write_text(json.dumps(asdict(where)))
    new.rename(directory / "ready.json")


def retract(directory: Path) -> None:
    """Say that it is not ready any more."""
    (directory / "ready.json").unlink(missing_ok=True)


def running(directory: Path) -> Whereabouts | None:
    """Where the system of this directory is reached, if it runs and is ready."""
    file = directory / "ready.json"
    # the file first: asking for the pid touches the lock, which a system that is just starting wants to take
    if not file.exists() or pid(directory) is None:
        return None
    return Whereabouts(**json.loads(file.read_text()))


def pid(directory: Path) -> int | None:
    """The pid of the system running in this directory: its lock is held, so the number in it is not an old one."""
    file = directory / "lock"
    if not file.exists():
        return None
    with file.open() as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            text = lock.read().strip()
            return int(text) if text else None
    return None


def start(directory: Path, say: Callable[[str], object], play: bool = True) -> None:
    """Run the system in the background; returns when it is ready, repeating what it says until then."""
    if pid(directory) is not None:
        raise ServerError(f"The system already runs in {directory}.")
    directory.mkdir(parents=True, exist_ok=True)
    retract(directory)
    log = directory / "run.log"
    process = _spawn(directory, log, play)
    end, heard = time.monotonic() + READY_SECONDS, 0
    while not running(directory):
        heard = _repeat(log, heard, say)
        if process.poll() is not None:
            raise ServerError(f"It did not start.\n{tail(log)}")
        if time.monotonic() > end:
            process.terminate()
            raise ServerError(f"It is not ready after {READY_SECONDS} s.\n{tail(log)}")
        time.sleep(LOOK_SECONDS)
    _repeat(log, heard, say)


def stop(directory: Path) -> bool:
    """Stop the system of this directory and wait until it is gone; False when none runs."""
    number = pid(directory)
    if number is None:
        return False
    os.kill(number, signal.SIGTERM)
    end = time.monotonic() + STOP_SECONDS
    while pid(directory) == number and time.monotonic() < end:
        time.sleep(LOOK_SECONDS)
    if pid(directory) == number:
        os.kill(number, signal.SIGKILL)  # its children are on a leash and go with it
    return True


def has_no_forum(gateway: str) -> bool:
    """Whether the database holds no forum that the public may see, as after the very first start."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with opener.open(f"{gateway}/api/v1/forums", timeout=10) as response:
        found = json.load(response)
    return not (found if isinstance(found, list) else next((v for v in found.values() if isinstance(v, list)), []))


def _spawn(directory: Path, log: Path, play: bool) -> "subprocess.Popen[bytes]":
    with log.open("wb") as output:
        return subprocess.Popen(
            [
                sys.executable,
                "-m",
                "deploy.cli",
                "run",
                "--directory",
                str(directory),
                *([] if play else ["--no-story"]),
            ],
            cwd=surroundings.CHECKOUT,
            env={**os.environ, "PYTHONUNBUFFERED": "1"},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )


def _repeat(log: Path, heard: int, say: Callable[[str], object]) -> int:
    with contextlib.suppress(OSError):
        text = log.read_bytes()[heard:]
        whole, _, _ = text.rpartition(b"\n")
        if whole:
            say(whole.decode(errors="replace"))
            return heard + len(whole) + 1
    return heard
