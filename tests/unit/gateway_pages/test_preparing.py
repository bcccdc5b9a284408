"""The form in which a round is prepared: carried from step to step, checked before it is sent, told to the service."""

from typing import Any

import pytest
from starlette.datastructures import FormData

from services.gateway.pages.desk.preparing import checking, fields
from services.gateway.pages.methods import MAJORITIES, METHODS
from tests.unit.gateway_pages import samples

A, B, C, D = samples.OPTIONS
COSTS = [f"costs-{each}" for each in samples.OPTIONS]
TITLED = {"title": "Vòng hai", "solution_ids": [A, B, C, D]}


def values(**typed: Any) -> dict[str, Any]:
    return {**fields.USUAL, **TITLED, **typed}


def form(*typed: tuple[str, str], **single: str) -> FormData:
    return FormData([*single.items(), *typed])


def wrong(**typed: Any) -> tuple[str, list[str]] | None:
    found = checking.first_wrong(values(**typed), "review", "vi")
    return (found[0], list(found[1])) if found else None


def test_the_usual_round_is_for_or_against_named_and_by_more_than_half() -> None:
    assert fields.body_of(values()) == {
        **TITLED,
        "method": "yes-no-abstain",
        "settings": {},
        "rule": {
            "base": "cast",
            "majority": "1/2",
            "strictly": True,
            "abstentions": "in-base",
            "presence_quorum": None,
            "participation_quorum": None,
            "winners": None,
            "ties": "lot",
        },
        "secret": False,
        "names_shown": False,
        "live_tally": True,
        "revisable": True,
        "reopening": False,
        "proxies": 0,
        "reminder_minutes": 60,
    }


@pytest.mark.parametrize("method", METHODS)
def test_a_round_that_was_saved_comes_back_into_its_form_as_it_was(method: str) -> None:
    money = {"limit": "budget", "budget": "500", **dict.fromkeys(COSTS, "100")}
    typed = values(
        method=method,
        most="3",
        winners="2",
        majority="two-thirds",
        secrecy="shown",
        reopening="yes",
        proxies="2",
        **money,
    )
    assert checking.first_wrong(typed, "review", "vi") is None
    body = fields.body_of(typed)
    options = [{"solution_id": each, "number": 1, "title": ""} for each in body["solution_ids"]]
    assert fields.body_of(fields.values_of({**fields.as_round(body, options), "version": 4})) == body


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("where", [*fields.STEPS, "review"])
def test_what_a_step_does_not_show_is_carried_along(method: str, where: str) -> None:
    typed = values(method=method, winners="2", majority="other", part="3/5", budget="500", **{f"costs-{A}": "7"})
    shown = {name: typed[name] for name in fields.STEPS.get(where, ()) if name != "solution_ids"}
    ticked = [("solution_ids", each) for each in (A, B, C, D)] if where == "what" else []
    costs = {f"costs-{A}": "7"} if where == "rule" else {}
    again = fields.read(form(*fields.hidden(typed, where), *shown.items(), *costs.items(), *ticked))
    assert again == {**typed, "version": ""}


def test_what_was_chosen_for_one_method_is_not_taken_for_another() -> None:
    before = fields.filled_in(values(method="equal-shares", presence_quorum="1/2"))
    again = fields.read(form(*fields.hidden(before, "method"), method="schulze"))
    assert (again["winners"], again["presence_quorum"]) == ("", "1/2")
    assert fields.read(form(*fields.hidden(before, "method"), method="equal-shares"))["winners"] == "2"


def test_what_no_form_of_ours_has_is_as_usual() -> None:
    read = fields.read(form(method="dice", base="moon", ties="", secrecy="open", title=" Vòng "))
    assert (read["method"], read["base"], read["ties"], read["secrecy"]) == ("yes-no-abstain", "", "lot", "named")
    assert read["title"] == "Vòng"


@pytest.mark.parametrize(("places", "order"), [
    ({}, [A, B, C, D]),
    ({D: "1"}, [D, A, B, C]),
    ({A: "3"}, [B, C, A, D]),
    ({A: "4", D: "1"}, [D, B, C, A]),
    ({B: "9"}, [A, C, D, B]),
    ({B: "x", C: "0"}, [A, B, C, D]),
])  # fmt: skip
def test_a_solution_goes_where_its_number_says(places: dict[str, str], order: list[str]) -> None:
    typed = {f"place-{each}": str(own) for own, each in enumerate((A, B, C, D), 1)}
    typed |= {f"place-{each}": place for each, place in places.items()}
    read = fields.read(form(*(("solution_ids", each) for each in (A, B, C, D)), **typed))
    assert read["solution_ids"] == order


def test_an_order_that_was_chosen_is_kept_when_solutions_are_chosen_again() -> None:
    before = [("order", each) for each in (C, A, B)]
    ticked = [("solution_ids", each) for each in (A, C, D)]
    assert fields.read(form(*before, *ticked))["solution_ids"] == [C, A, D]


@pytest.mark.parametrize(("typed", "number"), [
    ("1200", 1200),
    ("1.200", 1200),
    ("1 200 000", 1_200_000),
    ("1,200", 1200),
    ("1000.000", 1_000_000),
    ("12.5", None),
    ("-3", None),
    ("", None),
    ("ba", None),
    ("٣", None),
])  # fmt: skip
def test_numbers_are_read_as_people_write_them(typed: str, number: int | None) -> None:
    assert fields.whole(typed) == number


@pytest.mark.parametrize(("typed", "found"), [
    ({"title": ""}, ("what", ["title"])),
    ({"title": "x" * 201}, ("what", ["title"])),
    ({"solution_ids": []}, ("what", ["solution_ids"])),
    ({"method": "approval", "least": "3", "most": "2"}, ("rule", ["most"])),
    ({"method": "approval", "least": "5", "most": "4"}, ("rule", ["least"])),
    ({"method": "approval", "majority": "most"}, ("rule", ["winners"])),
    ({"method": "score", "most_score": "x"}, ("rule", ["most_score"])),
    ({"method": "score", "winners": "5"}, ("rule", ["winners"])),
    ({"method": "scottish-stv", "solution_ids": [A]}, ("rule", ["winners"])),
    ({"method": "greedy"}, ("rule", ["budget", *COSTS])),
    ({"method": "equal-shares", "limit": "budget", "budget": "9"}, ("rule", COSTS)),
    ({"majority": "other"}, ("rule", ["part"])),
    ({"majority": "other", "part": "3/2"}, ("rule", ["part"])),
    ({"majority": "other", "part": "1/1", "strictly": "yes"}, ("rule", ["part"])),
    ({"reminder_minutes": "99999"}, ("conduct", ["reminder_minutes"])),
    ({"proxies": "101"}, ("conduct", ["proxies"])),
    ({"proxies": "hai"}, ("conduct", ["proxies"])),
])  # fmt: skip
def test_what_is_wrong_is_said_where_it_was_typed(typed: dict[str, Any], found: tuple[str, list[str]]) -> None:
    assert wrong(**typed) == found


@pytest.mark.parametrize("typed", [
    {"method": "approval"},
    {"method": "approval", "majority": "most", "winners": "2"},
    {"method": "equal-shares", "limit": "winners"},
    {"method": "instant-runoff", "solution_ids": [A]},
    {"majority": "other", "part": "1/1"},
    {"reminder_minutes": ""},
])  # fmt: skip
def test_what_can_be_left_out_is_not_asked_for(typed: dict[str, Any]) -> None:
    assert wrong(**typed) is None


def test_going_back_is_never_stopped() -> None:
    typed = values(method="greedy")
    assert checking.first_wrong(typed, "rule", "vi") is None
    assert checking.first_wrong(typed, "method", "vi") is None
    assert checking.first_wrong(typed, "conduct", "vi") is not None


def test_each_method_is_told_its_settings_and_no_others() -> None:
    typed = values(budget="500", **dict.fromkeys(COSTS, "100"), winners="3", limit="budget")
    settings = {method: set(fields.body_of({**typed, "method": method})["settings"]) for method in METHODS}
    assert {method: names for method, names in settings.items() if names} == {
        "approval": {"least", "most"},
        "score": {"most_score"},
        "equal-shares": {"budget", "costs", "completion"},
        "phragmen": {"budget", "costs"},
        "greedy": {"budget", "costs"},
    }
    winners = {method: fields.body_of({**typed, "method": method})["rule"]["winners"] for method in METHODS}
    assert winners["yes-no-abstain"] is None
    assert {method for method, number in winners.items() if number == 4} == {"equal-shares", "phragmen", "greedy"}
    assert {winners["approval"], winners["score"]} == {3}
    assert winners["instant-runoff"] == 1
    assert fields.body_of(values(method="approval"))["rule"]["winners"] == 4


def test_a_majority_is_only_asked_of_methods_that_have_votes_for_each() -> None:
    rules = {method: fields.body_of(values(method=method, majority="two-thirds"))["rule"] for method in METHODS}
    asked = {method for method, rule in rules.items() if rule["majority"]}
    assert asked == {"yes-no-abstain", "single-choice", "approval"}
    assert MAJORITIES["two-thirds"] == (rules["approval"]["majority"], rules["approval"]["strictly"])


def test_abstentions_are_left_out_of_ballots_and_never_of_people() -> None:
    for base, abstentions in (("valid", "out-of-base"), ("cast", "out-of-base"), ("entitled", "in-base")):
        assert fields.body_of(values(base=base, abstentions="out-of-base"))["rule"]["abstentions"] == abstentions


def test_a_secret_round_has_no_live_tally_and_no_names() -> None:
    body = fields.body_of(values(secrecy="secret"))
    assert (body["secret"], body["names_shown"], body["live_tally"]) == (True, False, False)
    assert fields.body_of(values(method="borda"))["live_tally"] is False


@pytest.mark.parametrize(("told", "where", "field"), [
    ("title", "what", "title"),
    ("solution_ids", "what", "solution_ids"),
    ("rule-winners", "rule", "winners"),
    ("rule-majority", "rule", "part"),
    ("settings-most", "rule", "most"),
    (f"settings-costs-{A}", "rule", f"costs-{A}"),
    ("secret", "conduct", "secrecy"),
    ("nowhere", "", "nowhere"),
])  # fmt: skip
def test_what_the_service_finds_wrong_is_said_in_the_step_it_was_typed_in(told: str, where: str, field: str) -> None:
    assert checking.placed({told: "Sai"}, values(majority="other")) == (where, {field: "Sai"})
