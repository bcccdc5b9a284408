"""A site that is only told: a real page and the real script, with none of the system behind them."""

from playwright.sync_api import Route

from services.gateway.pages.rendering import GATEWAY, render
from tests.unit.gateway_pages.contexts import context_of

SITE, PATH = "http://hien-ke.example", "/dien-dan/1"


class Told:
    """A site by what it answers: to its page, and to each time its stream is asked for."""

    def __init__(self) -> None:
        self.page = render("forum/show.html", "vi", **context_of("forum/show.html"))
        self.streams: list[tuple[int, str]] = []
        self.scene = 200
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
            route.fulfill(content_type="text/html", body=self.page)
