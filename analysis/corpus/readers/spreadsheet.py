"""XLSX workbooks: every sheet, the header wherever it stands, dates as dates."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from typing import Any

from analysis.corpus.columns import is_known
from analysis.corpus.readers.records import Head, Item, Note, Record
from analysis.tables import SourceError

NAME = "Excel workbook"
LARGEST = 4_000_000_000
HIGHEST_RATIO = 300
HEADER_WITHIN = 30
EMPTY_ROWS_AT_END = 1000


def recognise(head: Head) -> str:
    """By a ZIP archive that holds a workbook."""
    if not head.data.startswith(b"PK"):
        return ""
    try:
        with zipfile.ZipFile(head.path) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, OSError, ValueError):
        # A cut archive keeps its first members' names in its head.
        return "a damaged workbook" if b"xl/" in head.data else ""
    return "a ZIP archive with a workbook" if "xl/workbook.xml" in names else ""


def read(head: Head) -> Iterator[Item]:
    """Rows of every sheet under the sheet's own header."""
    import openpyxl

    _refuse_bombs(head)
    with head.path.open("rb") as handle:
        book = openpyxl.load_workbook(handle, read_only=True, data_only=True)
        for sheet in book.worksheets:
            sheet.reset_dimensions()
            yield from _sheet(sheet, sheet.title)


def _refuse_bombs(head: Head) -> None:
    """Refuse an archive that would unpack into more than any workbook holds."""
    try:
        with zipfile.ZipFile(head.path) as archive:
            unpacked = sum(member.file_size for member in archive.infolist())
    except (zipfile.BadZipFile, OSError, ValueError):
        raise SourceError("the workbook is truncated or damaged; save it again") from None
    if unpacked > LARGEST or (unpacked > 50_000_000 and unpacked > HIGHEST_RATIO * head.size):
        raise SourceError(f"the workbook would unpack from {head.size:,} to {unpacked:,} bytes; refused")


def _sheet(sheet: Any, title: str) -> Iterator[Item]:
    rows = sheet.iter_rows(values_only=True)
    early: list[tuple[Any, ...]] = []
    for row in rows:
        early.append(row)
        if len(early) == HEADER_WITHIN:
            break
    place = _header_row(early)
    if place is None:
        if any(any(cell is not None for cell in row) for row in early):
            yield Note(f"sheet {title!r} has no header row and was left out")
        return
    header = [_name(cell, column) for column, cell in enumerate(early[place], start=1)]
    number, empty = place + 1, 0
    for row in (*early[place + 1 :], *()):
        number += 1
        if any(cell is not None for cell in row):
            yield Record(f"{title} row {number}", dict(zip(header, map(_value, row))))
    for row in rows:
        number += 1
        if any(cell is not None for cell in row):
            empty = 0
            yield Record(f"{title} row {number}", dict(zip(header, map(_value, row))))
        else:
            # A sheet that was formatted to its last row has a million empty ones.
            empty += 1
            if empty > EMPTY_ROWS_AT_END:
                return


def _header_row(rows: list[tuple[Any, ...]]) -> int | None:
    """The row with most known names; without any, the first row with two words in it."""
    known = [len([cell for cell in row if isinstance(cell, str) and is_known(cell)]) for row in rows]
    most = max(known, default=0)
    if most:
        return known.index(most)
    for place, row in enumerate(rows):
        if sum(isinstance(cell, str) and bool(cell.strip()) for cell in row) > 1:
            return place
    return None


def _name(cell: Any, column: int) -> str:
    return " ".join(str(cell).split()) if cell is not None and str(cell).strip() else f"column {column}"


def _value(cell: Any) -> Any:
    """A cell as it is; Excel's escaped line ends become line ends."""
    return cell.replace("_x000D_\n", "\n").replace("_x000D_", "\n") if isinstance(cell, str) else cell
