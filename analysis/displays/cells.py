"""The pieces of every display: one table, its cells and its marks, styled in place so that any notebook shows them alike."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from html import escape
from typing import Any

import pandas as pd

LEFT = "text-align:left;"
NUMBER = "text-align:right;white-space:nowrap;font-variant-numeric:tabular-nums;"
WIDE = 30
"""Characters from which a text may be broken into lines."""


class Shown:
    """A piece of HTML that JupyterLab shows by itself."""

    def __init__(self, html: str):
        self.html = html

    def _repr_html_(self) -> str:
        return self.html

    def __repr__(self) -> str:
        return f"Shown({len(self.html):,} characters of HTML)"


def written(value: Any) -> str:
    """A value as people write it, escaped: days without their hour, numbers to three digits, a dash for what is missing."""
    if isinstance(value, (list, tuple, set, frozenset)):
        return escape(", ".join(str(one) for one in value))
    if value is None or value is pd.NaT or value is pd.NA or (isinstance(value, float) and math.isnan(value)):
        return "–"
    if isinstance(value, pd.Timestamp):
        return f"{value:%Y-%m-%d}" if value == value.normalize() else f"{value:%Y-%m-%d %H:%M}"
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return f"{value:,.0f}" if float(value).is_integer() or abs(value) >= 1000 else f"{value:.3g}"
    return escape(str(value))


def is_number(column: pd.Series) -> bool:
    """Whether the cells of a column stand right."""
    return pd.api.types.is_numeric_dtype(column) and not pd.api.types.is_bool_dtype(column)


def cell(value: Any, *, number: bool = False) -> str:
    """A table cell; a long text is broken into lines, a short one is not."""
    text = written(value)
    style = NUMBER if number else LEFT + ("max-width:42em;" if len(text) > WIDE else "white-space:nowrap;")
    return f'<td style="{style}">{text}</td>'


def table(head: Iterable[tuple[str, bool]], rows: Sequence[str], *, about: str = "", more: str = "") -> Shown:
    """A table of finished rows (runs of cells), with what holds for all above and what is not shown beneath.

    Parameters
    ----------
    head : name of each column, and whether it holds numbers. `about`, `more` : plain text.
    """
    names = "".join(
        f'<th scope="col" style="{NUMBER if number else LEFT}">{name}</th>' for name, number in head
    )
    caption = (
        f'<caption style="{LEFT}caption-side:top;white-space:nowrap">{escape(about)}</caption>'
        if about
        else ""
    )
    body = "".join(f"<tr>{row}</tr>" for row in rows)
    beneath = f"<p>{escape(more)}</p>" if more else ""
    return Shown(f"<table>{caption}<thead><tr>{names}</tr></thead><tbody>{body}</tbody></table>{beneath}")


def left_over(n: int, rows: int, what: str) -> str:
    """How many of `n` are not shown, in words; "" where all are."""
    if not n:
        return f"There are no {what}."
    return f"{n - rows:,} more {what}; rows={n} shows all" if n > rows else ""
