"""A RabbitMQ of our own: own node name, ports, epmd, directories and home, the system's one untouched."""

import itertools
import os
import re
import signal
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

import amqp

from deploy.local.ground import Ports, own
from deploy.local.servers import MissingServerError, Server

#: the scripts themselves: the wrapper in /usr/sbin changes user and directory
PLACES = ("/usr/lib/rabbitmq/lib/rabbitmq_server-*/sbin", "/opt/homebrew/opt/rabbitmq/sbin")
USER = "guest"
VHOSTS_AT_ONCE = 10


def programs() -> Path:
    """The directory of the newest RabbitMQ's scripts."""
    found = [path for place in PLACES for path in Path("/").glob(f"{place[1:]}/rabbitmq-server")]
    if not found:
        raise MissingServerError("RabbitMQ is not installed (no rabbitmq-server); `make setup` says how to.")
    return max(found, key=_version).parent


def _version(path: Path) -> list[int]:
    return [int(number) for number in re.findall(r"\d+", path.parent.parent.name)]


class Broker(Server):
    """A private RabbitMQ node. Killed or stopped, it is started again on the same ports and data."""

    name = "rabbitmq"
    stop_signal = signal.SIGTERM

    def __init__(self, directory: Path, ports: Ports, usual: int | None = None):
        self._programs = programs()
        super().__init__(directory)
        self.port = ports.get(self.name, usual)
        self._dist_port = ports.get(f"{self.name}-nodes", usual and usual + 1)
        self._epmd_port = ports.get(f"{self.name}-epmd", usual and usual + 2)
        self._epmd: subprocess.Popen[bytes] | None = None
        self._numbers = itertools.count(1)
        self._vhosts: list[str] = []

    def uri(self, vhost: str = "") -> str:
        """The address of one virtual host; the default one without a name."""
        return f"amqp://{USER}:{USER}@127.0.0.1:{self.port}/{vhost}"

    def fresh_vhost(self) -> str:
        """The URI of a virtual host nobody has used. Some are made ahead, as each rabbitmqctl takes a second."""
        if not self._vhosts:
            self._vhosts = [f"test-{os.getpid()}-{next(self._numbers)}" for _ in range(VHOSTS_AT_ONCE)]
            made = [f'rabbit_vhost:add(<<"{name}">>, U), P(<<"{name}">>)' for name in self._vhosts]
            grant = 'fun(V) -> rabbit_auth_backend_internal:set_permissions(U, V, <<".*">>, <<".*">>, <<".*">>, U) end'
            self.ctl("eval", f'U = <<"{USER}">>, P = {grant}, {", ".join(made)}.')
        return self.uri(self._vhosts.pop())

    def ctl(self, *arguments: str, within: float = 60) -> str:
        """Run rabbitmqctl against this node; returns what it printed."""
        return self.run([str(self._programs / "rabbitmqctl"), "--quiet", *arguments], within)

    def settle(self) -> None:
        """Have the broker write down which queues it has, which it else does some seconds later.

        RabbitMQ 3.10.8 killed before that forgets what a new quorum queue held, and never gives it a leader again.
        """
        self.ctl("eval", "[dets:sync(Table) || Table <- dets:all()].")

    def prepare(self) -> None:
        """Write the node's configuration and start its own epmd, which would else be left behind as a daemon."""
        (self.directory / "rabbitmq.conf").write_text(f"listeners.tcp.local = 127.0.0.1:{self.port}\n")
        (self.directory / "advanced.config").write_text("[].\n")
        (self.directory / "enabled_plugins").write_text("[].\n")
        (self.directory / "env.conf").touch()
        own(self.directory / "mnesia")
        if self._epmd is None or self._epmd.poll() is not None:
            epmd = ["epmd", "-address", "127.0.0.1", "-port", str(self._epmd_port)]
            self._epmd = self.spawn(epmd, self.directory / "epmd.log", "KILL")

    def command(self) -> Sequence[str]:
        """The server's script, which becomes the Erlang machine by exec: one pid from start to end."""
        return [str(self._programs / "rabbitmq-server")]

    def environment(self) -> Mapping[str, str]:
        """Everything that would else be looked for under /etc and /var is named here."""
        here = str(self.directory)
        return {
            **super().environment(),
            "RABBITMQ_NODENAME": "hienke@localhost",
            "RABBITMQ_BASE": here,
            "RABBITMQ_MNESIA_BASE": f"{here}/mnesia",
            "RABBITMQ_LOG_BASE": here,
            "RABBITMQ_LOGS": "-",
            "RABBITMQ_CONF_ENV_FILE": f"{here}/env.conf",
            "RABBITMQ_CONFIG_FILE": f"{here}/rabbitmq.conf",
            "RABBITMQ_ADVANCED_CONFIG_FILE": f"{here}/advanced.config",
            "RABBITMQ_ENABLED_PLUGINS_FILE": f"{here}/enabled_plugins",
            "RABBITMQ_PID_FILE": f"{here}/pid",
            "RABBITMQ_DIST_PORT": str(self._dist_port),
            "ERL_EPMD_ADDRESS": "127.0.0.1",
            "ERL_EPMD_PORT": str(self._epmd_port),
            "ERL_FLAGS": "-kernel inet_dist_use_interface {127,0,0,1}",
            # the script's own switch for "exec the machine instead of standing beside it as a shell"
            "RUNNING_UNDER_SYSTEMD": "true",
        }

    def answers(self) -> bool:
        """Whether a client can sign in to the default virtual host."""
        client = amqp.Connection(
            f"127.0.0.1:{self.port}", USER, USER, connect_timeout=2, read_timeout=2, write_timeout=2
        )
        try:
            client.connect()
        except (OSError, amqp.AMQPError):
            return False
        finally:
            client.collect()  # not close(), which waits without limit for a broker that has stopped answering
        return True

    def stop(self, within: float = 20) -> None:
        """Stop the node, then its epmd."""
        super().stop(within)
        if self._epmd:
            self._epmd.kill()
            self._epmd.wait()
