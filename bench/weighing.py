"""What a first visit to a page costs: bytes on the wire by kind, other hosts, when its largest part is painted."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, CDPSession

#: a phone at the edge of a village: 400 kbit/s both ways, 400 ms until anything comes
SLOW = {"offline": False, "latency": 400, "downloadThroughput": 50_000, "uploadThroughput": 50_000}
PHONE: dict[str, Any] = {"viewport": {"width": 360, "height": 640}, "is_mobile": True, "has_touch": True}
MOST_BYTES, MOST_SCRIPT_BYTES, MOST_LCP_MS = 100_000, 35_000, 2_500
#: after the page has loaded: fonts come, and nothing larger is painted
SETTLING_MS = 800
OBSERVE = """
new PerformanceObserver(list => { for (const entry of list.getEntries()) window.largestPaint = entry.startTime })
  .observe({ type: "largest-contentful-paint", buffered: true })
"""


@dataclass
class Weight:
    """One first visit."""

    bytes_by_kind: Mapping[str, int]
    other_hosts: list[str]
    lcp_ms: float

    @property
    def bytes(self) -> int:
        """All of them."""
        return sum(self.bytes_by_kind.values())

    @property
    def script_bytes(self) -> int:
        """As they are sent, compressed or not."""
        return self.bytes_by_kind.get("Script", 0)


@dataclass
class Wire:
    """Every answer of a page, as the browser's network tells of it; headers count, streams as far as they have come."""

    kinds: dict[str, str] = field(default_factory=dict)
    arrived: dict[str, float] = field(default_factory=lambda: defaultdict(float))
    hosts: set[str] = field(default_factory=set)

    def listen(self, session: CDPSession) -> None:
        """From now on."""
        session.on("Network.requestWillBeSent", lambda event: self.hosts.add(_host(event["request"]["url"])))
        session.on("Network.responseReceived", self._answered)
        session.on("Network.dataReceived", self._came)
        session.on("Network.loadingFinished", self._finished)
        session.send("Network.enable")

    def _answered(self, event: dict[str, Any]) -> None:
        self.kinds[event["requestId"]] = event["type"]
        self.arrived[event["requestId"]] += event["response"]["encodedDataLength"]

    def _came(self, event: dict[str, Any]) -> None:
        self.arrived[event["requestId"]] += event["encodedDataLength"]

    def _finished(self, event: dict[str, Any]) -> None:
        self.arrived[event["requestId"]] = event["encodedDataLength"]

    def by_kind(self) -> dict[str, int]:
        """Bytes of each kind of answer."""
        sums: dict[str, int] = defaultdict(int)
        for request, kind in self.kinds.items():
            sums[kind] += round(self.arrived[request])
        return dict(sums)


def weigh(browser: Browser, url: str, token: str = "", slowly: bool = False) -> Weight:
    """Visit a page with an empty cache, signed in when there is a token. Raises when it is not there."""
    context = browser.new_context(**PHONE, locale="vi-VN", reduced_motion="reduce")
    try:
        if token:
            context.add_cookies([{"name": "session", "value": token, "url": url}])
        page, wire = context.new_page(), Wire()
        page.add_init_script(OBSERVE)
        session = context.new_cdp_session(page)
        wire.listen(session)
        session.send("Network.setCacheDisabled", {"cacheDisabled": True})
        if slowly:
            session.send("Network.emulateNetworkConditions", SLOW)
        answer = page.goto(url, wait_until="load", timeout=60_000)
        if not answer or not answer.ok:
            raise RuntimeError(f"{url}: {answer and answer.status}")
        page.wait_for_timeout(SETTLING_MS)
        lcp = float(page.evaluate("window.largestPaint ?? 0"))
    finally:
        context.close()
    return Weight(wire.by_kind(), sorted(wire.hosts - {_host(url), ""}), lcp)


def _host(url: str) -> str:
    return urlsplit(url).netloc if url.startswith(("http", "ws")) else ""
