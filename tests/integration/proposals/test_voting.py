"""Ballots in a real database: many at once, twice, stale; the counters are what is there."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from random import Random
from typing import Any
from uuid import UUID, uuid4

import pytest

from services.kit import db
from services.proposals import views
from tests.integration.proposals.hall import Hall, Json, ballot


def counts(hall: Hall, round_id: UUID) -> list[list[int]]:
    """The running counts as stored."""
    [row] = hall.sql("SELECT counts FROM round WHERE round_id = %s", round_id)
    stored: list[list[int]] = row["counts"]
    return stored


def recount(hall: Hall, round_id: UUID, options: int) -> list[list[int]]:
    """The counts by another way: straight over the raw rows."""
    rows = hall.sql("SELECT choices FROM ballot WHERE round_id = %s", round_id)
    columns = [Counter(row["choices"][place] for row in rows) for place in range(options)]
    return [[column[code] for code in range(3)] for column in columns]


def test_fifty_equal_ballots_at_once_are_one(hall: Hall) -> None:
    opened = hall.opened()
    cast = ballot(opened, hall.delegates[0])
    with ThreadPoolExecutor(50) as voters:
        outcomes = list(voters.map(lambda _: hall.cast(cast)[0], range(50)))
    assert {(told["outcome"], told["revision"]) for told in outcomes} == {("counted", 1)}
    assert len({told["receipt"] for told in outcomes}) == 1
    assert counts(hall, opened["round_id"]) == [[1, 0, 0]] * 3
    assert len(hall.events("ballots_counted.v1")) == 1


def test_fifty_different_ballots_of_one_person_at_once_are_one(hall: Hall) -> None:
    opened = hall.opened()
    cast = [ballot(opened, hall.delegates[0], nonce=uuid4().hex) for _ in range(50)]
    with ThreadPoolExecutor(50) as voters:
        outcomes = list(voters.map(lambda one: hall.cast(one)[0], cast))
    assert Counter(told.get("slug", told["outcome"]) for told in outcomes) == {"counted": 1, "ballot-superseded": 49}
    assert counts(hall, opened["round_id"]) == [[1, 0, 0]] * 3


def test_the_same_ballot_later_is_answered_the_same(hall: Hall) -> None:
    opened = hall.opened()
    cast = ballot(opened, hall.delegates[0], "yes", "no", "abstain")
    assert hall.cast(cast) == hall.cast(cast)


def test_a_stale_ballot_is_shown_the_present_one(hall: Hall) -> None:
    opened = hall.opened(1)
    hall.cast(ballot(opened, hall.delegates[0], "yes"))
    [again] = hall.cast(ballot(opened, hall.delegates[0], "no", replaces=1))
    [stale] = hall.cast(ballot(opened, hall.delegates[0], "yes", nonce=uuid4().hex))
    [option] = opened["options"]
    assert again["revision"] == 2
    assert stale["slug"] == "ballot-superseded"
    assert stale["facts"] == {"revision": 2, "choices": {str(option["solution_id"]): "no"}}
    assert counts(hall, opened["round_id"]) == [[0, 1, 0]]


def test_who_got_a_seat_after_the_opening_is_not_on_the_roll(hall: Hall) -> None:
    opened = hall.opened()
    late = uuid4()
    hall.seat([late], "delegate")
    assert hall.cast(ballot(opened, late))[0]["slug"] == "not-on-roll"
    assert hall.cast(ballot(opened, hall.organizer.person))[0]["slug"] == "not-on-roll"


def test_who_lost_their_seat_after_the_opening_still_votes(hall: Hall) -> None:
    opened = hall.opened()
    [seat] = hall.sql("SELECT seat_id FROM seat WHERE person_id = %s", hall.delegates[0])
    gone = {"forum_id": hall.forum_id, "seat_id": seat["seat_id"], "person_id": hall.delegates[0]}
    hall.tell("seat_withdrawn.v1", gone)
    assert hall.cast(ballot(opened, hall.delegates[0]))[0]["outcome"] == "counted"


def test_a_round_of_another_forum_cannot_be_reached_from_this_one(hall: Hall) -> None:
    other = Hall(hall.db, delegates=hall.delegates).build()
    opened, elsewhere = hall.opened(), other.opened()
    outcomes = hall.cast(ballot(elsewhere, hall.delegates[0]), ballot(opened, hall.delegates[0]))
    assert [told.get("slug", told["outcome"]) for told in outcomes] == ["missing", "counted"]
    assert counts(other, elsewhere["round_id"]) == [[0, 0, 0]] * 3


def test_a_prepared_round_takes_no_ballots_yet(hall: Hall) -> None:
    assert hall.cast(ballot(hall.prepared(), hall.delegates[0]))[0]["slug"] == "round-not-open-yet"


def test_a_batch_of_nothing_and_one_of_nothing_readable_are_answered(hall: Hall) -> None:
    assert hall.cast() == []
    assert hall.cast({})[0]["slug"] == "invalid"


def test_an_event_tells_the_counts_of_a_live_round_only(hall: Hall) -> None:
    live, hidden = hall.opened(1), hall.opened(1, live_tally=False)
    hall.cast(ballot(live, hall.delegates[0]), ballot(hidden, hall.delegates[0]))
    told = {event["data"]["round_id"]: event["data"] for event in hall.events("ballots_counted.v1")}
    assert told[str(live["round_id"])]["tally"][0]["yes"] == 1
    assert told[str(hidden["round_id"])]["tally"] is None
    assert told[str(hidden["round_id"])]["ballots"] == 1
    assert hall.ask(views.round_, hall.organizer, hidden["round_id"])["tally"] is None


def test_no_event_says_who_voted_what(hall: Hall) -> None:
    opened = hall.opened()
    hall.cast(*[ballot(opened, person_id) for person_id in hall.delegates])
    told = str(hall.events("ballots_counted.v1"))
    assert not [person_id for person_id in hall.delegates if str(person_id) in told]


def test_versions_of_a_round_only_go_up(hall: Hall) -> None:
    opened = hall.opened()
    for person_id in hall.delegates:
        hall.cast(ballot(opened, person_id))
    versions = [event["data"]["version"] for event in hall.events("ballots_counted.v1")]
    assert versions == sorted(set(versions))
    assert versions[0] > opened["version"]


def test_batches_over_three_rounds_at_once_neither_deadlock_nor_miscount(
    hall: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(db, "ATTEMPTS", 1)  # a deadlock is not tried again here, so that it shows
    rounds = [hall.opened() for _ in range(3)]

    def vote(voter: int) -> list[Json]:
        """Vote again and again in all rounds, in an order of one's own, replacing what one knows to be there."""
        random, told = Random(voter), []
        for revision in range(15):
            order = random.sample(rounds, len(rounds))
            choices = random.choices(("yes", "no", "abstain"), k=3)
            cast = [ballot(one, hall.delegates[voter], *choices, replaces=revision, nonce=uuid4().hex) for one in order]
            told += hall.cast(*cast)
        return told

    with ThreadPoolExecutor(3) as voters:
        outcomes = [told for each in voters.map(vote, range(3)) for told in each]
    assert {told["outcome"] for told in outcomes} == {"counted"}
    assert len(outcomes) == 3 * 3 * 15
    for one in rounds:
        assert counts(hall, one["round_id"]) == recount(hall, one["round_id"], 3)


def test_random_voting_ends_with_counters_that_a_recount_confirms(hall: Hall) -> None:
    opened = hall.opened()
    random = Random(20230529)

    def some(_: Any) -> Json:
        choices = random.choices(("yes", "no", "abstain"), k=3)
        replaces = random.choice((0, 0, 1, 2))
        return ballot(opened, random.choice(hall.delegates), *choices, replaces=replaces, nonce=uuid4().hex)

    for size in (1, 7, 40, 2, 30):
        hall.cast(*map(some, range(size)))
    assert counts(hall, opened["round_id"]) == recount(hall, opened["round_id"], 3)
    [row] = hall.sql("SELECT ballots FROM round WHERE round_id = %s", opened["round_id"])
    [roll] = hall.sql("SELECT count(*) FROM roll WHERE round_id = %s AND revision > 0", opened["round_id"])
    assert row["ballots"] == roll["count"]


def test_my_ballot_is_mine(hall: Hall) -> None:
    opened = hall.opened(1)
    hall.cast(ballot(opened, hall.delegates[0], "no"))
    mine = hall.ask(views.my_ballot, hall.delegate, opened["round_id"])
    nobodys = {"choices": None, "revision": 0, "receipt": None, "weight": None, "on_paper": False, "holder": None}
    assert list(mine["choices"].values()) == ["no"]
    assert hall.ask(views.my_ballot, hall.outsider, opened["round_id"]) == {
        **nobodys,
        "voted": False,
        "set_aside": False,
        "changes": 0,
        "on_roll": False,
        "mandates": [],
    }
