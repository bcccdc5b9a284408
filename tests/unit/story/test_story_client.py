"""The story's client goes on while the system is broken: the same write, same key, until the answer is definite."""

import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from deploy.story.client import Api, GaveUpError, RefusedError

Reply = Callable[[BaseHTTPRequestHandler], None]


class Gateway(HTTPServer):
    """Answers each request by the next reply of its list, the last one for ever."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.replies: list[Reply] = []
        self.seen: list[tuple[str, str, bytes, str]] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class Handler(BaseHTTPRequestHandler):
    def handle_any(self) -> None:
        gateway = self.server
        assert isinstance(gateway, Gateway)
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        key, cookie = self.headers.get("Idempotency-Key", ""), self.headers.get("Cookie", "")
        gateway.seen.append((self.path, key, body, cookie))
        reply = gateway.replies.pop(0) if len(gateway.replies) > 1 else gateway.replies[0]
        reply(self)

    do_GET = do_POST = do_PUT = handle_any  # noqa: N815 - the standard library's names

    def log_message(self, *_: object) -> None:
        """Quiet."""


def answers(status: int, body: bytes = b"{}", **headers: str) -> Reply:
    def reply(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)

    return reply


def hangs_up(handler: BaseHTTPRequestHandler) -> None:
    handler.close_connection = True


@pytest.fixture
def gateway() -> Iterator[Gateway]:
    with Gateway() as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def test_a_write_is_repeated_with_the_same_key_and_the_same_bytes(gateway: Gateway) -> None:
    gateway.replies = [answers(503, Retry_After="0"), hangs_up, answers(502), answers(200, b'{"done": true}')]
    assert Api(gateway.url).post("/forums", {"title": "Tọa đàm"}) == {"done": True}
    assert len(gateway.seen) == 4
    assert len(set(gateway.seen)) == 1
    assert gateway.seen[0][1]


def test_two_writes_have_two_keys(gateway: Gateway) -> None:
    gateway.replies = [answers(200)]
    api = Api(gateway.url)
    api.post("/forums")
    api.post("/forums")
    assert gateway.seen[0][1] != gateway.seen[1][1]


def test_a_refusal_is_an_answer(gateway: Gateway) -> None:
    gateway.replies = [answers(409, b'{"type": "https://example.org/problems/ballot-superseded"}')]
    assert Api(gateway.url).ask("PUT", "/ballot", {}).slug == "ballot-superseded"
    with pytest.raises(RefusedError):
        Api(gateway.url).post("/forums")


def test_patience_ends(gateway: Gateway) -> None:
    gateway.replies = [answers(503, Retry_After="0")]
    with pytest.raises(GaveUpError):
        Api(gateway.url, patience=0).get("/me")


def test_the_session_is_kept_as_a_browser_keeps_it(gateway: Gateway) -> None:
    gateway.replies = [answers(200, Set_Cookie="session=abc; HttpOnly; Path=/"), answers(200)]
    api = Api(gateway.url)
    api.post("/sign-in/codes", {})
    api.get("/me")
    assert gateway.seen[1][3] == "session=abc"


def test_a_list_is_read_to_its_last_page(gateway: Gateway) -> None:
    gateway.replies = [
        answers(200, b'{"items": [{"n": 1}], "next": "2"}'),
        answers(200, b'{"items": [{"n": 2}], "next": null}'),
    ]
    assert list(Api(gateway.url).every("/bodies")) == [{"n": 1}, {"n": 2}]
    assert [path for path, *_ in gateway.seen] == ["/api/v1/bodies", "/api/v1/bodies?after=2"]


def test_server_sent_events_are_read_one_by_one(gateway: Gateway) -> None:
    text = b': hello\n\nid: 7\nevent: tally\ndata: {"ballots": 1}\n\ndata: {"ballots":\n:\ndata:  2}\n\n'
    gateway.replies = [answers(200, text, Content_Type="text/event-stream")]
    read = list(Api(gateway.url).stream("/forums/f/live"))
    assert read == [("7", "tally", {"ballots": 1}), ("7", "message", {"ballots": 2})]
