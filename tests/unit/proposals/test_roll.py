"""Who may vote for whom, and what a late elector changes: the rules without a database."""

from contextlib import nullcontext
from decimal import Decimal
from fractions import Fraction
from types import SimpleNamespace
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.kit.errors import Refused
from services.proposals.model import admissions, proxies, rounds
from services.proposals.model.proxies import DECLINED, GIVEN, LAPSED, STRUCK, TAKEN_BACK, Proxy

A, B, C, D = (UUID(int=n) for n in range(4))
WEIGHTS = st.decimals(Decimal("0.001"), Decimal("999999.999"), places=3)


def proxy(person_id: UUID, holder: UUID, state: str = GIVEN) -> Proxy:
    return Proxy(person_id, holder, state, "")


@pytest.mark.parametrize(
    ("about", "slug"),
    [
        ([], None),
        ([proxy(A, B)], None),  # the same again
        ([proxy(A, C)], None),  # somebody else before
        ([proxy(C, B)], None),  # one more of two
        ([proxy(C, B), proxy(D, B)], "holder-has-enough"),
        ([proxy(C, B), proxy(D, B, STRUCK)], None),
        ([proxy(C, A)], "holds-proxies"),
        ([proxy(C, A, TAKEN_BACK)], None),
        ([proxy(B, C)], "holder-gave-proxy"),
        ([proxy(B, C, LAPSED)], None),
        ([proxy(A, B, STRUCK)], "proxy-turned-down"),
        ([proxy(A, B, DECLINED)], "proxy-turned-down"),
        ([proxy(A, B, TAKEN_BACK)], None),
        ([proxy(A, C, STRUCK)], None),
    ],
)
def test_one_level_one_holder_and_as_many_as_the_round_allows(about: list[Proxy], slug: str | None) -> None:
    with pytest.raises(Refused, match=slug) if slug else nullcontext():
        proxies.check_may_give(A, B, 2, about)


@given(st.lists(st.tuples(st.sampled_from([A, B, C, D]), st.sampled_from([A, B, C, D])), max_size=30))
def test_whatever_is_tried_nobody_votes_for_somebody_who_votes_for_another(pairs: list[tuple[UUID, UUID]]) -> None:
    standing: dict[UUID, UUID] = {}
    for person_id, holder in pairs:
        try:
            proxies.check_may_give(person_id, holder, 2, [proxy(*pair) for pair in standing.items()])
        except Refused:
            continue
        standing[person_id] = holder
    assert not standing.keys() & set(standing.values())
    assert all(list(standing.values()).count(holder) <= 2 for holder in standing.values())


@given(st.lists(WEIGHTS, min_size=1, max_size=5), WEIGHTS, st.lists(st.integers(0, 10**9), min_size=3, max_size=3))
def test_in_a_smaller_unit_the_counts_come_to_the_same_votes(
    weights: list[Decimal], late: Decimal, votes: list[int]
) -> None:
    unit = rounds.unit_of(weights)
    before = SimpleNamespace(unit=unit, counts=[votes])
    after, [counts] = admissions.rescaled(before, [late])  # type: ignore[arg-type]
    assert [Fraction(count, after) for count in counts] == [Fraction(count, unit) for count in votes]
    assert all((Fraction(weight) * after).denominator == 1 for weight in [*weights, late])


def test_the_weights_of_a_roll_after_somebody_came_and_another_went() -> None:
    one, two = Decimal(1), Decimal("2.000")
    assert admissions.weights_after({one: 5}, two, None) == {one: 5, two: 1}
    assert admissions.weights_after({one: 5, Decimal(2): 1}, one, two) == {one: 6}
