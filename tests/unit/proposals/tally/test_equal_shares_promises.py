"""The Method of Equal Shares against its definition, voter by voter and unit by unit; and what the method promises."""

from collections.abc import Callable
from fractions import Fraction
from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from services.proposals.tally import equal_shares
from services.proposals.tally.equal_shares.purses import Market, run
from services.proposals.tally.equal_shares.raising import unchanged
from services.proposals.tally.spending import Purchase
from tests.unit.proposals.tally.marked import Round, profile, rounds, several


def by_definition(drawn: Round, share: Fraction) -> tuple[list[int], list[Fraction]]:
    """What is bought with this share, and what every voter has left: voter by voter, in fractions."""
    left, chosen = [share] * len(drawn.rows), list[int]()
    while len(chosen) < drawn.terms.winners and drawn.cost(chosen) <= drawn.budget:
        prices = {
            option: price
            for option in drawn.terms.tie_order
            if option not in chosen and (price := price_of(drawn, option, left)) is not None
        }
        if not prices:
            break
        option = min(prices, key=lambda each: prices[each] / drawn.costs[each])
        chosen.append(option)
        left = [
            max(has - prices[option], Fraction(0)) if row[option] else has
            for has, row in zip(left, drawn.rows, strict=True)
        ]
    return chosen, left


def price_of(drawn: Round, option: int, left: list[Fraction]) -> Fraction | None:
    """The poorest first: each gives all, until one and all richer ones can share the rest equally."""
    missing, backers = Fraction(drawn.costs[option]), sorted(drawn.backers(option), key=lambda at: left[at])
    for place, at in enumerate(backers):
        price = missing / sum(drawn.weights[each] for each in backers[place:])
        if price <= left[at]:
            return price
        missing -= left[at] * drawn.weights[at]
    return None


@several
@given(rounds())
def test_it_is_what_the_definition_says(drawn: Round) -> None:
    outcome = equal_shares.tally(drawn.profile, drawn.terms)
    chosen, left = by_definition(drawn, drawn.budget / (drawn.votes or Fraction(1)))
    assert outcome.chosen == chosen
    for option, figures in enumerate(outcome.figures):
        assert figures["left"] == sum(left[at] * drawn.weights[at] for at in drawn.backers(option))


@several
@given(rounds(completion="add1"))
def test_raising_is_what_the_definition_says(drawn: Round) -> None:
    """Unit by unit, none passed over."""
    outcome = equal_shares.tally(drawn.profile, drawn.terms)
    if not drawn.votes:
        return
    share = drawn.budget / drawn.votes
    unit = Fraction(max(1, share // 1_000)) if drawn.terms.costs else 1 / drawn.votes
    chosen, _ = by_definition(drawn, share)
    while any(
        option not in chosen and drawn.backers(option) and drawn.cost([*chosen, option]) <= drawn.budget
        for option in range(drawn.options)
        if len(chosen) < drawn.terms.winners
    ):
        following, _ = by_definition(drawn, share + unit)
        if drawn.cost(following) > drawn.budget:
            break
        chosen, share = following, share + unit
    assert (outcome.chosen, outcome.steps[0]["each"]) == (chosen, share)
    assert outcome.steps[0]["raised"] == share - drawn.budget / drawn.votes


@settings(several, max_examples=200)
@given(rounds(), st.integers(0, 40), st.integers(1, 60))
def test_shares_that_are_passed_over_buy_the_same(drawn: Round, more: int, far: int) -> None:
    market = Market(drawn.profile, Purchase.of(drawn.terms, drawn.options), drawn.terms.tie_order)
    low, unit = Fraction(drawn.budget * (40 + more), 40 * max(1, len(drawn.rows))), Fraction(1, 7)
    order = run(market, low).bought
    if unchanged(market, low, low + far * unit, order):
        assert all(run(market, low + units * unit).bought == order for units in range(1, far + 1))


def test_what_changes_between_two_shares_is_not_passed_over() -> None:
    """With a higher share one more can be had: to see it what is left must be bounded from above at every purchase."""
    ballots = profile("abcdef", {"bcd": 1, "af": 1, "bf": 1, "acf": 1, "abcef": 1, "abef": 1})
    market = Market(ballots, Purchase([1, 4, 1, 1, 3, 3], budget=13, most=6), range(6))
    low, high = Fraction(5, 3), Fraction(8, 3)
    assert (run(market, low).bought, run(market, high).bought) == ([5, 0, 1, 2], [5, 0, 1, 2, 3])
    assert not unchanged(market, low, high, [5, 0, 1, 2])


@several
@given(rounds())
def test_the_steps_say_who_paid_what(drawn: Round) -> None:
    outcome = equal_shares.tally(drawn.profile, drawn.terms)
    left = outcome.steps[0]["each"] * drawn.votes
    for step in outcome.steps[1:]:
        full = step["supporters"] - step["drained"] - step["empty"]
        assert full * step["price"] <= step["paid"] <= (full + step["drained"]) * step["price"]
        assert step["effective"] * step["price"] == step["paid"] == drawn.costs[step["option"]]
        left -= step["paid"]
        assert step["left"] == left >= 0


@several
@given(rounds(with_costs=False))
def test_a_group_that_agrees_has_its_share(drawn: Round) -> None:
    """Extended justified representation: of a share of the votes that agrees on so many seats one has as many."""
    chosen = equal_shares.tally(drawn.profile, drawn.terms).chosen
    for agreed in subsets(drawn.options):
        size = len(agreed)
        worse_off = weigh(drawn, agreed, lambda row, size=size: sum(row[option] for option in chosen) < size)
        assert not worse_off or worse_off * drawn.terms.winners < size * drawn.votes


@several
@given(rounds(with_costs=True))
def test_a_group_that_agrees_on_costs_has_its_share_up_to_one(drawn: Round) -> None:
    """The same for costs: one has as much as they agreed on, or would have more with one option more of it."""
    chosen = equal_shares.tally(drawn.profile, drawn.terms).chosen
    for agreed in subsets(drawn.options):
        cost = drawn.cost(agreed)
        more = max((drawn.costs[option] for option in agreed if option not in chosen), default=0)

        def lacks(row: list[int], cost: int = cost, more: int = more) -> bool:
            has = drawn.cost(option for option in chosen if row[option])
            return has < cost and has + more <= cost

        worse_off = weigh(drawn, agreed, lacks)
        assert not worse_off or worse_off * drawn.budget < cost * drawn.votes


def subsets(options: int) -> list[tuple[int, ...]]:
    return [some for size in range(1, options + 1) for some in combinations(range(options), size)]


def weigh(drawn: Round, agreed: tuple[int, ...], is_meant: Callable[[list[int]], bool]) -> Fraction:
    """The votes that mark all of these and are meant."""
    ballots = zip(drawn.rows, drawn.weights, strict=True)
    return sum(
        (weight for row, weight in ballots if all(row[option] for option in agreed) and is_meant(row)), Fraction()
    )
