"""Closing and sealing: what was received in time counts, what was not never does, whoever is dead or late."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier, Event
from uuid import uuid4

import pytest

from services.kit import clock
from services.kit.errors import Refused
from services.proposals import views
from services.proposals.commands import rounds
from services.proposals.model import ballots as model
from tests.integration.proposals.hall import SEAL_SECONDS, Hall, Json, ballot

SECOND = timedelta(seconds=1)


def slug(told: Json) -> str:
    """What a ballot was answered."""
    return str(told.get("slug", told["outcome"]))


def state(hall: Hall, round_: Json) -> str:
    """The state of a round."""
    return str(hall.ask(views.round_, hall.organizer, round_["round_id"])["state"])


def closed_ago(hall: Hall, round_: Json, ago: timedelta) -> None:
    """Move the closing time into the past, as if nothing had closed the round yet."""
    hall.sql("UPDATE round SET closes_at = now() - %s WHERE round_id = %s", ago, round_["round_id"])


def test_a_round_closes_at_its_time_and_is_sealed_later(hall: Hall) -> None:
    opened = hall.opened()
    closed_ago(hall, opened, SECOND)
    hall.bring_forward("close_round", opened["round_id"])
    assert state(hall, opened) == "closed"
    [planned] = hall.planned("seal_round")
    [row] = hall.sql("SELECT closes_at FROM round WHERE round_id = %s", opened["round_id"])
    assert planned["due_at"] - row["closes_at"] == SEAL_SECONDS * SECOND
    hall.bring_forward("seal_round", opened["round_id"])
    assert state(hall, opened) == "sealed"


def test_a_round_is_not_closed_before_its_time(hall: Hall) -> None:
    opened = hall.opened()
    hall.bring_forward("close_round", opened["round_id"])
    assert state(hall, opened) == "open"


def test_a_dead_scheduler_cannot_keep_a_round_open(hall: Hall) -> None:
    opened = hall.opened()
    closed_ago(hall, opened, SECOND)
    assert slug(hall.cast(ballot(opened, hall.delegates[0]))[0]) == "round-closed"
    assert slug(hall.cast(ballot(opened, hall.delegates[0], age_ms=9_000))[0]) == "counted"
    closed_ago(hall, opened, 11 * SECOND)
    assert slug(hall.cast(ballot(opened, hall.delegates[1], age_ms=60_000))[0]) == "round-closed"


def test_a_ballot_received_in_time_counts_until_the_seal(hall: Hall) -> None:
    opened = hall.opened()
    hall.closed(opened["round_id"])
    assert slug(hall.cast(ballot(opened, hall.delegates[0], age_ms=9_000))[0]) == "counted"
    hall.bring_forward("seal_round", opened["round_id"])
    assert slug(hall.cast(ballot(opened, hall.delegates[1], age_ms=9_000))[0]) == "round-closed"
    assert slug(hall.cast(ballot(opened, hall.delegates[0]))[0]) == "counted"  # the same again, the same answer


def test_a_round_whose_time_is_over_is_neither_extended_nor_closed_by_hand(hall: Hall) -> None:
    opened = hall.opened()
    closed_ago(hall, opened, SECOND)
    with pytest.raises(Refused, match="round-in-another-state"):
        hall.do(rounds.extend_round, hall.organizer, opened["round_id"], {"closes_at": clock.now() + 60 * SECOND})
    with pytest.raises(Refused, match="round-in-another-state"):
        hall.closed(opened["round_id"])


def test_an_extended_round_closes_at_its_new_time(hall: Hall) -> None:
    opened = hall.opened()
    later = clock.now() + timedelta(hours=5)
    answer = hall.do(rounds.extend_round, hall.organizer, opened["round_id"], {"closes_at": later})
    [planned] = hall.planned("close_round")
    assert answer["closes_at"] == planned["due_at"] == later
    with pytest.raises(Refused, match="invalid"):
        hall.do(rounds.extend_round, hall.organizer, opened["round_id"], {"closes_at": later - SECOND})


def test_a_cancelled_round_has_nothing_planned_and_takes_no_ballots(hall: Hall) -> None:
    opened = hall.opened()
    hall.do(rounds.cancel_round, hall.organizer, opened["round_id"])
    assert not [kind for kind in ("close_round", "seal_round", "remind_of_round") if hall.planned(kind)]
    assert slug(hall.cast(ballot(opened, hall.delegates[0]))[0]) == "round-cancelled"


def test_a_cancelled_forum_takes_its_rounds_with_it(hall: Hall) -> None:
    opened, prepared = hall.opened(), hall.prepared()
    hall.be("cancelled")
    assert (state(hall, opened), state(hall, prepared)) == ("cancelled", "cancelled")


def test_closing_beside_voting_loses_nothing_confirmed_and_counts_nothing_late(hall: Hall) -> None:
    """Eight voters cast ballot after ballot, and in the midst of it the round is closed by hand and sealed."""
    people = [uuid4() for _ in range(200)]
    hall.seat(people, "delegate")
    opened = hall.opened()
    start, begun, closed, sealed = Barrier(9), Event(), Event(), Event()

    def vote(voter: int) -> list[tuple[Json, Json, bool]]:
        told = []
        start.wait()
        for number, person_id in enumerate(people[voter::8]):
            if number == 5:
                begun.set()
            if number == 15:
                closed.wait(10)
            if number == 20:
                sealed.wait(10)
            late = sealed.is_set() or (closed.is_set() and number % 2 == 0)
            cast = ballot(opened, person_id, age_ms=0 if number % 2 == 0 else 10_000)
            told.append((cast, hall.cast(cast)[0], late))
        return told

    def close() -> None:
        start.wait()
        begun.wait(10)
        hall.closed(opened["round_id"])
        closed.set()
        hall.bring_forward("seal_round", opened["round_id"])
        sealed.set()

    with ThreadPoolExecutor(9) as crowd:
        closing = crowd.submit(close)
        told = [one for each in crowd.map(vote, range(8)) for one in each]
        closing.result()
    counted = {cast["person_id"] for cast, outcome, _ in told if outcome["outcome"] == "counted"}
    assert {slug(outcome) for _, outcome, late in told if late} == {"round-closed"}, "what came late is refused"
    assert {slug(outcome) for _, outcome, _ in told} == {"counted", "round-closed"}
    stored = hall.sql("SELECT elector::text FROM ballot WHERE round_id = %s", opened["round_id"])
    assert counted == {row["elector"] for row in stored}, "what was confirmed is what is stored"
    [row] = hall.sql("SELECT ballots, counts FROM round WHERE round_id = %s", opened["round_id"])
    assert (row["ballots"], row["counts"]) == (len(counted), [[len(counted), 0, 0]] * 3)
    told_of = [e["type"] for e in hall.events() if e["data"].get("round_id") == str(opened["round_id"])]
    assert told_of[-1] == "round_sealed.v1", "nothing is counted after the seal"
    assert hall.counted(opened["round_id"])["state"] == "certified"


def test_those_who_have_not_voted_are_reminded_once_the_time_comes(hall: Hall) -> None:
    opened = hall.opened(reminder_minutes=60)
    hall.cast(ballot(opened, hall.delegates[0]), ballot(opened, hall.delegates[1]))
    hall.bring_forward("remind_of_round", opened["round_id"])
    [event] = hall.events("round_closing_soon.v1")
    assert set(event["data"]["person_ids"]) == {str(person_id) for person_id in hall.delegates[2:]}


def test_a_late_reminder_is_not_sent(hall: Hall) -> None:
    opened = hall.opened(reminder_minutes=60)
    closed_ago(hall, opened, SECOND)
    hall.bring_forward("remind_of_round", opened["round_id"])
    assert hall.events("round_closing_soon.v1") == []


@pytest.mark.parametrize(("minutes", "planned"), [(0, 0), (60, 1), (121, 0)])
def test_a_reminder_is_planned_if_there_is_time_for_it(hall: Hall, minutes: int, planned: int) -> None:
    hall.opened(reminder_minutes=minutes, closes_in=timedelta(hours=2))
    assert len(hall.planned("remind_of_round")) == planned


def test_many_people_are_told_in_several_events(hall: Hall, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rounds, "PEOPLE_IN_ONE_EVENT", 2)
    opened = hall.opened()
    hall.bring_forward("remind_of_round", opened["round_id"])
    for event_type in ("roll_frozen.v1", "round_closing_soon.v1"):
        told = [event["data"]["person_ids"] for event in hall.events(event_type)]
        assert [len(some) for some in told] == [2, 2, 1]
        assert {person for some in told for person in some} == {str(person_id) for person_id in hall.delegates}


def test_a_batch_is_never_older_than_ten_seconds() -> None:
    assert model.OLDEST_MS < SEAL_SECONDS * 1000
