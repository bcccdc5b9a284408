"""The Method of Equal Shares: published examples and cities, and what is done with what is left."""

from fractions import Fraction

import pytest

from services.proposals.tally import equal_shares, greedy
from services.proposals.tally.equal_shares import raising
from services.proposals.tally.outcome import Outcome, Terms, Tie
from services.proposals.tally.spending import Purchase
from tests.published import published
from tests.unit.proposals.tally.marked import CITIES, city, committees, profile, reference


def count(options: str, ballots: dict[str, int], winners: int, completion: str = "none") -> Outcome:
    return equal_shares.tally(profile(options, ballots), Terms(winners, range(len(options)), completion=completion))


def buy(ballots: dict[str, int], costs: list[int], budget: int, completion: str = "none") -> Outcome:
    """With costs, of so many options; ties go by the alphabet."""
    options = "abcdefgh"[: len(costs)]
    terms = Terms(len(costs), range(len(costs)), costs, budget, completion)
    return equal_shares.tally(profile(options, ballots), terms)


def bought(outcome: Outcome) -> list[int]:
    return [step["option"] for step in outcome.steps if step["step"] == "bought"]


def test_phase_1_of_example_11_of_lackner_and_skowron() -> None:
    """M. Lackner, P. Skowron, "Multi-Winner Voting with Approval Preferences" (2023)."""
    outcome = count("abcdefgh", {"ab": 3, "ac": 3, "ad": 2, "bcf": 1, "e": 1, "f": 1, "g": 1}, 4)
    assert outcome.chosen == [0]
    assert outcome.steps[0] == {"step": "endowed", "each": Fraction(1, 3), "raised": 0, "over": None}
    assert outcome.steps[1]["price"] == Fraction(1, 8)
    # five votes bear 5/24 each of b, and one 1/3
    assert outcome.figures[1] == {"votes": 4, "cost": 1, "left": 3 * Fraction(5, 24) + Fraction(1, 3)}


def test_phase_1_of_their_example_12() -> None:
    outcome = count("abcd", {"cd": 3, "ab": 2, "ac": 2, "bd": 1}, 3)
    assert [(step["option"], step["price"]) for step in outcome.steps[1:]] == [
        (2, Fraction(1, 5)),
        (0, Fraction(13, 40)),
    ]
    assert outcome.steps[2] == {
        "step": "bought",
        "option": 0,
        "supporters": 4,
        "effective": Fraction(40, 13),
        "price": Fraction(13, 40),
        "drained": 2,  # 7/40 each
        "empty": 0,
        "paid": 1,
        "left": 1,
    }
    assert outcome.figures[3]["left"] == 3 * Fraction(7, 40) + Fraction(3, 8)


def test_who_has_nothing_left_is_told_apart_from_who_pays_all_that_is_left() -> None:
    """A share is 10. a takes all of two votes; then b is paid by one vote that has all and one that has nothing."""
    outcome = buy({"ab": 1, "a": 1, "b": 1, "": 1}, costs=[20, 10], budget=40)
    assert outcome.chosen == [0, 1]
    assert [(step["drained"], step["empty"], step["left"]) for step in outcome.steps[1:]] == [(2, 0, 20), (1, 1, 10)]


def test_who_pays_all_is_known_exactly() -> None:
    """1 - 1/3 is 2/3, and more than that in floats."""
    assert [step["drained"] for step in buy({"ab": 3}, costs=[1, 2], budget=3).steps[1:]] == [0, 3]


def test_equally_many_effective_votes_are_a_tie() -> None:
    outcome = buy({"ab": 2, "c": 1}, costs=[4, 5, 1], budget=30)
    assert (outcome.chosen, outcome.ties) == ([0, 1, 2], [Tie([0, 1], [0], 1)])


def test_supporters_who_have_just_enough_buy() -> None:
    """At a share of 50/3 + 24 those who paid 29/3 of it have exactly 31."""
    outcome = buy({"ab": 1, "bc": 1, "b": 1, "": 3}, costs=[31, 29, 45], budget=100, completion="add1")
    assert outcome.steps[0] == {"step": "endowed", "each": Fraction(122, 3), "raised": 24, "over": None}
    assert bought(outcome) == [1, 0]


def raised_by_two(completion: str) -> Outcome:
    """A share of 10. At 11 a and b are bought; at 13 those who marked c would have its 50, and 116 be spent."""
    ballots = {"a": 3, "b": 3, "c": 3, "cd": 1}
    return buy(ballots, costs=[33, 33, 50, 20], budget=100, completion=completion)


def test_the_share_is_raised_until_a_unit_more_would_buy_too_much() -> None:
    outcome = raised_by_two("add1")
    assert outcome.steps[0] == {"step": "endowed", "each": 12, "raised": 2, "over": 116}
    assert outcome.chosen == bought(outcome) == [0, 1]


def test_then_those_with_most_votes_are_taken_that_still_fit() -> None:
    outcome = raised_by_two("add1u")
    assert outcome.chosen == [0, 1, 3]
    assert outcome.steps[-2:] == [
        {"step": "passed-over", "option": 2, "votes": 4, "cost": 50, "left": 34},
        {"step": "taken", "option": 3, "votes": 1, "cost": 20, "left": 14},
    ]


def test_the_first_unit_that_buys_too_much_ends_it_though_one_more_would_buy_less() -> None:
    """At a share of 5 nothing is bought, at 6 b and c, at 7 and 8 only a, for 13 of 15, and at 9 a and b."""
    ballots, costs = {"b": 1, "ac": 1, "ab": 1}, [13, 11, 6]
    assert [bought(buy(ballots, costs, budget=3 * share)) for share in range(5, 10)] == [[], [1, 2], [0], [0], [0, 1]]
    outcome = buy(ballots, costs, budget=15, completion="add1")
    assert outcome.steps == [{"step": "endowed", "each": 5, "raised": 0, "over": 17}]
    assert buy(ballots, costs, budget=15, completion="add1u").chosen == [0]


def test_units_that_change_nothing_are_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    runs: list[Fraction] = []
    run = raising.run
    monkeypatch.setattr(raising, "run", lambda market, share: (runs.append(share), run(market, share))[1])
    outcome = buy({"a": 999, "b": 1}, costs=[500_000, 400_000], budget=1_000_000, completion="add1")
    assert outcome.steps[0]["each"] == 400_000
    assert bought(outcome) == [0, 1]
    assert len(runs) < 30


def test_large_shares_are_raised_by_a_thousandth() -> None:
    outcome = buy({"a": 1, "b": 2}, costs=[7_000_000, 8_000_000], budget=17_999_999, completion="add1")
    assert outcome.steps[0]["raised"] == 167 * 5_999  # a share of nearly 6,000,000, of which a needs 7,000,000
    assert bought(outcome) == [1, 0]


def test_no_more_are_chosen_than_may_be_though_there_is_money() -> None:
    terms = Terms(2, [2, 1, 0], [1, 1, 1], 9, "add1u")
    assert equal_shares.tally(profile("abc", {"abc": 4}), terms).chosen == [2, 1]


def test_parties_get_seats_as_by_dhondt() -> None:
    votes = {"abcdefghijklmnopqrst": 790, "A": 70, "B": 60, "C": 30, "D": 20, "E": 10}
    chosen = count("abcdefghijklmnopqrstABCDE", votes, 20, "add1").chosen
    assert (sum(option < 20 for option in chosen), sorted(chosen)[18:]) == (18, [20, 21])


def test_the_ballots_of_phragmen() -> None:
    """Phragmén 1894, as Janson gives them: A, Q and B, where approval has A, B and C."""
    assert sorted(count("ABCPQR", {"ABC": 1034, "PQR": 519, "ABQ": 90, "APQ": 47}, 3, "add1").chosen) == [0, 1, 4]


@pytest.mark.parametrize("name", CITIES)
def test_the_cities_as_pabutools_counts_them(name: str) -> None:
    folder = published("pabulib")
    found, expected = city(folder, name), reference(folder)[f"{name}.pb"]
    plain = equal_shares.tally(found.profile, found.terms("none"))
    assert found.names(plain.chosen) == set(expected["mes_cost_plain"])
    completed = equal_shares.tally(found.profile, found.terms("add1u"))
    assert found.names(bought(completed)) == set(expected["mes_cost_add1"])
    assert found.names(completed.chosen) == set(expected["mes_cost_add1_then_greedy_cost"])


def test_what_assen_published() -> None:
    assen = city(published("pabulib"), "Netherlands_Assen_2024")
    assert assen.meta["rule"] == "equalshares/add1"
    outcome = equal_shares.tally(assen.profile, assen.terms("add1"))
    assert assen.names(outcome.chosen) == assen.selected
    assert (outcome.steps[0]["raised"], outcome.steps[0]["over"]) == (843, 104_200)


def test_the_committees_of_abcvoting() -> None:
    """Of its completions "increment" is our "add1", and that by votes what `greedy` does after "none"."""
    found = committees(published("abcvoting"))
    for committee in found:
        for order in committee.orders():
            terms = Terms(committee.seats, order)
            plain = equal_shares.tally(committee.profile, terms)
            assert any(set(plain.chosen) <= set(each) for each in committee.expected["equal-shares"])
            greedy.fill(plain, Purchase.of(terms, committee.profile.options), order)
            assert committee.expects("equal-shares-with-av-completion", plain.chosen)
        raised = equal_shares.tally(committee.profile, Terms(committee.seats, committee.orders()[0], completion="add1"))
        assert committee.expects("equal-shares-with-increment-completion", raised.chosen)
    assert len(found) == 76
    assert sum(len(each.expected["equal-shares-with-av-completion"]) == 1 for each in found) == 50
