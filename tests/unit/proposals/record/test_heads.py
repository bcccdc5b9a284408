"""Heads of the log that others kept: they show that a record was not replaced, or that the log was rewritten."""

from typing import Any

from services.proposals.record import verify
from services.proposals.record.log import published_head
from tests.unit.proposals.record.samples import EARLIER, WHEN, head_of, record
from tests.unit.proposals.record.values import wrong

Json = dict[str, Any]

RECORD = record()


def plain(head: Json) -> Json:
    """A head as somebody noted it down, without proofs."""
    return {**head, "consistency": []}


def test_heads_kept_from_before_and_after_agree_by_the_proofs_of_the_latest() -> None:
    before = plain(published_head(EARLIER[:3], WHEN))
    found = verify.check(RECORD, heads=[before, head_of(RECORD, 3, 6)])
    assert [finding.facts for finding in found if finding.word == "log-agrees"] == [
        {"size": 6, "later": 9},
        {"size": 3, "later": 9},
    ]


def test_a_head_of_an_empty_log_is_how_every_log_began() -> None:
    assert wrong(RECORD, heads=(published_head([], WHEN), head_of(RECORD, 6))) == set()


def test_a_head_of_just_then_is_compared_as_it_is() -> None:
    then = published_head([*EARLIER, RECORD["log"]["name"]], WHEN)
    assert wrong(RECORD, heads=(then,)) == set()
    assert wrong(RECORD, heads=({**then, "root": "00" * 32},)) == {"log-rewritten"}


def test_without_a_proof_nothing_is_shown() -> None:
    assert wrong(RECORD, heads=(plain(head_of(RECORD)),)) == {"no-proof"}
    assert wrong(RECORD, heads=(published_head(EARLIER, WHEN),)) == {"no-proof"}


def test_a_log_from_which_an_earlier_record_is_gone_was_rewritten() -> None:
    before = published_head(EARLIER[:3], WHEN)
    rewritten = [EARLIER[0], *EARLIER[2:], EARLIER[1], RECORD["log"]["name"]]
    assert wrong(RECORD, heads=(before, published_head(rewritten, WHEN, [3, 6]))) == {"log-rewritten"}


def test_two_later_heads_of_which_each_grew_from_the_record_are_not_of_one_log() -> None:
    one = head_of(RECORD, 6)
    other = published_head([*EARLIER, RECORD["log"]["name"], "ab" * 32, "cd" * 32], WHEN, [6])
    assert wrong(RECORD, heads=(one, other)) == {"no-proof"}
    longer = published_head([*EARLIER, RECORD["log"]["name"], *["ab" * 32] * 5], WHEN, [6, 9])
    assert wrong(RECORD, heads=(one, longer)) == {"log-rewritten"}
