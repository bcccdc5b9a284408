"""The rows of a roster, whatever file they came from, judged one by one.

Columns are known by their header in Vietnamese or English, in any order; others are named and ignored. What stands
above the header, a title mostly, is passed over. A cell is judged by the same fields as the command that adds one seat.
Every fault has its line and column. Cells that a spreadsheet would take for a formula are refused.
"""

import re
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import islice
from typing import Any

from marshmallow import ValidationError, fields

from services.forum import schemas
from services.forum.model.seats import DELEGATE, Wanted, ordered_roles
from services.kit import vietnamese
from services.kit.fields import faults as as_faults

#: a line's number, and its cells
Record = tuple[int, list[str]]

MOST_ROWS = 50_000
MOST_FAULTS = 500
#: A title may stand above the header, in no more lines than these.
TITLE_LINES = 20

#: column → the headers it goes by, folded
HEADERS = {
    "full_name": ("ho_va_ten", "ho_ten", "full_name", "name"),
    "email": ("email", "e_mail", "thu_dien_tu", "dia_chi_email"),
    "sector": ("khoi", "sector"),
    "body_code": ("don_vi", "ma_don_vi", "body_code"),
    "position": ("chuc_vu", "position"),
    "role": ("vai_tro", "role", "roles"),
    "weight": ("he_so", "weight"),
}
#: columns in which people break lines to make them narrow
ON_LINES = ("sector", "position")
#: the columns of the list as we write it: the header of each as people read it; the last one is not read again
EXPORTED = ("Họ và tên", "Email", "Khối", "Đơn vị", "Chức vụ", "Vai trò", "Hệ số", "Tên đơn vị")
ROLES_WRITTEN = {"delegate": "đại biểu", "organizer": "ban tổ chức", "guest": "khách mời"}
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
    "weight": schemas.weight(),
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
    """What was read: the good rows, the first faults, how many more there were; and what somebody should look at.

    `ignored` are headers that mean nothing to us, `other_sheets` the sheets of a workbook that were not read.
    """

    rows: list[Wanted] = field(default_factory=list)
    faults: list[RowFault] = field(default_factory=list)
    faults_left_off: int = 0
    warnings: list[RowFault] = field(default_factory=list)
    ignored: list[str] = field(default_factory=list)
    other_sheets: list[str] = field(default_factory=list)

    def blame(self, *found: RowFault) -> None:
        """Keep the faults found, up to as many as anyone would read."""
        room = max(0, MOST_FAULTS - len(self.faults))
        self.faults += found[:room]
        self.faults_left_off += len(found[room:])


class Unreadable(Exception):
    """Raised by records that end in the middle of something, beginning on this line."""

    def __init__(self, line: int) -> None:
        super().__init__(line)
        self.line = line


def read(records: Iterator[Record]) -> Roster:
    """Read a whole roster; never raises for what is in it."""
    roster = Roster()
    try:
        _read_all(records, roster)
    except Unreadable as error:
        roster.rows = []
        roster.blame(RowFault(error.line, None, "unreadable"))
    return roster


def _read_all(records: Iterator[Record], roster: Roster) -> None:
    line, header = _header(records)
    columns = _columns(header, line, roster)
    if not roster.faults:
        _read_rows(records, columns, roster)
        if not roster.rows and not roster.faults:
            roster.blame(RowFault(line, None, "no-rows"))


def _header(records: Iterator[Record]) -> Record:
    """The first record that names two columns we know; when none does, the first, which will be told what it lacks."""
    first: Record | None = None
    for record in islice(records, TITLE_LINES):
        if len(known(record[1])) > 1:
            return record
        first = first or record
    return first or (1, [])


def known(header: Sequence[str]) -> list[str]:
    """The columns that these headers name."""
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


def _read_rows(lines: Iterator[Record], columns: dict[str, int], roster: Roster) -> None:
    seen: dict[str, int] = {}
    names: dict[str, int] = {}
    for number, (line, cells) in enumerate(lines, start=1):
        if number > MOST_ROWS:
            roster.blame(RowFault(line, None, "too-many-rows", {"max": MOST_ROWS}))
            return
        if number % 500 == 0:
            time.sleep(0)  # a long list must not keep the other requests of this process waiting
        row = _row(line, {column: _cell(column, cells, place) for column, place in columns.items()}, roster)
        if row is not None and seen.setdefault(row.email, line) != line:
            roster.blame(RowFault(line, "email", "email-twice", {"first": seen[row.email]}))
        elif row is not None:
            roster.rows.append(row)
            _warn_of_name(row, names, roster)


def _warn_of_name(row: Wanted, names: dict[str, int], roster: Roster) -> None:
    """Two people may have one name; or one person stands here twice, with two addresses."""
    first = names.setdefault(" ".join(row.full_name.lower().split()), row.line)
    if first != row.line and len(roster.warnings) < MOST_FAULTS:
        roster.warnings.append(RowFault(row.line, "full_name", "name-twice", {"first": first}))


def _cell(column: str, cells: Sequence[str], place: int) -> str:
    text = cells[place].strip() if place < len(cells) else ""
    if column in ON_LINES:
        text = " ".join(text.split())
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
    if column == "weight" and not text:
        return None, ()
    try:
        return _FIELDS[column].deserialize(text), ()
    except ValidationError as error:
        return None, tuple(RowFault(0, column, fault.code, fault.params) for fault in as_faults(error.messages))


def _roles(text: str) -> tuple[tuple[str, ...], tuple[RowFault, ...]]:
    words = [fold(word) for word in re.split(r"[,;/+|]", text) if word.strip()]
    if any(word not in _ROLE_OF for word in words):
        return (), (RowFault(0, "role", "unknown-role"),)
    return ordered_roles(_ROLE_OF[word] for word in words) or DELEGATE, ()


def as_cells(seat: Mapping[str, Any]) -> list[str]:
    """A seat as cells under the columns of EXPORTED."""
    roles = " + ".join(ROLES_WRITTEN[role] for role in seat["roles"])
    names = ("full_name", "email", "sector", "body_code", "position")
    return [*(seat[name] or "" for name in names), roles, seat["weight"], seat["body_name"] or ""]


def fold(text: str) -> str:
    """A header as we compare it: no marks, no case, one underscore between words."""
    return re.sub(r"[^a-z0-9]+", "_", vietnamese.fold(text)).strip("_")
