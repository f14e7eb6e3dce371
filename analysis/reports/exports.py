"""Tables for people: CSV with a byte order mark, one workbook per report, no cell that starts a formula."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

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
    unfinished = path.with_suffix(".unfinished")
    harmless(table).to_csv(unfinished, index=False, encoding="utf-8-sig", lineterminator="\n")
    unfinished.replace(path)
    return path


def write_workbook(tables: dict[str, pd.DataFrame], path: Path) -> Path:
    """Write one sheet per table; times without zone, control characters left out."""
    unfinished = path.with_suffix(".unfinished.xlsx")
    with pd.ExcelWriter(unfinished, engine="openpyxl") as book:
        for name, table in tables.items():
            sheet = harmless(table).replace(r"[\x00-\x08\x0b\x0c\x0e-\x1f]", "", regex=True)
            sheet.to_excel(book, sheet_name=name[:31], index=False)
    unfinished.replace(path)
    return path
