"""The contracts are frozen by samples: a message that was ever sent must stay readable, with nothing of it lost."""

import json
from pathlib import Path
from typing import Any

import pytest
from marshmallow import Schema

from services import contracts

SAMPLES = Path(contracts.__file__).parent / "samples"
TYPES = [(producer, name) for producer, events in contracts.EVENTS.items() for name in events]

#: attributes that came later: who told of a round before did not say them
ADDED = ("unit", "progress", "on_paper")


def sample(producer: str, event_type: str) -> dict[str, Any]:
    """The frozen data of one message."""
    data: dict[str, Any] = json.loads((SAMPLES / f"{producer}.{event_type}.json").read_text())
    return data


@pytest.mark.parametrize(("producer", "event_type"), TYPES)
def test_every_type_has_a_sample_that_is_read_whole(producer: str, event_type: str) -> None:
    frozen = sample(producer, event_type)
    schema = contracts.EVENTS[producer][event_type]()
    assert same(json.loads(schema.dumps(schema.load(frozen))), frozen)


@pytest.mark.parametrize(("producer", "event_type"), TYPES)
def test_what_a_reader_does_not_know_it_ignores(producer: str, event_type: str) -> None:
    schema = contracts.EVENTS[producer][event_type]()
    assert "invented-later" not in schema.load({**sample(producer, event_type), "invented-later": 1})


@pytest.mark.parametrize(("producer", "event_type"), TYPES)
def test_a_message_that_lacks_something_is_not_taken_for_whole(producer: str, event_type: str) -> None:
    schema = contracts.EVENTS[producer][event_type]()
    frozen = sample(producer, event_type)
    told = [name for name in frozen if name not in ADDED]
    incomplete = [name for name in told if not schema.validate({k: v for k, v in frozen.items() if k != name})]
    assert not incomplete, f"may be missing without being noticed: {incomplete}"


def test_every_sample_is_of_a_type_there_is() -> None:
    known = {f"{producer}.{event_type}.json" for producer, event_type in TYPES}
    assert {path.name for path in SAMPLES.glob("*.json")} <= known


def test_nothing_on_the_bus_is_secret() -> None:
    secret = {"token", "code", "password", "link", "choices", "nonce", "receipt"}
    named = {(event, name) for events in contracts.EVENTS.values() for event, s in events.items() for name in names(s)}
    allowed = {("body_recorded.v1", "code")}  # the code a body is known by
    assert {(event, name) for event, name in named if name in secret} <= allowed


def names(schema: type[Schema]) -> set[str]:
    """The names of a schema's attributes, nested ones too."""
    found = set()
    for name, field in schema().fields.items():
        found.add(name)
        inner = getattr(field, "inner", field)
        if nested := getattr(inner, "schema", None):
            found |= names(type(nested))
    return found


def same(one: Any, other: Any) -> bool:
    """Whether two values of JSON are the same; times may be written with Z or with +00:00."""
    return json.dumps(one, sort_keys=True).replace("+00:00", "Z") == json.dumps(other, sort_keys=True).replace(
        "+00:00", "Z"
    )
