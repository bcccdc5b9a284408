"""Reading mail as a person does, from the local mail catcher."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from http.client import HTTPException
from typing import Any
from urllib.parse import quote
from urllib.request import ProxyHandler, build_opener

from deploy.story.client import wait_until

CODE = re.compile(r"(?<!\d)(\d{6}|\d{3} \d{3})(?!\d)")
LINK = re.compile(r"https?://\S+")
SECONDS = 10


@dataclass(frozen=True)
class Mail:
    """One mail, as far as the story reads it."""

    id: int
    subject: str
    message_id: str
    text: str

    @property
    def code(self) -> str:
        """The six-digit code that stands in it, or nothing."""
        found = CODE.search(LINK.sub("", self.text))
        return found.group().replace(" ", "") if found else ""

    @property
    def links(self) -> list[str]:
        """The addresses that stand in it."""
        return [link.rstrip(".,;)>") for link in LINK.findall(self.text)]


class Post:
    """The mails that came since the story began."""

    def __init__(self, mail_url: str) -> None:
        self._url = mail_url.rstrip("/")
        self._opener = build_opener(ProxyHandler({}))  # the catcher is on this machine, whatever proxy there is
        self._since = 0
        self._since = max((mail.id for mail in self.to("")), default=0)

    def to(self, address: str, after: int = 0) -> Sequence[Mail]:
        """The mails to one address, oldest first; nothing while the catcher does not answer."""
        url = f"{self._url}/mails.json?to={quote(address)}&after={max(after, self._since)}"
        try:
            with self._opener.open(url, timeout=SECONDS) as response:
                return [_mail(found) for found in json.load(response)]
        except (OSError, HTTPException, ValueError):
            return []

    def last(self, address: str) -> int:
        """The id of the newest mail to this address."""
        return max((mail.id for mail in self.to(address)), default=0)

    def wait_for_code(self, address: str, after: int, within: float = 20) -> str:
        """The code of the newest mail that holds one. Raises GaveUpError."""
        return wait_until(
            lambda: self._newest_code(address, after),
            f"thư có mã gửi {address}",
            within,
        )

    def _newest_code(self, address: str, after: int) -> str:
        return next((mail.code for mail in reversed(self.to(address, after)) if mail.code), "")

    def wait_for_link(self, address: str, holding: str, within: float = 120) -> str:
        """The newest link whose address holds `holding`. Raises GaveUpError."""
        return wait_until(
            lambda: self._newest_link(address, holding),
            f"thư có liên kết gửi {address}",
            within,
        )

    def _newest_link(self, address: str, holding: str) -> str:
        mails = reversed(self.to(address))
        return next((link for mail in mails for link in mail.links if holding in link), "")


def _mail(found: dict[str, Any]) -> Mail:
    return Mail(found["id"], found["subject"], found["message_id"], found["text"])
