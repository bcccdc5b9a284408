"""What processes stand on: free ports that are remembered, places an unprivileged user can reach, and a leash, so that
no child outlives the process that started it."""

import contextlib
import hashlib
import json
import os
import pwd
import random
import shutil
import socket
import subprocess
import weakref
from collections.abc import Sequence
from pathlib import Path

#: PostgreSQL refuses to run as root; the first of these users that exists runs the servers instead
SERVANTS = ("postgres", "nobody")
#: below the kernel's ephemeral range, so that no outgoing connection sits on a port between choosing and binding it
PORT_RANGE = (20000, 32000)


class Ports:
    """The port of each part. A part keeps its port from run to run, as links in mails name it.

    A port is ours from `get` to `release`, although its server binds it only later: two systems that start at the same
    moment would else choose the same ones, and, as eventlet shares ports, answer each other's requests.
    """

    def __init__(self, book: Path):
        self._book = book
        self._claims: dict[int, socket.socket] = {}
        self._ports: dict[str, int] = json.loads(book.read_text()) if book.exists() else {}

    def get(self, part: str, usual: int | None = None) -> int:
        """The remembered port if it is free, else the usual one, else any free one, remembered from now on."""
        remembered = self._ports.get(part)
        port = next((p for p in (remembered, usual) if p and self._usable(p, part)), None) or self._any(part)
        if port != remembered:
            self._ports[part] = port
            self._book.parent.mkdir(parents=True, exist_ok=True)
            self._book.write_text(json.dumps(self._ports, indent=1))
        return port

    def release(self) -> None:
        """Let others have the ports."""
        for claim in self._claims.values():
            claim.close()
        self._claims.clear()

    def _usable(self, port: int, part: str) -> bool:
        promised = {other for name, other in self._ports.items() if name != part}
        return port not in promised and (port in self._claims or (is_free(port) and self._claim(port)))

    def _claim(self, port: int) -> bool:
        """Take the port's name among Linux's abstract sockets: one holder, no file, gone with the process."""
        claim = socket.socket(socket.AF_UNIX)
        try:
            claim.bind(f"\0hienke-port-{port}")
        except OSError:
            claim.close()
            return False
        self._claims[port] = claim
        weakref.finalize(self, claim.close)
        return True

    def _any(self, part: str) -> int:
        return next(p for p in iter(lambda: random.randint(*PORT_RANGE), None) if self._usable(p, part))  # noqa: S311


def is_free(port: int) -> bool:
    """Whether a server could listen on this loopback port now."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        with contextlib.suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return True
    return False


def servant() -> str | None:
    """The user the servers run as, or None when that is ourselves, which it is unless we are root."""
    if os.geteuid() != 0:
        return None
    names = {entry.pw_name for entry in pwd.getpwall()}
    return next(name for name in SERVANTS if name in names)


def reachable(directory: Path) -> Path:
    """`directory`, or where the servers' files go instead when their user cannot get there.

    A checkout under /root is closed to every other user, and opening the way to it is not ours to do, so the files go
    under /var/lib, in a directory named after the one that was asked for.
    """
    user = servant()
    existing = next(path for path in directory.resolve().parents if path.exists())
    if user is None or _can_enter(user, existing):
        return directory
    return Path("/var/lib/hienke") / hashlib.sha256(str(directory.resolve()).encode()).hexdigest()[:12]


def _can_enter(user: str, directory: Path) -> bool:
    entry = pwd.getpwnam(user)
    looking = subprocess.run(
        ["/usr/bin/test", "-x", directory], user=entry.pw_uid, group=entry.pw_gid, extra_groups=[], cwd="/", check=False
    )
    return looking.returncode == 0


def own(directory: Path) -> Path:
    """Make the directory and give it to the servers' user."""
    directory.mkdir(parents=True, exist_ok=True, mode=0o711)
    if user := servant():
        shutil.chown(directory, user, pwd.getpwnam(user).pw_gid)
    return directory


def leashed(command: Sequence[str], dies_with: str = "KILL", user: str | None = None) -> list[str]:
    """The command, made to get the signal `dies_with` when we die, however we die.

    setpriv becomes the command by exec, so the pid is the command's own. The kernel ties the leash to the *thread*
    that starts the process: start it from one that stays. Where setpriv is missing (not Debian) there is no leash.
    """
    setpriv = shutil.which("setpriv")
    if not setpriv:
        return list(command)
    change = ["--reuid", user, "--regid", str(pwd.getpwnam(user).pw_gid), "--clear-groups"] if user else []
    return [setpriv, *change, "--pdeathsig", dies_with, "--", *command]


def tail(path: Path, lines: int = 15) -> str:
    """The last lines of a log, indented, for an error message."""
    if not path.exists():
        return f"    ({path} was never written)"
    text = path.read_text(errors="replace").splitlines()[-lines:]
    return "\n".join([f"    {path}:", *(f"    | {line}" for line in text)])
