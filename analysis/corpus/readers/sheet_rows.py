"""Rows of a sheet as records: the header wherever it stands, whatever library read the cells."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from analysis.corpus.columns import is_known
from analysis.corpus.readers.layouts import Translator
from analysis.corpus.readers.records import Item, Note, Table

HEADER_WITHIN = 30
EMPTY_ROWS_AT_END = 1000
Row = tuple[Any, ...]


def sheet_items(rows: Iterable[Row], title: str) -> Iterator[Item]:
    """Rows under the sheet's own header, numbered as the spreadsheet does."""
    left = iter(rows)
    early: list[Row] = []
    for row in left:
        early.append(row)
        if len(early) == HEADER_WITHIN:
            break
    place = header_row(early)
    if place is None:
        if any(any(cell is not None for cell in row) for row in early):
            yield Note(f"sheet {title!r} has no header row and was left out")
        return
    if place:
        above = [" ".join(str(cell) for cell in row if cell is not None) for row in early[:place]]
        said = "; ".join(filter(None, above))
        if said:
            yield Note(f"sheet {title!r}: above the header in row {place + 1} stands {said[:200]!r}")
    yield Table(title)
    header = _header(early[place])
    translator = Translator()
    number, empty = place + 1, 0
    for row in early[place + 1 :]:
        number += 1
        if any(cell is not None for cell in row):
            yield from translator.items(f"{title} row {number}", dict(zip(header, map(_value, row))))
    for row in left:
        number += 1
        if any(cell is not None for cell in row):
            empty = 0
            yield from translator.items(f"{title} row {number}", dict(zip(header, map(_value, row))))
        else:
            # A sheet that was formatted to its last row has a million empty ones.
            empty += 1
            if empty > EMPTY_ROWS_AT_END:
                return


def header_row(rows: list[Row]) -> int | None:
    """The row with most known names; without any, the first row with two words in it."""
    known = [len([cell for cell in row if isinstance(cell, str) and is_known(cell)]) for row in rows]
    most = max(known, default=0)
    if most:
        return known.index(most)
    for place, row in enumerate(rows):
        if sum(isinstance(cell, str) and bool(cell.strip()) for cell in row) > 1:
            return place
    return None


def _header(row: Row) -> list[str]:
    """Column names, each unique; a column without a name gets its number."""
    names: list[str] = []
    for column, cell in enumerate(row, start=1):
        name = " ".join(str(cell).split()) if cell is not None else ""
        name = name or f"column {column}"
        names.append(name if name not in names else f"{name} {column}")
    return names


def _value(cell: Any) -> Any:
    """A cell as it is; Excel's escaped line ends become line ends."""
    return cell.replace("_x000D_\n", "\n").replace("_x000D_", "\n") if isinstance(cell, str) else cell


Range = tuple[int, int, int, int]


def filled(rows: Iterable[Row], merged: list[Range]) -> Iterator[Row]:
    """Rows with every merged cell holding what its first cell holds.

    Parameters
    ----------
    merged : first row, last row, first column, last column, all from 0 and inclusive.
    """
    starts: dict[int, list[Range]] = {}
    for one in merged:
        starts.setdefault(one[0], []).append(one)
    open_ranges: list[tuple[Range, Any]] = []
    for number, row in enumerate(rows):
        begun = starts.get(number, [])
        if not begun and not open_ranges:
            yield row
            continue
        cells = list(row)
        open_ranges = [(one, value) for one, value in open_ranges if one[1] >= number]
        for one in begun:
            value = cells[one[2]] if one[2] < len(cells) else None
            # A title across the sheet is no value of every column.
            if one[1] > one[0]:
                open_ranges.append((one, value))
        for (_, _, first, last), value in open_ranges:
            for column in range(first, min(last + 1, len(cells))):
                if cells[column] is None:
                    cells[column] = value
        yield tuple(cells)
