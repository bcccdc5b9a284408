"""Somebody who opens every link they are shown."""

import re
from collections import deque
from html import unescape
from http.client import HTTPConnection
from urllib.parse import urldefrag, urljoin, urlsplit

LINK = re.compile(r'(?:href|src)="([^"]+)"')
MOST = 400
KEPT = 600  # characters of a page that fails


class Reader:
    """Reads pages as one person, following redirects and links on this site."""

    def __init__(self, gateway_url: str, token: str = "") -> None:
        self._site = gateway_url
        self._headers = {"Accept": "text/html", **({"Cookie": f"session={token}"} if token else {})}
        self.read: dict[str, int] = {}
        self.broken: dict[str, str] = {}

    def read_all(self, start: str = "/") -> None:
        """Read from `start` on, each page once, `MOST` at most."""
        waiting = deque([start])
        while waiting and len(self.read) < MOST:
            path = waiting.popleft()
            if path not in self.read:
                waiting.extend(self._links_of(path))

    def text_of(self, path: str) -> str:
        """One page, as it is sent."""
        return self._get(path)[2]

    def _links_of(self, path: str) -> list[str]:
        status, location, text = self._get(path)
        self.read[path] = status
        if status >= 400:
            self.broken[path] = f"{status} {text[:KEPT]}"
        found = [location] if location else [unescape(link) for link in LINK.findall(text)]
        return [link for link in (self._here(path, each) for each in found) if link]

    def _here(self, path: str, link: str) -> str:
        """The link as an address of this site; nothing for elsewhere and for the other language's twin of a page."""
        there = urlsplit(urldefrag(urljoin(self._site + path, link)).url)
        if there.netloc != urlsplit(self._site).netloc or "lang=" in there.query:
            return ""
        return there.path + (f"?{there.query}" if there.query else "")

    def _get(self, path: str) -> tuple[int, str, str]:
        where = urlsplit(self._site)
        connection = HTTPConnection(where.hostname or "", where.port, timeout=10)
        try:
            connection.request("GET", path, headers=self._headers)
            answer = connection.getresponse()
            is_page = answer.headers.get_content_type() == "text/html"
            content = (
                ""
                if answer.headers.get_content_type() == "text/event-stream"
                else answer.read().decode("utf-8", "replace")
            )
            return answer.status, answer.headers.get("Location", ""), content if is_page or answer.status >= 400 else ""
        finally:
            connection.close()
