"""Counting opinions: each is counted once, replaced when given again, and refused alone."""

from dataclasses import replace
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.kit.errors import Malformed, Refused
from services.proposals.model.forums import Forum
from services.proposals.model.opinions import WORDS, Counted, Opinion, Standing, count_batch, read_batch
from services.proposals.model.refusals import BatchTooLarge

P, Q, ANH, BINH = (str(UUID(int=number)) for number in range(1, 5))
FORUM = Forum(uuid4(), "Hiến kế", uuid4(), "Asia/Ho_Chi_Minh", "open", True, ["collecting"], None, None, None, [])


def standing(**changes: Any) -> Standing:
    counts: dict[str, list[int]] = {P: [0, 0, 0], Q: [5, 1, 0]}
    return replace(Standing(FORUM, {ANH, BINH}, counts, {}), **changes)


def opinion(opinion: str = "agree", proposal_id: str = P, person_id: str = ANH) -> Opinion:
    return Opinion(proposal_id, person_id, opinion)


def slugs(counted: Counted) -> list[str]:
    return [outcome.get("slug", outcome["outcome"]) for outcome in counted.outcomes]


def test_an_opinion_is_counted_and_answered_with_itself() -> None:
    counted = count_batch(standing(), [opinion("pass")])
    assert counted.outcomes == [{"outcome": "counted", "proposal_id": P, "opinion": "pass"}]
    assert (counted.given, counted.counts) == ({(P, ANH): "pass"}, {P: [0, 0, 1]})


def test_given_again_it_takes_the_place_of_the_one_before() -> None:
    counted = count_batch(standing(given={(Q, ANH): "agree"}), [opinion("disagree", Q)])
    assert counted.counts == {Q: [4, 2, 0]}


def test_the_same_again_is_answered_the_same_and_changes_nothing() -> None:
    first = count_batch(standing(), [opinion()])
    again = count_batch(standing(given={(P, ANH): "agree"}), [opinion()])
    assert again.outcomes == first.outcomes
    assert not again.given and not again.counts


def test_a_batch_is_counted_as_its_opinions_would_be_one_by_one() -> None:
    counted = count_batch(standing(), [opinion("agree"), opinion("pass"), opinion("pass", person_id=BINH)])
    assert slugs(counted) == ["counted"] * 3
    assert counted.counts == {P: [0, 0, 2]}


@pytest.mark.parametrize(
    ("changes", "slug"),
    [
        ({"forum": None}, "missing"),
        ({"seated": {BINH}}, "not-a-delegate"),
        ({"forum": replace(FORUM, open_phases=["voting"])}, "phase-not-open"),
        ({"forum": replace(FORUM, state="concluded")}, "forum-not-open"),
        ({"counts": {}}, "proposal-gone"),
    ],
)
def test_what_cannot_be_is_refused_in_its_own_words(changes: dict[str, Any], slug: str) -> None:
    counted = count_batch(standing(**changes), [opinion()])
    assert slugs(counted) == [slug]
    assert not counted.given and not counted.counts


def test_one_that_is_refused_holds_up_no_other() -> None:
    gone = opinion(proposal_id=str(uuid4()))
    assert slugs(count_batch(standing(), [gone, *read_batch([None]), opinion()])) == [
        "proposal-gone",
        "invalid",
        "counted",
    ]


@given(st.lists(st.tuples(st.sampled_from(WORDS), st.sampled_from((P, Q)), st.sampled_from((ANH, BINH)))))
def test_counts_are_what_was_said_last(said: list[tuple[str, str, str]]) -> None:
    counted = count_batch(standing(counts={P: [0, 0, 0], Q: [0, 0, 0]}), [opinion(*each) for each in said])
    last = {(proposal_id, person_id): word for word, proposal_id, person_id in said}
    assert counted.given == last
    for proposal_id, counts in counted.counts.items():
        words = [word for (of, _), word in last.items() if of == proposal_id]
        assert counts == [words.count(word) for word in WORDS]


def test_what_it_was_given_stays_as_it_was() -> None:
    before = standing()
    count_batch(before, [opinion("agree", Q)])
    assert before == standing()


@pytest.mark.parametrize("wrong", [None, "x", [], {}, {"opinion": "yes"}, {"opinion": ["agree"]}, {"person_id": "x"}])
def test_rubbish_is_refused_in_its_place(wrong: Any) -> None:
    good = {"proposal_id": P, "person_id": ANH, "opinion": "agree"}
    broken = {**good, **wrong} if isinstance(wrong, dict) and wrong else wrong
    refused, read = read_batch([broken, good])
    assert isinstance(refused, Refused) and read == opinion()


def test_what_is_no_batch_is_refused_as_a_whole() -> None:
    with pytest.raises(Malformed):
        read_batch({})
    with pytest.raises(BatchTooLarge):
        read_batch([{}] * 1_001)
