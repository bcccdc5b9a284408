"""What could not be applied, for whoever runs the system: see it, have it tried again, or give it up."""

import http.client
import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from services.kit.acting import Acting, Statements

SECONDS = 5


class AnsweredOtherwise(Exception):
    """A service did not do what it was asked; the text says what it answered."""


class Operator:
    """Speaks to the services as an operator, who is known by the installation's internal key."""

    def __init__(self, service_urls: Mapping[str, str], internal_key: str) -> None:
        self._urls = service_urls
        self._statements = Statements(internal_key)

    def parked(self) -> list[dict[str, Any]]:
        """Every parked message of every service, the service's name with it. Raises AnsweredOtherwise or OSError."""
        return [
            {"service": service, **message}
            for service in self._urls
            for message in self._ask(service, "GET", "/parked")["parked"]
        ]

    def decide(self, service: str, parked_id: UUID, decision: str) -> None:
        """Have a message tried again ("replay"), or give it up ("discard"). Raises AnsweredOtherwise or OSError."""
        self._ask(service, "POST", f"/parked/{parked_id}/{decision}")

    def _ask(self, service: str, method: str, path: str) -> Any:
        where = urlsplit(self._urls[service])
        client = http.client.HTTPConnection(where.hostname or "localhost", where.port, timeout=SECONDS)
        try:
            client.request(method, path, b"", {"Acting": self._statements.sign(Acting(operator=True))})
            answer = client.getresponse()
            body = answer.read()
        finally:
            client.close()
        if answer.status != http.client.OK:
            raise AnsweredOtherwise(f"{service} answered {answer.status}: {body.decode(errors='replace')[:300]}")
        return json.loads(body)
