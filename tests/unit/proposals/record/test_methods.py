"""A round by any method has a record that can be checked, and in which no ballot can be another."""

import random
from copy import deepcopy
from typing import Any

import pytest

from services.proposals.record import shape, verify
from services.proposals.record.log import enter
from services.proposals.record.record import Cast, make
from services.proposals.tally import METHODS
from tests.unit.proposals.record.samples import EARLIER, OPTIONS, RULE, facts

ROWS = {
    "yes-no": [[0, 1, 2], [0, 0, 1], [2, 2, 2]],
    "marks": [[1, 0, 0], [0, 1, 0], [0, 0, 0]],
    "scores": [[3, 0, -1], [-1, 5, 5], [-1, -1, -1]],
    "ranking": [[1, 2, 3], [0, 1, 0], [0, 0, 0]],
}
BUDGET = {"costs": dict(zip(OPTIONS, (30, 20, 10), strict=True)), "budget": 50}
SETTINGS: dict[str, dict[str, Any]] = {
    "score": {"most_score": 5},
    "equal-shares": {**BUDGET, "completion": "add1u"},
    "phragmen": BUDGET,
    "greedy": BUDGET,
}


def record(method: str) -> dict[str, Any]:
    known = facts()
    del known["roll"]["on_paper"], known["roll"]["sheets"]
    known["method"] = {"name": method, "settings": SETTINGS.get(method, {})}
    known["rule"] = {**RULE, "majority": None, "base": "valid"}
    chance = random.Random(method)
    rows = [chance.choice(ROWS[METHODS[method].BALLOT]) for _ in range(9)]
    cast = [Cast(row, f"nonce-of-a-voter-{number}") for number, row in enumerate(rows)]
    return enter(make(known, [*cast, Cast(rows[0], "nonce-of-a-heavy-one", "2.5")]), EARLIER)


@pytest.mark.parametrize("method", METHODS)
def test_it_has_the_shape_of_one_and_agrees_with_itself(method: str) -> None:
    said = record(method)
    shape.check(said, shape.schema("record"))
    assert [finding.word for finding in verify.check(said) if not finding.good] == ["no-head"]


@pytest.mark.parametrize("method", METHODS)
def test_a_changed_choice_is_seen(method: str) -> None:
    rows = ROWS[METHODS[method].BALLOT]
    said = deepcopy(record(method))
    was = said["ballots"][4]["choices"]
    said["ballots"][4]["choices"] = next(row for row in rows if row != was)
    assert "leaf-differs" in {finding.word for finding in verify.check(said) if finding.good is False}
