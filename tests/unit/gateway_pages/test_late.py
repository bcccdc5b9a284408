"""What an organizer has to do, and what of it is late."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from services.gateway.pages.desk.late import PARTS, Reader, Task, what_is_to_do, working_days
from tests.unit.gateway_pages import samples

#: the sample forum is held on Saturday 29 May 2027, from 08:00 to 17:00 in Vietnam
START, END = datetime(2027, 5, 29, 1, tzinfo=UTC), datetime(2027, 5, 29, 10, tzinfo=UTC)
MONDAY, TUESDAY, WEDNESDAY, THURSDAY = (datetime(2027, 5, day, 2, tzinfo=UTC) for day in (24, 25, 26, 27))
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
ORGANIZER = {"roles": ["organizer"], "invited_at": None}
NOTHING: Mapping[str, Any] = {"solutions": [], "rounds": [], "conclusion": None, "assignments": []}
ISSUED = {"number": "01/TB", "issued_at": "2027-05-31T02:00:00Z"}  # a Monday


def tasks(
    now: datetime,
    state: str = "announced",
    seats: Mapping[str, Any] | None = None,
    letters: Mapping[str, Any] | None = None,
    phases: list[dict[str, Any]] | None = None,
    **board: Any,
) -> list[Task]:
    reader = Reader(str, lambda sentences, num: sentences[0] % {"num": num}, now, samples.ZONE)
    forum = {**samples.forum(), "state": state, "phases": phases or []}
    return what_is_to_do(reader, forum, {**NOTHING, **board}, seats, letters)


def states(found: list[Task], *words: str) -> list[str]:
    """How the tasks stand whose sentence has one of these words."""
    return [task.state for task in found if any(word in task.sentence for word in words)]


def seats(delegates: int, invited: int) -> dict[str, Any]:
    return {"items": [ORGANIZER], "total": delegates + 1, "invited": invited}


def phase(state: str, kind: str = "voting") -> dict[str, Any]:
    return {**samples.forum()["phases"][0], "kind": kind, "state": state, "title": "Bước"}


def assignments(*states: str) -> list[dict[str, Any]]:
    return [{**samples.assignment(state), "due_on": "2027-06-30"} for state in states]


@pytest.mark.parametrize(("first", "until", "days"), [
    (date(2027, 5, 24), date(2027, 5, 27), 3),  # Monday to Thursday
    (date(2027, 5, 27), date(2027, 5, 31), 2),  # Thursday to Monday: Thursday, Friday
    (date(2027, 5, 28), date(2027, 5, 29), 1),
    (date(2027, 5, 29), date(2027, 5, 31), 0),  # Saturday, Sunday
    (date(2027, 5, 24), date(2027, 6, 8), 11),
    (date(2027, 5, 24), date(2027, 5, 24), 0),
    (date(2027, 5, 24), date(2027, 5, 1), 0),
])  # fmt: skip
def test_working_days_are_mondays_to_fridays(first: date, until: date, days: int) -> None:
    assert working_days(first, until) == days


def test_working_days_are_counted_as_one_counts_on_a_calendar() -> None:
    first = date(2027, 5, 24)
    for start in range(8):
        for length in range(40):
            begin, end = first + start * DAY, first + (start + length) * DAY
            counted = [begin + number * DAY for number in range(length)]
            assert working_days(begin, end) == len([each for each in counted if each.weekday() < 5])


@pytest.mark.parametrize(("now", "invited", "state"), [
    (WEDNESDAY, 0, "todo"),  # Wednesday, Thursday, Friday are left
    (WEDNESDAY, 20, "doing"),
    (THURSDAY, 0, "late"),
    (THURSDAY, 59, "late"),
    (THURSDAY, 60, "done"),
    (THURSDAY - 11 * HOUR, 0, "todo"),  # it is still Wednesday in UTC and in the forum's zone
    (THURSDAY - 9 * HOUR, 0, "late"),  # Wednesday in UTC, Thursday in the forum's zone
])  # fmt: skip
def test_invitations_are_late_when_less_than_three_working_days_are_left(
    now: datetime, invited: int, state: str
) -> None:
    found = tasks(now, seats=seats(60, invited))
    assert states(found, "được mời") == [state]
    assert {task.path for task in found if task.part == "invite"} == {"/dai-bieu"}


@pytest.mark.parametrize("state", ["closed", "concluded"])
def test_afterwards_nobody_is_to_be_invited(state: str) -> None:
    assert states(tasks(END + DAY, state, seats(60, 20)), "được mời") == []


def test_who_organizes_and_comes_as_a_delegate_too_is_to_be_invited() -> None:
    both = {"roles": ["delegate", "organizer"], "invited_at": None}
    assert states(tasks(MONDAY, seats={"items": [both], "total": 1, "invited": 0}), "Còn 1 người") == ["todo"]


@pytest.mark.parametrize(("now", "state", "expected"), [
    (MONDAY, "draft", ["todo"] * 3),
    (THURSDAY, "draft", ["late"] * 3),
    (THURSDAY, "announced", ["late", "late", "done"]),
])  # fmt: skip
def test_what_is_prepared_is_late_when_it_is_too_late_to_invite(now: datetime, state: str, expected: list[str]) -> None:
    assert [task.state for task in tasks(now, state, seats(0, 0)) if task.part == "prepare"] == expected
    ready = tasks(now, state, seats(60, 0), phases=[phase("planned")])
    assert [task.state for task in ready if task.part == "prepare"][:2] == ["done", "done"]


def test_letters_that_were_given_up_are_late_at_any_time() -> None:
    [task] = [
        task for task in tasks(MONDAY, letters={"counts": {"accepted": 57, "given-up": 3}}) if task.part == "invite"
    ]
    assert (task.part, task.state, task.sentence, task.path) == ("invite", "late", "3 thư không gửi được.", "/thu-tu")


@pytest.mark.parametrize(("now", "state", "expected"), [
    (START - HOUR, "announced", "todo"),
    (START + HOUR, "announced", "late"),
    (START + HOUR, "open", "done"),
    (END + HOUR, "closed", "done"),
])  # fmt: skip
def test_the_opening_is_late_when_its_time_has_passed(now: datetime, state: str, expected: str) -> None:
    assert states(tasks(now, state), "Khai mạc", "khai mạc") == [expected]


@pytest.mark.parametrize(("now", "state", "expected"), [
    (END - HOUR, "open", "todo"),
    (END + HOUR, "open", "late"),
    (END + HOUR, "closed", "done"),
    (END + HOUR, "concluded", "done"),
])  # fmt: skip
def test_the_closing_is_late_when_its_time_has_passed(now: datetime, state: str, expected: str) -> None:
    assert states(tasks(now, state), "Bế mạc", "bế mạc") == [expected]


@pytest.mark.parametrize(("now", "state", "expected"), [
    (START - HOUR, "planned", "todo"),
    (START + HOUR, "planned", "late"),
    (START + HOUR, "open", "doing"),
    (START + HOUR, "over", "done"),
])  # fmt: skip
def test_a_phase_is_late_when_it_has_not_opened_in_its_time(now: datetime, state: str, expected: str) -> None:
    assert states(tasks(now, "open", phases=[phase(state)]), "“Bước”") == [expected]
    assert states(tasks(now, "open", phases=[phase(state, "following-up")]), "“Bước”") == []


CLOSES = datetime(2027, 5, 29, 3, tzinfo=UTC)  # of the sample round


@pytest.mark.parametrize(("now", "state", "expected"), [
    (CLOSES - HOUR, "prepared", "todo"),
    (CLOSES - HOUR, "open", "doing"),
    (CLOSES + timedelta(seconds=1), "open", "late"),
    (CLOSES + HOUR, "closed", "todo"),
    (CLOSES + HOUR, "sealed", "todo"),
    (CLOSES + 2 * HOUR, "closed", "late"),
    (CLOSES + 2 * HOUR, "sealed", "late"),
    (CLOSES + 2 * HOUR, "certified", "done"),
])  # fmt: skip
def test_a_round_is_late_when_it_is_open_too_long_or_its_result_is_not_certified(
    now: datetime, state: str, expected: str
) -> None:
    assert states(tasks(now, "open", rounds=[samples.round_(state)]), "“Vòng một”") == [expected]


def test_a_round_without_a_closing_time_is_only_prepared_and_a_cancelled_one_is_nothing_to_do() -> None:
    rounds = [{**samples.round_("prepared"), "closes_at": None}, {**samples.round_(), "state": "cancelled"}]
    assert states(tasks(END + DAY, "open", rounds=rounds), "“Vòng một”") == ["todo"]


@pytest.mark.parametrize(("now", "state", "board", "expected"), [
    (END, "open", {}, "todo"),
    (END + 6 * DAY, "closed", {}, "todo"),  # Friday 4 June: four working days since Monday
    (END + 9 * DAY, "closed", {}, "todo"),  # Monday 7 June: five
    (END + 10 * DAY, "closed", {}, "late"),
    (END, "closed", {"rounds": [samples.round_("certified")], "solutions": [samples.solution()]}, "doing"),
    (END + 90 * DAY, "closed", {"conclusion": ISSUED}, "done"),
    (END + 90 * DAY, "concluded", {}, "done"),
])  # fmt: skip
def test_the_conclusion_is_late_five_working_days_after_the_forum(
    now: datetime, state: str, board: dict[str, Any], expected: str
) -> None:
    assert [task.state for task in tasks(now, state, **board) if task.part == "conclude"] == [expected]


TUESDAY_AFTER, FRIDAY_AFTER = datetime(2027, 6, 1, 2, tzinfo=UTC), datetime(2027, 6, 4, 2, tzinfo=UTC)
JULY = datetime(2027, 7, 1, 2, tzinfo=UTC)


@pytest.mark.parametrize(("now", "answers", "expected"), [
    (TUESDAY_AFTER, ["given", "accepted"], [("todo", "1 nhiệm vụ chưa"), ("doing", "1 nhiệm vụ đang")]),
    (FRIDAY_AFTER, ["given"], [("late", "1 nhiệm vụ chưa")]),
    (FRIDAY_AFTER, ["acknowledged", "accepted"], [("doing", "2 nhiệm vụ đang")]),
    (JULY, ["accepted", "done"], [("late", "1 nhiệm vụ đã quá hạn")]),
    (JULY, ["given"], [("late", "1 nhiệm vụ chưa"), ("late", "1 nhiệm vụ đã quá hạn")]),
    (JULY, ["done", "declined"], [("done", "Mọi nhiệm vụ")]),
    (JULY, [], []),
])  # fmt: skip
def test_assignments_are_late_when_nobody_answers_them_or_their_day_has_passed(
    now: datetime, answers: list[str], expected: list[tuple[str, str]]
) -> None:
    found = tasks(now, "concluded", conclusion=ISSUED, assignments=assignments(*answers))
    follow = [task for task in found if task.part == "follow"]
    assert [(task.state, task.sentence[: len(words)]) for task, (_, words) in zip(follow, expected, strict=True)] == (
        expected
    )


def test_a_cancelled_forum_leaves_nothing_to_do() -> None:
    assert tasks(THURSDAY, "cancelled", seats(60, 0)) == []


def test_what_is_not_known_is_left_out() -> None:
    reader = Reader(str, lambda sentences, num: sentences[0], THURSDAY, samples.ZONE)
    found = what_is_to_do(reader, samples.forum(), None, None, None)
    assert {task.part for task in found} == {"prepare", "run"}


def test_every_task_belongs_to_a_part_in_the_order_of_a_forums_life() -> None:
    found = tasks(
        JULY, "open", seats(60, 0), {"counts": {"given-up": 1}}, [phase("planned")], assignments=assignments("given")
    )
    order = [list(PARTS).index(task.part) for task in found]
    assert order == sorted(order)
    assert set(order) == set(range(5))
