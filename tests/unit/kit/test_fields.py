"""What people write is made storable, and what is wrong with it is said by a stable code."""

import unicodedata
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from marshmallow import ValidationError
from marshmallow.fields import UUID, AwareDateTime, Boolean, Date, Nested

from services.kit.fields import Body, Email, Exact, Moment, Text, choice, faults, several, whole


class Inner(Body):
    word = choice(["yes", "no"], required=True)


class Form(Body):
    line = Text(10)
    lines = Text(10, lines=True)
    long = Text(10, least=3)
    mail = Email()
    number = whole(1, 5)
    exact = Exact("0.5", "9.75", 2)
    list = several(whole(0, 9), 3, least=1)
    inner = Nested(Inner)
    id = UUID()
    time = AwareDateTime()
    day = Date()
    flag = Boolean()


def codes(value: object) -> dict[str, str]:
    """Pointer → code of everything that is wrong with a form."""
    with pytest.raises(ValidationError) as raised:
        Form().load(value)
    return {fault.pointer: fault.code for fault in faults(raised.value.messages)}


@pytest.mark.parametrize(
    ("name", "value", "code"),
    [
        ("line", "x" * 11, "too-long"),
        ("line", "   ", "required"),
        ("line", None, "required"),
        ("line", 5, "not-text"),
        ("line", "a\nb", "control-character"),
        ("line", "a\x07b", "control-character"),
        ("lines", "a\x1bb", "control-character"),
        ("line", "a\u202eb", "direction-mark"),
        ("long", "ab", "too-short"),
        ("mail", "nobody", "not-an-email"),
        ("mail", "a@b.vn\r\nBcc: c@d.vn", "control-character"),
        ("number", True, "not-a-number"),
        ("number", "3", "not-a-number"),
        ("number", 6, "out-of-range"),
        ("exact", 1, "not-text"),
        ("exact", " ", "required"),
        ("exact", "1.234", "not-a-decimal"),
        ("exact", "1.", "not-a-decimal"),
        ("exact", "0.4", "out-of-range"),
        ("exact", "9,76", "out-of-range"),
        ("list", [], "wrong-count"),
        ("list", "abc", "not-a-list"),
        ("id", "1; drop table", "not-an-id"),
        ("time", "2026-01-01T00:00:00", "no-time-zone"),
        ("time", "yesterday", "not-a-time"),
        ("day", "2026-13-01", "not-a-date"),
        ("flag", "perhaps", "not-yes-or-no"),
        ("inner", "x", "not-an-object"),
        ("nobody-asked", 1, "unknown-field"),
    ],
)
def test_each_fault_has_its_pointer_and_code(name: str, value: object, code: str) -> None:
    assert codes({name: value}) == {f"/{name}": code}


def test_pointers_reach_into_lists_and_objects() -> None:
    assert codes({"inner": {"word": "maybe"}, "list": [1, 11]}) == {
        "/inner/word": "not-a-choice",
        "/list/1": "out-of-range",
    }


def test_the_limits_travel_with_the_code() -> None:
    with pytest.raises(ValidationError) as raised:
        Form().load({"line": "x" * 11, "inner": {"word": "maybe"}})
    assert {fault.pointer: fault.params for fault in faults(raised.value.messages)} == {
        "/line": {"max": "10"},
        "/inner/word": {"choices": "yes, no"},
    }


@given(st.text(max_size=10))
def test_text_that_is_accepted_is_normal_and_storable(text: str) -> None:
    try:
        accepted = Form().load({"lines": text})["lines"]
    except ValidationError:
        return
    assert accepted == unicodedata.normalize("NFC", accepted).strip()
    assert "\0" not in accepted and accepted
    accepted.encode()


def test_addresses_are_kept_in_lower_case() -> None:
    assert Form().load({"mail": " Hoi.Phu.Nu@Tinh.Example "})["mail"] == "hoi.phu.nu@tinh.example"


@pytest.mark.parametrize(
    "text", ["0001-01-01T00:00:00+23:59", "9999-12-31T23:59:59-23:59", "1999-12-31T23:59:59Z", "2200-01-02T00:00:00Z"]
)
def test_a_time_nobody_can_plan_for_is_refused(text: str) -> None:
    with pytest.raises(ValidationError):
        Moment().deserialize(text)


def test_a_time_of_a_zone_that_postgresql_does_not_know_is_kept_as_utc() -> None:
    assert Moment().deserialize("2027-05-29T08:00:00-21:12") == datetime(2027, 5, 30, 5, 12, tzinfo=UTC)
    assert Moment().deserialize("2027-05-29T08:00:00-21:12").tzinfo == UTC


@pytest.mark.parametrize(("text", "kept"), [("1", "1"), (" 1,50 ", "1.5"), ("01.00", "1"), ("9.75", "9.75")])
def test_a_number_with_decimals_is_kept_in_one_way_of_writing_it(text: str, kept: str) -> None:
    assert Form().load({"exact": text})["exact"] == kept
