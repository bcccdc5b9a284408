"""Putting things into a value where they do not belong, and what is then found."""

from copy import deepcopy
from typing import Any

from hypothesis import strategies as st

from services.proposals.record import verify
from tests.unit.proposals.record.samples import HOSTILE

Path = tuple[Any, ...]

_words = ["0", "1", "2.5", "1/2", "0/1", "1\n", "lot", "yes-no-abstain", "00" * 32, HOSTILE, 2**53, -1, 0, 1, 9]
_inside = st.sampled_from(["yes", "id", "1", ""])

#: what JSON can say, and much of it what a record can
junk = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**60), 2**60) | st.text(max_size=5) | st.sampled_from(_words),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_inside, inner, max_size=3),
    max_leaves=5,
)


def paths(value: Any, path: Path = ()) -> list[Path]:
    """Every place in a value, itself first."""
    steps = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(found for step, inner in steps for found in paths(inner, (*path, step)))]


def put(value: Any, path: Path, other: Any) -> Any:
    """A value with another thing in one place."""
    if not path:
        return other
    changed = deepcopy(value)
    at(changed, path[:-1])[path[-1]] = other
    return changed


def at(value: Any, path: Path) -> Any:
    """What is in a place."""
    for step in path:
        value = value[step]
    return value


def wrong(said: Any, *receipts: str, heads: tuple[Any, ...] = ()) -> set[str]:
    """What is found to be wrong with a record, by its words."""
    return {finding.word for finding in verify.check(said, receipts, heads) if finding.good is False}
