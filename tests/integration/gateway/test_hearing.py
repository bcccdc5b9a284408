"""Hearing the services over a real broker, when it is there, and when it is lost."""

from collections.abc import Iterator

import amqp
import pytest

from deploy.local.broker import Broker
from services.kit import topology
from services.kit.envelope import CONTENT_TYPE, Envelope, encode
from tests.integration.gateway.pages_open import R, counted, envelope, show, watching
from tests.integration.gateway.stage import Stage, session
from tests.waiting import eventually


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
