"""Lists as files for spreadsheets, in which what people wrote stays text."""

import csv
import io
import re
import time
from collections.abc import Iterable, Sequence

#: what makes a spreadsheet compute a cell, also behind quotes and blanks, also in full width
_FORMULA = re.compile(r"[\t\r\n]|[\s\"']*[=+\-@＝＋－＠]")
#: likewise where a spreadsheet set to semicolons or tabs would begin a cell
_AFTER_SEPARATOR = re.compile(r"([;\t]\s*[\"']*)(?=[=+\-@＝＋－＠])")


def inert(text: str) -> str:
    """The text as a cell that no spreadsheet computes.

    >>> inert("=1+1"), inert("Hội LHPN")
    ("'=1+1", 'Hội LHPN')
    """
    text = _AFTER_SEPARATOR.sub(r"\1'", text)
    return "'" + text if _FORMULA.match(text) else text


def as_csv(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A list as CSV (RFC 4180), with the mark by which spreadsheets know UTF-8."""
    out = io.StringIO()
    out.write("\ufeff")
    writer = csv.writer(out, quoting=csv.QUOTE_ALL)
    writer.writerow([inert(title) for title in header])
    for number, row in enumerate(rows):
        if number % 500 == 0:
            time.sleep(0)  # a long list must not keep the other requests of this process waiting
        writer.writerow([inert(cell) for cell in row])
    return out.getvalue()
