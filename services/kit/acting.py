"""Who acts: a short-lived statement the gateway signs and every service checks.

One statement may cover a whole batch: then it carries the digest of the batch and no person, and each item names its
own.
"""

import hashlib
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from itsdangerous import BadData, URLSafeTimedSerializer

from services.kit.errors import NotSignedIn

SECONDS = 30


@dataclass(frozen=True)
class Acting:
    """Who acts. Nobody (`person_id` None) may still ask for what is public; an `operator` works at the machine."""

    person_id: UUID | None = None
    session_id: UUID | None = None
    operator: bool = False
    digest: str | None = None  # of the body, when the gateway vouches for a batch

    @property
    def person(self) -> UUID:
        """The person, where one is needed. Raises NotSignedIn."""
        if self.person_id is None:
            raise NotSignedIn
        return self.person_id

    @property
    def name(self) -> str:
        """Whose idempotency keys these are."""
        return "operator" if self.operator else str(self.person_id or "nobody")


NOBODY = Acting()


def digest(body: bytes) -> str:
    """The digest a statement for a batch carries."""
    return hashlib.sha256(body).hexdigest()


class Statements:
    """Signs and reads statements with the installation's internal key."""

    def __init__(self, key: str) -> None:
        self._signer = URLSafeTimedSerializer(key, salt="acting")

    def sign(self, acting: Acting) -> str:
        """A statement good for half a minute."""
        facts = {"p": acting.person_id, "s": acting.session_id}
        value: dict[str, Any] = {name: str(fact) for name, fact in facts.items() if fact}
        if acting.operator:
            value["o"] = True
        if acting.digest:
            value["d"] = acting.digest
        return str(self._signer.dumps(value))

    def read(self, statement: str | None, body: bytes = b"") -> Acting:
        """Who acts, by a statement. Raises NotSignedIn when it is absent, forged, old, or made for another batch."""
        try:
            value = self._signer.loads(statement or "", max_age=SECONDS)
        except BadData as error:
            raise NotSignedIn from error
        if value.get("d") and value["d"] != digest(body):
            raise NotSignedIn
        return Acting(_uuid(value.get("p")), _uuid(value.get("s")), value.get("o", False), value.get("d"))


def _uuid(text: str | None) -> UUID | None:
    return UUID(text) if text else None
