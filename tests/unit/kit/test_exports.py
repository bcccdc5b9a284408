"""Lists for spreadsheets: what people wrote is text there, whatever it looks like."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.kit.exports import as_csv, inert

FORMULAS = ("=1+1", "+84912", "-1", "@SUM(A1)", "\t=1", "\r=1", ' "=1', "''=1", "  @x", "＝1", "\u00a0=1", "\n=1")


@pytest.mark.parametrize("text", FORMULAS)
def test_a_formula_gets_a_mark_that_makes_it_text(text: str) -> None:
    assert inert(text).startswith("'" + text[0])


@pytest.mark.parametrize("text", ["", "Hội LHPN", "a@b.example", "1-2", "Phó, quyền", "a;b", "🏛️", "x" * 10_000])
def test_other_text_stays_as_it_is(text: str) -> None:
    assert inert(text) == text


def test_a_cell_within_a_cell_is_no_formula_either() -> None:
    assert inert("Hội; =1+1\t@x") == "Hội; '=1+1\t'@x"


def test_what_people_wrote_is_text_above_a_column_too() -> None:
    assert as_csv(["=1+1"], []) == '\ufeff"\'=1+1"\r\n'


@given(st.lists(st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\0"), max_size=50), min_size=1))
def test_what_is_written_is_what_a_spreadsheet_reads(cells: list[str]) -> None:
    text = as_csv(["x"] * len(cells), [cells])
    assert text.startswith("\ufeff")
    assert list(csv.reader(io.StringIO(text[1:], newline="")))[1] == [inert(cell) for cell in cells]
