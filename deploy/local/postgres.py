"""A PostgreSQL server of our own: own directory, own port, the system's one untouched. Durability stays on."""

import contextlib
import itertools
import os
import re
import shutil
import signal
from collections.abc import Iterator, Sequence
from pathlib import Path

import psycopg2
from psycopg2 import sql
from psycopg2.extensions import connection, cursor

from deploy.local.ground import Ports, own
from deploy.local.servers import MissingServerError, Server

USER = "hienke"
PLACES = ("/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin", "/opt/homebrew/opt/postgresql@*/bin")
SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "max_connections": "200",
    "timezone": "UTC",
    "log_line_prefix": "%m [%p] %d ",
    # a statement that fails is logged with its values, which may be a secret ballot: what failed, not with what
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
}


def programs() -> Path:
    """The directory of the newest PostgreSQL's programs."""
    found = [path for place in PLACES for path in Path("/").glob(f"{place[1:]}/initdb")]
    if on_path := shutil.which("initdb"):
        found.append(Path(on_path).resolve())
    if not found:
        raise MissingServerError("PostgreSQL is not installed (no initdb); `make setup` says how to.")
    return max(found, key=_version).parent


def _version(path: Path) -> int:
    numbers = re.findall(r"\d+", str(path.parent))
    return int(numbers[0]) if numbers else 0


class Postgres(Server):
    """A private PostgreSQL. Killed or stopped, it is started again on the same port and data."""

    name = "postgresql"
    stop_signal = signal.SIGINT  # "fast": open transactions are rolled back, clients are sent away
    dies_with = "INT"
    #: after a kill -9 the old backends need a moment to notice; a stop we did not wait for, too
    passing_troubles = ("pre-existing shared memory block", 'lock file "postmaster.pid" already exists')

    def __init__(self, directory: Path, ports: Ports, usual: int | None = None):
        self._programs = programs()
        super().__init__(directory)
        self.port = ports.get(self.name, usual)
        self._data = self.directory / "data"
        self._numbers = itertools.count(1)

    def url(self, database: str) -> str:
        """The address of one database."""
        return f"postgresql://{USER}@127.0.0.1:{self.port}/{database}"

    def ensure_database(self, name: str) -> str:
        """Make the database unless it exists; returns its URL."""
        with self._admin() as admin, admin.cursor() as cursor:
            cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", (name,))
            if not cursor.fetchone():
                self._create(cursor, name)
        return self.url(name)

    def fresh_database(self, name_hint: str = "test", template: str = "template0") -> str:
        """Make a new database, empty or a copy of `template` (which nobody may be connected to); returns its URL."""
        name = f"{name_hint}_{os.getpid()}_{next(self._numbers)}"
        with self._admin() as admin, admin.cursor() as cursor:
            self._create(cursor, name, template)
        return self.url(name)

    def prepare(self) -> None:
        """Make the data directory by a rename, so that one left half-made is never taken for whole."""
        if not self._data.exists():
            new = own(self.directory / "data.new")
            shutil.rmtree(new)
            options = ["-U", USER, "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8"]
            self.run([str(self._programs / "initdb"), "-D", str(new), *options])
            new.rename(self._data)
        self._forget_stranger()

    def command(self) -> Sequence[str]:
        """postgres itself, in the foreground, with its settings on the command line."""
        options = [f"-c{name}={value}" for name, value in SETTINGS.items()]
        return [str(self._programs / "postgres"), "-D", str(self._data), "-p", str(self.port), *options]

    def answers(self) -> bool:
        """Whether a client can connect."""
        with contextlib.suppress(psycopg2.OperationalError), self._admin():
            return True
        return False

    @contextlib.contextmanager
    def _admin(self) -> Iterator[connection]:
        admin = psycopg2.connect(self.url("postgres"), connect_timeout=3)
        admin.autocommit = True
        try:
            yield admin
        finally:
            admin.close()

    @staticmethod
    def _create(cursor: cursor, name: str, template: str = "template0") -> None:
        statement = sql.SQL("CREATE DATABASE {} TEMPLATE {}")
        cursor.execute(statement.format(sql.Identifier(name), sql.Identifier(template)))

    def _forget_stranger(self) -> None:
        """Drop a pid file whose number now belongs to another program, as after a reboot: postgres would not start."""
        lock = self._data / "postmaster.pid"
        if lock.exists():
            owner = Path("/proc") / lock.read_text().split("\n")[0].strip() / "comm"
            if not owner.exists() or owner.read_text().strip() != "postgres":
                lock.unlink()
