"""The private PostgreSQL and RabbitMQ: they keep what they were given, through kill -9, on ports of their own."""

import socket
from pathlib import Path

import amqp
import psycopg2
import pytest

from deploy.local import ground
from deploy.local.broker import Broker
from deploy.local.ground import Ports
from deploy.local.postgres import Postgres
from deploy.local.servers import Server, ServerError


def query(url: str, statement: str) -> list[tuple]:
    with psycopg2.connect(url) as connection, connection.cursor() as cursor:
        cursor.execute(statement)
        rows = cursor.fetchall() if cursor.description else []
    connection.close()
    return rows


def test_fresh_databases_are_empty_and_apart(postgres: Postgres) -> None:
    first, second = postgres.fresh_database("forum"), postgres.fresh_database("forum")
    query(first, "CREATE TABLE seat (id int)")
    assert query(second, "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'") == [(0,)]


def test_a_database_is_made_once(postgres: Postgres) -> None:
    url = postgres.ensure_database("kept")
    query(url, "CREATE TABLE kept (id int)")
    assert query(postgres.ensure_database("kept"), "SELECT count(*) FROM kept") == [(0,)]


@pytest.mark.parametrize("setting", ["fsync", "full_page_writes", "synchronous_commit"])
def test_durability_is_on(postgres: Postgres, setting: str) -> None:
    assert query(postgres.url("postgres"), f"SHOW {setting}") == [("on",)]


def test_postgresql_keeps_what_was_committed_through_kill_9(postgres: Postgres) -> None:
    url = postgres.fresh_database("kept")
    query(url, "CREATE TABLE ballot AS SELECT 7 AS id")
    before = postgres.pid

    postgres.kill()
    assert postgres.pid is None and not postgres.answers()
    postgres.start()
    postgres.wait_ready(30)

    assert postgres.pid not in (None, before)
    assert query(url, "SELECT id FROM ballot") == [(7,)]


def test_a_pid_file_of_a_stranger_does_not_keep_postgresql_from_starting(throwaway: Path, ports: Ports) -> None:
    server = Postgres(throwaway / "stranger", ports)
    server.prepare()
    lock = server.directory / "data" / "postmaster.pid"
    lock.write_text("1\n")
    server.start()
    server.wait_ready(30)
    server.stop()


def test_fresh_vhosts_take_messages_and_are_apart(broker: Broker) -> None:
    first, second = broker.fresh_vhost(), broker.fresh_vhost()
    assert first != second
    with amqp.Connection(first.split("@")[1].split("/")[0], virtual_host=first.rpartition("/")[2]) as client:
        channel = client.channel()
        channel.queue_declare("events", durable=True, auto_delete=False, arguments={"x-queue-type": "quorum"})
        channel.basic_publish(amqp.Message("kept"), routing_key="events")


@pytest.mark.slow
def test_the_broker_is_back_after_kill_9(broker: Broker) -> None:
    broker.kill()
    assert not broker.answers()
    broker.start()
    broker.wait_ready(60)


def test_a_taken_port_is_passed_over_and_the_other_one_remembered(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        usual = taken.getsockname()[1]
        chosen = Ports(tmp_path / "ports.json").get("gateway", usual)
    assert chosen != usual
    assert Ports(tmp_path / "ports.json").get("gateway", usual) == chosen, "although the usual one is free by now"


def test_no_port_is_given_to_two_parts(tmp_path: Path) -> None:
    book = Ports(tmp_path / "ports.json")
    assert book.get("forum", 29999) != book.get("notify", 29999)


def test_a_chosen_port_is_ours_before_its_server_binds_it(tmp_path: Path) -> None:
    ours, theirs = Ports(tmp_path / "ours.json"), Ports(tmp_path / "theirs.json")
    port = ours.get("forum")
    assert theirs.get("forum", port) != port
    ours.release()
    assert Ports(tmp_path / "later.json").get("forum", port) == port


class Broken(Server):
    """A server that says why and ends."""

    name = "broken"

    def command(self) -> list[str]:
        return ["sh", "-c", "echo 'no space left on device'; exit 1"]

    def answers(self) -> bool:
        return False


def test_a_server_that_ends_while_starting_says_why(throwaway: Path) -> None:
    server = Broken(throwaway / "broken")
    server.start()
    with pytest.raises(ServerError, match="no space left on device"):
        server.wait_ready(10)


def test_the_tail_of_a_log_is_short(tmp_path: Path) -> None:
    log = tmp_path / "long.log"
    log.write_text("\n".join(map(str, range(1000))))
    assert ground.tail(log, lines=2).splitlines()[1:] == ["    | 998", "    | 999"]
