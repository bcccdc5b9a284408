"""A server of our own as an object: start it, wait for it, stop it, kill it."""

import os
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from deploy.local import ground

STOP_SECONDS = 20


class ServerError(Exception):
    """A server of ours does not do what it should; the message ends with the tail of its log."""


class MissingServerError(ServerError):
    """The programs of a server are not installed on this machine."""


class Server:
    """One server process with its directory and its log. Start it from a thread that lives on (see `leashed`)."""

    name = "server"
    dies_with = "KILL"
    stop_signal = signal.SIGTERM
    #: words in the log of a start that failed and will work in a moment
    passing_troubles: Sequence[str] = ()

    def __init__(self, directory: Path):
        self.directory = ground.own(ground.reachable(directory))
        self.log = self.directory / f"{self.name}.log"
        self._process: subprocess.Popen[bytes] | None = None
        self._log_start = 0

    @property
    def pid(self) -> int | None:
        """The pid of the server itself, or None when it does not run."""
        return self._process.pid if self._process and self._process.poll() is None else None

    def start(self) -> None:
        """Start the server and return at once; does nothing when it runs."""
        if self.pid is None:
            self.prepare()
            self._launch()

    def wait_ready(self, deadline: float = 60) -> None:
        """Return when the server answers; raise ServerError when it died or `deadline` seconds have passed."""
        end = time.monotonic() + deadline
        while not self.answers():
            if time.monotonic() > end:
                raise ServerError(f"{self.name} does not answer after {deadline:g} s.\n{ground.tail(self.log)}")
            if self.pid is None:
                self._launch_again()
            time.sleep(0.05)

    def stop(self, within: float = STOP_SECONDS) -> None:
        """Ask the server to end, and end it after `within` seconds."""
        if self.pid is not None:
            self._signal(self.stop_signal)
        if self._process:
            try:
                self._process.wait(within)
            except subprocess.TimeoutExpired:
                self.kill()

    def kill(self) -> None:
        """kill -9 the server and return when it is gone."""
        if self._process and self.pid is not None:
            self._signal(signal.SIGKILL)
            self._process.wait()

    def freeze(self) -> None:
        """Stop the server's main process from running, with its connections open, until `thaw`."""
        self._signal(signal.SIGSTOP)

    def thaw(self) -> None:
        """Let a frozen server run on."""
        self._signal(signal.SIGCONT)

    def prepare(self) -> None:
        """Make what must exist before the process starts."""

    def command(self) -> Sequence[str]:
        """The command that becomes the server process."""
        raise ServerError(f"{self.name} names no command")

    def environment(self) -> Mapping[str, str]:
        """The whole environment of the server."""
        return {"PATH": os.environ["PATH"], "LANG": "C.UTF-8", "HOME": str(self.directory)}

    def answers(self) -> bool:
        """Whether the server answers a client now."""
        return self.pid is not None

    def spawn(self, command: Sequence[str], log: Path, dies_with: str) -> "subprocess.Popen[bytes]":
        """Start a process as the servers' user, in a session of its own: Ctrl-C in a terminal is for us alone."""
        with log.open("ab") as output:
            return subprocess.Popen(
                ground.leashed(command, dies_with, ground.servant()),
                env=dict(self.environment()),
                cwd=self.directory,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def run(self, command: Sequence[str], within: float = 60) -> str:
        """Run a program of the server's to its end, as the servers' user, and return what it printed."""
        done = subprocess.run(
            ground.leashed(command, user=ground.servant()),
            env=dict(self.environment()),
            cwd=self.directory,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=within,
            check=False,
        )
        if done.returncode:
            raise ServerError(f"{Path(command[0]).name} failed: {done.stderr.strip() or done.stdout.strip()}")
        return done.stdout

    def _signal(self, number: int) -> None:
        if self._process:
            self._process.send_signal(number)

    def _launch(self) -> None:
        self._log_start = self.log.stat().st_size if self.log.exists() else 0
        self._process = self.spawn(self.command(), self.log, self.dies_with)

    def _launch_again(self) -> None:
        said = self.log.read_bytes()[self._log_start :].decode(errors="replace")
        if not any(trouble in said for trouble in self.passing_troubles):
            raise ServerError(f"{self.name} ended while it was starting.\n{ground.tail(self.log)}")
        time.sleep(0.2)
        self._launch()
