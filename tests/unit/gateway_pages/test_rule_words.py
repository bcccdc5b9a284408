"""A round's method and rule in words."""

from typing import Any

import pytest

from services.gateway.languages import LANGUAGES
from services.gateway.pages import rule_choices, rule_texts
from services.gateway.pages.methods import BASES, COMPLETIONS, GROUPS, MAJORITIES, METHODS, OTHER, TIES
from services.gateway.pages.words import Words
from tests.unit.gateway_pages import samples

VI, EN = Words("vi"), Words("en")
SECRET = {"named": False, "names_shown": False, "live_tally": True}


def by(method: str, rule: dict[str, Any] | None = None, **told: Any) -> dict[str, Any]:
    round_ = samples.round_by(method, **told)
    return {**round_, "rule": {**round_["rule"], **(rule or {})}}


def decided(method: str, rule: dict[str, Any] | None = None, words: Words = VI, **told: Any) -> str:
    return " ".join(words.decided(by(method, rule, **told)))


def test_every_method_is_in_one_group_with_a_name_and_what_it_is_for() -> None:
    grouped = [method for methods in GROUPS.values() for method in methods]
    assert sorted(grouped) == sorted(METHODS)
    assert set(rule_texts.NAMES) == set(rule_texts.PURPOSES) == set(METHODS)


def test_everything_there_is_to_choose_has_words() -> None:
    assert set(rule_texts.BASES) == set(rule_choices.BASES) == set(BASES)
    assert set(rule_texts.EQUAL) == set(rule_choices.TIES) == set(TIES)
    assert set(rule_texts.COMPLETED) == set(rule_choices.COMPLETIONS) == set(COMPLETIONS)
    assert set(rule_choices.MAJORITIES) == {*MAJORITIES, OTHER}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("method", METHODS)
def test_every_method_says_what_to_do_and_how_it_is_counted(method: str, language: str) -> None:
    settings = {"least": 1, "most": 2, "most_score": 5, "completion": "add1"}
    parts = Words(language).rule(by(method, {"majority": "1/2"} if METHODS[method].majority else {}, settings=settings))
    assert [part for part, _, _ in parts] == ["method", "rule", "conduct"]
    for _, heading, sentences in parts:
        assert heading
        assert sentences
        assert [said for said in sentences if "%" in said or "None" in said or not said.endswith((".", "…"))] == []


def test_the_usual_round_is_said_in_two_sentences_and_what_they_leave_open() -> None:
    usual = {"base": "valid", "majority": "1/2", "strictly": True, "winners": None}
    assert VI.decided(by("yes-no-abstain", usual)) == [
        "Giải pháp được thông qua khi quá nửa số phiếu hợp lệ tán thành.",
        "Phiếu trắng không phải phiếu hợp lệ.",
        "Ai chọn “không có ý kiến” vẫn tính vào số đó.",
    ]
    assert EN.decided(by("yes-no-abstain", usual))[0] == (
        "A solution is adopted when more than half of the valid ballots are for it."
    )


@pytest.mark.parametrize(("part", "strictly", "said"), [
    ("1/2", True, "quá nửa"),
    ("1/2", False, "ít nhất một nửa"),
    ("2/3", False, "ít nhất hai phần ba"),
    ("2/3", True, "quá hai phần ba"),
    ("4/5", False, "ít nhất bốn phần năm"),
    ("3/5", False, "ít nhất 3/5"),
    ("1/1", False, "toàn bộ"),
])  # fmt: skip
def test_a_part_is_said_as_bylaws_say_it(part: str, strictly: bool, said: str) -> None:
    assert VI.part(part, strictly) == said


def test_of_people_a_majority_says_nothing_of_ballots() -> None:
    said = decided("yes-no-abstain", {"base": "entitled", "majority": "2/3", "strictly": False})
    assert said == "Giải pháp được thông qua khi ít nhất hai phần ba số đại biểu được biểu quyết tán thành."


def test_a_quorum_says_what_happens_without_it() -> None:
    said = decided("yes-no-abstain", {"participation_quorum": "2/3", "presence_quorum": None})
    assert "Cần ít nhất hai phần ba số đại biểu được biểu quyết bỏ phiếu." in said
    assert "Không đủ thì không giải pháp nào được thông qua." in said
    assert "có mặt" not in said
    assert "Cần quá nửa số đại biểu" in decided("yes-no-abstain", {"presence_quorum": ">1/2"})


def test_who_has_most_is_chosen_where_no_majority_is_asked_for() -> None:
    assert decided("single-choice", {"winners": 1}) == (
        "Chọn 1 giải pháp nhiều phiếu nhất. Bằng nhau ở chỗ cuối cùng thì giải pháp đứng trước trên phiếu được chọn."
    )
    assert decided("single-choice", {"winners": 1}, EN).startswith("1 solution is chosen, the one with most votes.")
    assert "2 solutions" in decided("score", {"winners": 2}, EN, settings={"most_score": 5})


@pytest.mark.parametrize(("winners", "said"), [(4, "Giải pháp được chọn khi"), (2, "Giải pháp chỉ được chọn khi")])
def test_a_majority_is_a_condition_where_options_compete(winners: int, said: str) -> None:
    told = decided("approval", {"majority": "1/2", "strictly": True, "winners": winners})
    assert told.startswith(said)
    assert ("Chọn 2 giải pháp" in told) == (winners == 2)


@pytest.mark.parametrize(("least", "most", "said"), [
    (0, 4, "mọi giải pháp mình ủng hộ"),
    (0, 2, "nhiều nhất 2 giải pháp"),
    (1, 9, "từ 1 đến 4 giải pháp"),
    (2, 2, "đúng 2 giải pháp"),
])  # fmt: skip
def test_how_many_may_be_marked(least: int, most: int, said: str) -> None:
    assert said in VI.asked(by("approval", settings={"least": least, "most": most}))


def test_a_budget_is_said_in_money() -> None:
    said = decided("equal-shares", {"winners": 4}, settings=samples.round_by("greedy")["settings"])
    assert "không quá 200.000.000 đồng" in said
    assert "Tất cả chọn" not in said
    assert "200,000,000" in decided("greedy", {"winners": 4}, EN)


def test_weights_are_said_where_there_are_any() -> None:
    assert "hệ số" in decided("yes-no-abstain", unit=2)
    assert "hệ số" not in decided("yes-no-abstain", unit=1)


def test_a_secret_round_says_so_and_shows_no_counts_before_its_result() -> None:
    said = VI.conducted(by("yes-no-abstain", **SECRET))
    assert said[0].startswith("Bỏ phiếu kín")
    assert said[1] == "Trước khi đóng, mọi người chỉ thấy có bao nhiêu phiếu đã gửi."


def test_proxies_are_said_where_there_are_any() -> None:
    assert any("nhận nhiều nhất 2 ủy quyền" in said for said in VI.conducted(by("yes-no-abstain", proxies=2)))
    assert not any("ủy quyền" in said for said in VI.conducted(by("yes-no-abstain")))


def test_what_can_still_be_changed_is_said() -> None:
    lasting = VI.conducted(by("yes-no-abstain", revisable=False, reopening=True, reminder_minutes=0, names_shown=True))
    assert lasting == [
        "Biểu quyết ghi danh: ai cũng xem được đại biểu nào đã chọn gì.",
        "Số phiếu hiện ngay trong khi biểu quyết.",
        "Phiếu đã gửi thì không đổi được.",
        "Đã đóng vẫn mở lại được, khi kết quả chưa được xác nhận.",
        "Không gửi thư nhắc.",
    ]


def test_a_quorum_that_a_program_chose_stays_among_the_choices() -> None:
    assert VI.quorums("")[1] == ("1/2", "Ít nhất một nửa")
    assert VI.quorums("3/7")[0] == ("3/7", "3/7")
    assert [part for part, _ in VI.quorums("1/2")].count("1/2") == 1


@pytest.mark.parametrize("slug", ["recount-differs", "counting-failed", "anything-else"])
def test_trouble_is_said_with_what_to_do(slug: str) -> None:
    happened, to_do = VI.trouble(slug)
    assert "Các phiếu vẫn còn nguyên." in happened
    assert "người quản trị hệ thống" in to_do
