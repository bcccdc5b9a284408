"""Making a record: its ballots by leaf, their tree, the lot, the name."""

import hashlib
import json
from hashlib import sha256

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.proposals.record.canonical import canonical
from services.proposals.record.leaf import receipt
from services.proposals.record.record import Cast, NotABallot, make, name_of, tie_order
from services.proposals.record.tree import Tree
from tests.unit.proposals.record.samples import OPTIONS, ROUND, ballots, facts, record

RECORD = record()


def test_ballots_are_sorted_by_their_leaves_and_those_are_the_receipts() -> None:
    leaves = [ballot["leaf"] for ballot in RECORD["ballots"]]
    words = {OPTIONS[0]: "yes", OPTIONS[1]: "no", OPTIONS[2]: "yes"}
    assert leaves == sorted(leaves)
    assert receipt(ROUND, "nonce-of-a-voter-4", words) in leaves
    assert receipt(ROUND, "18", None, paper=True) in leaves


def test_the_tree_head_is_that_of_the_leaves() -> None:
    tree = Tree([bytes.fromhex(ballot["leaf"]) for ballot in RECORD["ballots"]])
    assert RECORD["tree"] == {"size": 9, "root": tree.root.hex()}


@given(st.permutations(ballots()))
def test_the_order_in_which_ballots_came_leaves_no_trace(order: list[Cast]) -> None:
    assert make(facts(), order) == make(facts(), ballots())


def test_the_lot_is_drawn_from_the_tree() -> None:
    root = bytes.fromhex(RECORD["tree"]["root"])
    drawn = sorted(range(3), key=lambda place: sha256(root + OPTIONS[place].encode()).hexdigest())
    assert RECORD["ties"] == {"by": "lot", "order": drawn}
    assert RECORD["result"]["chosen"] == [next(place for place in drawn if place < 2)]


def test_the_order_of_the_ballot_is_the_other_way_to_break_ties() -> None:
    assert tie_order("ballot-order", b"any", OPTIONS) == [0, 1, 2]


def test_figures_are_in_votes_and_the_spoilt_are_cast_all_the_same() -> None:
    first, *_ = RECORD["result"]["figures"]
    assert RECORD["result"]["turnout"]["people"] == {"entitled": 12, "present": 11, "cast": 9, "blank": 0, "spoilt": 1}
    assert first == {"yes": "17/2", "no": 1, "abstain": 0}
    assert RECORD["result"]["decision"]["options"][0]["base"] == "21/2"


def test_how_few_ballots_would_have_changed_it_is_said_where_all_weigh_the_same() -> None:
    alike = {**facts(), "roll": {**facts()["roll"], "entitled": "12", "weights": {"1": 12}}}
    said = make(alike, [ballot for ballot in ballots() if ballot.weight == "1"])
    assert [option["closest"] for option in said["result"]["decision"]["options"]] != [None] * 3
    assert [option["closest"] for option in RECORD["result"]["decision"]["options"]] == [None] * 3


def test_a_records_name_is_what_sha256sum_says_of_it_without_its_log() -> None:
    rest = {member: value for member, value in RECORD.items() if member != "log"}
    text = json.dumps(rest, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    assert hashlib.sha256(text.encode()).hexdigest() == RECORD["log"]["name"] == name_of(RECORD)


def test_canonical_form_escapes_what_rfc_8785_does_and_nothing_else() -> None:
    """Of section 3.2.2.2 of the RFC; names are sorted."""
    assert canonical({"b": '€$\x0f\nA\'B"\\"/\x7f', "a": [1, True, None]}) == (
        '{"a":[1,true,null],"b":"€$\\u000f\\nA\'B\\"\\\\\\"/\x7f"}'.encode()
    )


def test_a_number_that_not_everybody_reads_alike_is_not_written() -> None:
    with pytest.raises(orjson.JSONEncodeError):
        canonical(2**53)


@pytest.mark.parametrize("codes", [[0, 0], [0, 0, 0, 0], [0, 0, 3], [0, 0, -1], []])
def test_what_nobody_could_have_cast_is_not_certified(codes: list[int]) -> None:
    with pytest.raises(NotABallot):
        make(facts(), [Cast(codes, "nonce-of-a-voter-1")])


def test_voters_who_share_a_nonce_are_counted_both() -> None:
    said = make(facts(), [ballots()[0]] * 2)
    assert said["result"]["figures"][0]["yes"] == said["tree"]["size"] == 2


def test_a_round_in_which_nobody_voted_has_a_record() -> None:
    empty = make(facts(), [])
    assert empty["tree"] == {"size": 0, "root": sha256().hexdigest()}
    assert empty["result"]["decision"]["adopted"] == []


def test_counting_tells_how_far_it_is() -> None:
    told: list[tuple[int, int]] = []
    make(facts(), ballots(), lambda done, of: told.append((done, of)))
    assert told
    assert told[-1][0] == told[-1][1]
