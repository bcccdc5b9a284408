"""Counting a batch: whatever the order, the counters are what a recount gives, and each ballot has its own outcome."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.kit.errors import Refused
from services.proposals.model.ballots import Ballot, Counted, Place, Standing, Voting, count_batch, read_batch
from services.proposals.tally import yes_no_abstain

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
ROUNDS = [str(UUID(int=n)) for n in (1, 2)]
OPTIONS = [str(UUID(int=n)) for n in (11, 12, 13)]
PEOPLE = [str(UUID(int=n)) for n in range(21, 25)]
STRANGER = str(UUID(int=99))
NONCE = "nonce-of-sixteen-letters"


def voting(round_id: str = ROUNDS[0], **changes: Any) -> Voting:
    """A round that is open for another hour."""
    usual: dict[str, Any] = {
        "state": "open",
        "closes_at": NOW + timedelta(hours=1),
        "live_tally": True,
        "method": yes_no_abstain.NAME,
        "options": OPTIONS,
        "ballots": 0,
        "counts": yes_no_abstain.empty(len(OPTIONS)),
        "version": 3,
        "now": NOW,
    }
    return Voting(round_id, **{**usual, **changes})


def ballot(person_id: str = PEOPLE[0], choices: Any = "yes", **changes: Any) -> Ballot:
    """A first ballot; one choice stands for all options."""
    given = dict.fromkeys(OPTIONS, choices) if isinstance(choices, str) else choices
    usual: dict[str, Any] = {"round_id": ROUNDS[0], "replaces": 0, "nonce": NONCE, "age_ms": 0}
    return Ballot(person_id=person_id, choices=given, **{**usual, **changes})


def roll(*round_ids: str) -> dict[Place, Standing]:
    """Everybody on the roll, nobody has voted."""
    return {(round_id, person_id): Standing() for round_id in round_ids or ROUNDS for person_id in PEOPLE}


def outcome(
    one: Ballot, round_: Voting | None = None, standing: Standing | None = None, waited: int = 0
) -> dict[str, Any]:
    """The outcome of a batch of one."""
    round_ = round_ or voting()
    places = {(round_.round_id, one.person_id): standing or Standing()} if one.person_id != STRANGER else {}
    return count_batch({round_.round_id: round_}, places, [one], waited).outcomes[0]


def slug(one: Ballot, round_: Voting | None = None, standing: Standing | None = None, waited: int = 0) -> str:
    """What a ballot is refused with, or "counted"."""
    told = outcome(one, round_, standing, waited)
    return str(told.get("slug", told["outcome"]))


class Box:
    """What is stored between batches, as the database keeps it."""

    def __init__(self) -> None:
        self.rounds = {round_id: voting(round_id) for round_id in ROUNDS}
        self.standings = roll()

    def count(self, ballots: Sequence[Ballot]) -> Counted:
        """Count a batch and keep the result."""
        counted = count_batch(self.rounds, self.standings, ballots)
        self.standings.update(counted.standings)
        self.rounds.update({round_.round_id: round_ for round_ in counted.rounds})
        return counted

    def recount(self, round_id: str) -> tuple[int, list[list[int]]]:
        """Ballots and counts by another way: straight from what stands."""
        standing = [s.choices for (r, _), s in self.standings.items() if r == round_id and s.revision]
        columns = [Counter(column) for column in zip(*standing, strict=True)] or [Counter() for _ in OPTIONS]
        return len(standing), [[column[code] for code in range(3)] for column in columns]

    def agrees(self) -> bool:
        """Whether the running counts are what a recount gives."""
        return all((r.ballots, r.counts) == self.recount(r.round_id) for r in self.rounds.values())


choices = st.fixed_dictionaries({option: st.sampled_from(yes_no_abstain.CHOICES) for option in OPTIONS})
ballots = st.builds(
    Ballot,
    round_id=st.sampled_from([*ROUNDS, str(UUID(int=3))]),
    person_id=st.sampled_from([*PEOPLE, STRANGER]),
    choices=choices | st.just({}),
    replaces=st.integers(0, 3),
    nonce=st.sampled_from([NONCE, "another-nonce-of-letters"]),
    age_ms=st.just(0),
)
batches = st.lists(ballots, max_size=30)


@given(batches)
def test_the_counters_are_always_what_a_recount_gives(batch: list[Ballot]) -> None:
    box = Box()
    box.count(batch)
    assert box.agrees()


@given(batches)
def test_a_batch_comes_to_the_same_as_its_ballots_one_at_a_time(batch: list[Ballot]) -> None:
    together, apart = Box(), Box()
    outcomes = [outcome for one in batch for outcome in apart.count([one]).outcomes]
    assert together.count(batch).outcomes == outcomes
    assert together.standings == apart.standings
    assert [r.counts for r in together.rounds.values()] == [r.counts for r in apart.rounds.values()]


@given(st.data())
def test_the_order_of_voters_does_not_matter(data: st.DataObject) -> None:
    first = [ballot(person_id, data.draw(choices)) for person_id in PEOPLE]
    one, other = Box(), Box()
    one.count(first)
    other.count(data.draw(st.permutations(first)))
    assert one.rounds == other.rounds


@given(batches, batches)
def test_what_was_given_stays_as_it_was(earlier: list[Ballot], later: list[Ballot]) -> None:
    box = Box()
    box.count(earlier)
    rounds = {name: replace(r, counts=[list(c) for c in r.counts]) for name, r in box.rounds.items()}
    standings = dict(box.standings)
    count_batch(box.rounds, box.standings, later)
    assert (box.rounds, box.standings) == (rounds, standings)


@given(batches)
def test_a_batch_sent_again_adds_no_ballot(batch: list[Ballot]) -> None:
    box = Box()
    box.count(batch)
    before = [round_.ballots for round_ in box.rounds.values()]
    box.count(batch)
    assert [round_.ballots for round_ in box.rounds.values()] == before
    assert box.agrees()


def test_a_ballot_is_replaced_never_added() -> None:
    box = Box()
    box.count([ballot(choices="yes"), ballot(choices="no", replaces=1), ballot(choices="abstain", replaces=2)])
    assert box.rounds[ROUNDS[0]].ballots == 1
    assert box.rounds[ROUNDS[0]].counts == [[0, 0, 1]] * 3


def test_the_same_ballot_twice_is_answered_the_same_twice() -> None:
    counted = Box().count([ballot(), ballot()])
    assert counted.outcomes[0] == counted.outcomes[1]
    assert counted.rounds[0].ballots == 1


def test_a_stale_ballot_is_refused_and_shown_the_present_one() -> None:
    told = outcome(ballot(choices="no"), standing=Standing(2, [0, 1, 2], "another-nonce-of-letters"))
    assert told["slug"] == "ballot-superseded"
    assert told["facts"] == {"revision": 2, "choices": dict(zip(OPTIONS, ("yes", "no", "abstain"), strict=True))}


def test_a_ballot_ahead_of_the_roll_is_refused_as_well() -> None:
    assert outcome(ballot(replaces=4))["facts"] == {"revision": 0, "choices": None}


def test_the_same_choices_under_another_nonce_are_another_ballot() -> None:
    assert slug(ballot(), standing=Standing(1, [0, 0, 0], "another-nonce-of-letters")) == "ballot-superseded"


@given(st.integers(0, 9), st.integers(0, 3))
def test_after_ballots_were_set_aside_only_what_was_learnt_since_is_replaced(replaces: int, revision: int) -> None:
    set_aside = voting(voided=4, ballots=min(revision, 1))
    standing = Standing(revision, [0, 0, 0] if revision else [], "another-nonce-of-letters")
    told = outcome(ballot(replaces=replaces), set_aside, standing)
    if replaces == 4 + revision:
        assert (told["outcome"], told["revision"]) == ("counted", replaces + 1)
    else:
        assert (told["slug"], told["facts"]["revision"]) == ("ballot-superseded", 4 + revision)
        assert (told["facts"]["choices"] is None) == (revision == 0)


@pytest.mark.parametrize("state", ["closed", "sealed", "certified", "cancelled"])
def test_a_ballot_that_was_counted_is_so_answered_whatever_happens_later(state: str) -> None:
    later = voting(state=state, closes_at=NOW - timedelta(minutes=5))
    assert slug(ballot(), later, Standing(1, [0, 0, 0], NONCE)) == "counted"


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        ("prepared", "round-not-open-yet"),
        ("sealed", "round-closed"),
        ("certified", "round-closed"),
        ("cancelled", "round-cancelled"),
    ],
)
def test_a_state_that_takes_no_ballots_says_so(state: str, expected: str) -> None:
    closes_at = None if state == "prepared" else NOW + timedelta(hours=1)
    assert slug(ballot(age_ms=10_000), voting(state=state, closes_at=closes_at)) == expected


@pytest.mark.parametrize(
    ("revision", "replaces", "expected"),
    [
        (1, 0, "round-has-result"),  # it may be the one that stands
        (3, 2, "round-has-result"),
        (0, 0, "round-closed"),  # they have no ballot in
        (2, 0, "round-closed"),  # it was replaced, if ever it was counted
        (1, 1, "round-closed"),  # what stands is older than it
    ],
)
def test_of_a_secret_round_with_a_result_nobody_says_not_counted_who_cannot_know(
    revision: int, replaces: int, expected: str
) -> None:
    round_ = voting(state="certified", named=False, counts=[], closes_at=NOW - timedelta(minutes=5))
    assert slug(ballot(replaces=replaces), round_, Standing(revision, [], "")) == expected


@pytest.mark.parametrize(
    ("closed_ms_ago", "age_ms", "waited_ms", "expected"),
    [
        (-1, 0, 0, "counted"),
        (0, 0, 0, "round-closed"),  # received at the closing time is too late
        (1, 0, 0, "round-closed"),
        (1, 1, 0, "round-closed"),
        (1, 2, 0, "counted"),
        (9_999, 10_000, 0, "counted"),
        (10_000, 10_000, 0, "round-closed"),
        (10_000, 3_600_000, 0, "round-closed"),  # nobody may be older than ten seconds
        (500, 300, 0, "round-closed"),
        (500, 300, 201, "counted"),  # what it waited with us is not its fault
        (10_000, 9_000, 9_000, "round-closed"),
    ],
)
@pytest.mark.parametrize("state", ["open", "closed"])
def test_a_ballot_counts_by_when_it_was_received(
    state: str, closed_ms_ago: int, age_ms: int, waited_ms: int, expected: str
) -> None:
    round_ = voting(state=state, closes_at=NOW - timedelta(milliseconds=closed_ms_ago))
    assert slug(ballot(age_ms=age_ms), round_, waited=waited_ms) == expected


def test_who_is_not_on_the_roll_is_told_so() -> None:
    assert slug(ballot(STRANGER)) == "not-on-roll"


def test_a_round_of_another_forum_is_missing() -> None:
    assert slug(ballot(round_id=str(UUID(int=7)))) == "missing"


@pytest.mark.parametrize(
    ("choices", "faults"),
    [
        (None, [("/choices", "not-an-object")]),
        ("yes", [("/choices", "not-an-object")]),
        ([], [("/choices", "not-an-object")]),
        ({}, [(f"/choices/{option}", "missing-option") for option in OPTIONS]),
        (dict.fromkeys(OPTIONS[1:], "yes"), [(f"/choices/{OPTIONS[0]}", "missing-option")]),
        ({**dict.fromkeys(OPTIONS, "yes"), STRANGER: "yes"}, [("/choices", "unknown-option")]),
        ({**dict.fromkeys(OPTIONS, "yes"), OPTIONS[1]: "maybe"}, [(f"/choices/{OPTIONS[1]}", "not-a-choice")]),
        ({**dict.fromkeys(OPTIONS, "yes"), OPTIONS[1]: ["yes"]}, [(f"/choices/{OPTIONS[1]}", "not-a-choice")]),
        ({**dict.fromkeys(OPTIONS, "yes"), OPTIONS[1]: None}, [(f"/choices/{OPTIONS[1]}", "not-a-choice")]),
        ({**dict.fromkeys(OPTIONS, "yes"), OPTIONS[1]: 0}, [(f"/choices/{OPTIONS[1]}", "not-a-choice")]),
    ],
)
def test_choices_that_are_not_one_for_every_option_are_refused(choices: Any, faults: list[tuple[str, str]]) -> None:
    told = outcome(replace(ballot(), choices=choices))
    assert told["slug"] == "invalid"
    assert [(fault["pointer"], fault["code"]) for fault in told["faults"]] == faults


def test_a_refused_ballot_does_not_hold_up_the_others() -> None:
    counted = Box().count([ballot(STRANGER), ballot(choices={}), ballot(PEOPLE[1])])
    assert [told["outcome"] for told in counted.outcomes] == ["refused", "refused", "counted"]
    assert counted.rounds[0].ballots == 1


def test_a_round_moves_one_version_a_batch() -> None:
    counted = Box().count([ballot(person_id) for person_id in PEOPLE])
    assert [round_.version for round_ in counted.rounds] == [4]


def test_a_batch_of_refusals_stores_nothing() -> None:
    counted = Box().count([ballot(STRANGER)])
    assert (counted.standings, counted.rounds) == ({}, [])


RAW = {"round_id": ROUNDS[0], "person_id": PEOPLE[0], "choices": {}, "replaces": 0, "nonce": NONCE, "age_ms": 0}


@pytest.mark.parametrize(
    ("changes", "pointer"),
    [
        ({"nonce": "fifteen-letters"}, "/nonce"),
        ({"nonce": "n" * 65}, "/nonce"),
        ({"nonce": "n" * 20 + "\n"}, "/nonce"),
        ({"nonce": "nonce with some spaces"}, "/nonce"),
        ({"nonce": "nonce-có-dấu-tiếng-việt"}, "/nonce"),
        ({"nonce": 1234567890123456}, "/nonce"),
        ({"nonce": None}, "/nonce"),
        ({"replaces": -1}, "/replaces"),
        ({"replaces": 2**31 - 1}, "/replaces"),
        ({"replaces": "0"}, "/replaces"),
        ({"replaces": 0.0}, "/replaces"),
        ({"replaces": True}, "/replaces"),
        ({"replaces": None}, "/replaces"),
        ({"age_ms": -1}, "/age_ms"),
        ({"age_ms": 1.5}, "/age_ms"),
        ({"age_ms": False}, "/age_ms"),
        ({"round_id": "not-an-id"}, ""),
        ({"round_id": 5}, ""),
        ({"person_id": None}, ""),
        ({"person_id": ["x"]}, ""),
    ],
)
def test_a_ballot_that_cannot_be_read_is_refused_alone(changes: dict[str, Any], pointer: str) -> None:
    first, second = read_batch([{**RAW, **changes}, RAW])
    assert isinstance(first, Refused)
    assert [fault.pointer for fault in first.faults] == [pointer]  # type: ignore[attr-defined]
    assert isinstance(second, Ballot)


@pytest.mark.parametrize("name", list(RAW))
def test_a_ballot_lacks_nothing(name: str) -> None:
    assert isinstance(read_batch([{key: value for key, value in RAW.items() if key != name}])[0], Refused)


@pytest.mark.parametrize("raw", [None, 5, "ballot", [], [RAW]])
def test_what_is_no_ballot_at_all_is_refused_alone(raw: Any) -> None:
    assert isinstance(read_batch([raw])[0], Refused)


@pytest.mark.parametrize("raw", [None, {}, {"ballots": []}, "[]", 5])
def test_a_batch_is_a_list(raw: Any) -> None:
    with pytest.raises(Refused, match="malformed"):
        read_batch(raw)


def test_a_batch_has_a_thousand_ballots_at_most() -> None:
    assert len(read_batch([RAW] * 1_000)) == 1_000
    with pytest.raises(Refused, match="batch-too-large"):
        read_batch([RAW] * 1_001)


def test_an_id_may_be_written_in_capitals() -> None:
    [read] = read_batch([{**RAW, "round_id": "ABCDEF00-0000-4000-8000-000000000000"}])
    assert isinstance(read, Ballot)
    assert read.round_id == "abcdef00-0000-4000-8000-000000000000"
