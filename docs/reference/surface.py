"""What the services say of themselves: their commands and queries, their answers, everything they refuse."""

import importlib
import pkgutil
import re
from collections.abc import Iterator
from dataclasses import dataclass

from marshmallow import Schema

import services
from services.kit.errors import Refused

SERVICES = ("forum", "proposals", "notify")


@dataclass(frozen=True)
class Entry:
    """One command or query: where it is, what it takes, what it answers, whether it needs an idempotency key."""

    service: str
    method: str
    path: str
    takes: type[Schema] | None
    answers: type[Schema]
    keyed: bool


def entries() -> list[Entry]:
    """Every command and query of every service, in the order of its class."""
    return [entry for service in SERVICES for entry in _of(service)]


def refusals() -> list[type[Refused]]:
    """Every refusal anybody can be told, by slug."""
    for module in pkgutil.walk_packages(services.__path__, "services."):
        if not module.name.endswith(("__main__", "kit.serve", "kit.migrate")):
            importlib.import_module(module.name)
    ours = (refused for refused in _below(Refused) if refused.__module__.startswith("services."))  # a test has its own
    told = [refused for refused in ours if "slug" in vars(refused)]
    return sorted(told, key=lambda refused: refused.slug)


def _of(service: str) -> Iterator[Entry]:
    answers = importlib.import_module(f"services.{service}.answers").ANSWERS
    whole = importlib.import_module(f"services.{service}.service").Service.__mro__
    for name, method in (each for part in whole for each in vars(part).items()):
        if surface := getattr(method, "surface", None):
            path = re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", surface.path)
            yield Entry(service, surface.method, path, surface.schema, answers[name], surface.keyed)


def _below(refused: type[Refused]) -> Iterator[type[Refused]]:
    for each in refused.__subclasses__():
        yield each
        yield from _below(each)
