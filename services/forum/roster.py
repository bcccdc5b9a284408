"""Reading a roster: the list of delegates as it comes out of a spreadsheet, as rows and faults.

UTF-8 with or without a byte order mark; `,` `;` or tab; columns by their header in Vietnamese or English, in any order,
others ignored. A cell is judged by the same fields as the command that adds one seat. Every fault has its line and
column. Cells that a spreadsheet would take for a formula are refused, since the list will be exported again one day.
"""

import csv
import io
import re
import time
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any

from marshmallow import ValidationError, fields

from services.forum import schemas
from services.forum.model.seats import DELEGATE, Wanted, ordered_roles
from services.kit.fields import faults as as_faults

MOST_ROWS = 50_000
MOST_FAULTS = 500
DELIMITERS = ",;\t"

#: column → the headers it goes by, folded
HEADERS = {
    "full_name": ("ho_va_ten", "ho_ten", "full_name", "name"),
    "email": ("email", "e_mail", "thu_dien_tu", "dia_chi_email"),
    "sector": ("khoi", "sector"),
    "body_code": ("don_vi", "ma_don_vi", "body_code"),
    "position": ("chuc_vu", "position"),
    "role": ("vai_tro", "role", "roles"),
}
REQUIRED = ("full_name", "email", "sector")
ROLE_WORDS = {
    "delegate": ("delegate", "dai_bieu"),
    "organizer": ("organizer", "ban_to_chuc", "to_chuc"),
    "guest": ("guest", "khach_moi", "khach"),
}
_COLUMN_OF = {header: column for column, headers in HEADERS.items() for header in headers}
_ROLE_OF = {word: role for role, words in ROLE_WORDS.items() for word in words}
_FORMULA = re.compile(r"[=+\-@]")
_FIELDS: dict[str, fields.Field] = {
    "full_name": schemas.full_name(required=True),
    "email": schemas.email(required=True),
    "sector": schemas.sector(required=True),
    "body_code": schemas.body_code(least=0),
    "position": schemas.position(),
}


@dataclass(frozen=True)
class RowFault:
    """One thing wrong with a roster: in this line, in this column where there is one."""

    line: int
    column: str | None
    code: str
    params: dict[str, Any] = field(default_factory=dict)


@dataclass
class Roster:
    """What was read: the good rows, the first faults, how many more there were, headers that mean nothing to us."""

    rows: list[Wanted] = field(default_factory=list)
    faults: list[RowFault] = field(default_factory=list)
    faults_left_off: int = 0
    ignored: list[str] = field(default_factory=list)

    def blame(self, *found: RowFault) -> None:
        """Keep the faults found, up to as many as anyone would read."""
        room = max(0, MOST_FAULTS - len(self.faults))
        self.faults += found[:room]
        self.faults_left_off += len(found[room:])


def read(text: str) -> Roster:
    """Read a whole roster; never raises for what is in it."""
    roster, text = Roster(), text.removeprefix("\ufeff")
    lines = _records(text, roster)
    line, header = next(lines, (1, []))
    columns = _columns(header, line, roster)
    if not roster.faults:
        _read_rows(lines, columns, roster)
        if not roster.rows and not roster.faults:
            roster.blame(RowFault(line, None, "no-rows"))
    return roster


def _records(text: str, roster: Roster) -> Iterator[tuple[int, list[str]]]:
    """The records that are not blank, each with the line it begins on; ends at one that cannot be read."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    begins = 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield begins, cells
            begins = reader.line_num + 1
    except csv.Error:
        roster.blame(RowFault(begins, None, "unreadable"))


def _delimiter(text: str) -> str:
    """The delimiter that makes most columns of the first line that is not blank."""
    first = next((line for line in text[:20_000].splitlines() if line.strip(DELIMITERS + " ")), "")
    return max(DELIMITERS, key=lambda mark: (len(_known(first.split(mark))), first.count(mark)))


def _known(header: Sequence[str]) -> list[str]:
    return [_COLUMN_OF[name] for name in map(fold, header) if name in _COLUMN_OF]


def _columns(header: Sequence[str], line: int, roster: Roster) -> dict[str, int]:
    """Where each column stands; faults of the header are blamed."""
    places: dict[str, int] = {}
    for place, name in enumerate(header):
        column = _COLUMN_OF.get(fold(name))
        if column is None:
            roster.ignored += [name.strip()[:100]] if name.strip() and len(roster.ignored) < 50 else []
        elif column in places:
            roster.blame(RowFault(line, column, "column-twice"))
        else:
            places[column] = place
    missing = [column for column in REQUIRED if column not in places]
    roster.blame(*(RowFault(line, column, "column-missing") for column in missing))
    return places


def _read_rows(lines: Iterator[tuple[int, list[str]]], columns: dict[str, int], roster: Roster) -> None:
    seen: dict[str, int] = {}
    for number, (line, cells) in enumerate(lines, start=1):
        if number > MOST_ROWS:
            roster.blame(RowFault(line, None, "too-many-rows", {"max": MOST_ROWS}))
            return
        if number % 500 == 0:
            time.sleep(0)  # a long list must not keep the other requests of this process waiting
        row = _row(line, {column: _cell(cells, place) for column, place in columns.items()}, roster)
        if row is not None and seen.setdefault(row.email, line) != line:
            roster.blame(RowFault(line, "email", "email-twice", {"first": seen[row.email]}))
        elif row is not None:
            roster.rows.append(row)


def _cell(cells: Sequence[str], place: int) -> str:
    text = cells[place].strip() if place < len(cells) else ""
    return "" if text == "-" else text


def _row(line: int, cells: dict[str, str], roster: Roster) -> Wanted | None:
    values: dict[str, Any] = {"body_code": "", "position": "", "role": DELEGATE}
    found: list[RowFault] = []
    for column, text in cells.items():
        value, codes = _judged(column, text)
        values[column] = value
        found += [replace(fault, line=line) for fault in codes]
    roster.blame(*found)
    return None if found else Wanted(line, roles=values.pop("role"), **values)


@lru_cache(maxsize=4096)  # the same sectors, bodies and positions come again and again
def _judged(column: str, text: str) -> tuple[Any, tuple[RowFault, ...]]:
    if _FORMULA.match(text):
        return None, (RowFault(0, column, "formula"),)
    if column == "role":
        return _roles(text)
    try:
        return _FIELDS[column].deserialize(text), ()
    except ValidationError as error:
        return None, tuple(RowFault(0, column, fault.code, fault.params) for fault in as_faults(error.messages))


def _roles(text: str) -> tuple[tuple[str, ...], tuple[RowFault, ...]]:
    words = [fold(word) for word in re.split(r"[,;/+|]", text) if word.strip()]
    if any(word not in _ROLE_OF for word in words):
        return (), (RowFault(0, "role", "unknown-role"),)
    return ordered_roles(_ROLE_OF[word] for word in words) or DELEGATE, ()


def fold(text: str) -> str:
    """A header as we compare it: no marks, no case, one underscore between words."""
    plain = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return re.sub(r"[^a-z0-9]+", "_", plain).strip("_")
