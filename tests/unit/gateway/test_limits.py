"""Token buckets: a burst, then a rate, each person by themselves."""

from dataclasses import replace

import pytest

from services.gateway import limits
from services.gateway.limits import Limits, Rate
from services.kit.errors import Limited

RATE = Rate("any", burst=3, a_second=0.5)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    now = [100.0]
    monkeypatch.setattr(limits, "monotonic", lambda: now[0])
    return now


def test_a_burst_is_let_through_and_then_it_is_said_when_to_come_back(clock: list[float]) -> None:
    buckets = Limits()
    for _ in range(3):
        buckets.take(RATE, "ánh")
    with pytest.raises(Limited) as refused:
        buckets.take(RATE, "ánh")
    assert refused.value.facts == {"retry_after": 2}


def test_waiting_as_long_as_was_said_is_enough(clock: list[float]) -> None:
    buckets = Limits()
    for _ in range(3):
        buckets.take(RATE, "ánh")
    with pytest.raises(Limited):
        buckets.take(RATE, "ánh")
    clock[0] += 2
    buckets.take(RATE, "ánh")


def test_knocking_while_the_door_is_closed_does_not_keep_it_closed(clock: list[float]) -> None:
    buckets = Limits()
    for _ in range(3):
        buckets.take(RATE, "ánh")
    for _ in range(10):
        clock[0] += 0.19
        with pytest.raises(Limited):
            buckets.take(RATE, "ánh")
    clock[0] += 0.2
    buckets.take(RATE, "ánh")


def test_one_person_does_not_use_up_what_another_may_do(clock: list[float]) -> None:
    buckets = Limits()
    for _ in range(3):
        buckets.take(RATE, "ánh")
    buckets.take(RATE, "hoa")


def test_what_may_be_done_equally_often_is_counted_by_itself(clock: list[float]) -> None:
    buckets = Limits()
    for _ in range(3):
        buckets.take(RATE, "ánh")
    buckets.take(replace(RATE, name="other"), "ánh")


def test_each_limit_has_a_name_of_its_own() -> None:
    rates = [each for each in vars(limits).values() if isinstance(each, Rate)]
    assert len({rate.name for rate in rates}) == len(rates) > 5


def test_no_more_buckets_are_kept_than_allowed(clock: list[float], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "REMEMBERED", 5)
    buckets = Limits()
    for person in range(20):
        buckets.take(RATE, person)
    assert len(buckets._buckets) == 5
