"""A browser without scripts: keeps cookies, follows nothing by itself, fills in forms with their hidden fields."""

from html.parser import HTMLParser
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

from tests.integration.gateway.stage import Got, Stage

BOUNDARY = "a-boundary-between-parts"


class Visitor:
    """One person with one browser."""

    def __init__(self, stage: Stage, signed_in: bool = False) -> None:
        self._stage = stage
        self.person_id = uuid4()
        self.cookies: dict[str, str] = {}
        if signed_in:
            self.cookies["session"] = stage.token(self.person_id)

    def get(self, path: str, **headers: str) -> Got:
        """Open a page."""
        return self._kept(self._stage.ask("GET", path, headers={**self._headers(), **headers}))

    def post(self, path: str, fields: dict[str, Any], **headers: str) -> Got:
        """Send fields to an address, as a form of this site does."""
        sent = {**self._headers(), "Sec-Fetch-Site": "same-origin", "Content-Type": "application/x-www-form-urlencoded"}
        return self._kept(self._stage.ask("POST", path, urlencode(fields, doseq=True).encode(), {**sent, **headers}))

    def fill_in(self, page: Got, action: str, **typed: Any) -> Got:
        """Send the form of a page that posts to `action`, with its hidden fields and what is typed."""
        form = next(form for form in Forms(text(page)).forms if form["posts_to"] == action)
        return self.post(action, {**form["hidden"], **typed})

    def send_file(self, page: Got, action: str, field: str, content: bytes) -> Got:
        """Send a file by the form of a page that posts to `action`."""
        form = next(form for form in Forms(text(page)).forms if form["posts_to"] == action)
        parts = [
            f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
            for name, value in form["hidden"].items()
        ]
        head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{field}"; filename="f"\r\n\r\n'
        body = ("".join(parts) + head).encode() + content + f"\r\n--{BOUNDARY}--\r\n".encode()
        kind = {"Sec-Fetch-Site": "same-origin", "Content-Type": f"multipart/form-data; boundary={BOUNDARY}"}
        return self._kept(self._stage.ask("POST", action, body, {**self._headers(), **kind}))

    @staticmethod
    def filled_in(page: Got) -> dict[str, str]:
        """What stands in the text fields and choices of a page."""
        return Forms(text(page)).shown

    def _headers(self) -> dict[str, str]:
        kept = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        return {"Accept": "text/html", **({"Cookie": kept} if kept else {})}

    def _kept(self, got: Got) -> Got:
        for header in got.headers.get_all("Set-Cookie") or []:
            for name, morsel in SimpleCookie(header).items():
                self.cookies[name] = morsel.value
                if morsel["max-age"] == "0":
                    del self.cookies[name]
        return got


class Forms(HTMLParser):
    """The forms of a page with their hidden fields; and what is shown in the other fields, of all forms together."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.forms: list[dict[str, Any]] = []
        self.shown: dict[str, str] = {}
        self._select = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = dict(attrs)
        if tag == "form":
            self.forms.append({"posts_to": named["action"] if named.get("method") == "post" else None, "hidden": {}})
        elif tag == "input" and named.get("type") == "hidden":
            hidden, name, value = self.forms[-1]["hidden"], named["name"], named["value"] or ""
            hidden[name] = value if name not in hidden else [*_list(hidden[name]), value]
        elif tag == "input" and (named.get("type") == "text" or "checked" in named):
            self.shown[str(named["name"])] = named.get("value") or ""
        elif tag == "select":
            self._select = str(named["name"])
        elif tag == "option" and "selected" in named:
            self.shown[self._select] = named.get("value") or ""


def _list(value: str | list[str]) -> list[str]:
    return value if isinstance(value, list) else [value]


def text(got: Got) -> str:
    """A page as text."""
    return got.body.decode()
