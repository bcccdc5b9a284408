"""Support by sector: what is told, and what is not even told by what is left out."""

from hypothesis import given
from hypothesis import strategies as st

from services.proposals.tally.sectors import Sector, by_sector

K = 5


def of(yes: int, no: int) -> Sector:
    """A sector of which everybody voted."""
    return Sector(yes + no, yes + no, [[yes, no]])


def hidden(sectors: dict[str, Sector], secret: bool = True) -> set[str]:
    """The sectors nothing is told of."""
    told = by_sector(sectors, K, secret)
    assert all(told[name] in (None, sector) for name, sector in sectors.items())
    return {name for name, sector in told.items() if sector is None}


def test_large_sectors_of_several_minds_are_told_of() -> None:
    assert hidden({"a": of(5, 4), "b": of(3, 2), "c": of(1, 20)}) == set()


def test_with_a_small_sector_the_next_smallest_is_hidden_since_the_total_is_known() -> None:
    assert hidden({"a": of(5, 4), "b": of(2, 2), "c": of(10, 20), "d": of(6, 6)}) == {"a", "b"}


def test_two_small_sectors_hide_each_other_only_if_they_are_not_small_together() -> None:
    assert hidden({"a": of(2, 1), "b": of(1, 2), "c": of(5, 4)}) == {"a", "b"}
    assert hidden({"a": of(2, 0), "b": of(0, 2), "c": of(5, 4), "d": of(9, 9)}) == {"a", "b", "c"}


def test_who_voted_counts_not_who_could_have() -> None:
    few = Sector(electors=30, ballots=2, said=[[1, 1]])
    assert hidden({"a": few, "b": of(5, 4), "c": of(9, 9)}) == {"a", "b"}


def test_in_a_secret_round_a_sector_of_one_mind_is_hidden() -> None:
    sectors = {"a": of(20, 0), "b": of(5, 4), "c": of(9, 9)}
    assert hidden(sectors) == {"a", "b"}
    assert hidden(sectors, secret=False) == set()


def test_one_mind_on_any_option_is_enough() -> None:
    agreed = Sector(9, 9, [[5, 4], [0, 9]])
    assert hidden({"a": agreed, "b": Sector(9, 9, [[5, 4], [1, 8]]), "c": Sector(9, 9, [[5, 4], [1, 8]])}) == {"a", "b"}


def test_those_of_one_mind_are_hidden_among_others() -> None:
    assert hidden({"a": of(20, 0), "b": of(30, 0), "c": of(5, 4), "d": of(9, 9)}) == {"a", "b", "c"}


def test_a_single_sector_is_the_total() -> None:
    assert hidden({"a": of(2, 1)}) == {"a"}
    assert hidden({"a": of(5, 4)}) == set()


counted = st.tuples(st.integers(0, 8), st.integers(0, 8)).map(lambda said: of(*said))


@given(st.dictionaries(st.sampled_from("abcdef"), counted))
def test_taking_what_is_told_from_the_total_tells_of_nobody(sectors: dict[str, Sector]) -> None:
    left_out = hidden(sectors)
    told = [sectors[name] for name in sectors.keys() - left_out]
    assert all(sector.ballots >= K and 0 not in sector.said[0] for sector in told)
    yes, no = (sum(sectors[name].said[0][code] for name in left_out) for code in (0, 1))
    assert not left_out or not told or (len(left_out) > 1 and yes + no >= K and yes and no)
