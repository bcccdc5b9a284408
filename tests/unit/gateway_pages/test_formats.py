"""Dates, times and numbers, as they are written and as they are typed."""

from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest

from services.gateway.languages import catalogue
from services.gateway.pages import formats
from services.gateway.pages.rendering import days_left, overdue
from services.kit import clock

SAIGON, LONDON = "Asia/Ho_Chi_Minh", "Europe/London"


def test_a_moment_is_written_in_the_forums_zone() -> None:
    assert formats.moment("2027-05-29T20:30:00Z", SAIGON) == "30/05/2027 03:30"
    assert formats.moment("2027-05-29T20:30:00Z", LONDON) == "29/05/2027 21:30"


def test_a_stretch_within_a_day_names_the_day_once() -> None:
    assert formats.span("2027-05-29T01:00:00Z", "2027-05-29T04:30:00Z") == "29/05/2027, 08:00–11:30"
    assert formats.span("2027-05-29T01:00:00Z", "2027-05-29T18:30:00Z") == "29/05/2027 08:00 – 30/05/2027 01:30"


def test_a_receipt_tells_the_second() -> None:
    assert formats.second("2027-05-29T02:14:05.123456+00:00") == "09:14:05"


def test_a_day_is_written_as_it_is_whatever_the_zone() -> None:
    assert formats.day("2027-06-30") == formats.day(date(2027, 6, 30)) == "30/06/2027"


def test_thousands_are_set_apart_as_each_language_does() -> None:
    assert (formats.number(1234567), formats.number(1234567, "en")) == ("1.234.567", "1,234,567")


@pytest.mark.parametrize(("value", "written"), [
    (12, "12"),
    ("3/2", "1,5"),
    ("1956519/100000", "19,56519"),
    ("1/3", "≈ 0,33"),
    ("200000000/41", "≈ 4.878.048,78"),
    ("1.5", "1,5"),
])  # fmt: skip
def test_an_amount_is_exact_where_that_is_short_and_says_where_it_is_not(value: int | str, written: str) -> None:
    assert formats.amount(value) == written


def test_units_are_written_in_votes() -> None:
    assert (formats.votes(3, 2), formats.votes(3, 2, "en"), formats.votes(1234)) == ("1,5", "1.5", "1.234")


def test_parts_and_money_are_written_as_people_write_them() -> None:
    assert (formats.percent("2/3"), formats.percent("1/2"), formats.percent(0)) == ("66,67%", "50%", "0%")
    assert (formats.money(1234000), formats.money(1234000, "en")) == ("1.234.000 đồng", "1,234,000 dong")


@pytest.mark.parametrize("typed", ["29/05/2027 08:00", "8:00 29/5/2027", "29/05/2027 8h00", "2027-05-29T08:00"])
def test_a_time_may_be_typed_in_any_of_the_usual_ways(typed: str) -> None:
    assert formats.from_input(typed) == "2027-05-29T01:00:00Z"


@pytest.mark.parametrize("typed", ["mai", "31/02/2027 08:00", "29/05/2027", "01/01/0001 00:00", ""])
def test_what_is_no_time_is_passed_on_to_be_refused(typed: str) -> None:
    assert formats.from_input(typed) == typed


def test_a_time_of_a_zone_there_is_not_is_passed_on_too() -> None:
    assert formats.from_input("29/05/2027 08:00", "No/Where") == "29/05/2027 08:00"


def test_what_is_shown_in_a_form_is_read_back_as_the_same_time() -> None:
    shown = formats.moment("2027-05-29T01:00:00Z", LONDON)
    assert formats.from_input(shown, LONDON) == "2027-05-29T01:00:00Z"


def test_a_day_is_typed_day_first() -> None:
    assert formats.day_from_input(" 5/6/2027 ") == "2027-06-05"
    assert formats.day_from_input("2027-06-05") == "2027-06-05"
    assert formats.day_from_input("hôm nào") == "hôm nào"


@pytest.mark.parametrize(("days", "late", "said"), [(-3, True, "3"), (0, False, "hôm nay"), (30, False, "30")])
def test_a_due_day_is_counted_in_days(days: int, late: bool, said: str) -> None:
    today = clock.now().astimezone(ZoneInfo(SAIGON)).date()
    assignment = {"state": "given", "due_on": (today + timedelta(days=days)).isoformat()}
    assert overdue(assignment) == late
    assert said in days_left(catalogue("vi"), assignment)


@pytest.mark.parametrize("state", ["done", "declined"])
def test_what_is_settled_is_never_late(state: str) -> None:
    assert not overdue({"state": state, "due_on": "2020-01-01"})
