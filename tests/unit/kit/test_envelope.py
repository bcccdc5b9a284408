"""The envelope: what goes out comes back, and nothing else does."""

import uuid
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.kit import strict_json
from services.kit.envelope import Envelope, attributes, decode, encode
from services.kit.errors import Malformed

LINES = st.text(st.characters(blacklist_categories=("Cs", "Cc")), min_size=1, max_size=200)
NUMBERS = st.integers(1, 2**63 - 1)
EVENTS = st.builds(
    Envelope,
    id=st.uuids(),
    producer=st.from_regex(r"[a-z][a-z0-9_]{0,20}", fullmatch=True),
    type=st.from_regex(r"[a-z][a-z0-9_]{0,30}\.v[1-9]", fullmatch=True),
    time=st.datetimes(timezones=st.just(UTC)),
    stream=LINES,
    version=NUMBERS,
    position=NUMBERS,
    epoch=st.uuids(),
    correlation=LINES,
    data=st.dictionaries(LINES, st.integers(-(2**53), 2**53) | LINES | st.none() | st.booleans(), max_size=5),
)

MOMENT = datetime(2026, 11, 23, tzinfo=UTC)
GOOD = attributes(
    Envelope(uuid.UUID(int=0xABC), "forum", "said.v1", MOMENT, "s", 1, 2, uuid.UUID(int=2), "cause-01", {})
)


@given(EVENTS)
def test_what_goes_out_comes_back(event: Envelope) -> None:
    assert decode(encode(event)) == event


def test_attributes_nobody_knows_are_ignored() -> None:
    assert decode(strict_json.dumps(GOOD | {"newer": 1})) == decode(strict_json.dumps(GOOD))


@pytest.mark.parametrize("missing", GOOD)
def test_every_attribute_is_needed(missing: str) -> None:
    with pytest.raises(Malformed):
        decode(strict_json.dumps({name: value for name, value in GOOD.items() if name != missing}))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("specversion", "1.1"),
        ("id", "{" + str(GOOD["id"]) + "}"),
        ("id", str(GOOD["id"]).upper()),
        ("source", "forum"),
        ("source", "/Forum"),
        ("type", "said"),
        ("type", "said.v0"),
        ("type", "said.v1\n"),
        ("time", "2026-11-23"),
        ("time", "2026-11-23T08:00:00"),
        ("time", "2026-11-23T25:00:00Z"),
        ("subject", ""),
        ("subject", "x" * 201),
        ("subject", "a\nb"),
        ("sequence", 1),
        ("sequence", True),
        ("sequence", "01"),
        ("sequence", "１"),
        ("position", "-1"),
        ("position", "9223372036854775808"),
        ("epoch", "none"),
        ("correlationid", None),
        ("datacontenttype", "text/plain"),
        ("data", []),
        ("data", None),
    ],
)
def test_what_is_not_exactly_right_is_refused(name: str, value: Any) -> None:
    with pytest.raises(Malformed):
        decode(strict_json.dumps(GOOD | {name: value}))


def test_a_body_has_a_largest_size() -> None:
    with pytest.raises(Malformed):
        decode(strict_json.dumps(GOOD | {"data": {"text": "x" * 300_000}}))
