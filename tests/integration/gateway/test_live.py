"""Live pages: a snapshot first, then what changes; over a real broker, without one, and when it is lost."""

import http.client
import json
import socket
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import amqp
import pytest

from deploy.local.broker import Broker
from services.gateway import copies, hub
from services.kit import topology
from services.kit.envelope import CONTENT_TYPE, Envelope, encode
from services.kit.ids import new_id
from tests.integration.gateway.stage import Stage, refusal, session
from tests.waiting import eventually

F, R = str(uuid4()), str(uuid4())


def board(version: int = 1, ballots: int = 0, proposals: int = 0) -> dict[str, Any]:
    round_ = {"round_id": R, "title": "Vòng 1", "version": version, "ballots": ballots, "tally": None}
    return {"forum_id": F, "proposals": proposals, "solutions": [], "rounds": [round_], "assignments": []}


def counted(version: int, ballots: int) -> dict[str, Any]:
    return {"forum_id": F, "round_id": R, "version": version, "ballots": ballots, "tally": [{"yes": ballots}]}


class Stream:
    """An open page: the events it has been sent."""

    def __init__(self, stage: Stage, forum_id: str = F) -> None:
        self.events: list[tuple[str, Any]] = []
        self.lines: list[str] = []
        self._connection = http.client.HTTPConnection("127.0.0.1", stage.port, timeout=30)
        self._connection.request("GET", f"/api/v1/forums/{forum_id}/live")
        self._socket = self._connection.sock
        self.response = self._connection.getresponse()
        self.over = threading.Event()
        threading.Thread(target=self._read, daemon=True).start()

    def close(self) -> None:
        with suppress(OSError):  # it may be closed already, from the other side
            self._socket.shutdown(socket.SHUT_RDWR)
        self.over.wait(5)
        self._connection.close()

    def named(self, name: str) -> list[Any]:
        return [data for event, data in self.events if event == name]

    def _read(self) -> None:
        name = ""
        try:
            for raw in self.response:
                line = raw.decode().rstrip("\n")
                self.lines.append(line)
                if line.startswith("event: "):
                    name = line[7:]
                elif line.startswith("data: "):
                    self.events.append((name, json.loads(line[6:])))
        except (OSError, ValueError, http.client.HTTPException, AttributeError):
            pass
        self.over.set()


@contextmanager
def watching(stage: Stage, forum_id: str = F) -> Iterator[Stream]:
    with closing(Stream(stage, forum_id)) as stream:
        yield stream


def show(stage: Stage, **what: int) -> None:
    """What the services would answer now."""
    stage.forum.answers[f"GET /forums/{F}"] = (200, {"forum_id": F, "title": "Hiến kế", "version": 1})
    stage.proposals.answers[f"GET /forums/{F}/board"] = (200, board(**what))


def say(stage: Stage, event_type: str, data: dict[str, Any], stream: str = f"forum/{F}") -> Envelope:
    """An event, as if it had been heard (the loop that hears is the gateway's own)."""
    event = envelope(event_type, data, stream)
    loop = stage.parts.services._lanes["forum"]._client._loop  # type: ignore[union-attr]
    loop.call_soon_threadsafe(stage.parts.live.hear, event)
    return event


def envelope(event_type: str, data: dict[str, Any], stream: str = f"forum/{F}") -> Envelope:
    producer = "proposals" if stream.startswith("forum/") else "forum"
    now = datetime.now(UTC)
    return Envelope(new_id(), producer, event_type, now, stream, 1, 1, UUID(int=1), "correlation", data)


def test_a_stream_begins_with_everything_and_says_how_it_is_to_be_read(stage: Stage) -> None:
    show(stage, ballots=5)
    with watching(stage) as stream:
        eventually(lambda: stream.named("snapshot"))
        assert stream.response.headers["Content-Type"].startswith("text/event-stream")
        assert stream.response.headers["X-Accel-Buffering"] == "no"
        assert stream.response.headers["Cache-Control"] == "no-store"
        assert stream.named("snapshot")[0]["board"]["rounds"][0]["ballots"] == 5
        assert stream.named("snapshot")[0]["forum"]["title"] == "Hiến kế"
        assert any(line.startswith("retry: ") for line in stream.lines)
        assert any(line.startswith("id: ") for line in stream.lines)


def test_counts_reach_every_page_without_anybody_being_asked(stage: Stage) -> None:
    stage.parts.copies.heard = True
    show(stage)
    with watching(stage) as one, watching(stage) as other:
        eventually(lambda: one.named("snapshot") and other.named("snapshot"))
        asked = len(stage.proposals.asked)
        say(stage, "ballots_counted.v1", counted(2, 40))
        for stream in (one, other):
            change = eventually(lambda s=stream: s.named("change"))[0]  # type: ignore[misc]
            assert change == {"board": {"rounds": [{**board(2, 40)["rounds"][0], "tally": [{"yes": 40}]}]}}
        assert len(stage.proposals.asked) == asked


def test_counts_only_go_forward(stage: Stage) -> None:
    stage.parts.copies.heard = True
    show(stage)
    with watching(stage) as stream:
        eventually(lambda: stream.named("snapshot"))
        for version, ballots in [(5, 50), (3, 30), (4, 40), (6, 60)]:
            say(stage, "ballots_counted.v1", counted(version, ballots))
        eventually(lambda: [c for c in stream.named("change") if c["board"]["rounds"][0]["ballots"] == 60])
        versions = [change["board"]["rounds"][0]["version"] for change in stream.named("change")]
        assert versions == sorted(versions)


def test_an_answer_that_is_older_than_what_was_heard_does_not_take_counts_back(stage: Stage) -> None:
    stage.parts.copies.heard = True
    show(stage)
    with watching(stage) as stream:
        eventually(lambda: stream.named("snapshot"))
        say(stage, "ballots_counted.v1", counted(5, 50))
        eventually(lambda: stream.named("change"))
        show(stage, version=4, ballots=40, proposals=1)  # read before the ballots were counted
        say(stage, "proposal_offered.v1", {})
        assert eventually(lambda: stream.named("change")[1:])[0] == {"board": {"proposals": 1}}
        assert stage.ask("GET", f"/api/v1/forums/{F}/board").json["rounds"][0]["ballots"] == 50


def test_many_changes_at_once_are_few_messages(stage: Stage) -> None:
    stage.parts.copies.heard = True
    show(stage)
    with watching(stage) as stream:
        eventually(lambda: stream.named("snapshot"))
        for number in range(2, 402):
            say(stage, "ballots_counted.v1", counted(number, number))
        eventually(
            lambda: stream.named("change") and stream.named("change")[-1]["board"]["rounds"][0]["ballots"] == 401
        )
        assert len(stream.named("change")) <= 4


def test_any_other_event_has_the_board_fetched_once_for_all(stage: Stage) -> None:
    stage.parts.copies.heard = True
    show(stage)
    with watching(stage) as one, watching(stage) as other:
        eventually(lambda: one.named("snapshot") and other.named("snapshot"))
        asked = len(stage.proposals.asked)
        show(stage, proposals=1)
        say(stage, "proposal_offered.v1", {})
        assert eventually(lambda: one.named("change")) == [{"board": {"proposals": 1}}]
        assert eventually(lambda: other.named("change")) == [{"board": {"proposals": 1}}]
        assert len(stage.proposals.asked) == asked + 1


def test_a_forum_nobody_may_see_has_no_stream(stage: Stage) -> None:
    stage.forum.answers[f"GET /forums/{F}"] = (404, refusal("missing", "missing"))
    got = stage.ask("GET", f"/api/v1/forums/{F}/live")
    assert (got.status, got.slug) == (404, "missing")
    assert stage.ask("GET", "/api/v1/forums/x/live").status == 404


def test_with_one_service_away_the_other_part_is_shown(stage: Stage) -> None:
    show(stage)
    stage.forum.stop()
    with watching(stage) as stream:
        snapshot = eventually(lambda: stream.named("snapshot"))[0]
        assert snapshot["forum"] is None
        assert snapshot["board"]["forum_id"] == F
    stage.proposals.stop()
    stage.parts.copies.forget_all()
    eventually(lambda: stage.parts.live._hubs == {})
    assert stage.ask("GET", f"/api/v1/forums/{F}/live").slug == "service-away"


def test_while_events_cannot_be_heard_pages_are_told_and_are_at_most_seconds_old(stage: Stage) -> None:
    show(stage)
    with watching(stage) as stream:
        since = eventually(lambda: stream.named("lost"))[0]["since"]
        assert datetime.fromisoformat(since) < datetime.now(UTC)
        show(stage, ballots=9, version=2)
        change = eventually(lambda: stream.named("change"), within=copies.SECONDS_UNHEARD * 2 + 3)
        assert change[0]["board"]["rounds"][0]["ballots"] == 9


def test_an_idle_stream_shows_that_it_lives(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hub, "HEARTBEAT", 0.2)
    show(stage)
    with watching(stage) as stream:
        eventually(lambda: [line for line in stream.lines if line.startswith(":")])


def test_a_page_that_is_closed_is_forgotten(stage: Stage) -> None:
    show(stage)
    with watching(stage) as stream:
        eventually(lambda: stream.named("snapshot"))
        assert stage.parts.live._streams == 1
    eventually(lambda: stage.parts.live._streams == 0 and stage.parts.live._hubs == {}, within=5)


def test_a_gateway_that_stops_ends_its_streams_and_does_not_wait_for_them(stage: Stage) -> None:
    show(stage)
    with watching(stage) as stream:
        eventually(lambda: stream.named("snapshot"))
        stage._server.should_exit = True
        assert stream.over.wait(5)
        eventually(lambda: not stage._thread.is_alive(), within=5)


def test_a_watcher_who_cannot_follow_is_given_everything_anew() -> None:
    import asyncio

    async def story() -> list[bytes | None]:
        watcher = hub.Watcher(lambda: b"everything")
        for number in range(hub.BEHIND + 1):
            watcher.tell(b"%d" % number)
        return [await watcher.next()]

    assert asyncio.run(story()) == [b"everything"]


# With a broker


@pytest.fixture
def connected(broker: Broker) -> Iterator[tuple[Stage, amqp.Connection]]:
    uri = broker.fresh_vhost()
    stage = Stage(amqp_uri=uri)
    connection = topology.connect(uri)
    try:
        eventually(lambda: stage.parts.copies.heard, within=20)
        yield stage, connection
    finally:
        connection.collect()  # the broker may be gone, or tired of its silence
        stage.stop()


def publish(connection: amqp.Connection, event: Envelope) -> None:
    channel = connection.channel()
    message = amqp.Message(encode(event), content_type=CONTENT_TYPE)
    channel.basic_publish(message, topology.declare_exchange(channel, event.producer), event.type)
    channel.close()


def test_what_a_service_tells_on_the_bus_is_on_the_page(connected: tuple[Stage, amqp.Connection]) -> None:
    stage, connection = connected
    show(stage)
    with watching(stage) as stream:
        eventually(lambda: stream.named("snapshot"))
        assert stream.named("lost") == []
        publish(connection, envelope("ballots_counted.v1", counted(2, 7)))
        assert eventually(lambda: stream.named("change"))[0]["board"]["rounds"][0]["ballots"] == 7


def test_a_session_ended_elsewhere_is_heard(connected: tuple[Stage, amqp.Connection]) -> None:
    stage, connection = connected
    facts = session()
    token = stage.parts.sessions.issue(facts)
    assert stage.parts.sessions.read(token)
    told = {name: facts[name] for name in ("session_id", "person_id", "expires_at")}
    publish(connection, envelope("session_ended.v1", told, "directory"))
    eventually(lambda: stage.parts.sessions.read(token) is None)


def test_what_is_no_event_disturbs_nobody(connected: tuple[Stage, amqp.Connection]) -> None:
    stage, connection = connected
    show(stage)
    channel = connection.channel()
    exchange = topology.declare_exchange(channel, "proposals")
    for body in (b"", b"{", b"[]", b'{"specversion":"1.0"}', b"\xff" * 100, b"x" * 300_000):
        channel.basic_publish(amqp.Message(body), exchange, "ballots_counted.v1")
    for data in ({}, {"round_id": R}, {"round_id": R, "version": "7", "ballots": None, "tally": 1}):
        publish(connection, envelope("ballots_counted.v1", data))
    publish(connection, envelope("session_ended.v1", {"session_id": "x"}, "directory"))
    with watching(stage) as stream:
        eventually(lambda: stream.named("snapshot"))
        publish(connection, envelope("ballots_counted.v1", counted(3, 8)))
        assert eventually(lambda: stream.named("change"))[-1]["board"]["rounds"][0]["ballots"] == 8


def test_when_the_bus_is_lost_pages_are_told_and_when_it_is_back_shown_everything_anew(
    connected: tuple[Stage, amqp.Connection], broker: Broker
) -> None:
    stage, _ = connected
    show(stage)
    with watching(stage) as stream:
        eventually(lambda: stream.named("snapshot"))
        broker.stop()
        eventually(lambda: stream.named("lost"), within=20)
        assert stage.ask("GET", "/readyz").json["bus"] == "away"
        broker.start()
        broker.wait_ready(90)
        eventually(lambda: len(stream.named("snapshot")) == 2, within=30)
        assert stage.parts.copies.heard
