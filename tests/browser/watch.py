"""What a browser complains of while somebody looks at our pages: any of it fails the test."""

from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, ConsoleMessage, Request, Response, WebError

#: said of every answer that is no success; `_answered` judges those by themselves
OF_ANSWERS = "Failed to load resource"


class Watch:
    """Listens to one browser. `allow(503)`: a page or a request of a page may be answered so."""

    def __init__(self, context: BrowserContext, site: str) -> None:
        self.troubles: list[str] = []
        self._host = urlsplit(site).hostname
        self._allowed: set[int] = set()
        self._cut = False
        context.on("console", self._said)
        context.on("weberror", self._raised)
        context.on("request", self._asked)
        context.on("response", self._answered)
        context.on("requestfailed", self._failed)

    def begin_again(self) -> list[str]:
        """As if nothing had been said yet; answers what was."""
        said, self.troubles = self.troubles, []
        self._allowed, self._cut = set(), False
        return said

    def allow(self, *statuses: int) -> None:
        """Let pages be answered so."""
        self._allowed |= set(statuses)

    def allow_cuts(self) -> None:
        """The connection is going to be lost."""
        self._cut = True

    def _said(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and not message.text.startswith(OF_ANSWERS) and not self._cut:
            self.troubles.append(f"console: {message.text}")

    def _raised(self, error: WebError) -> None:
        self.troubles.append(f"uncaught: {error.error}")

    def _asked(self, request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme in ("http", "https", "ws", "wss") and parts.hostname != self._host:
            self.troubles.append(f"another host was asked: {request.url}")

    def _answered(self, response: Response) -> None:
        if response.status >= 400 and response.status not in self._allowed:
            self.troubles.append(f"{response.status} {response.request.method} {response.url}")

    def _failed(self, request: Request) -> None:
        if request.failure != "net::ERR_ABORTED" and not self._cut:  # aborted: the page was left
            self.troubles.append(f"{request.failure}: {request.method} {request.url}")
