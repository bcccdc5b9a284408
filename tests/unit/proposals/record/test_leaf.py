"""The leaf of a ballot: what a receipt is the hash of."""

import hashlib
import json
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from services.proposals.record.leaf import receipt, weight_text

ROUND = "00000000-0000-4000-8000-000000000001"
NONCE = "nonce-of-a-test-1"
CHOICES = {"b": "no", "a": "yes"}


def by_hand(**leaf: Any) -> str:
    """As the documents describe it."""
    text = json.dumps(leaf, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(b"\0" + text.encode()).hexdigest()


def test_a_receipt_is_the_leaf_hash_of_what_was_cast() -> None:
    """Worked out with sha256sum over a nought byte and the canonical JSON."""
    options = [str(UUID(int=number)) for number in (11, 12)]
    cast = {options[1]: "no", options[0]: "yes"}
    code = receipt(str(UUID(int=1)), "nonce-of-sixteen-letters", cast)
    assert code == "0d99155e965b349edc870d9a746a081f5014231877e70a6a8f3425acdaec06a7"
    assert code != receipt(str(UUID(int=2)), "nonce-of-sixteen-letters", cast)


def test_of_a_ballot_that_weighs_one_vote_the_leaf_has_no_weight() -> None:
    assert receipt(ROUND, NONCE, CHOICES) == by_hand(choices=CHOICES, nonce=NONCE, round=ROUND)


def test_a_weight_is_in_the_leaf_so_that_it_cannot_go_to_another_ballot() -> None:
    assert receipt(ROUND, NONCE, CHOICES, "2.5") == by_hand(choices=CHOICES, nonce=NONCE, round=ROUND, weight="2.5")


def test_a_paper_ballot_says_that_it_is_one() -> None:
    assert receipt(ROUND, "17", CHOICES, paper=True) == by_hand(choices=CHOICES, nonce="17", round=ROUND, paper=True)


def test_a_spoilt_ballot_has_no_choices() -> None:
    assert receipt(ROUND, "18", None, paper=True) == by_hand(choices=None, nonce="18", round=ROUND, paper=True)


@pytest.mark.parametrize(
    ("weight", "text"),
    [("1", "1"), ("1.000", "1"), ("2.500", "2.5"), ("0.125", "0.125"), ("100", "100"), ("1E+2", "100"), ("10.0", "10")],
)
def test_a_weight_is_written_in_one_way_only(weight: str, text: str) -> None:
    assert weight_text(Decimal(weight)) == text
