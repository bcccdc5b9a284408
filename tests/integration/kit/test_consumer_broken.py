"""The consumer while what it stands on breaks: each event is applied once, in order, and it ends when it is told to."""

import random
import signal
import time

import amqp
import pytest

from deploy.local.broker import Broker
from deploy.local.postgres import Postgres
from services.kit import topology
from tests.integration.kit.stage import Stage
from tests.waiting import eventually

TEXTS = [str(number) for number in range(20)]
QUEUE = topology.queue_name("listener", "teller")


@pytest.mark.parametrize("step", ["before_commit", "before_ack"])
def test_killed_around_its_commit_it_applies_once(stage: Stage, step: str) -> None:
    stage.start("teller", "relay")
    stage.tell("s", *TEXTS)
    eventually(stage.all_published)
    stage._spawn("listener", stage.settings("listener", crash_at=step))
    assert stage.wait("listener", within=15) == -signal.SIGKILL
    assert stage.heard("s") == ([] if step == "before_commit" else TEXTS)
    eventually(lambda: stage.waiting() == len(TEXTS), saying="nothing was acknowledged")

    stage.start("listener")
    stage.tell("s", "after")
    eventually(lambda: stage.heard("s") == [*TEXTS, "after"])


def test_repeats_and_disorder_change_nothing(stage: Stage) -> None:
    channel = stage.channel()
    copies = channel.queue_declare("", exclusive=True).queue
    channel.queue_bind(copies, topology.declare_exchange(channel, "teller"), routing_key="#")
    stage.start("teller", "relay")
    stage.tell("s", *TEXTS)
    eventually(stage.all_published)
    channel.queue_purge(QUEUE)
    bodies = [channel.basic_get(copies, no_ack=True).body for _ in TEXTS] * 5
    random.Random(7).shuffle(bodies)
    for body in bodies:
        channel.basic_publish(amqp.Message(body), "teller.events", "said.v1")

    stage.start("listener")
    eventually(lambda: stage.heard("s") == TEXTS)
    stage.tell("s", "after")
    eventually(lambda: stage.heard("s") == [*TEXTS, "after"])


def test_what_a_purge_took_is_refilled_with_the_next_event(stage: Stage) -> None:
    stage.start("teller", "relay")
    stage.tell("s", *TEXTS)
    eventually(stage.all_published)
    stage.channel().queue_purge(QUEUE)
    stage.tell("s", "next")
    stage.start("listener")
    eventually(lambda: stage.heard("s") == [*TEXTS, "next"])


def test_what_a_purge_took_is_refilled_without_a_next_event(stage: Stage) -> None:
    stage.start("teller", "relay", "listener")
    stage.tell("s", "before")
    eventually(lambda: stage.heard("s") == ["before"])
    stage.kill("listener")
    stage.tell("s", *TEXTS)
    eventually(stage.all_published)
    stage.channel().queue_delete(QUEUE)
    stage.start("listener", reconcile_seconds=1.0)
    eventually(lambda: stage.heard("s") == ["before", *TEXTS])


def test_a_queue_deleted_under_it_is_declared_again(stage: Stage) -> None:
    stage.start("teller", "relay", "listener")
    stage.tell("s", "one")
    eventually(lambda: stage.heard("s") == ["one"])
    stage.channel().queue_delete(QUEUE)
    eventually(lambda: stage.said("listener", "ConsumerCancelled"))
    stage.tell("s", "two")
    eventually(lambda: stage.heard("s") == ["one", "two"])


def test_a_newcomer_hears_everything_from_the_beginning(stage: Stage) -> None:
    stage.start("teller", "relay")
    stage.tell("s", *TEXTS)
    eventually(stage.all_published)
    stage.channel().queue_delete(QUEUE)
    stage.start("listener")
    eventually(lambda: stage.heard("s") == TEXTS)


def test_nothing_is_heard_twice_or_lost_when_its_database_goes_away(stage: Stage, postgres: Postgres) -> None:
    stage.start("teller", "relay", "listener")
    stage.tell("s", *TEXTS, slow=0.1)
    eventually(lambda: stage.feed()["head"] >= 10)
    postgres.stop()
    try:
        eventually(lambda: stage.said("listener", "deliveries wait"))
        status, answer = stage.request("listener", "GET", "/readyz")
        assert (status, answer["ready"]) == (503, False)
    finally:  # it is everybody's
        postgres.start()
        postgres.wait_ready()
    eventually(lambda: stage.heard("s") == TEXTS, within=20)
    assert eventually(lambda: stage.request("listener", "GET", "/readyz")[0] == 200)


def test_a_restored_producer_is_heard_on_in_its_new_epoch(stage: Stage) -> None:
    stage.start("teller", "relay", "listener")
    stage.tell("s", "one", "two", "lost with the backup")
    eventually(lambda: len(stage.heard("s")) == 3)
    eventually(stage.all_published)
    stage.signal("relay", signal.SIGTERM)
    stage.wait("relay", within=5)
    stage.ask("teller", "DELETE FROM event WHERE position = 3")
    stage.ask("teller", "UPDATE stream SET version = 2")
    stage.ask("teller", "UPDATE feed SET epoch = gen_random_uuid(), epoch_begins = 2, head = 2, published = 1")
    stage.tell("s", "three again", "four")
    stage.start("relay")
    eventually(lambda: stage.heard("s") == ["one", "two", "lost with the backup", "three again", "four"])
    assert stage.said("listener", "events were heard that the producer has lost")


def test_of_two_processes_one_hears_and_the_other_takes_over(stage: Stage) -> None:
    stage.start("teller", "relay", "listener")
    stage._processes["first"] = stage._processes["listener"]
    stage.start("listener")
    stage.tell("s", *TEXTS, slow=0.02)
    eventually(lambda: stage.all_published())
    stage.kill("first")
    stage.tell("s", "after")
    eventually(lambda: stage.heard("s") == [*TEXTS, "after"], within=15)


def test_a_queue_with_other_arguments_makes_it_unready(stage: Stage) -> None:
    stage.channel().queue_declare(QUEUE, durable=True, auto_delete=False)
    stage.start("listener")
    eventually(lambda: stage.request("listener", "GET", "/readyz")[0] == 503)
    assert stage.request("listener", "GET", "/readyz")[1]["hears"] == {"teller": "refused"}


def test_told_to_stop_it_finishes_and_acknowledges_what_it_is_doing(stage: Stage) -> None:
    stage.start("teller", "relay", "listener")
    stage.tell("s", "one", slow=2)
    eventually(stage.all_published)
    sleeping = "SELECT pid FROM pg_stat_activity WHERE wait_event = 'PgSleep' AND datname = current_database()"
    eventually(lambda: stage.ask("listener", sleeping))
    stage.signal("listener", signal.SIGTERM)
    assert stage.wait("listener", within=8) == 0
    assert stage.heard("s") == ["one"]
    assert stage.waiting() == 0


@pytest.mark.parametrize("bus", ["up", "frozen", "down"])
def test_it_ends_in_time_whatever_the_bus_does(stage: Stage, broker: Broker, bus: str) -> None:
    stage.start("teller", "relay", "listener")
    stage.tell("s", "one")
    eventually(lambda: stage.heard("s") == ["one"])
    stage.broker.settle()
    if bus == "frozen":
        broker.freeze()
    elif bus == "down":
        broker.kill()
        eventually(lambda: stage.request("listener", "GET", "/readyz")[1]["bus"] == "away")
    try:
        began = time.monotonic()
        stage.signal("listener", signal.SIGTERM)
        assert stage.wait("listener", within=10) == 0
        assert time.monotonic() - began < 6
    finally:
        broker.thaw()
        broker.start()
        broker.wait_ready(60)


def test_it_starts_without_a_broker(stage: Stage, broker: Broker) -> None:
    broker.kill()
    try:
        stage.start("listener")
        answer = {"ready": True, "bus": "away", "hears": {"teller": "away"}}
        assert stage.request("listener", "GET", "/readyz") == (200, answer)
    finally:
        broker.start()
        broker.wait_ready(60)
    eventually(lambda: stage.request("listener", "GET", "/readyz")[1]["bus"] == "consuming")
