"""From one service's transaction to another's, over the relay and the broker, with nothing broken."""

import time

from tests.integration.kit.stage import Stage
from tests.waiting import eventually


def test_what_is_told_is_heard_once_and_in_order(playing: Stage) -> None:
    texts = [str(number) for number in range(300)]
    playing.tell("order", *texts)
    eventually(lambda: len(playing.heard("order")) >= 300)
    assert playing.heard("order") == texts


def test_a_lone_event_arrives_at_once(playing: Stage) -> None:
    playing.tell("lone", "warm up")
    eventually(lambda: playing.heard("lone"))
    seconds = []
    for number in range(10):
        began = time.monotonic()
        playing.tell("lone", str(number))
        eventually(lambda number=number: str(number) in playing.heard("lone"))
        seconds.append(time.monotonic() - began)
    assert sorted(seconds)[5] < 0.2  # the median: told, relayed, heard, committed, and seen by us, who look every 50 ms


def test_an_event_nobody_here_listens_to_moves_the_position_only(playing: Stage) -> None:
    playing.tell("quiet", "hm", kind="hummed.v1")
    playing.tell("quiet", "loud")
    eventually(lambda: playing.heard("quiet") == ["loud"])
    assert playing.parked("quiet") == []


def test_the_version_heard_of_a_stream_is_known(playing: Stage) -> None:
    playing.tell("versions", "one", "two")
    playing.tell("versions", "three", kind="hummed.v1")
    heard = "SELECT version FROM heard_stream WHERE stream = 'versions'"
    eventually(lambda: playing.ask("listener", heard) == [{"version": 3}])


def test_ready_says_what_is_there(playing: Stage) -> None:
    status, answer = playing.request("listener", "GET", "/readyz")
    assert (status, answer) == (200, {"ready": True, "bus": "consuming", "hears": {"teller": "consuming"}})
