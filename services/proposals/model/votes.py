"""What one elector chose, as everybody is told who may know it, and as cells of a spreadsheet."""

from collections.abc import Mapping
from typing import Any

from services.proposals.model.rounds import Round
from services.proposals.tally import METHODS, kind_of

HEADER = ("Họ và tên", "Chức vụ", "Khối", "Hệ số", "Phiếu", "Người bỏ phiếu thay")
CAST, BLANK, SPOILT, NOT_CAST = "Đã bỏ phiếu", "Phiếu trắng", "Phiếu hỏng", "Không bỏ phiếu"
#: kind of ballot → what a choice is called, where a number does not say it
WORDS: Mapping[str, Mapping[Any, str]] = {
    "yes-no": {"yes": "Đồng ý", "no": "Không đồng ý", "abstain": "Không có ý kiến"},
    "marks": {True: "x"},
}
_ABOUT = ("full_name", "position", "sector", "weight")


def told(round_: Round, row: Mapping[str, Any]) -> dict[str, Any]:
    """An elector's vote: `choices` as on a ballot, None where there is none."""
    about = {name: row[name] for name in (*_ABOUT, "holder", "spoilt")}
    return {**about, "choices": None if row["choices"] is None else round_.shown(row["choices"])}


def header(round_: Round) -> list[str]:
    """The heads of the columns: who, and every option."""
    return [*HEADER, *(f"{option.number}. {option.title}" for option in round_.options)]


def as_cells(round_: Round, row: Mapping[str, Any]) -> list[str]:
    """An elector's vote under these heads; an option of which nothing was said is left empty."""
    codes = row["choices"]
    words, chosen = WORDS.get(METHODS[round_.method].BALLOT, {}), {} if codes is None else round_.shown(codes)
    said = [chosen.get(str(option.solution_id), "") for option in round_.options]
    about = [row[name] for name in _ABOUT]
    return [*about, _state(round_, row), row["holder"] or "", *(words.get(choice, str(choice)) for choice in said)]


def _state(round_: Round, row: Mapping[str, Any]) -> str:
    if row["choices"] is None:
        return SPOILT if row["spoilt"] else NOT_CAST
    return BLANK if kind_of(round_.method).is_blank(row["choices"]) else CAST
