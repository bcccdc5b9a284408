"""The screens of a hall: a signed value that a browser keeps as a cookie. It names a forum and nobody.

What a screen shows is fetched as nobody, so it can never show more than anybody may see. As with sessions, what must be
heard from elsewhere are the screens that were unpaired; until those are known the answer is "not yet".
"""

import hashlib
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from itsdangerous import BadData, URLSafeSerializer

from services.gateway.sessions import LONGEST, SessionsNotLoaded
from services.kit.errors import N_, Kind, Refused


class NotAScreen(Refused):
    """Raised when a browser that is not paired with a forum, or no longer, asks what to show."""

    kind, slug = Kind.FORBIDDEN, "not-a-screen"
    sentence = N_("Màn hình này chưa ghép với diễn đàn nào, hoặc đã bỏ ghép. Hãy xin ban tổ chức mã ghép.")


@dataclass(frozen=True, slots=True)
class Screen:
    """One browser in a hall."""

    screen_id: UUID
    forum_id: UUID
    label: str
    expires: float  # seconds since 1970


class Screens:
    """Issues and reads the values of screens, and knows those that were unpaired."""

    def __init__(self, key: str, secure: bool) -> None:
        self._signer = URLSafeSerializer(key, salt="screen", signer_kwargs={"digest_method": hashlib.sha256})
        self._ended: dict[UUID, float] = {}
        self.loaded = False
        self.cookie_name = "__Host-screen" if secure else "screen"
        self._attributes = "Path=/; HttpOnly; SameSite=Lax" + ("; Secure" if secure else "")

    def cookie(self, paired: Mapping[str, Any]) -> str:
        """The Set-Cookie value that makes a browser the screen the forum service has answered."""
        expires = datetime.fromisoformat(paired["expires_at"]).timestamp()
        value = self._signer.dumps([*(paired[name] for name in ("screen_id", "forum_id", "label")), expires])
        seconds = max(int(expires - time.time()), 0)
        return f"{self.cookie_name}={value}; Max-Age={seconds}; {self._attributes}"

    def read(self, value: str | None) -> Screen:
        """The screen of a cookie. Raises NotAScreen when it is absent, forged, over or unpaired; SessionsNotLoaded."""
        screen = self._verified(value or "")
        if not self.loaded:
            raise SessionsNotLoaded
        if not self.is_paired(screen):
            raise NotAScreen
        return screen

    def is_paired(self, screen: Screen) -> bool:
        """Whether a screen is one still."""
        return screen.expires > time.time() and screen.screen_id not in self._ended

    def end(self, screen_id: UUID, expires: float) -> None:
        """This screen is none any more; it is remembered until its cookie would have expired anyway."""
        self._ended[screen_id] = expires

    def load_ended(self, items: Iterable[Mapping[str, Any]]) -> None:
        """Take over the forum service's list of unpaired screens."""
        for item in items:
            self.end(UUID(item["screen_id"]), datetime.fromisoformat(item["expires_at"]).timestamp())
        now = time.time()
        self._ended = {screen_id: expires for screen_id, expires in self._ended.items() if expires > now}
        self.loaded = True

    def _verified(self, value: str) -> Screen:
        if len(value) > LONGEST:
            raise NotAScreen
        try:
            screen_id, forum_id, label, expires = self._signer.loads(value)
        except (BadData, UnicodeError) as error:
            raise NotAScreen from error
        return Screen(UUID(screen_id), UUID(forum_id), label, expires)
