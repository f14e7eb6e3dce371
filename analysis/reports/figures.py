"""A result table as the page shows it: heads in the reader's language, numbers linked to their evidence."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import pandas as pd

from analysis.reports.words import Words

RATIOS = ("value", "times", "weight")
"""Columns whose numbers are worked out from the evidence of their row, and open it."""
COUNTS = ("count", "value", "quotations", "matched", "articles", "n")
"""Columns that open the evidence of their row where they say how much it is: its rows, articles or distinct texts."""


@dataclass(frozen=True)
class Shape:
    """How a table is shown.

    keys : columns that name a row. numbers : the columns of figures, in order. share : value, low and high are
    shares. digits : decimals of value, low and high otherwise. percents : other columns that are shares.
    """

    keys: tuple[str, ...]
    numbers: tuple[str, ...] = ("value", "interval", "n", "count")
    share: bool = False
    digits: int = 1
    decimals: dict[str, int] = field(default_factory=dict)
    percents: tuple[str, ...] = ()


@dataclass(frozen=True)
class Cell:
    """Text of a cell, or of the name of a row, and where its evidence is ("" where there is none)."""

    text: str
    link: str = ""


def heads(shape: Shape, words: Words, section: str = "") -> list[str]:
    """Names of the columns for people: the section's own (`column_of.volume.value`), a share's, or the usual one."""
    found = []
    for name in (*shape.keys, *shape.numbers):
        own = f"column_of.{section}.{name}"
        usual = "share" if name == "value" and shape.share else name
        found.append(str(words(own if words.has(own) else f"column.{usual}")))
    return found


def body(
    table: pd.DataFrame, shape: Shape, words: Words, sizes: dict[str, set[int]]
) -> list[tuple[list[Cell], list[Cell]]]:
    """Keys and cells of each row.

    sizes : of each link, how many rows, articles and distinct texts its evidence holds. A count is linked only where it is one
    of them, so that a reader who counts gets the same number; a row without such a number is linked by its name.
    """
    show: Callable[[float], str] = (
        words.percent if shape.share else lambda value: words.number(value, shape.digits)
    )
    rows = []
    for row in table.to_dict("records"):
        link = row["link"] if isinstance(row.get("link"), str) else ""
        cells = [
            Cell(
                _text(row, name, shape, words, show),
                link if _opens(row, name, shape, sizes.get(link)) else "",
            )
            for name in shape.numbers
        ]
        keys = [Cell(_key(row[key], words)) for key in shape.keys]
        if link and not any(cell.link for cell in cells):
            keys[-1] = Cell(keys[-1].text, link)
        rows.append((keys, cells))
    return rows


def _opens(row: dict, name: str, shape: Shape, sizes: set[int] | None) -> bool:
    value = row.get(name)
    if name == "times":
        return sizes is not None
    if sizes is None or not isinstance(value, (int, float)) or value != value:
        return False
    counted = name in COUNTS and float(value).is_integer() and int(value) in sizes
    ratio = name in RATIOS and (shape.share or shape.digits > 0 or name == "weight")
    return counted or ratio


def _key(value: object, words: Words) -> str:
    if isinstance(value, pd.Timestamp):
        return words.day(value)
    return "–" if value is None or value != value else str(value)


def _text(row: dict, name: str, shape: Shape, words: Words, show: Callable[[float], str]) -> str:
    if name == "interval":
        return words.interval(row["low"], row["high"], show) or "–"
    if name == "times":
        return f"×{words.times(row['value'])}"
    if name == "times_interval":
        return words.interval(row["low"], row["high"], lambda v: f"×{words.times(v)}") or "–"
    if name in ("points", "points_interval"):
        points: Callable[[float], str] = lambda value: words.number(100 * value)  # noqa: E731
        return (
            points(row["value"]) if name == "points" else words.interval(row["low"], row["high"], points)
        ) or "–"
    value = row.get(name)
    if isinstance(value, str):
        return value
    if value is None or value != value:
        return "–"
    if name == "day":
        return words.day(value)
    if name == "value":
        return show(float(value))
    if name in shape.percents:
        return words.percent(float(value))
    return words.number(float(value), shape.decimals.get(name, 0))
