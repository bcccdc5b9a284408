"""Whatever is changed in a record, wherever it is, the record is not taken for what was issued; and nothing breaks."""

import json
from copy import deepcopy
from typing import Any

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from services.proposals.record import canonical, shape, verify
from services.proposals.record.findings import LANGUAGES
from tests.unit.proposals.record.samples import file, record
from tests.unit.proposals.record.values import Path, at, junk, paths, put

RECORD = record()


def is_refused(body: bytes) -> bool:
    """Whether this file is not taken for the record, and nothing is raised; in another spelling it is the record."""
    try:
        said = canonical.parse(body)
        shape.check(said, shape.schema("record"))
    except (canonical.Unreadable, shape.Misshapen):
        return True
    found = verify.check(said)
    assert all(finding.sentence(language) for finding in found for language in LANGUAGES)
    return any(finding.good is False for finding in found) or said == RECORD


FILE = file()


@settings(max_examples=200, deadline=None)
@given(st.integers(0, len(FILE) - 1), st.integers(1, 255))
def test_no_byte_can_be_another(place: int, by: int) -> None:
    assert is_refused(FILE[:place] + bytes([FILE[place] ^ by]) + FILE[place + 1 :])


@given(st.integers(0, len(FILE) - 1), st.integers(1, 40))
def test_nothing_can_be_cut_out(place: int, length: int) -> None:
    assert is_refused(FILE[:place] + FILE[place + length :])


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(paths(RECORD)), junk | st.floats(allow_nan=False))
def test_no_value_can_be_another(path: Path, value: Any) -> None:
    there = at(RECORD, path)
    assume(type(there) is not type(value) or there != value)
    assert is_refused(json.dumps(put(RECORD, path, value)).encode("utf-8", "surrogatepass"))


@given(st.sampled_from(paths(RECORD)[1:]))
def test_nothing_can_be_left_out(path: Path) -> None:
    said = deepcopy(RECORD)
    del at(said, path[:-1])[path[-1]]
    assert is_refused(json.dumps(said).encode())
