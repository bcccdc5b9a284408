"""A stage for the teller and the listener: their databases, their processes, and what can be asked of both."""

import http.client
import json
import os
import signal
import subprocess
import sys
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import amqp
import psycopg2
import psycopg2.extras

from deploy.local.broker import Broker
from deploy.local.ground import Ports, leashed
from deploy.local.postgres import Postgres
from services.kit import migrate, topology
from services.kit.acting import Acting, Statements
from services.kit.db import Database
from services.kit.settings import Settings
from tests.waiting import eventually

HERE = Path(__file__).parents[3]
TABLES = """
    CREATE TABLE effect (seq bigserial PRIMARY KEY, event uuid, stream text, version bigint, text text);
    CREATE TABLE cure (text text);
"""
KEY = "5e" * 32


class Stage:
    """One teller with its relay and one listener. Nothing runs until it is started."""

    def __init__(self, postgres: Postgres, broker: Broker, ports: Ports, logs: Path):
        self.broker = broker
        self._logs = logs
        self.urls = {name: postgres.fresh_database(name) for name in ("teller", "listener")}
        for url in self.urls.values():
            migrate.apply(url, migrate.KIT)
        self.ask("listener", TABLES)
        self._http = {name: f"http://127.0.0.1:{ports.get(f'{name}-{logs.name}')}" for name in self.urls}
        self.amqp_uri = broker.fresh_vhost()
        self._connections: list[amqp.Connection] = []
        self._processes: dict[str, subprocess.Popen[bytes]] = {}
        self._teller = Database(self.urls["teller"], size=4)

    def settings(self, role: str, **changes: object) -> Settings:
        """The settings of one of the processes."""
        database = self.urls["listener" if role == "listener" else "teller"]
        values = Settings(
            **dict.fromkeys(Settings.__dataclass_fields__, "")
            | {  # type: ignore[arg-type]
                "database_url": database,
                "amqp_uri": self.amqp_uri,
                "service_urls": self._http,
                "internal_key": KEY,
                "log_level": "INFO",
                "seal_seconds": 1.0,
                "reconcile_seconds": 60.0,
            }
        )
        return replace(values, **changes)  # type: ignore[arg-type]

    def start(self, *roles: str, **changes: object) -> "Stage":
        """Start processes and wait until those with HTTP answer."""
        for role in roles:
            self._spawn(role, self.settings(role, **changes))
        for role in set(roles) & {"teller", "listener"}:
            eventually(lambda role=role: self.get(role, "/livez"), within=60, saying=f"{role} answers")
        return self

    def _spawn(self, role: str, values: Settings) -> None:
        part = "relay" if role == "spare" else role
        command = [sys.executable, "-m", "tests.integration.kit.peer", part, json.dumps(asdict(values))]
        environment = {**os.environ, "PYTHONPATH": str(HERE), "PYTHONWARNINGS": "ignore"}
        with self.log(role).open("ab") as output:
            self._processes[role] = subprocess.Popen(
                leashed(command), cwd=HERE, env=environment, stdout=output, stderr=subprocess.STDOUT
            )

    def log(self, role: str) -> Path:
        """Where a process writes."""
        return self._logs / f"{role}.log"

    def said(self, role: str, words: str) -> bool:
        """Whether a process has logged these words."""
        return words in self.log(role).read_text()

    def signal(self, role: str, number: int) -> None:
        """Send a signal to a process."""
        self._processes[role].send_signal(number)

    def wait(self, role: str, within: float) -> int:
        """The exit status of a process that must end now."""
        return self._processes[role].wait(within)

    def alive(self, role: str) -> bool:
        """Whether a process still runs."""
        return self._processes[role].poll() is None

    def kill(self, role: str) -> None:
        """kill -9."""
        self.signal(role, signal.SIGKILL)
        self.wait(role, 5)

    def close(self) -> None:
        """End everything."""
        for process in self._processes.values():
            process.kill()
            process.wait(5)
        for connection in self._connections:
            connection.collect()
        self._teller.close()

    def tell(self, stream: str, *texts: str, kind: str = "said.v1", **extra: object) -> None:
        """Record events, as the teller does, one transaction each."""
        for text in texts:
            self._teller.transact(lambda tx, text=text: tx.record(stream, kind, {"text": text, **extra}))

    def heard(self, stream: str) -> list[str]:
        """What the listener has written down of a stream, in that order."""
        rows = self.ask("listener", "SELECT text FROM effect WHERE stream = %s ORDER BY seq", stream)
        return [row["text"] for row in rows]

    def parked(self, stream: str | None = None) -> list[dict]:
        """What is parked, of one stream or without any."""
        return self.ask(
            "listener", "SELECT * FROM parked_message WHERE stream IS NOT DISTINCT FROM %s ORDER BY position", stream
        )

    def feed(self) -> dict:
        """The state of the teller's feed."""
        return self.ask("teller", "SELECT * FROM feed")[0]

    def all_published(self) -> bool:
        """Whether everything told is confirmed and marked."""
        state = self.ask("teller", "SELECT published = (SELECT count(*) FROM event) AS all FROM feed")
        return bool(state[0]["all"])

    def ask(self, whose: str, statement: str, *values: object) -> list[dict]:
        """Run one statement on a database, past the kit."""
        rows = psycopg2.extras.RealDictCursor
        connection = psycopg2.connect(self.urls[whose], connect_timeout=3, cursor_factory=rows)
        connection.autocommit = True
        try:
            with connection.cursor() as cursor:
                cursor.execute(statement, values)
                return [dict(row) for row in cursor.fetchall()] if cursor.description else []
        finally:
            connection.close()

    def waiting(self) -> int:
        """How many messages wait in the listener's queue for a consumer."""
        return self.channel().queue_declare(topology.queue_name("listener", "teller"), passive=True).message_count

    def channel(self) -> amqp.Channel:
        """A channel of our own, to do to the broker what nobody should."""
        self._connections.append(topology.connect(self.amqp_uri))
        return self._connections[-1].channel()

    def get(self, role: str, path: str) -> dict | None:
        """GET as an operator; None while nobody answers."""
        return self.request(role, "GET", path)[1]

    def request(
        self, role: str, method: str, path: str, body: bytes = b"", acting: Acting | None = None, **headers: str
    ) -> tuple[int, Any]:
        """One internal HTTP request: status and JSON, or 0 and None while nobody answers."""
        address = urlsplit(self._http[role])
        connection = http.client.HTTPConnection(address.hostname, address.port, timeout=8)
        statement = Statements(KEY).sign(acting or Acting(operator=True))
        try:
            connection.request(method, path, body or None, {"Acting": statement, **headers})
            response = connection.getresponse()
            return response.status, json.loads(response.read() or b"null")
        except OSError:
            return 0, None
        finally:
            connection.close()
