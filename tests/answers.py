"""Whether a service answers exactly what its `answers.py` says, asked by the names of its methods."""

import json
from collections.abc import Mapping
from typing import Any
from uuid import uuid4

from marshmallow import Schema
from werkzeug.test import EnvironBuilder
from werkzeug.wrappers import Request

from services.kit import strict_json
from services.kit.acting import NOBODY, Acting, Statements
from services.kit.db import Database
from services.kit.http import Done

KEY = "5e" * 32


class Asked:
    """A service in this process, called as nameko would call it."""

    def __init__(self, service: Any, db: Database, settings: Any, answers: Mapping[str, type[Schema]]) -> None:
        service.db, service.statements, service.settings = db, Statements(KEY), settings
        self._service, self._answers, self.asked = service, answers, set[str]()

    def does(self, name: str, acting: Acting = NOBODY, body: Any = None, query: str = "", **places: Any) -> Any:
        """What the method of this name answers, as JSON; it is what `answers.py` says."""
        method = getattr(self._service, name)
        headers = {"Acting": Statements(KEY).sign(acting), "Idempotency-Key": uuid4().hex}
        data = b"" if body is None else strict_json.dumps(body)
        sent = EnvironBuilder("/", method=method.surface.method, data=data, headers=headers, query_string=query)
        answer = method(Request(sent.get_environ()), **places)
        value = strict_json.loads(strict_json.dumps(answer.answer if isinstance(answer, Done) else answer))
        assert exactly(self._answers[name], value), (name, value)
        self.asked.add(name)
        return value


def exactly(schema: type[Schema], value: Any) -> bool:
    """Whether a value has all that a schema has, and nothing else."""
    return _as_text(json.loads(schema().dumps(schema().load(value)))) == _as_text(value)


def described(service: type) -> set[str]:
    """The methods of a service whose answers are to be described."""
    return {name for name in dir(service) if hasattr(getattr(service, name), "surface")}


def _as_text(value: Any) -> str:
    return json.dumps(value, sort_keys=True).replace("+00:00", "Z")
