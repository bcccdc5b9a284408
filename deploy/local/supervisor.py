"""Keeps processes running: starts them, starts again what dies, ends them within a bounded time, leaves no orphan."""

import signal
import subprocess
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from deploy.local.ground import leashed

BACKOFF_FIRST, BACKOFF_MOST = 0.5, 10.0
#: a process that ran this long is well again: its next death is answered as if it were the first
WELL_SECONDS = 30.0
STOP_SECONDS = 15.0
LOOK_SECONDS = 0.05


@dataclass
class Process:
    """One process of the table: what it runs, and how it is doing."""

    name: str
    command: Sequence[str]
    environment: Mapping[str, str]
    log: Path
    once: Mapping[str, str] = field(default_factory=dict)
    wanted: bool = False
    running: "subprocess.Popen[bytes] | None" = None
    started_at: float = 0.0
    start_at: float = 0.0
    backoff: float = field(default=BACKOFF_FIRST)

    @property
    def pid(self) -> int | None:
        """The pid, or None when it does not run."""
        running = self.running  # read once: the watching thread changes it
        return running.pid if running and running.poll() is None else None

    def launch(self) -> None:
        """Start it in a session of its own, on a leash, with its output in its log."""
        with self.log.open("ab") as output:
            self.running = subprocess.Popen(
                leashed(self.command),
                env={**self.environment, **self.once},
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        self.started_at = time.monotonic()
        self.once = {}

    def want(self, once: Mapping[str, str]) -> None:
        """Have it started at once, unless it runs; the end of one that was stopped is no death."""
        self.once = once
        if not self.wanted and self.pid is None:
            self.running = None
        self.wanted, self.start_at, self.backoff = True, 0.0, BACKOFF_FIRST

    def postpone(self) -> float:
        """After a death: when to try again, later each time. Returns the delay."""
        lived = time.monotonic() - self.started_at
        delay = BACKOFF_FIRST if lived > WELL_SECONDS else self.backoff
        self.backoff = min(delay * 2, BACKOFF_MOST)
        self.start_at = time.monotonic() + delay
        self.running = None
        return delay

    def send(self, number: int) -> None:
        """Signal it if it runs."""
        if running := self.running:
            running.send_signal(number)  # which does nothing to one that has ended


class Supervisor:
    """Runs a table of processes. One thread starts and restarts them all: the leash is tied to it, and it lives on."""

    def __init__(self, log_directory: Path, say: Callable[[str], None]):
        self._logs = log_directory
        self._say = say
        self._table: dict[str, Process] = {}
        self._lock = threading.RLock()
        self._ending = threading.Event()
        self._thread = threading.Thread(target=self._watch, name="supervisor", daemon=True)

    def add(self, name: str, command: Sequence[str], environment: Mapping[str, str]) -> None:
        """Put a process into the table, not yet wanted."""
        self._logs.mkdir(parents=True, exist_ok=True)
        self._table[name] = Process(name, command, environment, self._logs / f"{name}.log")

    @property
    def names(self) -> list[str]:
        """The processes of the table."""
        return list(self._table)

    def log(self, name: str) -> Path:
        """Where a process's output goes."""
        return self._table[name].log

    def pid(self, name: str) -> int | None:
        """The pid of a process, or None while it does not run."""
        return self._table[name].pid

    def wanted(self, name: str) -> bool:
        """Whether a process should be running."""
        return name in self._table and self._table[name].wanted

    def start(self, *names: str, once: Mapping[str, str] | None = None) -> None:
        """Want these processes, or all: they are started within moments, and again whenever they end.

        `once` is added to the environment of the next start only.
        """
        with self._lock:
            for process in self._chosen(names):
                process.want(once or {})
        if not self._thread.is_alive():
            self._thread.start()

    def stop(self, *names: str, within: float = STOP_SECONDS) -> None:
        """End these processes, or all: SIGTERM, and SIGKILL for what still runs after `within` seconds."""
        with self._lock:
            chosen = self._chosen(names)
            for process in chosen:
                process.wanted = False
                process.send(signal.SIGTERM)
        end = time.monotonic() + within
        while any(process.pid for process in chosen) and time.monotonic() < end:
            time.sleep(LOOK_SECONDS)
        for process in chosen:
            self._end(process)

    def kill(self, name: str) -> None:
        """kill -9; it is started again after its backoff. Returns when the old process is gone."""
        process = self._table[name]
        victim = process.running
        process.send(signal.SIGKILL)
        if victim:
            victim.wait()

    def signal(self, name: str, number: int) -> None:
        """Send any signal, SIGSTOP say."""
        self._table[name].send(number)

    def close(self) -> None:
        """Stop everything and the watching thread. A closed supervisor is not used again."""
        self.stop()
        self._ending.set()
        if self._thread.is_alive():
            self._thread.join()

    def _chosen(self, names: Sequence[str]) -> list[Process]:
        return [self._table[name] for name in names or self._table]

    def _end(self, process: Process) -> None:
        if process.pid is not None:
            self._say(f"{process.name} did not stop when asked and was killed.")
            self.kill(process.name)

    def _watch(self) -> None:
        while not self._ending.wait(LOOK_SECONDS):
            with self._lock:
                for process in self._table.values():
                    self._look_after(process)

    def _look_after(self, process: Process) -> None:
        if not process.wanted:
            return
        if process.running and (status := process.running.poll()) is not None:
            delay = process.postpone()
            self._say(f"{process.name} {ending(status)}; it is started again in {delay:g} s. See {process.log}.")
        elif not process.running and time.monotonic() >= process.start_at:
            process.launch()


def ending(status: int) -> str:
    """How a process ended, in words."""
    return f"was ended by {signal.Signals(-status).name}" if status < 0 else f"ended with status {status}"
