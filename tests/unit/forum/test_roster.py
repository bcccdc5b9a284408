"""Reading rosters as they really come: from spreadsheets, with every mistake people make in them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.forum import roster
from services.forum.model import seats as rules
from services.forum.model.seats import Seat, Wanted
from services.kit.ids import new_id

ROW = ("Nguyễn Thị Ánh", "anh@hoi.example", "Hội LHPN", "HPN", "Chủ tịch", "đại biểu")
HEADER = ("Họ và tên", "Email", "Khối", "Đơn vị", "Chức vụ", "Vai trò")
READ = Wanted(2, "Nguyễn Thị Ánh", "anh@hoi.example", "Hội LHPN", "HPN", "Chủ tịch", ("delegate",))


def one(*cells: str, header: str = "full_name,email,sector,body_code,position,role") -> roster.Roster:
    """A roster of one row."""
    return roster.read(f"{header}\n{','.join(cells)}\n")


def fault(read: roster.Roster) -> tuple[int, str | None, str]:
    """Its only fault."""
    assert len(read.faults) == 1, read
    assert not read.rows
    return read.faults[0].line, read.faults[0].column, read.faults[0].code


@pytest.mark.parametrize("mark", [",", ";", "\t"])
@pytest.mark.parametrize("bom", ["", "\ufeff"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_spreadsheets_way_of_writing_is_read(mark: str, bom: str, end: str) -> None:
    text = bom + end.join([mark.join(HEADER), mark.join(ROW), ""])
    assert roster.read(text).rows == [READ]


@pytest.mark.parametrize("header", [
    "ho_va_ten,email,khoi,don_vi,chuc_vu,vai_tro",
    "full_name,email,sector,body_code,position,role",
    "HỌ VÀ TÊN,Thư điện tử,KHỐI,Mã đơn vị,Chức vụ,Vai trò",
    '"Họ và tên","E-mail", Khối , Đơn vị ,Chức vụ,Vai trò',
    "Ho\u0323 va\u0300 te\u0302n,email,khoi,don_vi,chuc_vu,vai_tro",
])  # fmt: skip
def test_headers_are_known_in_both_languages_with_or_without_marks(header: str) -> None:
    read = one(*ROW, header=header)
    assert (read.rows, read.faults) == ([READ], [])


def test_columns_may_stand_in_any_order_and_those_unknown_are_named_and_ignored() -> None:
    read = roster.read("STT;Khối;Ghi chú;Email;Họ và tên\n1;Hội LHPN;x;Anh@Hoi.example;Nguyễn Thị Ánh\n")
    assert read.rows == [Wanted(2, "Nguyễn Thị Ánh", "anh@hoi.example", "Hội LHPN", "", "", ("delegate",))]
    assert read.ignored == ["STT", "Ghi chú"]


def test_blank_lines_count_as_lines_and_as_nothing_else() -> None:
    read = roster.read("\n\nfull_name,email,sector\n,,\n\nÁnh,anh@hoi.example,Hội\n")
    assert [row.line for row in read.rows] == [6]


def test_a_cell_may_hold_the_delimiter_quotes_and_letters_in_pieces() -> None:
    row = '"Nguye\u0302\u0303n ""Ánh""",a@b.example,"Sở, ngành","Phó, quyền"'
    read = roster.read(f"full_name,email,sector,position\n{row}\n")
    assert (read.rows[0].full_name, read.rows[0].sector, read.rows[0].position) == (
        'Nguyễn "Ánh"',
        "Sở, ngành",
        "Phó, quyền",
    )


@pytest.mark.parametrize(("cell", "roles"), [
    ("", ("delegate",)),
    ("-", ("delegate",)),
    ("Khách mời", ("guest",)),
    ("Ban tổ chức / đại biểu", ("delegate", "organizer")),
    ("organizer+delegate+organizer", ("delegate", "organizer")),
])  # fmt: skip
def test_roles_are_read_in_both_languages(cell: str, roles: tuple[str, ...]) -> None:
    assert one(*ROW[:5], cell).rows[0].roles == roles


@pytest.mark.parametrize(("cell", "weight"), [
    ("", None),
    ("-", None),
    ("1", "1"),
    ("1.50", "1.5"),
    ('"0,001"', "0.001"),
    ("007", "7"),
    ("999999.999", "999999.999"),
])  # fmt: skip
def test_a_weight_is_read_with_point_or_comma_and_none_is_left_as_it_is(cell: str, weight: str | None) -> None:
    read = one(*ROW, cell, header="full_name,email,sector,body_code,position,role,Hệ số")
    assert read.rows[0].weight == weight


@pytest.mark.parametrize(("cell", "code"), [
    ("0", "out-of-range"),
    ("1000000", "out-of-range"),
    ("1.2345", "not-a-decimal"),
    ("-1", "formula"),
    ("một", "not-a-decimal"),
    ("1e3", "not-a-decimal"),
    ("٣", "not-a-decimal"),
])  # fmt: skip
def test_what_is_no_weight_is_told_by_its_column(cell: str, code: str) -> None:
    assert fault(one(*ROW, cell, header="full_name,email,sector,body_code,position,role,weight")) == (2, "weight", code)


@pytest.mark.parametrize(("place", "cell", "column", "code"), [
    (0, "", "full_name", "required"),
    (0, "x" * 121, "full_name", "too-long"),
    (0, "Ánh\u202egnud", "full_name", "direction-mark"),
    (0, "Ánh\x07", "full_name", "control-character"),
    (0, '"Ánh\nBcc: x@y.z"', "full_name", "control-character"),
    (0, "=HYPERLINK(1)", "full_name", "formula"),
    (0, "+84912", "full_name", "formula"),
    (0, "@SUM(A1)", "full_name", "formula"),
    (0, '" =1+1"', "full_name", "formula"),
    (4, "-1+cmd|' /C calc'!A0", "position", "formula"),
    (1, "anh", "email", "not-an-email"),
    (1, "anh@", "email", "not-an-email"),
    (1, "ánh@hoi.example", "email", "not-an-email"),
    (1, "a@b.example\u200b", "email", "not-an-email"),
    (1, "a b@c.example", "email", "not-an-email"),
    (1, '"a@b.example, c@d.example"', "email", "not-an-email"),
    (1, "x" * 250 + "@b.example", "email", "too-long"),
    (2, "", "sector", "required"),
    (3, "Sở Nội vụ", "body_code", "not-a-code"),
    (3, "'; DROP TABLE seat;--", "body_code", "not-a-code"),
    (5, "chủ tọa", "role", "unknown-role"),
])  # fmt: skip
def test_a_bad_cell_is_named_by_line_column_and_code(place: int, cell: str, column: str, code: str) -> None:
    cells = list(ROW)
    cells[place] = cell
    assert fault(one(*cells)) == (2, column, code)


def test_the_same_address_twice_is_told_with_the_line_of_the_first() -> None:
    read = roster.read("full_name,email,sector\nÁnh,anh@hoi.example,H\nAnh,ANH@hoi.example,H\n")
    assert [(f.line, f.column, f.code, f.params) for f in read.faults] == [(3, "email", "email-twice", {"first": 2})]


@pytest.mark.parametrize(("text", "code"), [
    ("", "column-missing"),
    ("\ufeff", "column-missing"),
    ("Họ và tên,Khối\nÁnh,Hội\n", "column-missing"),
    ("full_name,email,sector,email\nÁnh,a@b.example,H,\n", "column-twice"),
    ("full_name,email,sector\n", "no-rows"),
    ('full_name,email,sector\n"Ánh,a@b.example,H\n', "unreadable"),
    ('full_name,email,sector\n"Ánh"x,a@b.example,H\n', "unreadable"),
    ("full_name,email,sector\n" + "x" * 140_000 + ",a@b.example,H\n", "unreadable"),
    ("PK\x03\x04 something that was never text", "column-missing"),
])  # fmt: skip
def test_a_file_that_is_no_roster_is_told_what_it_lacks(text: str, code: str) -> None:
    read = roster.read(text)
    assert code in {found.code for found in read.faults}
    assert not read.rows


def test_a_row_too_short_lacks_what_it_lacks() -> None:
    assert fault(roster.read("full_name,email,sector\nÁnh,a@b.example\n")) == (2, "sector", "required")


def test_what_is_wrong_is_told_up_to_a_limit_and_then_counted() -> None:
    read = roster.read("full_name,email,sector\n" + "x,y,\n" * 1000)
    assert (len(read.faults), read.faults_left_off) == (roster.MOST_FAULTS, 2000 - roster.MOST_FAULTS)


def test_a_list_longer_than_any_hall_is_refused() -> None:
    text = "full_name,email,sector\n" + "".join(f"A,a{n}@b.example,H\n" for n in range(roster.MOST_ROWS + 2))
    assert [found.code for found in roster.read(text).faults] == ["too-many-rows"]


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\0"), max_size=300))
def test_whatever_is_in_a_file_reading_it_never_fails(text: str) -> None:
    for head in ("", "full_name,email,sector\n"):
        read = roster.read(head + text)
        assert read.rows or read.faults


SEAT = Seat(new_id(), new_id(), "Nguyễn Thị Ánh", "Chủ tịch", "Hội LHPN", None, ("delegate",))


@pytest.mark.parametrize(("name", "value", "change"), [
    ("line", 9, "same"),
    ("full_name", "Nguyễn Thị Anh", "changed"),
    ("position", "", "changed"),
    ("sector", "Sở", "changed"),
    ("roles", ("organizer",), "changed"),
    ("weight", "1", "same"),
    ("weight", "1.5", "changed"),
])  # fmt: skip
def test_a_row_changes_a_seat_when_it_says_something_else(name: str, value: object, change: str) -> None:
    wanted = Wanted(**{**vars(READ), name: value})
    assert rules.change(wanted, None, SEAT) == change
    assert rules.change(wanted, None, None) == "new"
    assert rules.change(wanted, new_id(), SEAT) == "changed"


def test_a_long_list_is_cut_by_count_and_by_bytes() -> None:
    small, large = {"x": 1}, {"x": "ơ" * 30_000}
    assert [len(part) for part in rules.chunks([small] * 450, 200)] == [200, 200, 50]
    assert [len(part) for part in rules.chunks([large] * 7, 200)] == [3, 3, 1]
    assert list(rules.chunks([], 200)) == []
