"""Vietnamese text as people look for it."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.kit.vietnamese import fold, patterns, searchable, sort_key


@pytest.mark.parametrize(
    ("written", "looked_for"),
    [
        ("Hội Liên hiệp Phụ nữ", "hoi lien hiep phu nu"),
        ("ĐẶNG THỊ ƯỚC", "dang thi uoc"),
        ("xã Đắk Ru", "xa dak ru"),
        ("  hai\n dòng\t", "hai dong"),
        ("", ""),
    ],
)
def test_a_search_needs_no_marks(written: str, looked_for: str) -> None:
    assert fold(written) == looked_for


def test_composed_and_decomposed_letters_are_the_same() -> None:
    word = "nghiệp vụ đường lối"
    assert fold(unicodedata.normalize("NFD", word)) == fold(unicodedata.normalize("NFC", word))


@given(st.text())
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize(
    ("texts", "kept"),
    [
        (("Sở, ngành", "Ánh"), " so, nganh anh"),
        (("anh@hoi.example",), " anh@ hoi. example"),
        (("Khối(xã)/K'Brể",), " khoi( xa)/ k' bre"),
        (("", "\u0301"), " "),
    ],
)
def test_what_is_kept_for_searching_has_a_blank_before_each_word(texts: tuple[str, ...], kept: str) -> None:
    assert searchable(*texts) == kept


def test_names_stand_in_the_order_of_the_vietnamese_alphabet() -> None:
    given = "An, Anh, Ảnh, Ánh, Ăn, Ân, Chi, Cúc, Dung, Dương, Đào, Em, Êm, Hoa, Hòa, Hương, Ly, Ơn, Uyên, Ước, Yến"
    names = [f"Nguyễn Thị {name}" for name in given.split(", ")]
    assert sorted(set(names), key=sort_key) == names


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Trần Anh", "Lê Ánh"),  # the given name first
        ("Lê Ánh", "Trần Ánh"),  # then the rest
        ("Nguyễn Văn An", "Nguyễn Thị Anh"),  # what is shorter first
        ("K'Y", "Y"),  # one word is a name too
        ("Lê 2", "Lê A"),
        ("", "A"),
        ("Lê Zin", "Lê Жанна"),
    ],
)
def test_one_name_stands_before_another(first: str, second: str) -> None:
    assert sort_key(first) < sort_key(second)


def test_capitals_blanks_and_composition_do_not_matter() -> None:
    written = sort_key("Nguyễn Thị Ánh")
    assert sort_key("NGUYỄN  THỊ ÁNH ") == written
    assert sort_key(unicodedata.normalize("NFD", "Nguyễn Thị Ánh")) == written


@given(st.text())
def test_a_key_is_plain_ascii_whatever_the_name(text: str) -> None:
    assert sort_key(text).isascii() and sort_key(text).isprintable()


def test_every_word_must_be_there_and_none_of_them_is_a_wildcard() -> None:
    assert patterns(" Đắk  Lắk ") == ["% dak%", "% lak%"]
    assert patterns("100% a_b c\\d") == [r"% 100\%%", r"% a\_b%", r"% c\\%", "% d%"]
    assert patterns("") == []
