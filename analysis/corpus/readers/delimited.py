"""CSV and TSV in every dialect that Excel, databases and scrapers write."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from itertools import chain
from typing import TextIO

from analysis.corpus.columns import is_known
from analysis.corpus.readers.joined_rows import RowShape
from analysis.corpus.readers.layouts import Translator, layout_of
from analysis.corpus.readers.records import Head, Item, Note, Problem, Record

NAME = "delimited text"
DELIMITERS = ",;\t|"
SAMPLE_ROWS = 40
LARGEST_FIELD = 20_000_000
PREAMBLE_WITHIN = 20
UNCLOSED = "a quotation mark that opens in this row is never closed; close it, or double it where it belongs to the text"
JOINED = (
    "a quotation mark in this row is closed in a later one, with whole rows between; close it, or double it"
)
MENDED = "a stray quotation mark reached into the rows below; taken for a plain character"
MOST_UNCLOSED = 100
"""Rows with such a mark that are mended; after that many the rest of the file is set aside as one."""
NAMES_OF = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}


def recognise(head: Head) -> str:
    """By a header of known names, or by rows that all have as many fields as the first."""
    text = head.text
    if not text.strip():
        return ""
    delimiter, fields, same, known = _dialect(text)
    layout, rule = layout_of(_header_in(text, delimiter))
    if layout is not None:
        return f"columns between {NAMES_OF[delimiter]}s; {rule}"
    named = head.suffix in {".csv", ".tsv", ".tab"}
    if known and (fields > 1 or named):
        return f"{known} known column names between {NAMES_OF[delimiter]}s"
    if fields > 1 and ((same > 0.9 and _rows(text, delimiter, 4) > 2 and fields > 2) or named):
        return f"rows of {fields} fields between {NAMES_OF[delimiter]}s"
    return "a single column" if named else ""


def _dialect(text: str) -> tuple[str, int, float, int]:
    """The delimiter that fits best, fields in the header, share of rows like it, known names in the header."""
    told = _told(text)
    best = (",", 1, 0.0, 0)
    for delimiter in told or DELIMITERS:
        rows = _sample(text, delimiter)
        if not rows:
            continue
        header = rows[0]
        known = sum(is_known(name) for name in header)
        same = sum(len(row) == len(header) for row in rows) / len(rows)
        if (known, same * (len(header) > 1), len(header)) > (best[3], best[2] * (best[1] > 1), best[1]):
            best = (delimiter, len(header), same, known)
    return best


def _header_in(text: str, delimiter: str) -> list[str]:
    """Names in the row under which the data stand."""
    rows = _sample(text, delimiter)
    return _header(rows[_preamble(rows)]) if rows else []


def _preamble(rows: list[list[str]]) -> int:
    """Rows above the header: lines of few fields before the first that names columns of articles."""
    for place, row in enumerate(rows[:PREAMBLE_WITHIN]):
        if sum(is_known(name) for name in row) > 1 or layout_of(_header(row))[0] is not None:
            return place
    return 0


def _told(text: str) -> str:
    """Excel may say the delimiter in a first line of its own: `sep=;`."""
    first = text.lstrip("\ufeff").split("\n", 1)[0].strip().strip('"')
    return first[4:5] if first.lower().startswith("sep=") and first[4:5] in DELIMITERS else ""


def _sample(text: str, delimiter: str) -> list[list[str]]:
    """The first rows of a sample, without the last, which may be cut."""
    body = text.lstrip("\ufeff")
    if _told(text):
        body = body.split("\n", 1)[-1]
    rows: list[list[str]] = []
    try:
        for row in csv.reader(io.StringIO(body, newline=""), delimiter=delimiter):
            if row:
                rows.append(row)
            if len(rows) > SAMPLE_ROWS:
                break
    except csv.Error:
        return rows
    return rows[:-1] if len(rows) > 2 else rows


def _rows(text: str, delimiter: str, most: int) -> int:
    return min(len(_sample(text, delimiter)), most)


def read(head: Head) -> Iterator[Item]:
    """Rows under the header, numbered as a spreadsheet does (the header is row 1)."""
    if head.encoding.note:
        yield Note(head.encoding.note)
    csv.field_size_limit(LARGEST_FIELD)
    delimiter = _dialect(head.text)[0]
    encoding = head.encoding
    with head.path.open(encoding=encoding.name, errors=encoding.errors, newline="") as handle:
        if _told(head.text):
            handle.readline()
        lines = _Lines(_bounded_lines(handle))
        rows = csv.reader(lines, delimiter=delimiter)
        number = above = unclosed = 0
        header: list[str] = []
        for row in rows:
            number += 1
            if not row:
                continue
            if above == _preamble(_sample(head.text, delimiter)):
                header = _header(row)
                break
            above += 1
            said = " ".join(filter(None, (field.strip() for field in row)))
            if said:
                yield Note(f"above the header stands {said[:200]!r}")
        width, joined = len(header), 0
        shape = RowShape(width, delimiter)
        translator = Translator(named=True) if layout_of(header)[0] is not None else None
        while True:
            number += 1
            lines.since.clear()
            try:
                row = next(rows)
            except StopIteration:
                return
            except csv.Error as error:
                yield Problem(f"row {number}", f"the row cannot be read ({error})")
                continue
            if lines.ended:
                unclosed += 1
                yield Problem(f"row {number}", UNCLOSED, " ".join(lines.since[0].split())[:80])
                lines = _Lines(iter(lines.since[1:] if unclosed < MOST_UNCLOSED else []))
                rows = csv.reader(lines, delimiter=delimiter)
                continue
            if not row or not any(field.strip() for field in row):
                continue
            if joined < MOST_UNCLOSED and shape.joins(row, lines.since):
                joined += 1
                row = shape.mended(lines.since[0]) or []
                if row:
                    yield Note(f"row {number}: {MENDED}")
                else:
                    yield Problem(f"row {number}", JOINED, " ".join(lines.since[0].split())[:80])
                lines = _Lines(chain(lines.since[1:], lines.lines))
                rows = csv.reader(lines, delimiter=delimiter)
                if not row:
                    continue
            shape.learn(row)
            item = (
                Record(f"row {number}", dict(zip(header, row)))
                if len(row) == width
                else _uneven(row, header, number)
            )
            if translator is not None and isinstance(item, Record):
                yield from translator.items(item.position, item.columns)
            else:
                yield item


class _Lines:
    """Lines for the parser, which asks beyond the last one only inside a quotation mark that nothing closes.

    since : lines of the present row. ended : the parser was given a row although it asked for more than there is.
    """

    def __init__(self, lines: Iterator[str]) -> None:
        self.lines = lines
        self.since: list[str] = []
        self.ended = False

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        line = next(self.lines, None)
        if line is None:
            self.ended = True
            raise StopIteration
        self.since.append(line)
        return line


def _bounded_lines(handle: TextIO) -> Iterator[str]:
    """Lines of a bounded length: a longer one comes in pieces, which the parser then finds too long or uneven."""
    while line := handle.readline(LARGEST_FIELD):
        yield line.replace("\0", "") if "\0" in line else line


def _header(row: list[str]) -> list[str]:
    """Column names, each unique; a column without a name gets its number."""
    names: list[str] = []
    for place, name in enumerate(row, start=1):
        name = name.strip().lstrip("\ufeff") or f"column {place}"
        names.append(name if name not in names else f"{name} {place}")
    return names


def _uneven(row: list[str], header: list[str], number: int) -> Item:
    """A row with other fields than the header: trailing empty ones are Excel's, anything else is a broken row."""
    if len(row) > len(header) and not any(field.strip() for field in row[len(header) :]):
        return Record(f"row {number}", dict(zip(header, row)))
    reason = f"the row has {len(row)} fields where the header has {len(header)}"
    return Problem(f"row {number}", reason, " ".join(max(row, key=len).split())[:80])
