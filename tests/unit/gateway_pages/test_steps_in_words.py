"""The steps of a count in words: each kind that a method tells, ties, and a kind nobody knows."""

from typing import Any

import pytest

from services.gateway.pages.steps import Step, Teller, steps_of
from tests.unit.gateway_pages.outcomes import BALLOTS, outcome
from tests.unit.gateway_pages.samples import round_by


def steps(method: str, language: str = "vi", told: dict[str, Any] | None = None, **rule: Any) -> list[Step]:
    of = round_by(method)
    if method in ("phragmen", "equal-shares"):
        of = {**of, "settings": round_by("greedy")["settings"]}
    told = told or outcome(method)
    by, undecided = rule.get("by", "lot"), rule.get("undecided", [])
    return steps_of(Teller(language, of, told), told["ties"], by, undecided)


def words(step: Step) -> str:
    return " ".join([*step.sentences, *step.more])


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("method", BALLOTS)
def test_every_step_of_every_method_is_told(method: str, language: str) -> None:
    told = steps(method, language)
    assert len(told) == len(outcome(method)["steps"])
    said = " ".join(map(words, told))
    assert "chưa diễn giải" not in said
    assert "no words for it" not in said
    assert "%(" not in said


def test_an_option_that_goes_is_told_with_where_its_ballots_went() -> None:
    first, out, last = steps("instant-runoff")
    assert (
        words(first)
        == "Mỗi phiếu tính cho giải pháp được xếp hạng cao nhất trên phiếu đó. 56 phiếu có xếp hạng; 2 phiếu trắng."
    )
    assert words(out).startswith("“Sửa đường liên thôn” (số 4) có ít phiếu nhất, 9 phiếu, nên bị loại.")
    assert [(row.name, row.amount, row.change, row.state) for row in out.rows] == [
        ("3. Xây nhà trẻ", "23", "+9", ""),
        ("1. Bồi dưỡng cán bộ", "18", "", ""),
        ("2. Hỗ trợ vay vốn", "15", "", ""),
        ("4. Sửa đường liên thôn", "0", "−9", "out"),
    ]
    assert "15 phiếu không còn hạng nào khác" in words(last)
    assert "“Xây nhà trẻ” (số 3) có quá nửa số phiếu còn tính và được chọn." in words(last)
    assert [row.state for row in last.rows] == ["chosen", "", "out", "out", ""]


def test_a_surplus_is_told_with_its_quota_and_what_the_cutting_of_decimals_lost() -> None:
    first, _, surplus = steps("scottish-stv")
    assert "Định mức để được chọn là 19 phiếu." in words(first)
    assert "vượt định mức 4 phiếu" in words(surplus)
    assert ("Lẻ bỏ đi khi chia phiếu", "0,00007") in [(row.name, row.amount) for row in surplus.rows]


def test_duels_are_told_by_their_numbers_and_paths_shortly() -> None:
    told = steps("schulze")
    assert words(told[0]).startswith("Không giải pháp nào thắng mọi giải pháp khác")
    assert told[1].sentences[0] == "“Hỗ trợ vay vốn” (số 2) đứng trước “Bồi dưỡng cán bộ” (số 1)."
    assert told[1].more[0] == "Chuỗi thắng mạnh nhất: số 2 thắng số 3 33–15; số 3 thắng số 1 30–18."
    assert told[-1].rows[0].amount == "Hạng 1"
    skipped = next(step for step in steps("ranked-pairs") if "bỏ, vì trái với" in words(step))
    assert "số 2 thắng số 3 33–15" in words(skipped)


def test_money_is_told_as_money_and_places_as_places() -> None:
    assert "cần 100.000.000 đồng: được chọn. Còn lại 100.000.000 đồng." in words(steps("greedy")[0])
    step = {"step": "taken", "option": 0, "votes": "3/2", "cost": 1, "left": 1}
    told = {"chosen": [0], "figures": [], "steps": [step], "ties": []}
    of = round_by("approval")
    [seat] = steps_of(Teller("en", of, told), [], "lot", [])
    assert words(seat) == "“Bồi dưỡng cán bộ” (no. 1) has 1.5 votes and needs 1 place: chosen. Left: 1 place."


def test_shares_say_who_paid_and_what_was_added() -> None:
    told = steps("equal-shares")
    assert words(told[0]).startswith("Mỗi phiếu được chia ≈ ")
    assert "phần tăng thêm" in words(told[0])
    assert "cùng trả 100.000.000 đồng" in words(told[1])


@pytest.mark.parametrize(("by", "undecided", "expected"), [
    ("lot", [], "Bốc thăm: “Bồi dưỡng cán bộ” (số 1) được xét trước."),
    ("ballot-order", [], "Theo thứ tự trên phiếu, “Bồi dưỡng cán bộ” (số 1) được xét trước."),
    ("vote-again", [0, 2], "phải biểu quyết lại"),
    ("vote-again", [], "Theo thứ tự trên phiếu"),
])  # fmt: skip
def test_a_tie_says_how_it_was_broken(by: str, undecided: list[int], expected: str) -> None:
    [step] = steps("single-choice", by=by, undecided=undecided)
    [tie] = step.ties
    assert tie.startswith("“Bồi dưỡng cán bộ” (số 1) và “Xây nhà trẻ” (số 3) bằng nhau")
    assert expected in tie


def test_a_tie_that_an_earlier_step_decided_says_which() -> None:
    told = outcome("instant-runoff")
    told["steps"][2] |= {"tied": [0, 1], "decided_at": 0}
    assert "Bằng phiếu với “Bồi dưỡng cán bộ” (số 1). Ở bước 1" in words(steps("instant-runoff", told=told)[2])


def test_a_kind_of_step_nobody_knows_is_shown_as_it_is() -> None:
    step = {"step": "weighed", "option": 1, "elected": [0, 2], "tied": [], "votes": "3/2"}
    [told] = steps("approval", told={"figures": [], "steps": [step], "ties": []})
    assert "“weighed”" in words(told)
    rows = [(row.name, row.amount) for row in told.rows]
    assert rows[:2] == [
        ("option", "“Hỗ trợ vay vốn” (số 2)"),
        ("elected", "“Bồi dưỡng cán bộ” (số 1) và “Xây nhà trẻ” (số 3)"),
    ]
    assert ("votes", "3/2") in rows


def test_a_long_title_is_cut_in_a_sentence_and_whole_in_a_list() -> None:
    of = round_by("approval")
    of["options"][0]["title"] = "Đ" * 100
    teller = Teller("vi", of, {})
    assert teller.name(0) == f"“{'Đ' * 60}…” (số 1)"
    assert teller.label(0) == f"1. {'Đ' * 100}"
