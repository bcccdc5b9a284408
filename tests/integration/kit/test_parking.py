"""What an operator can do about a parked message."""

import json

import pytest

from services.kit.acting import NOBODY
from tests.integration.kit.stage import Stage
from tests.waiting import eventually


@pytest.fixture
def ill(playing: Stage, request: pytest.FixtureRequest) -> tuple[str, dict]:
    """A stream whose second event is parked, with a third behind it."""
    stream = request.node.name
    playing.tell(stream, "one")
    playing.tell(stream, f"poison of {stream}", poison=True)
    playing.tell(stream, "three")
    eventually(lambda: len(playing.parked(stream)) == 2)
    return stream, playing.parked(stream)[0]


def test_parked_messages_are_for_operators_only(playing: Stage) -> None:
    assert playing.request("listener", "GET", "/parked", acting=NOBODY)[0] == 403
    assert playing.request("listener", "POST", f"/parked/{'0' * 8}-0000-4000-8000-{'0' * 12}/replay")[0] == 404


def test_they_are_listed_with_their_errors(playing: Stage, ill: tuple[str, dict]) -> None:
    stream, row = ill
    rows = playing.request("listener", "GET", "/parked")[1]["parked"]
    mine = [parked for parked in rows if parked["stream"] == stream]
    assert mine[0]["id"] == str(row["id"])
    assert mine[0]["error"].startswith("Unwell")
    assert mine[1]["error"] == "waits behind an earlier event"


def test_a_discarded_one_lets_those_behind_it_go_on(playing: Stage, ill: tuple[str, dict]) -> None:
    stream, row = ill
    assert playing.request("listener", "POST", f"/parked/{row['id']}/discard", b"{}")[0] == 200
    eventually(lambda: playing.heard(stream) == ["one", "three"])


def test_a_mended_one_is_applied_in_its_place(playing: Stage, ill: tuple[str, dict]) -> None:
    stream, row = ill
    event = json.loads(playing.request("listener", "GET", f"/parked/{row['id']}")[1]["body"])
    body = json.dumps(event | {"data": {"text": "two, mended"}}).encode()
    assert playing.request("listener", "PUT", f"/parked/{row['id']}/body", body)[0] == 200
    eventually(lambda: playing.heard(stream) == ["one", "two, mended", "three"])


def test_a_mended_one_must_be_the_same_event(playing: Stage, ill: tuple[str, dict]) -> None:
    _, row = ill
    event = json.loads(playing.request("listener", "GET", f"/parked/{row['id']}")[1]["body"])
    body = json.dumps(event | {"subject": "another stream"}).encode()
    status, problem = playing.request("listener", "PUT", f"/parked/{row['id']}/body", body)
    assert (status, problem["slug"]) == (409, "not-mended")


def test_a_replayed_one_is_tried_at_once(playing: Stage, ill: tuple[str, dict]) -> None:
    stream, row = ill
    playing.ask("listener", "UPDATE parked_message SET next_try = now() + interval '1 hour' WHERE id = %s", row["id"])
    playing.ask("listener", "INSERT INTO cure VALUES (%s)", f"poison of {stream}")
    assert playing.request("listener", "POST", f"/parked/{row['id']}/replay", b"{}")[0] == 200
    eventually(lambda: len(playing.heard(stream)) == 3)


def test_one_that_fails_again_waits_longer_each_time(playing: Stage, ill: tuple[str, dict]) -> None:
    stream, _ = ill
    eventually(lambda: playing.parked(stream)[0]["attempts"] >= 3)
    waits = playing.ask(
        "listener", "SELECT next_try - now() > interval '2 seconds' AS longer FROM parked_message WHERE attempts >= 3"
    )
    assert any(row["longer"] for row in waits)
    assert playing.heard(stream) == ["one"]


def test_an_unknown_type_stays_for_an_operator(playing: Stage) -> None:
    playing.tell("odd", "tishoo", kind="sneezed.v1")
    [row] = eventually(lambda: playing.parked("odd"))
    playing.request("listener", "POST", f"/parked/{row['id']}/replay", b"{}")
    eventually(lambda: playing.parked("odd")[0]["attempts"] == 2)
    assert playing.parked("odd")[0]["next_try"] is None
