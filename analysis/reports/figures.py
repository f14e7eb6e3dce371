"""A result table as the page shows it: heads in the reader's language, numbers linked to their evidence."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import pandas as pd

from analysis.reports.words import Words

LINKED = ("value", "times", "count", "n", "articles", "words", "weight")
"""Columns whose numbers open the evidence of their row."""


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
    """Text of a cell, and where its evidence is ("" where there is none)."""

    text: str
    link: str = ""


def heads(shape: Shape, words: Words) -> list[str]:
    """Names of the columns for people."""
    return [str(words(f"column.{name}")) for name in (*shape.keys, *shape.numbers)]


def body(table: pd.DataFrame, shape: Shape, words: Words) -> list[tuple[list[str], list[Cell]]]:
    """Keys and cells of each row."""
    show: Callable[[float], str] = (
        words.percent if shape.share else lambda value: words.number(value, shape.digits)
    )
    rows = []
    for row in table.to_dict("records"):
        link = row["link"] if isinstance(row.get("link"), str) else ""
        cells = [
            Cell(_text(row, name, shape, words, show), link if name in LINKED else "")
            for name in shape.numbers
        ]
        rows.append(([_key(row[key], words) for key in shape.keys], cells))
    return rows


def _key(value: object, words: Words) -> str:
    if isinstance(value, pd.Timestamp):
        return words.day(value)
    return "–" if value is None or value != value else str(value)


def _text(row: dict, name: str, shape: Shape, words: Words, show: Callable[[float], str]) -> str:
    if name == "interval":
        return words.interval(row["low"], row["high"], show) or "–"
    if name == "times":
        return f"×{words.number(2 ** row['value'], 1)}"
    if name == "times_interval":
        return words.interval(2 ** row["low"], 2 ** row["high"], lambda v: f"×{words.number(v, 1)}") or "–"
    value = row.get(name)
    if isinstance(value, str):
        return value
    if value is None or value != value:
        return "–"
    if name == "value":
        return show(float(value))
    if name in shape.percents:
        return words.percent(float(value))
    return words.number(float(value), shape.decimals.get(name, 0))
