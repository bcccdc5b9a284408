"""Paper ballots that were entered, as the API answers them and as their pages are given them."""

from typing import Any

from services.gateway.pages.desk.sheets.pile import Pile
from services.gateway.pages.desk.sheets.printing import Asked
from services.gateway.pages.forms import Form
from tests.unit.gateway_pages import rolls
from tests.unit.gateway_pages.samples import DESK, PERSON, ROUND, SOLUTION, round_

HERE = f"{DESK}/bieu-quyet/{ROUND}/phieu-giay"


def sheet(number: int = 17, confirmed: bool = False, **told: Any) -> dict[str, Any]:
    """A sheet that somebody else entered."""
    usual = {
        "number": number,
        "elector": {"person_id": rolls.OTHER, "full_name": "Lê Thị Bé"},
        "weight": "1",
        "choices": {SOLUTION: "no"},
        "spoilt": False,
        "entered_by": rolls.THIRD,
        "entered_by_name": "Trần Văn Cường",
        "entered_at": f"2027-05-29T03:10:{number % 60:02}Z",
        "confirmed_by": PERSON if confirmed else None,
        "confirmed_by_name": "Nguyễn Thị Ánh" if confirmed else None,
        "confirmed_at": "2027-05-29T03:20:00Z" if confirmed else None,
    }
    return {**usual, **told}


def pile(*sheets: dict[str, Any], state: str = "sealed", on_paper: int = 3, **told: Any) -> Pile:
    """What there is of a round on paper, as PERSON finds it."""
    return Pile({**round_(state), "on_paper": on_paper, **told}, list(sheets), PERSON)


def at_desk() -> dict[str, dict[str, Any]]:
    """What the desk's pages of sheets are given."""
    some = pile(sheet(1, True), sheet(2, entered_by=PERSON), sheet(3, choices=None))
    usual = {"pile": some, "round": some.round, "all_sheets": HERE, "kind": "yes-no"}
    wrong = {"sheet-number": "Số này đã dùng.", "elector_id": "Hãy chọn.", "reading": "Sai"}
    return {
        "sheets.html": {**usual, "here": HERE},
        "sheet.html": {**usual, "sheet": sheet()},
        "sheet_enter.html": {
            **usual,
            "electors": [rolls.elector(), rolls.elector(rolls.OTHER, full_name="Lê Thị Bé")],
            "weights": [],
            "may_be_blank": True,
            "form": Form({"sheet-number": "18", "reading": "marked"}, wrong, "Có lỗi"),
        },
        "sheets_print.html": {
            **usual,
            "here": f"{HERE}/in",
            "form": Form({"so-to": "2", "tu": "7", "he-so": ""}, {"tu": "Sai ở đây"}),
            "asked": Asked(range(7, 9), ""),
        },
    }
