"""The files a roster comes in, as records: text of several kinds, or a workbook (XLSX).

Text is UTF-8 or UTF-16 with cells between `,` `;` or tabs. A workbook is opened by a process of its own, `workbook.py`,
with little memory and little time: what is in it may be made to use up both, and nobody else should wait for it. What
kind of file it is its first bytes say, not its name.
"""

import csv
import io
import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from services.forum.roster.rows import Record, Unreadable, known
from services.kit.errors import Busy, Fault, Invalid

DELIMITERS = ",;\t"
#: Seconds: to open a workbook, and to wait until one may be opened. The transaction that waits may be idle for ten.
PATIENCE, TURN = 6, 1
WORKBOOKS_AT_ONCE = 2
_ROOM = threading.Semaphore(WORKBOOKS_AT_ONCE)
_WORKBOOK = Path(__file__).with_name("workbook.py")
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
#: how `workbook.py` ends when it may have no more memory; below 0 it was ended
_OUT_OF_MEMORY = 3
#: what a password makes of a workbook is such a stream, within the format of older ones
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_NOT_TEXT = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"Rar!", b"7z\xbc\xaf", b"{\\rtf")


class FileRefused(Invalid):
    """Raised when a file cannot be read as a list at all; its fault says why."""

    def __init__(self, code: str) -> None:
        super().__init__([Fault("/file", code)])


@dataclass(frozen=True)
class File:
    """A file's records that are not blank, and the names of the sheets they were not taken from."""

    records: Iterator[Record]
    other_sheets: list[str] = field(default_factory=list)


def opened(content: bytes) -> File:
    """A file by its content. Raises FileRefused, or Busy when too many workbooks are being read."""
    if content.startswith(_ZIP):
        return _workbook(content)
    if content.startswith(_OLE):
        raise FileRefused("file-encrypted" if _ENCRYPTED in content else "file-old-excel")
    if content.startswith(_NOT_TEXT):
        raise FileRefused("file-not-a-list")
    return File(of_text(_decoded(content)))


def of_text(text: str) -> Iterator[Record]:
    """The records of a text that are not blank, each with the line it begins on. Raises Unreadable."""
    text = text.removeprefix("\ufeff")
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    begins = 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield begins, cells
            begins = reader.line_num + 1
    except csv.Error as error:
        raise Unreadable(begins) from error


def _delimiter(text: str) -> str:
    """The delimiter that makes most known columns of a line; else most columns of the first that is not blank."""
    lines = [line for line in text[:20_000].splitlines() if line.strip(DELIMITERS + " ")][:20] or [""]
    return max(DELIMITERS, key=lambda mark: (max(len(known(line.split(mark))) for line in lines), lines[0].count(mark)))


def _decoded(content: bytes) -> str:
    """The text, as Excel's "CSV UTF-8" or "Unicode text" writes it."""
    try:
        text = content.decode("utf-16" if content.startswith(_UTF_16) else "utf-8")
    except UnicodeDecodeError as error:
        raise FileRefused("file-not-unicode") from error
    if "\0" in text:
        raise FileRefused("file-not-unicode")
    return text


def _workbook(content: bytes) -> File:
    if not _ROOM.acquire(timeout=TURN):
        raise Busy
    try:
        lines = _unpacked(content).splitlines()
    finally:
        _ROOM.release()
    found = json.loads(lines[0])
    if "fault" in found:
        raise FileRefused(found["fault"])
    return File(((line, cells) for line, cells in map(json.loads, lines[1:])), found["other_sheets"])


def _unpacked(content: bytes) -> bytes:
    """What `workbook.py` says of a workbook. Raises FileRefused when it ran out of memory or time."""
    command = [sys.executable, "-I", str(_WORKBOOK)]
    try:
        done = subprocess.run(command, input=content, capture_output=True, env={}, timeout=PATIENCE, check=False)
    except subprocess.TimeoutExpired as error:
        raise FileRefused("file-unpacks-too-large") from error
    if done.returncode == _OUT_OF_MEMORY or done.returncode < 0:
        raise FileRefused("file-unpacks-too-large")
    done.check_returncode()
    return done.stdout
