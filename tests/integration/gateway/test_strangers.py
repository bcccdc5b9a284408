"""What a stranger may send before any of our code runs: how large, how slowly, how wrong."""

import socket
import time
from contextlib import closing
from uuid import uuid4

import pytest

from services.gateway import server
from tests.integration.gateway.stage import Stage

HOST = b"Host: x\r\n"


def test_a_head_that_is_too_large_is_refused(stage: Stage) -> None:
    head = b"GET /livez HTTP/1.1\r\n" + HOST + b"".join(b"A%d: %b\r\n" % (n, b"a" * 1000) for n in range(40))
    assert stage.raw(head + b"\r\n").startswith(b"HTTP/1.1 431")


def test_one_endless_header_line_is_refused_while_it_still_comes(stage: Stage) -> None:
    answer = stage.raw(b"GET /livez HTTP/1.1\r\n" + HOST + b"A: " + b"a" * (server.LARGEST_URL + server.LARGEST_HEAD))
    assert answer.startswith(b"HTTP/1.1 431")


def test_an_address_that_is_too_long_is_refused(stage: Stage) -> None:
    assert stage.raw(b"GET /" + b"a" * 20_000 + b" HTTP/1.1\r\n" + HOST + b"\r\n").startswith(b"HTTP/1.1 414")


@pytest.mark.parametrize(
    "sent",
    [
        b"GET / HTTP/1.1\r\n" + HOST + b"Content-Length: 3\r\nContent-Length: 4\r\n\r\nabc",
        b"POST /api/v1/forums HTTP/1.1\r\n" + HOST + b"Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\nabc",
        b"POST /api/v1/forums HTTP/1.1\r\n" + HOST + b"Content-Length: -1\r\n\r\n",
        b"POST /api/v1/forums HTTP/1.1\r\n" + HOST + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n",
        *(
            b"POST /api/v1/forums HTTP/1.1\r\n" + HOST + header + b"\r\n\r\nabc"
            for header in (
                b"Content-Length: 3\r\nContent-Length: 3",
                b"Content-Length: 3, 3",
                b"Content-Length: +3",
                b"Content-Length: 0x3",
                b"Content-Length: 99999999999999999999999",
                b"Content-Length : 3",
                b"Content-Length:\r\n 3",
                b"Transfer-Encoding: chunked\r\nContent-Length: 3",
                b"Transfer-Encoding: chunked, identity",
                b"Transfer-Encoding: xchunked",
            )
        ),
        b"GET / HTTP/9.9\r\n" + HOST + b"\r\n",
        b"GET /\0 HTTP/1.1\r\n" + HOST + b"\r\n",
        b"nonsense\r\n\r\n",
        b"GET / HTTP/1.1\r\nBad Header: x\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",  # somebody speaks TLS to us
    ],
)
def test_what_is_not_http_is_refused_and_the_connection_closed(stage: Stage, sent: bytes) -> None:
    answer = stage.raw(sent)
    assert answer.startswith(b"HTTP/1.1 400"), answer
    assert b"application/problem+json" in answer
    assert stage.ask("GET", "/livez").status == 200


@pytest.mark.parametrize(
    "begun",
    [
        b"",
        b"GET /livez HTTP/1.1\r\nHost:",
        b"POST /api/v1/forums HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 10\r\n\r\n{",
        b"PUT /api/v1/forums/%b/rounds/%b/ballot HTTP/1.1\r\nHost: x\r\nContent-Length: 99\r\n\r\n{"
        % ((str(uuid4()).encode(),) * 2),
    ],
    ids=["nothing", "head", "body", "ballot"],
)
def test_who_sends_too_slowly_is_not_waited_for(stage: Stage, monkeypatch: pytest.MonkeyPatch, begun: bytes) -> None:
    monkeypatch.setattr(server, "PATIENCE", 0.5)
    began = time.monotonic()
    answer = stage.raw(begun)
    assert time.monotonic() - began < 5
    assert answer.startswith((b"HTTP/1.1 408", b"HTTP/1.1 401"))  # a ballot without a session is not even read


def test_dripping_does_not_buy_time(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server, "PATIENCE", 0.5)
    began = time.monotonic()
    with closing(socket.create_connection(("127.0.0.1", stage.port), timeout=10)) as connection:
        connection.sendall(b"GET /livez HTTP/1.1\r\nHost: x\r\nA: ")
        connection.settimeout(0.05)
        answer = b""
        while time.monotonic() - began < 8 and not answer:
            connection.sendall(b"a")
            try:
                answer = connection.recv(1000)
            except TimeoutError:
                continue
    assert answer.startswith(b"HTTP/1.1 408")


def test_a_large_list_may_take_as_long_as_a_slow_line_needs(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    forum_id = str(uuid4())
    monkeypatch.setattr(server, "PATIENCE", 0.2)
    stage.forum.answers[f"POST /forums/{forum_id}/delegates/import"] = (200, {"rows": []})
    body = b'{"text":"' + b"x" * 400_000 + b'"}'
    head = (
        f"POST /api/v1/forums/{forum_id}/delegates/import HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
        f"Authorization: Bearer {stage.token()}\r\nConnection: close\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    with closing(socket.create_connection(("127.0.0.1", stage.port), timeout=20)) as connection:
        connection.sendall(head.encode())
        for begin in range(0, len(body), 20_000):
            connection.sendall(body[begin : begin + 20_000])
            time.sleep(0.1)  # the slow line itself: 200 kB a second, two seconds in all
        assert connection.recv(1000).startswith(b"HTTP/1.1 200")


def test_many_who_only_connect_do_not_keep_anybody_else_out(stage: Stage) -> None:
    idle = [socket.create_connection(("127.0.0.1", stage.port), timeout=10) for _ in range(300)]
    try:
        assert stage.ask("GET", "/livez").status == 200
    finally:
        for connection in idle:
            connection.close()


def test_several_requests_sent_at_once_are_answered_in_order(stage: Stage) -> None:
    one = b"GET /livez HTTP/1.1\r\nHost: x\r\n\r\n"
    last = b"GET /nowhere HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
    answer = stage.raw(one + one + last)
    assert answer.count(b"HTTP/1.1 200") == 2
    assert answer.index(b"alive") < answer.index(b"HTTP/1.1 404")
