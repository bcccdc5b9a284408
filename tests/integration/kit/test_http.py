"""Internal HTTP: what is answered to whom, and that a repeated command is answered the same."""

import json
import socket
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlsplit

import pytest

from services.kit.acting import NOBODY
from tests.integration.kit.stage import Stage
from tests.waiting import eventually


def tell(stage: Stage, text: str, key: str, stream: str = "http") -> tuple[int, dict]:
    """The command, as the gateway sends it."""
    body = json.dumps({"stream": stream, "text": text}).encode()
    return stage.request("teller", "POST", "/tell", body, **{"Idempotency-Key": key})


def told(stage: Stage, stream: str) -> int:
    """How many events there are in a stream."""
    return len(stage.ask("teller", "SELECT id FROM event WHERE stream = %s", stream))


def test_the_same_key_is_answered_the_same_and_done_once(playing: Stage) -> None:
    first = tell(playing, "hello", "key-same-1", "same")
    assert first == (200, {"told": "hello"})
    assert tell(playing, "hello", "key-same-1", "same") == first
    assert told(playing, "same") == 1


def test_the_same_key_with_another_body_is_refused(playing: Stage) -> None:
    tell(playing, "hello", "key-other-1", "other")
    status, problem = tell(playing, "good bye", "key-other-1", "other")
    assert (status, problem["slug"]) == (422, "idempotency-key-reused")
    assert told(playing, "other") == 1


def test_twins_at_the_same_moment_are_one(playing: Stage) -> None:
    with ThreadPoolExecutor(12) as pool:
        answers = list(pool.map(lambda _: tell(playing, "twin", "key-twins-1", "twins"), range(12)))
    assert {status for status, _ in answers} <= {200, 503}  # busy is an answer, a second event is not
    assert (200, {"told": "twin"}) in answers
    assert told(playing, "twins") == 1


def test_a_command_that_needs_a_key_says_so(playing: Stage) -> None:
    status, problem = tell(playing, "hello", "")
    assert (status, problem["slug"]) == (400, "idempotency-key-required")


@pytest.mark.parametrize(
    ("header", "status", "slug"),
    [
        ("teller version=1", 200, None),
        ("teller version=99", 503, "not-yet-known"),
        ("somebody version=1", 503, "not-yet-known"),
        ("teller version=1, somebody else=1", 503, "not-yet-known"),
        ("teller version=many", 400, "malformed"),
        ("version=1", 400, "malformed"),
        ("'; DROP TABLE stream; --", 400, "malformed"),
    ],
)
def test_a_command_waits_for_what_it_depends_on(playing: Stage, header: str, status: int, slug: str | None) -> None:
    tell(playing, "one", "key-version-1", "version")
    body = json.dumps({"stream": "version", "text": "two"}).encode()
    headers = {"Idempotency-Key": f"key-{header[:40]}", "Depends-On": header}
    got, problem = playing.request("teller", "POST", "/tell", body, **headers)
    assert (got, problem.get("slug")) == (status, slug)


@pytest.mark.parametrize(("body", "status"), [(b"{", 400), (b"[" * 9_000, 400), (b"x" * 70_000, 413)])
def test_what_cannot_be_read_is_refused(playing: Stage, body: bytes, status: int) -> None:
    assert playing.request("teller", "POST", "/tell", body, **{"Idempotency-Key": "key-unreadable"})[0] == status


def test_an_unexpected_error_tells_nothing_but_its_number(playing: Stage) -> None:
    status, problem = playing.request("teller", "GET", "/wrong", **{"X-Correlation-Id": "0123456789abcdef"})
    assert status == 500
    assert problem == {"slug": "internal", "kind": "internal", "correlation_id": "0123456789abcdef"}
    assert playing.said("teller", "a secret nobody may read")  # in the log, with that number


def test_a_client_that_breaks_off_harms_nobody_else(playing: Stage) -> None:
    address = urlsplit(playing._http["teller"])
    for start in (b"", b"POST /tell HT", b"POST /tell HTTP/1.1\r\nContent-Length: 50\r\n\r\n{", b"\xff\xfe\r\n\r\n"):
        client = socket.create_connection((address.hostname, address.port))
        client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")  # close with a reset
        client.sendall(start)
        client.close()
    assert playing.request("teller", "GET", "/livez")[0] == 200
    assert playing.alive("teller")


def test_the_feed_is_for_services_only(playing: Stage) -> None:
    assert playing.request("teller", "GET", "/feed", acting=NOBODY)[0] == 403
    assert playing.request("teller", "GET", "/feed", Acting="forged")[0] == 401


def test_the_feed_goes_on_where_asked(playing: Stage) -> None:
    playing.tell("feed", "one", "two", "three")
    eventually(playing.all_published)
    head = playing.feed()["head"]
    status, page = playing.request("teller", "GET", f"/feed?after={head - 2}&limit=1")
    assert (status, page["head"], len(page["events"])) == (200, head, 1)
    assert page["events"][0]["position"] == str(head - 1)
    assert playing.request("teller", "GET", f"/feed?after={head}")[1]["events"] == []


def test_a_page_of_the_feed_has_a_largest_size(playing: Stage) -> None:
    before = playing.feed()["head"]
    playing.tell("large", *["x" * 200_000] * 30)
    eventually(playing.all_published, within=20)
    page = playing.request("teller", "GET", f"/feed?after={before}")[1]
    assert 0 < len(page["events"]) < 30
