"""Running counts of marks: whatever comes and is taken back, they are what a count of all ballots gives."""

from hypothesis import given
from hypothesis import strategies as st

from services.proposals.tally import approval
from services.proposals.tally.outcome import Terms
from services.proposals.tally.profile import Profile

OPTIONS = 3
codes = st.lists(st.integers(0, 1), min_size=OPTIONS, max_size=OPTIONS)


@given(st.lists(st.lists(codes, max_size=7), max_size=5))
def test_counting_all_again_gives_what_was_added_one_by_one(pages: list[list[list[int]]]) -> None:
    running = approval.empty(OPTIONS)
    for page in pages:
        for ballot in page:
            approval.add(running, ballot)
    ballots = [ballot for page in pages for ballot in page]
    counted = approval.tally(Profile.of(ballots, OPTIONS), Terms(1, range(OPTIONS)))
    assert [votes for votes, _ in running] == [figure["votes"] for figure in counted.figures]
    assert running[0][1] == sum(not any(ballot) for ballot in ballots)


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


def test_the_counts_of_an_option_are_told_by_name() -> None:
    assert approval.describe("s", [7, 2]) == {"solution_id": "s", "votes": 7, "adopted": None}
