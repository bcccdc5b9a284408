"""A site that is only told: a real page and the real script, with none of the system behind them."""

from playwright.sync_api import Route

from services.gateway.pages.rendering import GATEWAY, render
from tests.unit.gateway_pages.contexts import context_of

SITE, PATH = "http://hien-ke.example", "/dien-dan/1"


#: in the browser's place of a stream: one that stays open and says what a test says by `stream.say(name, data)`.
#: `asked` and `answered`: how often the page has been asked for again, and that was answered.
HELD = """
window.asked = window.answered = 0;
document.addEventListener("htmx:before:request", () => { window.asked += 1; });
document.addEventListener("htmx:finally:request", () => { window.answered += 1; });
window.EventSource = class extends EventTarget {
  constructor() { super(); window.stream = this; }
  say(name, data) { this.dispatchEvent(new MessageEvent(name, { data: JSON.stringify(data) })); }
};
"""


class Told:
    """A site by what it answers: to its page, and to each time its stream is asked for."""

    def __init__(self) -> None:
        self.page = render("forum/show.html", "vi", **context_of("forum/show.html") | {"missing": []})
        self.streams: list[tuple[int, str]] = []
        self.scene = 200
        self.refused: list[int] = []  # how the next fetches of the page are refused; 0: not answered at all
        self.pages_asked = 0

    def __call__(self, route: Route) -> None:
        """Answer one request."""
        if route.request.url.endswith(("/live", "/truc-tiep")):
            status, body = self.streams.pop(0) if self.streams else (200, "retry: 100000\n\n")
            route.fulfill(status=status, content_type="text/event-stream", body=body)
        elif route.request.url.endswith("/canh"):
            route.fulfill(status=self.scene)
        elif "site.js" in route.request.url:
            route.fulfill(path=GATEWAY / "static/built/site.js")
        elif "/static/" in route.request.url:
            route.fulfill(status=204)
        else:
            self.pages_asked += 1
            self._show(route, self.refused.pop(0) if self.refused else 200)

    def _show(self, route: Route, status: int) -> None:
        if status:
            route.fulfill(status=status, content_type="text/html", body=self.page)
        else:
            route.abort()
