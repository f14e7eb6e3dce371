"""Rows of a CSV that a stray quotation mark glues together: found by lines inside a field that are rows of their own."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass, field

KINDS = (
    ("address", re.compile(r"https?://\S+$")),
    ("number", re.compile(r"-?\d[\d.,]*$")),
    (
        "date",
        re.compile(
            r"(?:\d{4}[-/]\d{1,2}[-/]\d{1,2}|\d{1,2}[-/ ](?:\d{1,2}|[^\W\d_]{3,9})[-/ ]\d{4}).{0,30}$"
        ),
    ),
)
LEARNED = 200
ENOUGH = 3
"""Rows whose values must agree before a column has a kind."""


@dataclass
class RowShape:
    """What the rows of a file look like: fields, and which columns hold nothing but addresses, numbers or dates.

    Attributes
    ----------
    width : columns. `delimiter` : between them. `kinds` : kinds seen in each column.
    """

    width: int
    delimiter: str
    kinds: list[set[str]] = field(default_factory=list)
    seen: int = 0

    def learn(self, row: list[str]) -> None:
        """Remember the kinds of a row that was read."""
        if self.seen >= LEARNED or len(row) != self.width:
            return
        self.seen += 1
        self.kinds = self.kinds or [set() for _ in row]
        for kinds, value in zip(self.kinds, row):
            if value.strip():
                kinds.add(_kind(value))

    def _typed(self) -> dict[int, str]:
        """Columns of one kind."""
        if self.seen < ENOUGH:
            return {}
        return {
            place: next(iter(kinds))
            for place, kinds in enumerate(self.kinds)
            if len(kinds) == 1 and "" not in kinds
        }

    def joins(self, row: list[str], lines: list[str]) -> bool:
        """Whether a row that goes over several lines holds other rows.

        A column of addresses or dates tells a row from a line of prose. Without one, the row must be wrong itself too: too
        many or too few fields, or a mark without its pair.
        """
        if len(lines) < 2:
            return False
        told = {"address", "date"}.intersection(self._typed().values())
        wrong = len(row) != self.width or sum(line.count('"') for line in lines) % 2 == 1
        return bool(told or wrong) and any(map(self.fits, lines[1:]))

    def fits(self, line: str) -> bool:
        """Whether a line is a whole row: as many fields, each of its column's kind.

        Where no column has a kind, the line must have its marks in pairs; in no row stands a blank behind a delimiter, as in
        prose.
        """
        if self.width < 3 or line.count(self.delimiter) < self.width - 1:
            return False
        row = self._parsed(line, csv.QUOTE_MINIMAL)
        if row is None or any(value.startswith(" ") for value in row[1:]):
            return False
        return self._agrees(row) if self._typed() else line.count('"') % 2 == 0

    def mended(self, line: str) -> list[str] | None:
        """The fields of a line whose mark is taken for a plain character; None where that gives no row."""
        row = self._parsed(line, csv.QUOTE_NONE)
        return row if row is not None and self._typed() and self._agrees(row) else None

    def _parsed(self, line: str, quoting: int) -> list[str] | None:
        try:
            rows = list(csv.reader([line], delimiter=self.delimiter, quoting=quoting))  # type: ignore[arg-type]
        except csv.Error:
            return None
        return rows[0] if len(rows) == 1 and len(rows[0]) == self.width else None

    def _agrees(self, row: list[str]) -> bool:
        values = [(row[place].strip(), kind) for place, kind in self._typed().items()]
        filled = [(value, kind) for value, kind in values if value]
        return bool(filled) and all(_kind(value) == kind for value, kind in filled)


def _kind(value: str) -> str:
    value = value.strip()
    return next((name for name, pattern in KINDS if pattern.match(value)), "") if len(value) < 400 else ""
