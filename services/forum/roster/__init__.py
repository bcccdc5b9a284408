"""Reading a roster: the list of delegates as it comes out of a spreadsheet, as rows and faults."""

from services.forum.roster import files, rows
from services.forum.roster.rows import EXPORTED, MOST_FAULTS, MOST_ROWS, Roster, RowFault, as_cells

__all__ = ["EXPORTED", "MOST_FAULTS", "MOST_ROWS", "Roster", "RowFault", "as_cells", "read", "read_file"]


def read(text: str) -> Roster:
    """Read a roster that is text already."""
    return rows.read(files.of_text(text))


def read_file(content: bytes) -> Roster:
    """Read a roster from a file of whatever kind. Raises FileRefused for one that cannot be read at all."""
    file = files.opened(content)
    roster = rows.read(file.records)
    roster.other_sheets = file.other_sheets
    return roster
