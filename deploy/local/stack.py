"""The whole system as one object: for `make run`, for journeys, for breaking it on purpose, and for measuring it."""

import fcntl
import os
import subprocess
import sys
import weakref
from collections.abc import Callable, Mapping
from pathlib import Path
from types import TracebackType
from typing import IO, Self

from deploy.local import surroundings
from deploy.local.broker import Broker
from deploy.local.ground import Ports, leashed, reachable, tail
from deploy.local.postgres import Postgres
from deploy.local.ready import wait_all_ready
from deploy.local.servers import Server, ServerError
from deploy.local.supervisor import Supervisor
from services.kit.settings import SERVICES

READY_SECONDS = 90
USUAL_POSTGRES, USUAL_BROKER = 54329, 56729
#: what may wait while people vote: letters to thousands, or a result, must not keep ballots waiting
PATIENT = ("notify", "mail", "counter")


class Stack:
    """The system in one directory, which keeps its data, logs, ports and secrets.

    Its processes: forum, proposals, notify, relay-forum, relay-proposals, relay-notify, counter, gateway (gateway-2 …
    when there are several) and mail. Settings in `overrides` win; a server named there (`AMQP_URI`, all three
    `…_DATABASE_URL`) is used as it is and never started, stopped or killed, and `broker` or `postgres` is None.
    Start it from a thread that lives as long as it should: the servers end with the thread that started them.
    """

    def __init__(
        self,
        directory: Path,
        overrides: Mapping[str, str] | None = None,
        gateways: int = 1,
        usual_ports: bool = False,
        say: Callable[[str], None] = print,
    ):
        directory.mkdir(parents=True, exist_ok=True)
        self.directory = directory.resolve()
        self._say = say
        self._lock = self._take_directory()
        self._ports = Ports(self.directory / "ports.json")
        given = dict(overrides or {})
        self.postgres = None if _databases_given(given) else self._postgres(usual_ports)
        self.broker = None if "AMQP_URI" in given else self._broker(usual_ports)
        self.settings = surroundings.make(self.directory, self._ports, given, usual_ports)
        self._gateways = {"gateway": self.settings["GATEWAY_BIND"]} | {
            f"gateway-{number}": f"127.0.0.1:{self._ports.get(f'gateway-{number}')}"
            for number in range(2, gateways + 1)
        }
        self._supervisor = Supervisor(self.directory / "logs", say)

    # --- the whole -------------------------------------------------------------------------------------------------

    def start(self, ready_within: float = READY_SECONDS) -> Self:
        """Start everything and return when it is ready; raises ServerError, with logs, when it does not get there."""
        try:
            self._start_servers()
            self._migrate()
            self._start_processes()
            self.wait_ready(ready_within)
        except BaseException:
            self.stop()
            raise
        return self

    def stop(self) -> None:
        """Stop everything within bounded time. What was accepted is kept; a new Stack on the directory goes on."""
        self._supervisor.close()
        for server in self.servers:
            server.stop()
        self._ports.release()
        self._lock.close()

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def wait_ready(self, deadline: float = READY_SECONDS) -> None:
        """Return when every running process that has a `/readyz` says it is ready."""
        urls = {name: url for name, url in self.urls.items() if self._supervisor.wanted(name)}
        if missing := wait_all_ready(urls, deadline):
            logs = "\n".join(tail(self._supervisor.log(name)) for name in missing)
            raise ServerError(f"Not ready after {deadline:g} s: {', '.join(missing)}.\n{logs}")

    def revive(self) -> None:
        """Start again any server of ours that has died; processes are looked after by the supervisor."""
        for server in self.servers:
            if server.pid is None:
                self._say(f"{server.name} is not running any more; it is started again. See {server.log}.")
                server.start()

    # --- what there is ---------------------------------------------------------------------------------------------

    @property
    def servers(self) -> list[Server]:
        """The servers that are ours."""
        return [server for server in (self.broker, self.postgres) if server]

    @property
    def urls(self) -> dict[str, str]:
        """Where each process that speaks HTTP is reached from this machine."""
        urls = {name: surroundings.local(bind) for name, bind in self._gateways.items()}
        urls |= {service: self.settings[f"{service.upper()}_URL"] for service in SERVICES}
        return urls | ({"mail": self.settings["MAIL_CATCHER_URL"]} if self._catches_mail else {})

    @property
    def environment(self) -> dict[str, str]:
        """The environment the processes run in."""
        return surroundings.whole(self.settings)

    @property
    def processes(self) -> list[str]:
        """The names of the processes."""
        return self._supervisor.names

    # --- single processes ------------------------------------------------------------------------------------------

    def pid(self, name: str) -> int | None:
        """A process's pid; None while it does not run."""
        return self._supervisor.pid(name)

    def kill(self, name: str) -> None:
        """kill -9 a process; the supervisor starts it again half a second later."""
        self._supervisor.kill(name)

    def signal(self, name: str, number: int) -> None:
        """Send a process any signal."""
        self._supervisor.signal(name, number)

    def stop_process(self, name: str) -> None:
        """End a process, SIGTERM first; it stays away until `start_process`."""
        self._supervisor.stop(name)

    def start_process(self, name: str, once: Mapping[str, str] | None = None) -> None:
        """Start a process that was stopped; `once` is added to the environment of this first start only."""
        self._supervisor.start(name, once=once)

    def log(self, name: str) -> Path:
        """The file a process's output goes to."""
        return self._supervisor.log(name)

    # --- how -------------------------------------------------------------------------------------------------------

    @property
    def _catches_mail(self) -> bool:
        return "MAIL_CATCHER_URL" in self.settings

    def _postgres(self, usual: bool) -> Postgres:
        return Postgres(self.directory / Postgres.name, self._ports, USUAL_POSTGRES if usual else None)

    def _broker(self, usual: bool) -> Broker:
        return Broker(self.directory / Broker.name, self._ports, USUAL_BROKER if usual else None)

    def _take_directory(self) -> IO[str]:
        """One stack per directory, from here to `stop`: two would share data and break it."""
        file = (self.directory / "lock").open("a+")
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.seek(0)
            pid = file.read().strip()
            file.close()
            raise ServerError(f"The system already runs in {self.directory} (pid {pid}).") from None
        file.truncate(0)
        print(os.getpid(), file=file, flush=True)
        weakref.finalize(self, file.close)  # also when the rest of __init__ fails
        return file

    def _start_servers(self) -> None:
        """Both at once. Only the database is waited for: no service needs the broker to start."""
        if self.broker:
            self._say("Starting RabbitMQ.")
            self.broker.start()
            self.settings["AMQP_URI"] = self.broker.uri()
        if self.postgres:
            self._say("Starting PostgreSQL.")
            self.postgres.start()
            self.postgres.wait_ready()
            for service in SERVICES:
                self.settings.setdefault(f"{service.upper()}_DATABASE_URL", self.postgres.ensure_database(service))

    def _migrate(self) -> None:
        self._say("Bringing the databases to the newest schema.")
        running = {service: self._migration(service) for service in SERVICES}
        for service, process in running.items():
            output, _ = process.communicate()
            if process.returncode:
                raise ServerError(f"The schema of {service} could not be brought up to date:\n{output}")

    def _migration(self, service: str) -> "subprocess.Popen[str]":
        command = leashed([sys.executable, "-m", "services.kit.migrate", service])
        pipe, together = subprocess.PIPE, subprocess.STDOUT
        return subprocess.Popen(
            command, env=self.environment, text=True, stdout=pipe, stderr=together, start_new_session=True
        )

    def _start_processes(self) -> None:
        for name, (module, extra) in self._table().items():
            niceness = ["nice", "-n", "10"] if name in PATIENT else []
            self._supervisor.add(name, [*niceness, sys.executable, "-m", *module.split()], self.environment | extra)
        self._say(f"Starting {', '.join(self.processes)}.")
        self._supervisor.start()

    def _table(self) -> dict[str, tuple[str, dict[str, str]]]:
        """Each process: what it runs, and what it alone has in its environment."""
        catcher = {"MAIL_CATCHER_FILE": str(self.directory / "mails.jsonl")}
        return {
            **({"mail": ("deploy.local.mail_catcher", catcher)} if self._catches_mail else {}),
            **{service: (f"services.kit.serve {service}", {}) for service in SERVICES},
            **{name: ("services.gateway", {"GATEWAY_BIND": bind}) for name, bind in self._gateways.items()},
            **{f"relay-{service}": (f"services.kit.relay {service}", {}) for service in SERVICES},
            "counter": ("services.proposals.counter", {}),
        }


def server_directories(directory: Path) -> list[Path]:
    """Where the servers of the stack in this directory keep their data, which may be elsewhere."""
    return [reachable(directory / name) for name in (Postgres.name, Broker.name)]


def _databases_given(overrides: Mapping[str, str]) -> bool:
    return all(f"{service.upper()}_DATABASE_URL" in overrides for service in SERVICES)
