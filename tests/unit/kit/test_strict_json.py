"""What strict JSON refuses is what would hurt later: in a comparison, in PostgreSQL, or in the next reader."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.kit import strict_json
from services.kit.errors import Malformed

storable = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"nope",
        b'{"a": NaN}',
        b'{"a": Infinity}',
        b"[-Infinity]",
        b"[1e400]",
        b'{"a": 1, "a": 2}',
        b'{"a": {"b": 1, "b": 1}}',
        b"[9223372036854775808]",
        b"[" + b"9" * 5000 + b"]",
        b'["\\ud800"]',
        b'{"\\udfff": 1}',
        b'["\\u0000"]',
        b'["a\0b"]',
        b'"\xff\xfe"',
        b"{'a': 1}",
        b"[" * 100_000,
        b"\xef\xbb\xbf{}",
    ],
)
def test_what_would_hurt_later_is_refused(body: bytes) -> None:
    with pytest.raises(Malformed):
        strict_json.loads(body)


@pytest.mark.parametrize("number", [0, -1, 2**63 - 1, -(2**63)])
def test_whole_numbers_of_64_bits_are_read(number: int) -> None:
    assert strict_json.loads(str(number).encode()) == number


def test_escaped_text_that_can_be_stored_is_read() -> None:
    assert strict_json.loads(b'["\\u1ed9i", "\\ud83d\\ude00"]') == ["ội", "😀"]


@given(
    st.recursive(st.none() | st.booleans() | storable, lambda inner: st.lists(inner) | st.dictionaries(storable, inner))
)
def test_what_is_written_is_read_back(value: object) -> None:
    assert strict_json.loads(strict_json.dumps(value)) == value
