"""Reading ballots of the four kinds: what is right comes back as it was written, of what is not everything is named."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.kit.errors import Invalid
from services.proposals import tally
from services.proposals.tally.ballots import KINDS, marks, ranking, scores, yes_no

OPTIONS = ["a", "b", "c", "d"]
EQUALS = {"equal_ranks": True}

some = st.lists(st.sampled_from(OPTIONS), unique=True)
written = {
    "yes-no": st.fixed_dictionaries({option: st.sampled_from(yes_no.CHOICES) for option in OPTIONS}),
    "marks": some.map(lambda options: dict.fromkeys(options, True)),
    "scores": st.dictionaries(st.sampled_from(OPTIONS), st.integers(0, 5)),
    "ranking": some.map(lambda options: {option: rank for rank, option in enumerate(options, start=1)}),
}
anything = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=3) | st.sampled_from(["yes", "no"]),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from([*OPTIONS, "e", ""]), inner, max_size=5)
    ),
    max_leaves=6,
)


def faults(kind: str, choices: Any, limits: dict[str, Any] | None = None) -> list[tuple[str, str]]:
    """What is wrong with these choices."""
    with pytest.raises(Invalid) as refused:
        KINDS[kind].read(choices, OPTIONS, limits or {})
    return [(fault.pointer, fault.code) for fault in refused.value.faults]


@pytest.mark.parametrize("kind", KINDS)
@given(st.data())
def test_a_ballot_reads_back_as_it_was_written(kind: str, data: st.DataObject) -> None:
    choices = data.draw(written[kind])
    codes = KINDS[kind].read(choices, OPTIONS, {})
    assert KINDS[kind].show(codes, OPTIONS) == choices
    assert KINDS[kind].is_blank(codes) is (choices == {})


@pytest.mark.parametrize("kind", KINDS)
@given(choices=anything)
def test_whatever_is_written_is_read_or_refused_with_its_faults(kind: str, choices: Any) -> None:
    try:
        codes = KINDS[kind].read(choices, OPTIONS, EQUALS)
    except Invalid:
        assert faults(kind, choices, EQUALS)
    else:
        assert len(codes) == len(OPTIONS) and {*map(type, codes)} == {int}
        assert KINDS[kind].read(KINDS[kind].show(codes, OPTIONS), OPTIONS, EQUALS) == codes


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("choices", [None, "a", 5, True, [], ["a"]])
def test_choices_are_an_object(kind: str, choices: Any) -> None:
    assert faults(kind, choices) == [("/choices", "not-an-object")]


@pytest.mark.parametrize("kind", ["marks", "scores", "ranking"])
def test_options_that_are_not_on_the_ballot_are_named_once(kind: str) -> None:
    right = True if kind == "marks" else 1
    assert faults(kind, {"a": right, "e": right, "f": right}) == [("/choices", "unknown-option")]


@pytest.mark.parametrize(
    ("kind", "code", "wrong"),
    [
        ("yes-no", "not-a-choice", [True, 0, None, "maybe", ["yes"], {"yes": 1}, float("nan")]),
        ("marks", "not-a-mark", [False, 1, 1.0, None, "true", [True], {}, float("nan"), 10**400]),
        ("scores", "not-a-score", [True, False, -1, 6, 1.0, None, "1", [1], {}, float("nan"), float("inf"), 10**400]),
        ("ranking", "not-a-rank", [True, 0, -1, 5, 1.0, None, "1", [1], {}, float("nan"), -(10**400)]),
    ],
)
def test_what_cannot_be_said_of_an_option_is_named_for_every_option(kind: str, code: str, wrong: list[Any]) -> None:
    rest = dict.fromkeys(OPTIONS, "yes") if kind == "yes-no" else {}
    for each in wrong:
        limits = {"most_score": 5}
        told = faults(kind, {**rest, "a": each, "c": each}, limits)
        assert told == [("/choices/a", code), ("/choices/c", code)], each


def test_every_option_needs_a_word() -> None:
    assert faults("yes-no", {"a": "yes", "c": "no"}) == [
        ("/choices/b", "missing-option"),
        ("/choices/d", "missing-option"),
    ]


@pytest.mark.parametrize(("number", "code"), [(1, "too-few-marks"), (2, ""), (3, ""), (4, "too-many-marks")])
def test_there_are_as_many_marks_as_the_round_allows(number: int, code: str) -> None:
    choices, limits = dict.fromkeys(OPTIONS[:number], True), {"least": 2, "most": 3}
    if code:
        assert faults("marks", choices, limits) == [("/choices", code)]
    else:
        assert sum(marks.read(choices, OPTIONS, limits)) == number


def test_a_blank_ballot_may_be_cast_whatever_the_least_is() -> None:
    assert marks.is_blank(marks.read({}, OPTIONS, {"least": 2}))


def test_a_limit_of_none_is_none() -> None:
    assert sum(marks.read(dict.fromkeys(OPTIONS, True), OPTIONS, {"least": None, "most": None})) == 4


def test_a_score_of_nought_is_a_score() -> None:
    codes = scores.read({"b": 0}, OPTIONS, {})
    assert codes == [-1, 0, -1, -1]
    assert not scores.is_blank(codes)


def test_scores_fit_into_what_keeps_them() -> None:
    assert faults("scores", {"a": 1_001}) == [("/choices/a", "not-a-score")]


def test_ranks_are_made_dense() -> None:
    codes = ranking.read({"d": 1, "b": 4, "a": 3}, OPTIONS)
    assert ranking.show(codes, OPTIONS) == {"d": 1, "a": 2, "b": 3}


def test_two_options_share_a_rank_only_where_they_may() -> None:
    choices = {"a": 1, "b": 3, "c": 3}
    assert faults("ranking", choices) == [("/choices/b", "equal-rank"), ("/choices/c", "equal-rank")]
    assert ranking.read(choices, OPTIONS, EQUALS) == [1, 2, 2, 0]


def test_single_choice_takes_one_mark_and_borda_equal_ranks_whatever_the_round_says() -> None:
    with pytest.raises(Invalid, match="invalid"):
        marks.read({"a": True, "b": True}, OPTIONS, tally.limits("single-choice", {"most": 2}))
    assert ranking.read({"a": 1, "b": 1}, OPTIONS, tally.limits("borda", {})) == [1, 1, 0, 0]
