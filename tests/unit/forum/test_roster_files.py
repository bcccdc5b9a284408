"""The files rosters really come in; and those that are made to do harm, which are refused soon and with a reason."""

import io
import time
import zipfile
from collections.abc import Callable, Sequence
from typing import Any

import openpyxl
import pytest

from services.forum import roster
from services.forum.model.seats import Wanted
from services.forum.roster import files, workbook
from services.forum.roster.files import FileRefused
from services.gateway import roster_template
from services.gateway.faults import SENTENCES
from services.kit.exports import as_csv

HEADER = ("Họ và tên", "Email", "Khối", "Đơn vị", "Chức vụ", "Vai trò")
ROW = ("Nguyễn Thị Ánh", "anh@hoi.example", "Hội LHPN", "HPN", "Chủ tịch", "đại biểu")
READ = Wanted(2, "Nguyễn Thị Ánh", "anh@hoi.example", "Hội LHPN", "HPN", "Chủ tịch", ("delegate",))
SHEET = "xl/worksheets/sheet1.xml"


def book_of(*sheets: Sequence[Sequence[Any]]) -> bytes:
    """A workbook as Excel would save it."""
    book = openpyxl.Workbook(write_only=True)
    for number, rows in enumerate(sheets):
        sheet = book.create_sheet(f"Trang {number + 1}")
        for row in rows:
            sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def with_parts(content: bytes, parts: dict[str, bytes]) -> bytes:
    """The same archive with these parts new or replaced."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name not in parts:
                new.writestr(name, old.read(name))
        for name, body in parts.items():
            new.writestr(name, body)
    return out.getvalue()


def changed(content: bytes, part: str, old: bytes, new: bytes) -> bytes:
    """The same archive with something else in one part."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        body = archive.read(part)
    assert old in body
    return with_parts(content, {part: body.replace(old, new)})


def refusal(content: bytes) -> str:
    """Why a file is refused; what for there are words."""
    with pytest.raises(FileRefused) as refused:
        roster.read_file(content)
    [fault] = refused.value.faults
    assert fault.pointer == "/file" and fault.code in SENTENCES
    return fault.code


def text(mark: str = ",", end: str = "\r\n") -> str:
    return end.join([mark.join(HEADER), mark.join(ROW), ""])


@pytest.mark.parametrize("content", [
    text().encode(),
    text(";").encode("utf-8-sig"),
    text("\t").encode("utf-16"),  # Excel's "Unicode text"
    b"\xfe\xff" + text("\t").encode("utf-16-be"),
    book_of([HEADER, ROW]),
])  # fmt: skip
def test_every_kind_of_file_is_read(content: bytes) -> None:
    read = roster.read_file(content)
    assert (read.rows, read.faults, read.ignored, read.other_sheets) == ([READ], [], [], [])


def test_what_stands_above_the_header_is_passed_over_and_lines_are_counted_from_the_top() -> None:
    rows = [("DANH SÁCH ĐẠI BIỂU",), (), (None, "Khối: tất cả"), ("STT", *HEADER), (), (1, *ROW)]
    for content in (book_of(rows), "\n".join(";".join(str(cell or "") for cell in row) for row in rows).encode()):
        read = roster.read_file(content)
        assert ([row.line for row in read.rows], read.ignored) == ([6], ["STT"])


def test_cells_of_every_kind_are_read_as_people_see_them() -> None:
    rows = [HEADER, ("Lê 2", "a@b.example", 7.0, None, "Phó\nChủ tịch", " ")]
    assert roster.read_file(book_of(rows)).rows == [
        Wanted(2, "Lê 2", "a@b.example", "7", "", "Phó Chủ tịch", ("delegate",))
    ]


def test_other_sheets_with_something_in_them_are_named() -> None:
    read = roster.read_file(book_of([HEADER, ROW], [], [HEADER, ROW]))
    assert (read.rows, read.other_sheets) == ([READ], ["Trang 3"])


def test_lines_within_quotes_count_as_lines() -> None:
    read = roster.read('full_name,email,sector,position\nÁnh,a@b.example,H,"Phó\nChủ tịch"\nLê,l@b.example,H,\n')
    assert [(row.line, row.position) for row in read.rows] == [(2, "Phó Chủ tịch"), (4, "")]


def test_one_name_twice_is_worth_a_look_and_keeps_nothing_out() -> None:
    read = roster.read("full_name,email,sector\nLê Ánh,a@b.example,H\nLê Anh,b@b.example,H\nLÊ  ÁNH,c@b.example,H\n")
    assert len(read.rows) == 3
    assert [(w.line, w.code, w.params) for w in read.warnings] == [(4, "name-twice", {"first": 2})]


def test_a_formula_is_read_as_its_value_and_refused_when_it_has_none() -> None:
    made = book_of([HEADER, ("=A1", *ROW[1:])])
    [fault] = roster.read_file(made).faults
    assert (fault.line, fault.column, fault.code) == (2, "full_name", "formula")
    computed = changed(made, SHEET, b"<f>A1</f><v />", b"<f>A1</f><v>" + ROW[0].encode() + b"</v>")
    computed = changed(computed, SHEET, b'r="A2"', b'r="A2" t="str"')
    assert roster.read_file(computed).rows == [READ]


def test_a_formula_that_is_text_is_refused() -> None:
    made = changed(book_of([HEADER, ("Xin", *ROW[1:])]), SHEET, b"<is><t>Xin</t></is>", b"<is><t>=1+1</t></is>")
    assert [fault.code for fault in roster.read_file(made).faults] == ["formula"]


def test_hostile_text_in_a_workbook_is_judged_as_in_any_other_list() -> None:
    hostile = ["Ánh\u202egnud", "x" * 10_000, "@SUM(A1)", "<script>", "🏛️" * 40, "x" * 40_000]
    rows = [HEADER, *((text[:32_000], f"p{n}@b.example", "Hội") for n, text in enumerate(hostile))]
    read = roster.read_file(book_of(rows))
    assert [fault.code for fault in read.faults] == ["direction-mark", "too-long", "formula", "too-long"]
    assert [row.full_name for row in read.rows] == hostile[3:5]


GOOD = book_of([HEADER, ROW])
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 2000


def encrypted_zip() -> bytes:
    """An archive whose parts say they have a password."""
    content = bytearray(GOOD)
    place = content.index(b"PK\x01\x02")
    content[place + 8] |= 1
    return bytes(content)


@pytest.mark.parametrize(("content", "code"), [
    (OLE, "file-old-excel"),
    (OLE + "EncryptedPackage".encode("utf-16-le"), "file-encrypted"),
    (encrypted_zip(), "file-encrypted"),
    (with_parts(GOOD, {"xl/vbaProject.bin": b"x"}), "file-has-macros"),
    (with_parts(GOOD, {"xl/externalLinks/externalLink1.xml": b"<x/>"}), "file-has-links"),
    (b"PK\x03\x04" + b"x" * 500, "file-broken"),
    (GOOD[:-30], "file-broken"),
    (with_parts(GOOD, {SHEET: b"<worksheet><sheetData><row>"}), "file-broken"),
    (with_parts(GOOD, {"xl/workbook.xml": b"\0\1\2"}), "file-broken"),
    (with_parts(b"PK\x05\x06" + b"\0" * 18, {"mimetype": b"application/vnd.oasis.opendocument"}), "file-not-a-list"),
    (b"%PDF-1.7\n", "file-not-a-list"),
    (b"\x89PNG\r\n\x1a\n", "file-not-a-list"),
    ("Họ và tên".encode("utf-16-le"), "file-not-unicode"),
    ("Họ và tên,Email".encode("cp1258", "replace"), "file-not-unicode"),
    (b"\xff\xfe\x00", "file-not-unicode"),
])  # fmt: skip
def test_a_file_that_cannot_be_read_is_refused_with_the_reason(content: bytes, code: str) -> None:
    assert refusal(content) == code


def zeros(megabytes: int) -> bytes:
    return b"<worksheet>" + b" " * (megabytes * 1024 * 1024)


def many_rows() -> bytes:
    """A quarter of a million rows with nothing in them."""
    rows = b"".join(b'<row r="%d"/>' % number for number in range(2, 250_000))
    return changed(GOOD, SHEET, b"</sheetData>", rows + b"</sheetData>")


def test_rows_without_end_are_not_read_to_the_end() -> None:
    with pytest.raises(workbook.Refused, match="file-unpacks-too-large"):
        workbook._lines(many_rows())


def many_strings() -> bytes:
    """Two million texts, each of which openpyxl takes its time over."""
    body = b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">' + b"<si><t/></si>" * 2_000_000
    content = changed(
        GOOD,
        "[Content_Types].xml",
        b"</Types>",
        b'<Override PartName="/xl/sharedStrings.xml" ContentType="application/vnd.openxmlformats-officedocument.'
        b'spreadsheetml.sharedStrings+xml"/></Types>',
    )
    return with_parts(content, {"xl/sharedStrings.xml": body + b"</sst>"})


def laughs() -> bytes:
    """Entities that grow to gigabytes."""
    entities = b"".join(b'<!ENTITY l%d "%s">' % (n, b"&l%d;" % (n - 1) * 10) for n in range(1, 12))
    doctype = b'<!DOCTYPE worksheet [<!ENTITY l0 "ha">' + entities + b"]>"
    return with_parts(GOOD, {SHEET: doctype + b"<worksheet>&l11;</worksheet>"})


@pytest.mark.parametrize("make", [
    lambda: with_parts(GOOD, {SHEET: zeros(70)}),
    lambda: with_parts(GOOD, {f"xl/media/{n}.png": b"" for n in range(2100)}),
    many_strings,
    laughs,
])  # fmt: skip
def test_a_file_made_to_use_up_the_machine_is_refused_before_it_does(
    make: Callable[[], bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "PATIENCE", 3)
    content = make()
    began = time.monotonic()
    assert refusal(content) in ("file-unpacks-too-large", "file-broken")
    assert time.monotonic() - began < 3 + 3


def test_the_list_to_fill_in_is_understood_column_by_column() -> None:
    read = roster.read(as_csv(roster_template.COLUMNS, roster_template.EXAMPLES))
    assert (len(read.rows), read.faults, read.ignored) == (len(roster_template.EXAMPLES), [], [])
    assert roster.EXPORTED[: len(roster_template.COLUMNS)] == roster_template.COLUMNS
