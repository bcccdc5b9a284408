"""The environment the processes of one installation share: addresses, secrets, and what the person set instead."""

import json
import os
import secrets
from collections.abc import Callable, Mapping
from pathlib import Path
from urllib.parse import urlsplit

from deploy.local.ground import Ports
from services.kit.settings import FIELDS, SERVICES

CHECKOUT = Path(__file__).parents[2]
SETTINGS = {name for names in FIELDS for name in names.split(", ")} | {"MAIL_CATCHER_URL"}
SECRETS = ("INTERNAL_KEY", "LINK_KEY", "SESSION_KEY")
#: ports that are taken when nobody else has them
USUAL = {"gateway": 8080, "forum": 8101, "proposals": 8102, "notify": 8103, "mail": 8025, "smtp": 8026}
FIXED = {
    "MAIL_FROM": "hien-ke@hienke.example",
    "ADMIN_EMAIL": "admin@hienke.example",
    "LOG_LEVEL": "INFO",
}


def chosen() -> dict[str, str]:
    """The settings that a person made in their environment."""
    return {name: value for name, value in os.environ.items() if name in SETTINGS and value}


def make(directory: Path, ports: Ports, overrides: Mapping[str, str], usual: bool) -> dict[str, str]:
    """All settings but the servers' addresses. `overrides` win; the rest is ours, and the same at every start."""

    def url(part: str) -> str:
        return f"http://127.0.0.1:{ports.get(part, USUAL[part] if usual else None)}"

    ours = [service for service in SERVICES if f"{service.upper()}_URL" not in overrides]
    addresses = {f"{service.upper()}_URL": url(service) for service in ours}
    gateway = overrides.get("GATEWAY_BIND") or urlsplit(url("gateway")).netloc
    settings = {**FIXED, **addresses, **_mail(url, overrides), "GATEWAY_BIND": gateway, **kept_secrets(directory)}
    return {"PUBLIC_URL": f"http://{_reached_at(gateway)}", **settings, **overrides}


def whole(settings: Mapping[str, str]) -> dict[str, str]:
    """The environment of a process: the settings, and of the person's own only what is no setting of ours."""
    inherited = {name: value for name, value in os.environ.items() if name not in SETTINGS}
    found_at = os.pathsep.join(filter(None, [str(CHECKOUT), os.environ.get("PYTHONPATH")]))
    return {**inherited, "PYTHONUNBUFFERED": "1", "PYTHONPATH": found_at, **settings}


def local(bind: str) -> str:
    """The address at which this machine itself reaches a gateway bound to `host:port`."""
    return f"http://{_reached_at(bind)}"


def _reached_at(bind: str) -> str:
    host, _, port = bind.rpartition(":")
    return f"{'127.0.0.1' if host in ('', '0.0.0.0', '[::]') else host}:{port}"  # noqa: S104 - compared, not bound


def _mail(url: Callable[[str], str], overrides: Mapping[str, str]) -> dict[str, str]:
    if "SMTP_URL" in overrides:
        return {}
    return {"SMTP_URL": f"smtp://{urlsplit(url('smtp')).netloc}", "MAIL_CATCHER_URL": url("mail")}


def kept_secrets(directory: Path) -> dict[str, str]:
    """Made once: with other ones, every session and every link that was sent would be worthless."""
    file = directory / "secrets.json"
    if not file.exists():
        file.touch(mode=0o600)
        file.write_text(json.dumps({name: secrets.token_hex(32) for name in SECRETS}))
    kept: dict[str, str] = json.loads(file.read_text())
    return kept
