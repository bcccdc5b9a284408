"""Equal votes: the latest earlier difference decides, of more than two again and again, and then the tie order."""

from services.proposals.tally.lookback import Pick, highest, lowest
from services.proposals.tally.outcome import Tie


def test_an_option_alone_needs_no_look_back() -> None:
    assert lowest([0, 1, 2], [[5, 1, 2], [3, 4, 4]], [0, 1, 2]) == Pick(0, tied=[])
    assert highest([0, 1, 2], [[5, 1, 2], [3, 4, 5]], [0, 1, 2]).ties(step=1) == []


def test_the_latest_difference_decides_and_not_the_first() -> None:
    counts = [[1, 2], [3, 2], [4, 4]]
    assert lowest([0, 1], counts, [0, 1]) == Pick(1, tied=[0, 1], decided_at=1)
    assert highest([0, 1], counts, [1, 0]) == Pick(0, tied=[0, 1], decided_at=1)


def test_those_that_were_equal_there_too_are_looked_at_further_back() -> None:
    counts = [[2, 1, 0], [3, 3, 4], [5, 5, 5]]
    assert lowest([0, 1, 2], counts, [0, 1, 2]) == Pick(1, tied=[0, 1, 2], decided_at=0)


def test_the_tie_order_chooses_among_those_only_that_were_always_equal() -> None:
    counts = [[1, 1, 2, 2], [3, 3, 3, 3]]
    least = lowest([0, 1, 2, 3], counts, [1, 2, 3, 0])
    most = highest([0, 1, 2, 3], counts, [1, 3, 0, 2])
    assert least == Pick(0, tied=[0, 1, 2, 3], equal=[0, 1])
    assert least.ties(step=2) == [Tie(among=[0, 1], taken=[0], step=2)]
    assert most == Pick(3, tied=[0, 1, 2, 3], equal=[2, 3])


def test_others_have_no_part_in_it() -> None:
    assert lowest([1, 2], [[0, 2, 1], [0, 4, 4]], [0, 1, 2]) == Pick(2, tied=[1, 2], decided_at=0)
