"""The shape of a record: our reading of the schemas is that of others who read them."""

import json
from collections.abc import Iterator
from copy import deepcopy
from typing import Any

import jsonschema_rs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.proposals.record import shape
from services.proposals.record.shape import Misshapen, check, schema
from tests.unit.proposals.record.samples import head_of, record
from tests.unit.proposals.record.values import junk, paths, put

RECORD = record()
HEAD = head_of(RECORD, 3, 6)
KINDS = {"record": RECORD, "head": HEAD}


def parts(of: Any) -> Iterator[dict[str, Any]]:
    """A schema and all schemas in it."""
    yield of
    for name in ("items", "additionalProperties", "propertyNames"):
        if isinstance(of.get(name), dict):
            yield from parts(of[name])
    for inner in [*of.get("properties", {}).values(), *of.get("$defs", {}).values()]:
        yield from parts(inner)


def fits(value: Any, kind: str) -> bool:
    try:
        check(value, schema(kind))
    except Misshapen:
        return False
    return True


@pytest.mark.parametrize("kind", KINDS)
def test_what_we_publish_has_the_shape_that_we_publish(kind: str) -> None:
    check(KINDS[kind], schema(kind))


@pytest.mark.parametrize("kind", KINDS)
def test_the_schemas_are_schemas_of_draft_2020_12(kind: str) -> None:
    assert schema(kind)["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    jsonschema_rs.meta.validate(schema(kind))


@pytest.mark.parametrize("kind", KINDS)
def test_they_say_nothing_that_we_do_not_look_at(kind: str) -> None:
    known = {*shape.WORDS, *shape.ANNOTATIONS}
    assert [word for part in parts(schema(kind)) for word in part if word not in known] == []


@pytest.mark.parametrize("kind", KINDS)
def test_their_patterns_fit_all_of_a_text(kind: str) -> None:
    patterns = [part["pattern"] for part in parts(schema(kind)) if "pattern" in part]
    assert [pattern for pattern in patterns if not (pattern.startswith("^") and pattern.endswith("$"))] == []


@pytest.mark.parametrize("kind", KINDS)
@given(data=st.data())
def test_whatever_is_put_into_one_others_say_of_it_what_we_say(kind: str, data: st.DataObject) -> None:
    value = put(KINDS[kind], data.draw(st.sampled_from(paths(KINDS[kind]))), data.draw(junk))
    theirs = jsonschema_rs.validator_for(json.dumps(schema(kind))).is_valid(value)
    assert fits(value, kind) is theirs


def test_a_misshapen_value_is_found() -> None:
    said = deepcopy(RECORD)
    said["roll"]["weights"]["01"] = 3
    with pytest.raises(Misshapen) as raised:
        check(said, schema("record"))
    assert (raised.value.pointer, raised.value.word) == ("/roll/weights/01", "pattern")


@pytest.mark.parametrize("codes", [[0, 0, True], [0, 0, 1001], [0, 0, -2], [0, 0, "1"], [0, 0, None]])
def test_a_row_of_codes_is_looked_at_as_one_and_as_closely(codes: list[Any]) -> None:
    said = deepcopy(RECORD)
    said["ballots"][0]["choices"] = codes
    assert not fits(said, "record")


@pytest.mark.parametrize("hash_", ["ab" * 32 + "\n", "\n" + "ab" * 32, "ab" * 33])
def test_a_pattern_fits_all_of_a_text_or_none(hash_: str) -> None:
    said = deepcopy(RECORD)
    said["tree"]["root"] = hash_
    assert not fits(said, "record")


def test_a_number_with_a_fraction_of_nought_is_no_whole_number() -> None:
    """JSON Schema lets it pass; in canonical form it is another number."""
    said = deepcopy(RECORD)
    said["round"]["number"] = 3.0
    assert not fits(said, "record")


def test_what_is_nested_too_deep_has_no_shape() -> None:
    said = deepcopy(RECORD)
    for _ in range(400):
        said["result"]["decision"] = {"a": said["result"]["decision"]}
    with pytest.raises(Misshapen, match="depth"):
        check(said, schema("record"))
