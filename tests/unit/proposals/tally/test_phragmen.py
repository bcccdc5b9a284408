"""Sequential Phragmén: published examples, a count by the definition, and what the method promises."""

from fractions import Fraction
from itertools import combinations

import pytest
from hypothesis import given

from services.proposals.tally import phragmen
from services.proposals.tally.outcome import Outcome, Terms, Tie
from tests.published import published
from tests.unit.proposals.tally.marked import CITIES, Round, city, committees, profile, reference, rounds, several


def count(options: str, ballots: dict[str, int], winners: int) -> Outcome:
    return phragmen.tally(profile(options, ballots), Terms(winners, range(len(options))))


def loads(outcome: Outcome) -> list[tuple[int, Fraction]]:
    return [(step["option"], step["load"]) for step in outcome.steps if step["step"] == "bought"]


# M. Lackner, P. Skowron, "Multi-Winner Voting with Approval Preferences" (2023), examples 1 and 12
TWELVE_VOTERS = {"ab": 3, "ac": 3, "ad": 2, "bcf": 1, "e": 1, "f": 1, "g": 1}
EIGHT_VOTERS = {"cd": 3, "ab": 2, "ac": 2, "bd": 1}


def test_example_9_of_lackner_and_skowron() -> None:
    outcome = count("abcdefgh", TWELVE_VOTERS, 4)
    assert loads(outcome) == [(0, Fraction(1, 8)), (1, Fraction(11, 32)), (2, Fraction(55, 128)), (3, Fraction(5, 8))]
    assert outcome.ties == [Tie([1, 2], [1], 1)]
    assert [step["first"] for step in outcome.steps] == [8, 1, 0, 0]
    assert [step["left"] for step in outcome.steps] == [3, 2, 1, 0]
    assert outcome.figures[3] == {"votes": 2, "cost": 1, "load": Fraction(5, 8)}
    assert outcome.figures[4] == {"votes": 1, "cost": 1, "load": 1}
    assert outcome.figures[7] == {"votes": 0, "cost": 1}


def test_example_12_of_lackner_and_skowron() -> None:
    outcome = count("abcd", EIGHT_VOTERS, 3)
    assert loads(outcome) == [(2, Fraction(1, 5)), (1, Fraction(1, 3)), (3, Fraction(29, 60))]


def test_their_proposition_a3_more_support_may_harm() -> None:
    ballots = {"ab": 10, "c": 3, "d": 12, "abc": 21, "cd": 6}
    assert sorted(count("abcdefgh", ballots, 3).chosen) == [0, 1, 3]
    assert sorted(count("abcdefgh", {**ballots, "ab": 11}, 3).chosen) == [0, 2, 3]


def test_the_ballots_of_phragmen() -> None:
    """Phragmén 1894, as Janson gives them."""
    outcome = count("ABCPQR", {"ABC": 1034, "PQR": 519, "ABQ": 90, "APQ": 47}, 3)
    assert loads(outcome)[:2] == [(0, Fraction(1, 1171)), (4, (1 + Fraction(137, 1171)) / 656)]
    assert loads(outcome)[2] == (1, (1 + 90 * loads(outcome)[1][1] + Fraction(1034, 1171)) / 1124)


def test_parties_get_seats_as_by_dhondt() -> None:
    votes = {"abcdefghijklmnopqrst": 790, "A": 70, "B": 60, "C": 30, "D": 20, "E": 10}
    chosen = count("abcdefghijklmnopqrstABCDE", votes, 20).chosen
    assert (sum(option < 20 for option in chosen), sorted(chosen)[18:]) == (18, [20, 21])


def test_buying_ends_when_the_next_one_does_not_fit() -> None:
    terms = Terms(4, [0, 1, 2, 3], costs=[40, 50, 30, 101], budget=100)
    outcome = phragmen.tally(profile("abcd", {"a": 4, "b": 2, "c": 1, "d": 9}), terms)
    assert outcome.chosen == [0, 1]
    assert outcome.steps[-1] == {"step": "ended", "option": 2, "supporters": 1, "load": 30, "cost": 30, "left": 10}
    assert outcome.figures[3]["load"] == Fraction(101, 9)  # costs more than the budget and takes no part


def test_no_more_are_chosen_than_may_be_though_there_is_money() -> None:
    assert phragmen.tally(profile("abc", {"abc": 4}), Terms(2, [2, 1, 0], [1, 1, 1], 9)).chosen == [2, 1]


@pytest.mark.parametrize("name", CITIES)
def test_the_cities_as_pabutools_counts_them(name: str) -> None:
    folder = published("pabulib")
    found = city(folder, name)
    outcome = phragmen.tally(found.profile, found.terms())
    assert found.names(outcome.chosen) == set(reference(folder)[f"{name}.pb"]["seq_phragmen"])


def test_the_committees_of_abcvoting() -> None:
    found = committees(published("abcvoting"))
    for committee in found:
        for order in committee.orders():
            outcome = phragmen.tally(committee.profile, Terms(committee.seats, order))
            assert committee.expects("seqphragmen", outcome.chosen)
            assert outcome.ties or len(committee.expected["seqphragmen"]) == 1 or len(outcome.chosen) < committee.seats
    assert (len(found), sum(len(each.expected["seqphragmen"]) == 1 for each in found)) == (76, 33)


def by_definition(drawn: Round) -> tuple[list[int], list[Fraction]]:
    """Who is bought, and what every voter bears in the end: voter by voter, in fractions."""
    bears, chosen = [Fraction(0)] * len(drawn.rows), list[int]()
    while len(chosen) < drawn.terms.winners:
        would = {
            option: (drawn.costs[option] + sum(bears[at] * drawn.weights[at] for at in backers))
            / sum(drawn.weights[at] for at in backers)
            for option in drawn.terms.tie_order
            if option not in chosen and drawn.costs[option] <= drawn.budget and (backers := drawn.backers(option))
        }
        if not would or drawn.cost([*chosen, option := min(would, key=lambda each: would[each])]) > drawn.budget:
            break
        chosen.append(option)
        bears = [would[option] if row[option] else load for load, row in zip(bears, drawn.rows, strict=True)]
    return chosen, bears


@several
@given(rounds())
def test_it_is_what_the_definition_says(drawn: Round) -> None:
    outcome = phragmen.tally(drawn.profile, drawn.terms)
    chosen, bears = by_definition(drawn)
    assert outcome.chosen == chosen
    assert sum(load * weight for load, weight in zip(bears, drawn.weights, strict=True)) == drawn.cost(chosen)
    assert max(bears, default=0) == (loads(outcome)[-1][1] if chosen else 0)


@several
@given(rounds())
def test_loads_only_grow_and_what_is_not_bought_would_be_no_smaller(drawn: Round) -> None:
    outcome = phragmen.tally(drawn.profile, drawn.terms)
    grown = [load for _, load in loads(outcome)]
    assert grown == sorted(grown)
    for option, figures in enumerate(outcome.figures):
        if grown and option not in outcome.chosen and "load" in figures and drawn.costs[option] <= drawn.budget:
            assert figures["load"] >= grown[-1]


@several
@given(rounds(with_costs=False))
def test_a_group_that_agrees_is_represented(drawn: Round) -> None:
    """Proportional justified representation: a share of the votes that agrees on so many seats has as many."""
    chosen = set(phragmen.tally(drawn.profile, drawn.terms).chosen)
    for size in range(1, drawn.terms.winners + 1):
        for agreed in combinations(range(drawn.options), size):
            group = [at for at, row in enumerate(drawn.rows) if all(row[option] for option in agreed)]
            for had in combinations(sorted(chosen), min(size - 1, len(chosen))):
                unserved = [at for at in group if all(option in had or not drawn.rows[at][option] for option in chosen)]
                assert drawn.votes == 0 or weigh(drawn, unserved) * drawn.terms.winners < size * drawn.votes


def weigh(drawn: Round, ballots: list[int]) -> Fraction:
    return sum((drawn.weights[at] for at in ballots), Fraction())
