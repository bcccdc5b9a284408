"""Which commands of the services are public: those in the API's table, and what the front door takes."""

import re

from services.gateway.api.table import TABLE, Forward
from tests.integration.gateway.stage import Asked, Stage

READING = ("GET", "HEAD")
#: the API's PUT …/ballot and PUT …/opinion, as their boxes send them on
BATCHES = (
    Forward("POST", "/forums/{forum_id}/ballots", "proposals", "Count a batch of ballots"),
    Forward("POST", "/forums/{forum_id}/opinions", "proposals", "Count a batch of opinions"),
)


def private_commands(stage: Stage) -> list[str]:
    """The commands that pages have sent and no program could."""
    sent = [(service, asked) for service, peer in stage.peers.items() for asked in peer.asked]
    return [f"{service}: {each.method} {each.path}" for service, each in sent if not _is_public(service, each)]


def commands(stage: Stage) -> list[Asked]:
    """Everything that was sent to change something."""
    return [asked for peer in stage.peers.values() for asked in peer.asked if asked.method not in READING]


def _is_public(service: str, asked: Asked) -> bool:
    return asked.method in READING or any(_is(forward, service, asked) for forward in (*TABLE, *BATCHES))


def _is(forward: Forward, service: str, asked: Asked) -> bool:
    pattern = re.sub(r"\{\w+\}", "[^/]+", forward.path)
    return (service, asked.method) == (forward.service, forward.method) and bool(re.fullmatch(pattern, asked.path))
