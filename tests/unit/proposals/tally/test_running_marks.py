"""Running counts of marks: whatever comes and is taken back, they are what a recount gives."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.proposals.tally import approval, running_marks, single_choice

OPTIONS = 3
codes = st.lists(st.integers(0, 1), min_size=OPTIONS, max_size=OPTIONS)
one_mark = st.sampled_from([[0, 0, 0], [1, 0, 0], [0, 1, 0], [0, 0, 1]])


@given(st.lists(st.lists(codes, max_size=7), max_size=5))
def test_counting_all_again_gives_what_was_added_one_by_one(pages: list[list[list[int]]]) -> None:
    running = approval.empty(OPTIONS)
    for page in pages:
        for ballot in page:
            approval.add(running, ballot)
    assert approval.recount(pages, OPTIONS) == running
    assert running_marks.blank(running) == sum(not any(ballot) for page in pages for ballot in page)


@given(codes, codes, st.integers(1, 5_000))
def test_a_ballot_taken_back_leaves_no_trace(kept: list[int], taken: list[int], weight: int) -> None:
    counts, before = approval.empty(OPTIONS), approval.empty(OPTIONS)
    for each in (counts, before):
        approval.add(each, kept)
    approval.add(counts, taken, weight)
    approval.add(counts, taken, -weight)
    assert counts == before


@given(codes, st.integers(1, 9))
def test_a_ballot_that_weighs_more_is_as_many_ballots(ballot: list[int], weight: int) -> None:
    heavy, many = approval.empty(OPTIONS), approval.empty(OPTIONS)
    approval.add(heavy, ballot, weight)
    for _ in range(weight):
        approval.add(many, ballot)
    assert heavy == many


@given(st.lists(one_mark, max_size=9))
def test_a_single_choice_is_counted_alike(page: list[list[int]]) -> None:
    running = single_choice.empty(OPTIONS)
    for ballot in page:
        single_choice.add(running, ballot)
    assert single_choice.recount([page], OPTIONS) == running


@pytest.mark.parametrize("spoilt", [[0, 1], [0, 1, 7], [0, 1, -1], [0, 1, None], [0, 0, 0, 0]])
def test_what_is_no_ballot_of_the_method_shows_as_a_difference(spoilt: list[int]) -> None:
    assert approval.recount([[spoilt]], OPTIONS) == approval.empty(OPTIONS)


def test_two_marks_are_no_single_choice() -> None:
    assert single_choice.recount([[[1, 1, 0]]], OPTIONS) == single_choice.empty(OPTIONS)
    assert approval.recount([[[1, 1, 0]]], OPTIONS) == [[1, 0], [1, 0], [0, 0]]


def test_the_counts_of_an_option_are_told_by_name() -> None:
    assert approval.describe("s", [7, 2]) == {"solution_id": "s", "votes": 7, "adopted": None}
