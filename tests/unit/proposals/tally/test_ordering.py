"""Choosing the first by their figures, and the tie that let some in and left some out."""

from hypothesis import given
from hypothesis import strategies as st

from services.proposals.tally.ordering import by_figure, counted, first
from services.proposals.tally.outcome import Outcome, Terms, Tie, as_json


@given(st.lists(st.integers(0, 4), min_size=1, max_size=7), st.integers(1, 8), st.data())
def test_nobody_left_out_has_more_than_one_who_is_in(amounts: list[int], winners: int, data: st.DataObject) -> None:
    tie_order = data.draw(st.permutations(range(len(amounts))))
    chosen, ties = first(dict(enumerate(amounts)), winners, tie_order)
    left = set(range(len(amounts))) - set(chosen)
    assert len(chosen) == min(winners, len(amounts))
    assert [amounts[option] for option in chosen] == sorted((amounts[option] for option in chosen), reverse=True)
    assert all(amounts[out] <= amounts[option] for out in left for option in chosen)
    told = [(set(tie.among), set(tie.taken)) for tie in ties]
    tied = {option for option in chosen if any(amounts[out] == amounts[option] for out in left)}
    equal = {option for option in left if any(amounts[option] == amounts[one] for one in chosen)}
    assert told == ([(tied | equal, tied)] if equal else [])


def test_equal_options_go_in_the_tie_order_and_the_tie_is_told() -> None:
    assert first({0: 5, 1: 3, 2: 3, 3: 3}, 3, [3, 2, 1, 0]) == ([0, 3, 2], [Tie([3, 2, 1], [3, 2], 0)])


def test_equals_who_are_all_in_or_all_out_are_no_tie() -> None:
    assert first({0: 5, 1: 5, 2: 3, 3: 3}, 2, [3, 2, 1, 0]) == ([1, 0], [])


def test_a_plain_count_says_how_it_was_counted() -> None:
    outcome = by_figure("votes", [{"votes": 1}, {"votes": 2}], Terms(1, [1, 0]))
    step = {"step": "counted", "by": "votes", "order": [1, 0], "tie_order": [1, 0], "one_each": False}
    assert as_json(outcome) == {"chosen": [1], "figures": [{"votes": 1}, {"votes": 2}], "steps": [step], "ties": []}
    assert counted(outcome) is not None
    assert counted(Outcome([1], outcome.figures, [{"step": "counted"}])) is None
