"""The relay while what it stands on breaks: everything is told in the end, in order, and it ends when it is told to."""

import signal
import time

import pytest

from deploy.local.broker import Broker
from deploy.local.postgres import Postgres
from tests.integration.kit.stage import Stage
from tests.waiting import eventually

TEXTS = [str(number) for number in range(20)]


@pytest.mark.parametrize("step", ["before_publish", "after_publish"])
def test_killed_around_publishing_it_tells_everything(stage: Stage, step: str) -> None:
    stage.start("teller", "listener")
    stage.start("relay", crash_at=step)
    stage.tell("s", *TEXTS)
    assert stage.wait("relay", within=10) == -signal.SIGKILL
    assert stage.feed()["published"] < stage.feed()["head"]

    stage.start("relay")
    eventually(lambda: stage.heard("s") == TEXTS, within=15)
    eventually(stage.all_published)


def test_a_frozen_broker_delays_and_loses_nothing(stage: Stage, broker: Broker) -> None:
    stage.start("teller", "relay", "listener")
    stage.tell("s", "before")
    eventually(lambda: stage.heard("s") == ["before"])

    broker.freeze()
    try:
        stage.tell("s", *TEXTS)
        eventually(lambda: stage.said("relay", "relay interrupted"), within=10)
    finally:
        broker.thaw()
    eventually(lambda: stage.heard("s") == ["before", *TEXTS], within=15)


def test_a_broker_without_memory_delays_and_loses_nothing(stage: Stage, broker: Broker) -> None:
    stage.start("teller", "relay", "listener")
    stage.tell("s", "before")
    eventually(lambda: stage.heard("s") == ["before"])

    broker.ctl("set_vm_memory_high_watermark", "0")
    try:
        stage.tell("s", *TEXTS)
        eventually(lambda: stage.said("relay", "relay interrupted"), within=10)
    finally:
        broker.ctl("set_vm_memory_high_watermark", "0.4")
    eventually(lambda: stage.heard("s") == ["before", *TEXTS], within=15)


def test_a_killed_broker_comes_back_and_everything_arrives(stage: Stage, broker: Broker) -> None:
    stage.start("teller", "relay", "listener")
    stage.tell("s", "before")
    eventually(lambda: stage.heard("s") == ["before"])

    stage.broker.settle()
    broker.kill()
    stage.tell("s", *TEXTS)
    eventually(lambda: stage.request("listener", "GET", "/readyz")[1]["bus"] == "away")
    assert stage.request("listener", "GET", "/readyz")[0] == 200
    broker.start()
    broker.wait_ready(60)
    eventually(lambda: stage.heard("s") == ["before", *TEXTS], within=15)


def test_a_database_that_was_away_is_taken_up_again(stage: Stage, postgres: Postgres) -> None:
    stage.start("teller", "relay", "listener")
    stage.tell("s", *TEXTS[:10])
    postgres.stop()
    try:
        eventually(lambda: stage.said("relay", "relay interrupted"))
    finally:  # it is everybody's
        postgres.start()
        postgres.wait_ready()

    stage.tell("s", *TEXTS[10:])
    eventually(lambda: stage.heard("s") == TEXTS, within=15)


def test_a_queue_that_was_deleted_is_declared_again_before_anything_is_thrown_away(stage: Stage) -> None:
    stage.start("relay")
    stage.tell("s", "one")
    eventually(stage.all_published)
    stage.channel().queue_delete("listener.teller.v1")
    stage.tell("s", "two")
    eventually(stage.all_published)
    eventually(lambda: stage.waiting() == 1)


def test_of_two_relays_one_works_and_the_other_takes_over(stage: Stage) -> None:
    stage.start("relay")
    stage.tell("s", "one")
    eventually(stage.all_published)
    first = stage.feed()["relay"]
    stage.start("spare")
    listening = "SELECT pid FROM pg_stat_activity WHERE query = 'LISTEN feed' AND datname = current_database()"
    eventually(lambda: len(stage.ask("teller", listening)) == 2)
    for text in TEXTS:
        stage.tell("s", text)
        eventually(stage.all_published)
        assert stage.feed()["relay"] == first

    stage.kill("relay")
    stage.tell("s", "three")
    eventually(stage.all_published, within=10)
    assert stage.feed()["relay"] not in (first, None)
    eventually(lambda: stage.waiting() == 2 + len(TEXTS))


def test_positions_are_given_in_the_order_of_commits_within_a_stream(stage: Stage) -> None:
    stage.tell("s", "one")
    stage.tell("t", "two")
    stage.tell("s", "three")
    stage.start("relay")
    eventually(stage.all_published)
    rows = stage.ask("teller", "SELECT stream, version, position FROM event ORDER BY position")
    assert [(row["stream"], row["version"], row["position"]) for row in rows] == [("s", 1, 1), ("t", 1, 2), ("s", 2, 3)]


@pytest.mark.parametrize("frozen", ["nothing", "broker", "postgres"])
def test_it_ends_within_two_seconds(stage: Stage, broker: Broker, postgres: Postgres, frozen: str) -> None:
    stage.start("relay")
    stage.tell("s", "one")
    eventually(stage.all_published)
    server = {"broker": broker, "postgres": postgres}.get(frozen)
    if server:
        server.freeze()
    try:
        began = time.monotonic()
        stage.signal("relay", signal.SIGTERM)
        assert stage.wait("relay", within=5) == 0
        assert time.monotonic() - began < 2
    finally:
        if server:
            server.thaw()


def test_a_backlog_of_ten_thousand_goes_out_in_seconds(stage: Stage) -> None:
    stage.ask(
        "teller",
        """INSERT INTO event (id, stream, version, type, data, correlation)
           SELECT gen_random_uuid(), 's', n, 'said.v1', jsonb_build_object('text', n::text), '0123456789abcdef'
           FROM generate_series(1, 10000) AS n""",
    )
    began = time.monotonic()
    stage.start("relay")
    eventually(stage.all_published, within=30)
    seconds = time.monotonic() - began
    print(f"10,000 published in {seconds:.1f} s, with the start of the process")
    assert seconds < 20
