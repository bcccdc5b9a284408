"""Vietnamese text as people look for it."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.kit.vietnamese import fold


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
