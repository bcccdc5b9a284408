"""A program: a workbook (XLSX) comes in, its first sheet goes out as lines of JSON; see `files.py`.

The first line is {"other_sheets": [...]}, or {"fault": code} and nothing follows; then [row, [cells]] for each row that
is not blank. It imports nothing of ours, and gives up what it may use of the machine before it reads anything.
"""

import io
import json
import resource
import sys
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from typing import Any

import openpyxl
from openpyxl.worksheet._read_only import ReadOnlyWorksheet
from openpyxl.worksheet._reader import FORMULA_TAG, WorkSheetParser

MEMORY = 512 * 1024 * 1024
SECONDS = 6
OUT_OF_MEMORY = 3
LARGEST_UNPACKED = 64 * 1024 * 1024
LARGEST_OUTPUT = 16 * 1024 * 1024
MOST_PARTS = 2000
#: with those that are blank, which some programs write to the end of the sheet
MOST_LINES = 200_000
MOST_COLUMNS = 100
#: longer than any cell may be, so that what is cut is refused all the same
LONGEST_CELL = 1000
MOST_SHEETS_NAMED = 50


class Refused(Exception):
    """Raised with the code of what is wrong with the file."""


class Cells(WorkSheetParser):  # type: ignore[misc]
    """openpyxl's reader of cells; a formula whose value was never computed is told from an empty cell."""

    def parse_cell(self, element: Any) -> Any:
        cell = super().parse_cell(element)
        if cell["value"] is None and element.find(FORMULA_TAG) is not None:
            cell["value"] = "="
        return cell


def main() -> None:
    """Read standard input, write standard output."""
    with suppress(ValueError):  # macOS keeps no such limit; the limit of time remains
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    try:
        lines = _lines(sys.stdin.buffer.read())
    except Refused as refused:
        lines = [json.dumps({"fault": str(refused)})]
    except MemoryError:
        sys.exit(OUT_OF_MEMORY)
    except Exception:  # openpyxl fails in every way there is at what is not quite a workbook
        lines = [json.dumps({"fault": "file-broken"})]
    sys.stdout.write("\n".join(lines))


def _lines(content: bytes) -> list[str]:
    _look_at_parts(content)
    book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
    sheets = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
    if not sheets:
        raise Refused("file-not-a-list")
    others = [sheet.title for sheet in sheets[1 : MOST_SHEETS_NAMED + 1] if any(_rows(sheet))]
    lines = [json.dumps({"other_sheets": others})]
    size = 0
    for row in _rows(sheets[0]):
        lines.append(json.dumps(row))
        size += len(lines[-1])
        if size > LARGEST_OUTPUT:
            raise Refused("file-unpacks-too-large")
    return lines


def _look_at_parts(content: bytes) -> None:
    """Refuse by the zip's directory, before anything is unpacked; no part unpacks to more than is declared there."""
    parts = zipfile.ZipFile(io.BytesIO(content)).infolist()
    names = [part.filename.lower() for part in parts]
    if any(part.flag_bits & 1 for part in parts):
        raise Refused("file-encrypted")
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > LARGEST_UNPACKED:
        raise Refused("file-unpacks-too-large")
    if any(name.endswith("vbaproject.bin") for name in names):
        raise Refused("file-has-macros")
    if any(name.startswith("xl/externallinks/") for name in names):
        raise Refused("file-has-links")
    if "[content_types].xml" not in names or not any(name.startswith("xl/") for name in names):
        raise Refused("file-not-a-list")


def _rows(sheet: ReadOnlyWorksheet) -> Iterator[tuple[int, list[str]]]:
    """The rows that are not blank, with their numbers."""
    book = sheet.parent
    formats = {"date_formats": book._date_formats, "timedelta_formats": book._timedelta_formats}
    with sheet._get_source() as source:
        parser = Cells(source, sheet._shared_strings, data_only=True, epoch=book.epoch, **formats)
        for count, (number, cells) in enumerate(parser.parse()):
            if count == MOST_LINES:
                raise Refused("file-unpacks-too-large")
            row = [""] * min(max((cell["column"] for cell in cells), default=0), MOST_COLUMNS)
            for cell in cells:
                if cell["column"] <= MOST_COLUMNS:
                    row[cell["column"] - 1] = _text(cell["value"])
            if any(row):
                yield number, row


def _text(value: Any) -> str:
    """A cell as people see it, near enough: what we need is text."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, datetime) and not (value.hour or value.minute or value.second):
        value = value.date()
    return str(value)[:LONGEST_CELL].strip()


if __name__ == "__main__":
    main()
