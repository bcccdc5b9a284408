"""Ballot papers: what their forms are read as, and what is said of what cannot be read."""

from types import SimpleNamespace
from typing import Any

import pytest

from services.gateway.pages.ballots import papers
from tests.unit.gateway_pages.samples import OPTIONS, round_by

A, B, C, D = OPTIONS
PAGE: Any = SimpleNamespace(say=str, say_several=lambda sentences, number: sentences[0] % {"num": number})


def typed(**values: str) -> dict[str, str]:
    """Fields of the options a, b, c, d; `one` is the single one."""
    names = {"a": A, "b": B, "c": C, "d": D}
    return {"choice" if name == "one" else f"choice-{names[name]}": value for name, value in values.items()}


def faults(method: str, fields: dict[str, str], **told: Any) -> dict[str, str]:
    return papers.faults(PAGE, round_by(method, **told), fields)


READ = [
    ("yes-no-abstain", typed(a="yes", b="no", c="abstain", d="perhaps"), {A: "yes", B: "no", C: "abstain"}),
    ("single-choice", typed(one=B), {B: True}),
    ("single-choice", typed(one="none"), {}),
    ("single-choice", {}, {}),
    ("approval", typed(a="yes", c="yes", d="x"), {A: True, C: True}),
    ("greedy", {}, {}),
    ("score", typed(a="0", b="5", c=""), {A: 0, B: 5}),
    ("score", typed(a="٣", b="-1", c="5x"), {}),
    ("schulze", typed(a="2", b="1", c="2"), {A: 2, B: 1, C: 2}),
    ("scottish-stv", typed(a="7", b="2", d="30"), {B: 1, A: 2, D: 3}),
]


@pytest.mark.parametrize(("method", "fields", "choices"), READ)
def test_a_form_is_read_as_the_choices_of_its_kind(
    method: str, fields: dict[str, str], choices: dict[str, Any]
) -> None:
    assert papers.read(papers.kind_of(round_by(method)), fields) == choices


@pytest.mark.parametrize(("method", "fields", "choices"), READ)
def test_what_was_chosen_travels_in_fields_that_read_the_same(
    method: str, fields: dict[str, str], choices: dict[str, Any]
) -> None:
    kind = papers.kind_of(round_by(method))
    assert papers.read(kind, papers.filled_in(kind, choices)) == choices


def test_of_a_form_only_the_fields_of_the_paper_are_taken() -> None:
    assert papers.of({"csrf": "x", "choice": B, f"choice-{A}": " 2 ", "nonce": "n"}) == {
        "choice": B,
        f"choice-{A}": "2",
    }


@pytest.mark.parametrize("method", papers.KINDS)
def test_a_blank_paper_is_no_mistake_but_where_every_question_is_to_be_answered(method: str) -> None:
    wrong = faults(method, typed(one="none") if method == "single-choice" else {})
    assert len(wrong) == (4 if method == "yes-no-abstain" else 0)


def test_who_chose_nothing_at_all_of_one_is_asked_again() -> None:
    assert list(faults("single-choice", {})) == ["choice"]


@pytest.mark.parametrize(("settings", "marks", "wrong"), [
    ({"least": 0, "most": 2}, {"a": "yes", "b": "yes"}, False),
    ({"least": 0, "most": 2}, {"a": "yes", "b": "yes", "c": "yes"}, True),
    ({"least": 2, "most": 4}, {"a": "yes"}, True),
    ({"least": 2, "most": 4}, {}, False),
    ({}, {"a": "yes", "b": "yes", "c": "yes", "d": "yes"}, False),
])  # fmt: skip
def test_marks_are_counted(settings: dict[str, int], marks: dict[str, str], wrong: bool) -> None:
    assert bool(faults("approval", typed(**marks), settings=settings)) is wrong


@pytest.mark.parametrize(("value", "wrong"), [("0", False), ("5", False), ("6", True), ("x", True), ("", False)])
def test_a_score_is_a_number_of_the_round(value: str, wrong: bool) -> None:
    assert list(faults("score", typed(b=value))) == ([f"choice-{B}"] if wrong else [])


@pytest.mark.parametrize(("value", "wrong"), [("0", True), ("1", False), ("4", False), ("5", True), ("một", True)])
def test_a_rank_is_a_number_from_one_to_as_many_as_there_are(value: str, wrong: bool) -> None:
    assert list(faults("schulze", typed(b=value))) == ([f"choice-{B}"] if wrong else [])


def test_equal_ranks_are_refused_in_words_where_they_are_not_allowed() -> None:
    equal = typed(a="1", b="2", c="2", d="1")
    assert faults("schulze", equal) == {}
    assert faults("scottish-stv", equal) == {
        f"choice-{A}": "Các giải pháp số 1, 4 cùng hạng 1. Mỗi hạng chỉ dành cho một giải pháp.",
        f"choice-{B}": "Các giải pháp số 2, 3 cùng hạng 2. Mỗi hạng chỉ dành cho một giải pháp.",
    }
