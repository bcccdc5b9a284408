"""Looking for what was written: what is compared, what is taken for the same, and what is shown of it."""

from itertools import product

import pytest

from services.kit.vietnamese import searchable
from services.proposals.model.finding import (
    LONGEST_SNIPPET,
    most_similar,
    pairs_of,
    place,
    read_place,
    snippet,
)

TYPED = searchable(
    "Trung tâm chính trị thành phố còn trống lịch, Hội phải đi thuê hội trường mở lớp",
    "Dành hai lớp cố định mỗi năm ở trung tâm chính trị cho cán bộ Hội cơ sở",
)
SAME = searchable(
    "Trung tâm chính trị thành phố còn trống lịch từ tháng Bảy đến tháng Chín, còn Hội phải thuê hội trường để mở lớp.",
    "Thành ủy dành cố định hai lớp mỗi năm tại trung tâm chính trị cho cán bộ Hội cơ sở, giảng viên do trung tâm cử.",
    "Thành ủy Phan Thiết",
    "2",
)
OTHER = searchable(
    "Hội chưa có chuẩn mực đạo đức nghề nghiệp viết thành văn bản; mỗi nơi xử lý một kiểu.",
    "Ban hành bộ quy tắc ứng xử ngắn cho cán bộ Hội: mười điều, kèm ví dụ nên và không nên.",
)


def test_what_says_the_same_in_other_words_is_found_and_what_does_not_is_not() -> None:
    assert [key for key, _ in most_similar(TYPED, {"other": OTHER, "same": SAME})] == ["same"]
    assert most_similar(SAME, {"itself": SAME}) == [("itself", 100)]


def test_at_most_five_are_named_the_nearest_first() -> None:
    found = most_similar(SAME, {number: f"{SAME} {'khac han ' * number}" for number in range(9)})
    assert [key for key, _ in found] == [0, 1, 2, 3, 4]


def test_candidates_share_pairs_of_syllables() -> None:
    assert pairs_of("boi duong can bo boi duong") == ["boi duong", "duong can", "can bo", "bo boi"]
    assert pairs_of("hoi") == pairs_of("") == []
    assert len(pairs_of(" ".join("".join(letters) for letters in product("abc", repeat=5)))) == 30


def test_a_place_is_read_as_it_is_written() -> None:
    assert place({"rank": -3, "number": 3}) == "-3~3"
    assert read_place("-3~3") == {"rank": -3, "number": 3}
    assert read_place(None) == {"rank": None, "number": None}


@pytest.mark.parametrize(
    ("text", "q", "expected"),
    [
        ("Mở lớp bồi dưỡng", "BOI", "Mở lớp bồi dưỡng"),
        ("một hai ba bốn năm sáu bảy tám chín", "chin", "… ba bốn năm sáu bảy tám chín"),
        ("không có ở đây", "gì khác", "không có ở đây"),
        ("x " * 40, "y", " ".join("x" * 30) + " …"),
    ],
)
def test_a_snippet_begins_a_little_before_what_was_found(text: str, q: str, expected: str) -> None:
    assert snippet([text], q) == expected


def test_a_snippet_is_short_whatever_was_written() -> None:
    assert len(snippet(["x" * 3_000], "x")) <= LONGEST_SNIPPET + 2
