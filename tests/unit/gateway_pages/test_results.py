"""A result as its page shows it."""

from typing import Any

from services.gateway.pages.results import told
from tests.unit.gateway_pages.outcomes import outcome, result
from tests.unit.gateway_pages.samples import round_by


def shown(method: str = "approval", **changed: Any) -> dict[str, Any]:
    return told("vi", round_by(method, "certified"), result(method, **changed))


def test_what_is_adopted_comes_first_and_then_who_came_nearest() -> None:
    page = shown("single-choice")
    assert [option["number"] for option in page["adopted"]] == [2]
    assert [option["number"] for option in page["options"]] == [2, 1, 3, 4]
    assert [option["number"] for option in page["undecided"]] == [1]


def test_without_an_order_of_the_count_the_others_stand_as_on_the_ballot() -> None:
    assert [option["number"] for option in shown("scottish-stv")["options"]] == [3, 1, 2, 4]


def test_every_option_says_by_how_much_and_how_few_would_have_turned_it() -> None:
    said = {option["number"]: " ".join(option["said"]) for option in shown("scottish-stv")["options"]}
    assert said[1] == "43,48% số phiếu đã bỏ, hơn mức cần 1 phiếu."
    assert said[2].startswith("43,48% số phiếu đã bỏ, vừa đúng mức cần. Chỉ cần 1 phiếu khác đi")
    assert "thiếu 1,5 phiếu so với mức cần" in said[3]
    assert said[4].startswith("43,48% số phiếu đã bỏ. ")


def test_figures_have_words_and_bars_where_they_can_be_compared() -> None:
    first = shown("greedy")["options"][0]["figures"]
    assert [(figure["words"], figure["amount"]) for figure in first] == [
        ("Số phiếu", "33"),
        ("Chi phí", "100.000.000 đồng"),
    ]
    assert first[0]["bar"] == {"value": 33.0, "max": 33.0}
    assert first[1]["bar"] is None
    changed = outcome("greedy")
    changed["figures"] = [{"weight": 3}] * 4
    assert shown("greedy", **changed)["options"][0]["figures"][0]["words"] == "weight"


def test_turnout_is_told_in_people_and_in_votes_where_these_weigh() -> None:
    turnout = shown()["turnout"]
    assert (turnout["people"]["valid"], turnout["votes"]["valid"]) == (43, 44.5)
    plain = {**result("approval")["turnout"], "weighted": False}
    assert shown(turnout=plain)["turnout"]["votes"] is None


def test_other_bases_say_whether_the_result_would_be_another() -> None:
    what_if = shown()["what_if"]
    assert [(each["base"], each["same"], bool(each["adopted"])) for each in what_if] == [
        ("số phiếu hợp lệ", True, True),
        ("số đại biểu có mặt", False, False),
        ("số đại biểu được biểu quyết", False, True),
    ]
    assert shown()["closest"] == 1


def test_a_sector_that_is_hidden_has_nothing_to_show() -> None:
    of_hoi, of_so = shown()["sectors"]
    assert [option["counts"] for option in of_hoi["options"]] == [{"votes": 3}] * 4
    assert of_so["options"] is None


def test_without_a_quorum_there_is_no_result_and_nothing_to_compare() -> None:
    verdict = {"adopted": False, "undecided": False, "support": None, "base": None, "share": None, "over": None}
    bare = {
        **{name: result("approval")["decision"][name] for name in ("presence", "participation")},
        **{name: [] for name in ("adopted", "undecided")},
        "quorate": False,
        "what_if": {},
        "options": [{**verdict, "closest": None} for _ in range(4)],
    }
    page = shown(decision=bare)
    assert (page["quorate"], page["what_if"], page["closest"]) == (False, [], None)
    assert page["options"][0]["said"] == []
    assert [quorum["reached"] for quorum in page["quorums"]] == [True, False]
    assert [quorum["said"] for quorum in page["quorums"]] == [
        "Cần ít nhất 40 có mặt, có 52:",
        "Cần hơn 50 bỏ phiếu, có 46:",
    ]
