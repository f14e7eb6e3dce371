"""XLSX workbooks: every sheet, the header wherever it stands, merged cells filled, dates as dates."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from typing import Any

from analysis.corpus.readers.records import Head, Item, Note
from analysis.corpus.readers.sheet_rows import Range, filled, sheet_items
from analysis.tables import SourceError

NAME = "Excel workbook"
LARGEST = 4_000_000_000
HIGHEST_RATIO = 300
MOST_MERGED = 100_000
CHUNK = 1 << 20
MERGED = re.compile(rb'<(?:\w+:)?mergeCell [^>]*?ref="([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})"')


def recognise(head: Head) -> str:
    """By a ZIP archive that holds a workbook."""
    if not head.data.startswith(b"PK"):
        return ""
    try:
        with zipfile.ZipFile(head.path) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
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
            merged = _merged(head, str(getattr(sheet, "_worksheet_path", "")))
            if merged:
                yield Note(
                    f"sheet {sheet.title!r}: {len(merged)} merged cells, each filled with what it shows"
                )
            yield from sheet_items(filled(_rows(sheet), merged), sheet.title)


def _rows(sheet: Any) -> Iterator[tuple[Any, ...]]:
    """Rows of one width, so that a merged cell has a place in each."""
    yield from sheet.iter_rows(values_only=True)


def _merged(head: Head, path: str) -> list[Range]:
    """Ranges of merged cells of one sheet, which the library leaves out when it streams."""
    found: list[Range] = []
    try:
        with zipfile.ZipFile(head.path) as archive, archive.open(path.lstrip("/")) as part:
            tail = b""
            while chunk := part.read(CHUNK):
                data = tail + chunk
                end = 0
                for match in MERGED.finditer(data):
                    end = match.end()
                    rows = (int(match[2]) - 1, int(match[4]) - 1)
                    found.append((*rows, _column(match[1]), _column(match[3])))
                    if len(found) >= MOST_MERGED:
                        return found
                tail = data[max(end, len(data) - 200) :]
    except (KeyError, zipfile.BadZipFile, OSError, ValueError):
        return []
    return [one for one in found if one[1] > one[0]]


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1


def _refuse_bombs(head: Head) -> None:
    """Refuse an archive that would unpack into more than any workbook holds, or that defines entities."""
    try:
        with zipfile.ZipFile(head.path) as archive:
            members = archive.infolist()
            unpacked = sum(member.file_size for member in members)
            if unpacked <= LARGEST:
                for member in members[:2000]:
                    if member.filename.endswith((".xml", ".rels")):
                        with archive.open(member) as part:
                            if b"<!ENTITY" in part.read(4096):
                                raise SourceError(
                                    "the workbook defines XML entities, which no Excel does; refused"
                                )
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError) as error:
        if isinstance(error, SourceError):
            raise
        raise SourceError("the workbook is truncated or damaged; save it again") from None
    if unpacked > LARGEST or (unpacked > 50_000_000 and unpacked > HIGHEST_RATIO * head.size):
        raise SourceError(f"the workbook would unpack from {head.size:,} to {unpacked:,} bytes; refused")
