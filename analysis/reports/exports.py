"""Tables for people: CSV with a byte order mark, one workbook per report, no cell that starts a formula."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

if TYPE_CHECKING:
    import pyarrow as pa

PIECE = 250_000
"""Rows written at a time."""
_STARTS = ("=", "+", "-", "@", "\t", "\r")


def harmless(table: pd.DataFrame) -> pd.DataFrame:
    """The table with an apostrophe before each text that a spreadsheet would read as a formula.

    >>> harmless(pd.DataFrame({"title": ["=1+1", "Rudal"]}))["title"].tolist()
    ["'=1+1", 'Rudal']
    """
    safe = table.copy()
    for column in safe.columns:
        if pd.api.types.is_string_dtype(safe[column]) or safe[column].dtype == object:
            safe[column] = [
                f"'{value}" if isinstance(value, str) and value.startswith(_STARTS) else value
                for value in safe[column]
            ]
    return safe


def write_csv(table: pd.DataFrame, path: Path) -> Path:
    """Write a CSV that spreadsheets open with the right letters; in place only when it is whole."""
    import pyarrow as pa

    ready = {str(name): Texts(table[name]) for name in table}
    lows = range(0, max(len(table), 1), PIECE)
    columns = ({name: one.slice(low, PIECE) for name, one in ready.items()} for low in lows)
    return write_pieces((pa.table(piece) for piece in columns), path)


def write_pieces(pieces: Iterator[pa.Table], path: Path) -> Path:
    """Write the CSV of a table that comes piece by piece; in place only when it is whole."""
    from pyarrow import csv

    unfinished = path.with_suffix(".unfinished")
    with unfinished.open("wb") as out:
        out.write(b"\xef\xbb\xbf")
        for number, piece in enumerate(pieces):
            csv.write_csv(piece, out, csv.WriteOptions(include_header=number == 0))
    unfinished.replace(path)
    return path


class Texts:
    """A column as distinct harmless texts and the number of each row's, or as its plain numbers."""

    def __init__(self, column: pd.Series) -> None:
        import pyarrow as pa

        self.kinds: pa.Array | None = None
        if pd.api.types.is_numeric_dtype(column) and not pd.api.types.is_bool_dtype(column):
            self.rows = pa.array(column, from_pandas=True)
            return
        words = column.astype("category")
        texts = harmless(pd.DataFrame({"text": _texts(words.cat.categories)}))["text"]
        codes = words.cat.codes.to_numpy()
        self.kinds = pa.array(texts.tolist(), pa.large_string())
        self.rows = pa.array(codes.astype("int64"), mask=codes < 0)

    def slice(self, low: int, size: int) -> pa.Array:
        """Some rows after each other."""
        rows = self.rows.slice(low, size)
        return rows if self.kinds is None else self.kinds.take(rows)

    def take(self, rows: pa.Array) -> pa.Array:
        """Rows by their numbers."""
        found = self.rows.take(rows)
        return found if self.kinds is None else self.kinds.take(found)


def _texts(kinds: pd.Index) -> list[str]:
    """Distinct values as text; days without their midnight."""
    if isinstance(kinds, pd.DatetimeIndex):
        midnight = (kinds == kinds.normalize()).all()
        return list(kinds.strftime("%Y-%m-%d")) if midnight else [str(one) for one in kinds]
    return [str(one) for one in kinds]


def write_workbook(tables: dict[str, pd.DataFrame], path: Path) -> Path:
    """Write one sheet per table; times without zone, control characters left out."""
    unfinished = path.with_suffix(".unfinished.xlsx")
    with pd.ExcelWriter(unfinished, engine="openpyxl") as book:
        for name, table in tables.items():
            sheet = harmless(table).replace(r"[\x00-\x08\x0b\x0c\x0e-\x1f]", "", regex=True)
            sheet.to_excel(book, sheet_name=name[:31], index=False)
    unfinished.replace(path)
    return path
