"""The counter may die anywhere, run twice, and meet what it cannot count: a round has one result, or none yet."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from services.kit.errors import Refused
from services.proposals import counter
from services.proposals.commands import certifying, rounds
from services.proposals.model import results
from services.proposals.record import log
from tests.integration.proposals.hall import Hall, Json, ballot


@pytest.fixture
def waiting(hall: Hall) -> Json:
    """A round that waits for its result."""
    opened = hall.opened()
    hall.cast(*[ballot(opened, person_id) for person_id in hall.delegates])
    hall.sealed(opened["round_id"])
    hall.do(rounds.certify_round, hall.organizer, opened["round_id"])
    return opened


def state(hall: Hall, round_: Json) -> tuple[str, int]:
    """The round's state, and how many records it has."""
    [row] = hall.sql("SELECT state FROM round WHERE round_id = %s", round_["round_id"])
    [records] = hall.sql("SELECT count(*) FROM record_log WHERE round_id = %s", round_["round_id"])
    return row["state"], records["count"]


def test_a_counter_that_dies_before_its_commit_leaves_the_round_to_the_next(
    hall: Hall, waiting: Json, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Killed(BaseException):
        """As kill -9 would."""

    def die(step: str) -> None:
        if step == "counted_before_commit":
            raise Killed

    with monkeypatch.context() as patched:
        patched.setattr(counter.crash, "here", die)
        with pytest.raises(Killed):
            counter.count_next(hall.db)
    assert state(hall, waiting) == ("counting", 0)
    assert counter.count_next(hall.db)
    assert state(hall, waiting) == ("certified", 1)


def test_two_counters_at_once_come_to_one_result(hall: Hall, waiting: Json) -> None:
    with ThreadPoolExecutor(2) as both:
        list(both.map(lambda _: counter.count_next(hall.db), range(2)))
    assert state(hall, waiting) == ("certified", 1)
    assert len(hall.events("round_certified.v1")) == 1


def test_what_cannot_be_counted_holds_up_no_other_round(
    hall: Hall, waiting: Json, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: Any) -> None:
        raise ArithmeticError("a method that has a bug")

    with monkeypatch.context() as patched:
        patched.setattr(results, "count", fail)
        assert counter.count_next(hall.db)
    [row] = hall.sql("SELECT state, trouble FROM round WHERE round_id = %s", waiting["round_id"])
    assert (row["state"], row["trouble"]) == ("sealed", "counting-failed")
    assert hall.counted(waiting["round_id"])["state"] == "certified", "but may be tried again"


def test_a_round_called_off_while_it_is_counted_gets_no_result(
    hall: Hall, waiting: Json, monkeypatch: pytest.MonkeyPatch
) -> None:
    counted = results.count

    def call_off(*arguments: Any) -> results.Counted:
        hall.do(rounds.cancel_round, hall.organizer, waiting["round_id"])
        return counted(*arguments)

    monkeypatch.setattr(results, "count", call_off)
    counter.count_next(hall.db)
    assert state(hall, waiting) == ("cancelled", 0)


def test_progress_is_told_and_only_goes_as_far_as_it_went(hall: Hall, waiting: Json) -> None:
    round_ = hall.db.read(certifying.next_round)
    assert round_ is not None
    hall.db.transact(lambda tx: certifying.tell_progress(tx, round_, 40))
    assert [event["data"]["progress"] for event in hall.events("round_counting.v1")] == [0, 40]
    counter.count_next(hall.db)
    assert hall.events("round_certified.v1")[0]["data"]["progress"] == 100


def test_the_log_of_records_only_grows(hall: Hall, waiting: Json) -> None:
    counter.count_next(hall.db)
    names = [row["name"] for row in hall.sql("SELECT name FROM record_log ORDER BY place")]
    assert log.published_head(names, round_time(hall, waiting))["size"] == len(names)
    for spoiling in (
        "UPDATE record_log SET name = 'x'",
        "DELETE FROM record_log",
        "TRUNCATE record_log",
    ):
        with pytest.raises(Exception, match="only grows"):
            hall.sql(spoiling)


def round_time(hall: Hall, round_: Json) -> Any:
    """When the round's record was entered."""
    return hall.sql("SELECT entered_at FROM record_log WHERE round_id = %s", round_["round_id"])[0]["entered_at"]


def test_a_result_that_needs_who_was_present_waits_for_that_to_be_said(hall: Hall) -> None:
    opened = hall.opened(rule={"base": "present"})
    hall.cast(*[ballot(opened, person_id) for person_id in hall.delegates[:3]])
    hall.sealed(opened["round_id"])
    with pytest.raises(Refused, match="presence-not-counted"):
        hall.do(rounds.certify_round, hall.organizer, opened["round_id"])
    hall.do(rounds.count_present, hall.organizer, opened["round_id"], {"people": 6, "votes": None})
    counted = hall.counted(opened["round_id"])
    assert [option["adopted"] for option in counted["tally"]] == [False] * 3, "three of six are not more than half"
