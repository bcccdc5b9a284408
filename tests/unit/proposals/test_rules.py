"""The rules of rounds, conclusions and assignments, without a database."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from services.kit.errors import Invalid, Refused
from services.proposals.model import assignments, conclusions, methods, rounds
from services.proposals.model.assignments import Assignment
from services.proposals.model.conclusions import Adopted
from services.proposals.model.rounds import Option, Round

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
FORUM, ROUND, BODY = UUID(int=1), UUID(int=2), UUID(int=3)
SOLUTIONS = [UUID(int=n) for n in (11, 12)]


def a_round(**changes: Any) -> Round:
    """An open round of two options, with four ballots."""
    usual: dict[str, Any] = {
        "forum_id": FORUM,
        "round_id": ROUND,
        "number": 1,
        "title": "Biểu quyết",
        "named": True,
        "names_shown": False,
        "method": "yes-no-abstain",
        "settings": {},
        "rule": methods.USUAL_RULE,
        "live_tally": True,
        "revisable": True,
        "reopening": False,
        "proxies": 0,
        "reminder_minutes": 60,
        "state": "open",
        "opened_at": NOW - timedelta(hours=1),
        "closes_at": NOW + timedelta(hours=1),
        "paused_at": None,
        "electors": 5,
        "present": None,
        "unit": 1,
        "on_paper": 0,
        "ballots": 4,
        "counts": [[3, 1, 0], [2, 1, 1]],
        "progress": 0,
        "trouble": "",
        "admissions": [],
        "voided": 0,
        "changes": [],
        "version": 7,
        "options": [Option(solution_id, n, "Giải pháp") for n, solution_id in enumerate(SOLUTIONS, start=1)],
    }
    return Round(**{**usual, **changes})


@pytest.mark.parametrize(
    ("state", "live", "visible"),
    [
        ("open", True, True),
        ("open", False, False),
        ("prepared", False, False),
        ("closed", False, True),
        ("sealed", False, True),
        ("certified", False, True),
        ("cancelled", False, False),
    ],
)
def test_counts_are_seen_live_only_where_the_round_says_so(state: str, live: bool, visible: bool) -> None:
    assert (rounds.tally(a_round(state=state, live_tally=live)) is not None) is visible


def test_a_closing_time_counts_even_if_nothing_has_closed_the_round() -> None:
    late = a_round(closes_at=NOW)
    assert late.state == "open"
    assert not late.is_open(NOW)
    assert late.is_open(NOW - timedelta(microseconds=1))


@pytest.mark.parametrize(("minutes", "expected"), [(0, None), (30, NOW + timedelta(minutes=30))])
def test_a_reminder_comes_so_long_before_the_closing(minutes: int, expected: datetime | None) -> None:
    assert a_round(reminder_minutes=minutes).reminder_at == expected


@pytest.mark.parametrize("closes_at", [NOW, NOW - timedelta(seconds=1), NOW + timedelta(days=400)])
def test_a_closing_time_is_to_come_but_not_years_away(closes_at: datetime) -> None:
    with pytest.raises(Invalid):
        rounds.check_closing(closes_at, NOW)
    rounds.check_closing(NOW + timedelta(seconds=1), NOW)


def an_assignment(state: str) -> Assignment:
    """An assignment in a state."""
    names = (FORUM, UUID(int=5), SOLUTIONS[0], 1, "Nội dung", "", BODY)
    return Assignment(*names, date(2027, 1, 1), state, "", None, None, 1)


ORDERLY = {
    ("given", "acknowledge"): "acknowledged",
    ("acknowledged", "accept"): "accepted",
    ("accepted", "done"): "done",
    ("given", "decline"): "declined",
    ("acknowledged", "decline"): "declined",
    ("accepted", "decline"): "declined",
}


@pytest.mark.parametrize("state", ["given", "acknowledged", "accepted", "declined", "done"])
@pytest.mark.parametrize("answer", ["acknowledge", "accept", "decline", "done"])
def test_answers_come_in_order(state: str, answer: str) -> None:
    if (state, answer) in ORDERLY:
        assert assignments.state_after(an_assignment(state), answer, "vì lý do") == ORDERLY[state, answer]
    else:
        with pytest.raises(Refused, match="answer-out-of-order"):
            assignments.state_after(an_assignment(state), answer, "vì lý do")


def test_who_declines_says_why() -> None:
    with pytest.raises(Invalid):
        assignments.state_after(an_assignment("given"), "decline", "")


TODAY = date(2026, 11, 23)
ADOPTED = {SOLUTIONS[0]: Adopted(SOLUTIONS[0], "Bồi dưỡng", "Bồi dưỡng hằng năm", [BODY])}


def faults(*items: dict[str, Any], adopted: dict[UUID, Adopted] = ADOPTED) -> list[tuple[str, str]]:
    """What is wrong with these items."""
    with pytest.raises(Invalid) as caught:
        conclusions.compose(items, adopted, TODAY)
    return [(fault.pointer, fault.code) for fault in caught.value.faults]


def test_an_item_takes_text_and_bodies_from_its_solution() -> None:
    [item] = conclusions.compose([{"solution_id": SOLUTIONS[0], "due_on": TODAY}], ADOPTED, TODAY)
    assert (item.number, item.title, item.text, item.body_ids) == (1, "Bồi dưỡng", "Bồi dưỡng hằng năm", [BODY])


def test_an_item_may_have_text_and_bodies_of_its_own() -> None:
    asked = {"solution_id": SOLUTIONS[0], "due_on": TODAY, "text": "Giao việc", "body_ids": [UUID(int=9), UUID(int=9)]}
    [item] = conclusions.compose([asked], ADOPTED, TODAY)
    assert (item.text, item.body_ids) == ("Giao việc", [UUID(int=9)])


def test_only_what_was_adopted_is_concluded() -> None:
    assert faults({"solution_id": SOLUTIONS[1], "due_on": TODAY}) == [("/items/0/solution_id", "not-adopted")]


def test_a_solution_is_concluded_once() -> None:
    item = {"solution_id": SOLUTIONS[0], "due_on": TODAY}
    assert faults(item, item) == [("/items/1/solution_id", "repeated")]


def test_an_item_is_due_in_the_future_and_somebody_is_responsible() -> None:
    nobody = {SOLUTIONS[0]: Adopted(SOLUTIONS[0], "Bồi dưỡng", "Bồi dưỡng hằng năm", [])}
    yesterday = {"solution_id": SOLUTIONS[0], "due_on": TODAY - timedelta(days=1)}
    assert faults(yesterday, adopted=nobody) == [("/items/0/body_ids", "required"), ("/items/0/due_on", "in-the-past")]


def test_a_conclusion_fits_into_one_event() -> None:
    many = {UUID(int=n): Adopted(UUID(int=n), "Dài", "ẩ" * 2_900, [BODY]) for n in range(100, 120)}
    asked = [{"solution_id": solution_id, "due_on": TODAY} for solution_id in many]
    assert faults(*asked, adopted=many) == [("/items", "too-long")]


@pytest.mark.parametrize(("number", "written"), [(1, "01/TB"), (9, "09/TB"), (10, "10/TB"), (123, "123/TB")])
def test_a_document_number_below_ten_takes_a_nought(number: int, written: str) -> None:
    assert conclusions.document_number(number) == written
