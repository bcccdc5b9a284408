"""Reading the mails that the system sent, in a test."""

import json
import re
from typing import Any
from urllib.parse import quote

from tests.waiting import eventually
from tests.web import fetch

Mail = dict[str, Any]


class Mails:
    """The mail catcher's box, seen from a test."""

    def __init__(self, url: str):
        self.url = url

    def to(self, address: str, after: int = 0) -> list[Mail]:
        """The mails to an address so far, oldest first; `after` is the id of the last one already seen."""
        found: list[Mail] = json.loads(fetch(f"{self.url}/mails.json?to={quote(address)}&after={after}").text)
        return found

    def latest(self, address: str, after: int = 0, subject: str = "", within: float = 10) -> Mail:
        """Wait for a mail to this address whose subject contains `subject`; the newest one there is."""
        return eventually(
            lambda: next((mail for mail in reversed(self.to(address, after)) if subject in mail["subject"]), None),
            within,
            f"a mail to {address} {subject and f'about {subject!r}'}",
        )


def links(mail: Mail) -> list[str]:
    """The web addresses in a mail's text, in order."""
    return re.findall(r"https?://[^\s<>\"']+[^\s<>\"'.,;:!?)]", mail["text"])


def code(mail: Mail) -> str:
    """The six-digit sign-in code of a mail."""
    found = re.search(r"(?<!\d)(\d{3}) ?(\d{3})(?!\d)", mail["text"])
    assert found, f"no code in: {mail['text']}"
    return "".join(found.groups())
