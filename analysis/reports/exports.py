"""Tables for people: CSV with a byte order mark, one workbook per report, no cell that starts a formula."""

from __future__ import annotations

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
    from pyarrow import csv

    unfinished = path.with_suffix(".unfinished")
    ready = {str(name): _ready(table[name]) for name in table}
    with unfinished.open("wb") as out:
        out.write(b"\xef\xbb\xbf")
        for at in range(0, max(len(table), 1), PIECE):
            columns = {
                name: (words.take(places.slice(at, PIECE)) if words is not None else places.slice(at, PIECE))
                for name, (words, places) in ready.items()
            }
            csv.write_csv(pa.table(columns), out, csv.WriteOptions(include_header=at == 0))
    unfinished.replace(path)
    return path


def _ready(column: pd.Series) -> tuple[pa.Array | None, pa.Array]:
    """A column as distinct harmless texts and the place of each row among them, or as its plain numbers."""
    import pyarrow as pa

    if pd.api.types.is_numeric_dtype(column) and not pd.api.types.is_bool_dtype(column):
        return None, pa.array(column, from_pandas=True)
    kinds = column.astype("category")
    texts = harmless(pd.DataFrame({"text": _texts(kinds.cat.categories)}))["text"]
    codes = kinds.cat.codes.to_numpy()
    return pa.array(texts.tolist(), pa.large_string()), pa.array(codes.astype("int64"), mask=codes < 0)


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
