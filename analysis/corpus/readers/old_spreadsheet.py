"""XLS workbooks of Excel 97 to 2003: every sheet, merged cells filled, serial dates as dates."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from analysis.corpus.readers.records import Head, Item, Note
from analysis.corpus.readers.sheet_rows import Range, filled, sheet_items
from analysis.tables import SourceError

NAME = "old Excel workbook"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
STREAMS = ("Workbook", "Book")
LARGEST = 200_000_000
DIRECTORY_WITHIN = 1 << 22


def recognise(head: Head) -> str:
    """By an OLE file whose directory names a workbook."""
    if not head.data.startswith(OLE):
        return ""
    with head.path.open("rb") as handle:
        start = handle.read(DIRECTORY_WITHIN)
        if head.size > DIRECTORY_WITHIN:
            handle.seek(-min(DIRECTORY_WITHIN, head.size), 2)
            start += handle.read()
    names = [name for name in STREAMS if f"{name}\0".encode("utf-16-le") in start]
    return f"an OLE file with the stream {names[0]}" if names else ""


def read(head: Head) -> Iterator[Item]:
    """Rows of every sheet under the sheet's own header."""
    import io

    import xlrd

    if head.size > LARGEST:
        raise SourceError(f"the workbook has {head.size:,} bytes; save it as .xlsx")
    try:
        book = xlrd.open_workbook(head.path, formatting_info=True, logfile=io.StringIO())
    except Exception as error:  # xlrd throws whatever a broken file brings about
        said = " ".join(str(error).split())[:120]
        encrypted = "encrypted" in said.lower()
        what = (
            "is encrypted; save it without a password"
            if encrypted
            else f"is damaged ({said}); save it as .xlsx"
        )
        raise SourceError(f"the workbook {what}") from None
    for sheet in book.sheets():
        merged: list[Range] = [
            (top, bottom - 1, left, right - 1)
            for top, bottom, left, right in sheet.merged_cells
            if bottom - top > 1
        ]
        if merged:
            yield Note(f"sheet {sheet.name!r}: {len(merged)} merged cells, each filled with what it shows")
        yield from sheet_items(filled(_rows(sheet, book.datemode), merged), sheet.name)


def _rows(sheet: Any, datemode: int) -> Iterator[tuple[Any, ...]]:
    for number in range(sheet.nrows):
        yield tuple(_value(cell, datemode) for cell in sheet.row(number))


def _value(cell: Any, datemode: int) -> Any:
    """A cell: a date as a date, a whole number without its point, an error or an empty cell as nothing."""
    import xlrd

    if cell.ctype == xlrd.XL_CELL_DATE:
        try:
            return xlrd.xldate_as_datetime(cell.value, datemode)
        except (xlrd.xldate.XLDateError, ValueError, OverflowError):
            return cell.value
    if cell.ctype == xlrd.XL_CELL_NUMBER:
        return int(cell.value) if cell.value == int(cell.value) else cell.value
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return bool(cell.value)
    if cell.ctype == xlrd.XL_CELL_TEXT:
        return cell.value or None
    return None
