"""Yes, no, abstain: counted option by option, adopted by more than half of the ballots cast."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.proposals.tally import METHODS, yes_no_abstain

OPTIONS = 3
codes = st.lists(st.integers(0, 2), min_size=OPTIONS, max_size=OPTIONS)


@given(st.lists(st.lists(codes, max_size=7), max_size=5))
def test_counting_all_again_gives_what_was_added_one_by_one(pages: list[list[list[int]]]) -> None:
    running = yes_no_abstain.empty(OPTIONS)
    for page in pages:
        for ballot in page:
            yes_no_abstain.add(running, ballot)
    assert yes_no_abstain.recount(pages, OPTIONS) == running


@given(codes, codes)
def test_a_ballot_taken_back_leaves_no_trace(kept: list[int], taken: list[int]) -> None:
    counts = yes_no_abstain.empty(OPTIONS)
    yes_no_abstain.add(counts, kept)
    before = [list(option) for option in counts]
    yes_no_abstain.add(counts, taken)
    yes_no_abstain.add(counts, taken, -1)
    assert counts == before


@given(st.permutations(["a", "b", "c"]), st.lists(st.sampled_from(yes_no_abstain.CHOICES), min_size=3, max_size=3))
def test_a_ballot_reads_back_as_it_was_written(order: list[str], given_choices: list[str]) -> None:
    written = dict(zip(order, given_choices, strict=True))
    read = yes_no_abstain.read(written, ["a", "b", "c"])
    assert yes_no_abstain.show(read, ["a", "b", "c"]) == written


@pytest.mark.parametrize(
    ("yes", "no", "abstain", "adopted"),
    [
        (0, 0, 0, False),  # nobody voted
        (1, 0, 0, True),
        (1, 1, 0, False),  # half is not more than half
        (2, 1, 0, True),
        (2, 1, 1, False),  # to abstain does not help it over the line
        (3, 1, 1, True),
        (30, 29, 1, False),
        (31, 29, 0, True),
    ],
)
def test_adopted_takes_more_than_half_of_the_ballots_cast(yes: int, no: int, abstain: int, adopted: bool) -> None:
    assert yes_no_abstain.is_adopted([yes, no, abstain], yes + no + abstain, yes_no_abstain.RULE) is adopted


@pytest.mark.parametrize("spoilt", [[0, 1], [0, 1, 7], [0, 1, -1], [0, 1, None]])
def test_what_is_no_ballot_of_the_method_shows_as_a_difference(spoilt: list[int]) -> None:
    recounted = yes_no_abstain.recount([[spoilt]], OPTIONS)
    assert sum(map(sum, recounted)) < OPTIONS


def test_a_method_is_found_by_its_name() -> None:
    assert METHODS["yes-no-abstain"] is yes_no_abstain
