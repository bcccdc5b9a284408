"""Yes, no, abstain: counted option by option, the running counts are what a count of all ballots gives."""

from hypothesis import given
from hypothesis import strategies as st

from services.proposals.tally import METHODS, yes_no_abstain
from services.proposals.tally.outcome import Terms
from services.proposals.tally.profile import Profile

OPTIONS = 3
codes = st.lists(st.integers(0, 2), min_size=OPTIONS, max_size=OPTIONS)


@given(st.lists(st.lists(codes, max_size=7), max_size=5))
def test_counting_all_again_gives_what_was_added_one_by_one(pages: list[list[list[int]]]) -> None:
    running = yes_no_abstain.empty(OPTIONS)
    for page in pages:
        for ballot in page:
            yes_no_abstain.add(running, ballot)
    ballots = [ballot for page in pages for ballot in page]
    counted = yes_no_abstain.tally(Profile.of(ballots, OPTIONS), Terms(OPTIONS, range(OPTIONS)))
    assert running == [[figure[word] for word in yes_no_abstain.CHOICES] for figure in counted.figures]


@given(codes, codes)
def test_a_ballot_taken_back_leaves_no_trace(kept: list[int], taken: list[int]) -> None:
    counts = yes_no_abstain.empty(OPTIONS)
    yes_no_abstain.add(counts, kept)
    before = [list(option) for option in counts]
    yes_no_abstain.add(counts, taken)
    yes_no_abstain.add(counts, taken, -1)
    assert counts == before


def test_a_method_is_found_by_its_name() -> None:
    assert METHODS["yes-no-abstain"] is yes_no_abstain
