"""Layouts: services and scrapers whose columns mean the same in CSV, JSON, a workbook or a database.

A layout is a module with

- `NAME`: what it is called in the reconciliation;
- `fits(names) -> str`: the rule by which it knows a set of column names (lower case), "" if it does not;
- `translate(position, columns) -> Iterator[Item]`: the raw columns as ours, or what else they are;
- `NOTE`: what should be said once about every file of this layout, "" if nothing.

To add one, write the module and name it in `LAYOUTS` before the more general ones.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from types import ModuleType
from typing import Any

from analysis.corpus.readers import (
    four_cat,
    gdelt_doc,
    media_cloud,
    monitoring,
    news_services,
    ninjs,
    scrapers,
)
from analysis.corpus.readers.records import Item, Note, Problem, Record

NOTES = 10
LAYOUTS: tuple[ModuleType, ...] = (
    media_cloud,
    gdelt_doc,
    monitoring,
    four_cat,
    ninjs,
    scrapers,
    news_services,
)


@lru_cache(maxsize=4096)
def _layout_of(names: tuple[str, ...]) -> tuple[ModuleType | None, str]:
    lowered = frozenset(name.strip().lower() for name in names)
    for layout in LAYOUTS:
        rule = layout.fits(lowered)
        if rule:
            return layout, f"{layout.NAME}: {rule}"
    return None, ""


def layout_of(names: Iterable[object]) -> tuple[ModuleType | None, str]:
    """The layout that knows these column names and its rule; (None, "") if there is none."""
    key = tuple(name for name in names if isinstance(name, str))
    return _layout_of(key) if len(key) < 400 else (None, "")


class Translator:
    """Translates the rows of one file; what should be said of a layout is handed on before its first row.

    `named` : whether the rule that recognised the file names its layout already.
    """

    def __init__(self, *, named: bool = False) -> None:
        self._told: set[str] = set()
        self._named = named
        self._notes = 0

    def items(self, position: str, columns: Mapping[str, Any]) -> Iterator[Item]:
        """A row as a layout understands it; a row of no layout as it is."""
        layout, rule = layout_of(columns)
        if layout is None:
            yield Record(position, dict(columns))
            return
        if layout.NAME not in self._told:
            self._told.add(layout.NAME)
            told = [] if self._named else [f"laid out as {rule}"]
            told += [f"{layout.NAME}: {layout.NOTE}"] if layout.NOTE else []
            if told:
                yield Note("; ".join(told))
        try:
            for item in layout.translate(position, columns):
                # A file of which every row has a fault needs no note for each.
                if not isinstance(item, Note):
                    yield item
                elif self._notes < NOTES:
                    self._notes += 1
                    yield item
        except (AttributeError, TypeError, ValueError, KeyError, IndexError, RecursionError) as error:
            reason = " ".join(str(error).split())[:120]
            yield Problem(position, f"{layout.NAME}: a field has a form it never has ({reason})")
