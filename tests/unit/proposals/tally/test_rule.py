"""The rule as data: written and read back the same, and everything that is wrong with it named."""

from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.kit.errors import Invalid
from services.proposals.tally.rule import ABSTENTIONS, BASES, TIES, Rule, Threshold

HALF = Rule("cast", Fraction(1, 2), True, "in-base", None, None, None, "ballot-order")
MORE_THAN_HALF = Threshold(Fraction(1, 2), strictly=True)

parts = st.none() | st.fractions(Fraction(1, 100), 1, max_denominator=100)
thresholds = st.none() | st.builds(
    Threshold, st.fractions(Fraction(1, 100), Fraction(99, 100), max_denominator=100), st.booleans()
)
rules = st.builds(
    Rule,
    base=st.sampled_from(BASES),
    majority=parts,
    strictly=st.booleans(),
    abstentions=st.sampled_from(ABSTENTIONS),
    presence_quorum=thresholds,
    participation_quorum=thresholds,
    winners=st.none() | st.integers(1, 200),
    ties=st.sampled_from(TIES),
).filter(lambda rule: not (rule.majority == 1 and rule.strictly))


def faults(raw: Any) -> list[tuple[str, str]]:
    """What is wrong with this rule."""
    with pytest.raises(Invalid) as refused:
        Rule.from_json(raw)
    return [(fault.pointer, fault.code) for fault in refused.value.faults]


@given(rules)
def test_a_rule_reads_back_as_it_was_written(rule: Rule) -> None:
    assert Rule.from_json(rule.as_json()) == rule


def test_a_rule_in_json() -> None:
    assert replace(
        HALF, presence_quorum=MORE_THAN_HALF, participation_quorum=Threshold(Fraction(2, 3)), winners=3
    ).as_json() == {
        "base": "cast",
        "majority": "1/2",
        "strictly": True,
        "abstentions": "in-base",
        "presence_quorum": ">1/2",
        "participation_quorum": "2/3",
        "winners": 3,
        "ties": "ballot-order",
    }


@pytest.mark.parametrize(
    ("name", "values", "code"),
    [
        ("base", ["all", None, 1, ["cast"], {}], "not-a-choice"),
        (
            "majority",
            ["0/1", "3/2", "1/0", "1", "½", "1/2 ", "-1/2", "٣/٤", "1/9999999", 0.5, 1, True, []],
            "not-a-part",
        ),
        ("strictly", [1, 0, "yes", None], "not-a-choice"),
        ("abstentions", ["out", None, True, []], "not-a-choice"),
        ("presence_quorum", ["0/2", 1, True, ">", "> 1/2", ">=1/2", "<1/2", ">3/2"], "not-a-part"),
        ("presence_quorum", [">1/1", ">5/5"], "more-than-all"),
        ("participation_quorum", ["2/1", "", {}], "not-a-part"),
        ("winners", [0, -1, 1.0, True, "1", 10**400, float("nan"), []], "not-a-number"),
        ("ties", ["coin", None, 0], "not-a-choice"),
    ],
)
def test_what_a_rule_cannot_say_is_named(name: str, values: list[Any], code: str) -> None:
    for value in values:
        assert faults({**HALF.as_json(), name: value}) == [(f"/rule/{name}", code)], value


def test_everything_is_said_and_nothing_else() -> None:
    assert faults({}) == [(f"/rule/{name}", "required") for name in HALF.as_json()]
    assert faults({**HALF.as_json(), "more": 1, "still": 2}) == [("/rule", "unknown-field")]
    assert faults({**HALF.as_json(), "base": "all", "ties": "coin"}) == [
        ("/rule/base", "not-a-choice"),
        ("/rule/ties", "not-a-choice"),
    ]


@pytest.mark.parametrize("raw", [None, [], "rule", 1])
def test_a_rule_is_an_object(raw: Any) -> None:
    assert faults(raw) == [("/rule", "not-an-object")]


def test_nobody_can_have_more_than_all() -> None:
    assert faults(replace(HALF, majority=Fraction(1)).as_json()) == [("/rule/majority", "more-than-all")]
    assert Rule.from_json(replace(HALF, majority=Fraction(1), strictly=False).as_json()).majority == 1


@pytest.mark.parametrize(
    ("majority", "strictly", "support", "passes"),
    [
        ("1/2", True, 30, False),
        ("1/2", True, 31, True),
        ("1/2", False, 30, True),
        ("2/3", False, 39, False),
        ("2/3", False, 40, True),
    ],
)
def test_more_than_a_part_and_at_least_a_part(majority: str, strictly: bool, support: int, passes: bool) -> None:
    assert replace(HALF, majority=Fraction(majority), strictly=strictly).passes(support, 60) is passes


def test_nothing_is_a_majority_of_nothing() -> None:
    assert not replace(HALF, strictly=False).passes(0, 0)
