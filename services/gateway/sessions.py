"""Sessions: a signed value a browser keeps as a cookie and a program sends as `Authorization: Bearer`.

The gateway checks it alone. What it must hear from elsewhere are the sessions that were ended early; until it has
loaded them once, nobody counts as signed in or out: the answer is "not yet".
"""

import hashlib
import time
from collections import OrderedDict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson
from itsdangerous import BadSignature, Signer
from itsdangerous.encoding import base64_decode, base64_encode

from services.kit.acting import Acting
from services.kit.errors import Unavailable

#: Verified values kept, so that the next request of the same session costs a dictionary's look-up.
REMEMBERED = 20_000
LONGEST = 2_048


class SessionsNotLoaded(Unavailable):
    """Raised while this process does not know yet which sessions were ended."""

    slug = "starting"


@dataclass(frozen=True, slots=True)
class Session:
    """One person, signed in."""

    session_id: UUID
    person_id: UUID
    full_name: str
    language: str
    expires: float  # seconds since 1970

    @property
    def acting(self) -> Acting:
        """Who acts, for the services."""
        return Acting(self.person_id, self.session_id)


class Sessions:
    """Issues and reads sessions, and knows those that were ended."""

    def __init__(self, key: str, secure: bool) -> None:
        # the key is derived here once, not by the signer for every value: each vote of a first-time voter waits for it
        own_key = hashlib.sha256(b"session" + key.encode()).digest()
        self._signer = Signer(own_key, key_derivation="none", digest_method=hashlib.sha256)
        self._verified: OrderedDict[str, Session] = OrderedDict()  # a dict finds its oldest entry ever more slowly
        self._ended: dict[UUID, float] = {}
        self.loaded = False
        self.cookie_name = "__Host-session" if secure else "session"
        self._attributes = "Path=/; HttpOnly; SameSite=Lax" + ("; Secure" if secure else "")

    def issue(self, signed_in: Mapping[str, Any]) -> str:
        """The value for a session as the forum service answers it."""
        facts = ("session_id", "person_id", "full_name", "language")
        expires = datetime.fromisoformat(signed_in["expires_at"]).timestamp()
        value = base64_encode(orjson.dumps([*(signed_in[name] for name in facts), expires]))
        return self._signer.sign(value).decode()

    def read(self, token: str) -> Session | None:
        """The session of a value; None when it is forged, over, or was ended. Raises SessionsNotLoaded."""
        session = self._verified.get(token) or self._verify(token)
        if session is None or session.expires <= time.time():
            return None
        if not self.loaded:
            raise SessionsNotLoaded
        return None if session.session_id in self._ended else session

    def end(self, session_id: UUID, expires: float) -> None:
        """This session is no longer good; it is remembered until its value would have expired anyway."""
        self._ended[session_id] = expires

    def end_for(self, session_id: UUID, seconds: float) -> None:
        """As `end`, where nobody has said yet how long the session would have been good."""
        self._ended.setdefault(session_id, time.time() + seconds)

    def load_ended(self, items: Iterable[Mapping[str, Any]]) -> None:
        """Take over the forum service's list of ended sessions."""
        for item in items:
            self.end(UUID(item["session_id"]), datetime.fromisoformat(item["expires_at"]).timestamp())
        now = time.time()
        self._ended = {session_id: expires for session_id, expires in self._ended.items() if expires > now}
        self.loaded = True

    def cookie(self, token: str) -> str:
        """The Set-Cookie value that signs a browser in."""
        session = self._verify(token)
        seconds = int(session.expires - time.time()) if session else 0
        return f"{self.cookie_name}={token}; Max-Age={max(seconds, 0)}; {self._attributes}"

    def no_cookie(self) -> str:
        """The Set-Cookie value that signs a browser out."""
        return f"{self.cookie_name}=; Max-Age=0; {self._attributes}"

    def _verify(self, token: str) -> Session | None:
        if len(token) > LONGEST:
            return None
        try:
            value = orjson.loads(base64_decode(self._signer.unsign(token)))
        except (BadSignature, ValueError):  # ValueError: it cannot even be text of ours
            return None
        session_id, person_id, full_name, language, expires = value
        session = Session(UUID(session_id), UUID(person_id), full_name, language, expires)
        if len(self._verified) >= REMEMBERED:
            self._verified.popitem(last=False)
        self._verified[token] = session
        return session
