"""Heat maps: a number in every cell, one hue, cells with too little evidence left grey."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analysis.charts.style import FAINT, GRID, INK, figure, links_of, percent, styled

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_LOW, _HIGH = np.array([0.93, 0.96, 0.985]), np.array([0.0, 0.30, 0.52])


def heat_map(
    table: pd.DataFrame,
    *,
    rows: str,
    columns: str,
    heads: list[str] | None = None,
    language: str = "en",
    top: float | None = None,
) -> Figure:
    """Draw a share for each pair of row and column.

    Parameters
    ----------
    table : result table with `rows`, `columns`, value (0..1, NaN where there is too little); `link` for the cells.
    heads : order of the columns (that of the table if not given). `top` : share that has the darkest colour; the largest one if not given.
    """
    names = list(dict.fromkeys(table[rows]))
    order = heads or list(dict.fromkeys(table[columns]))
    peak = top or max(float(table["value"].max()) if len(table) else 1.0, 0.05)
    with styled():
        from matplotlib.patches import Rectangle

        height = 0.5 + 0.34 * max(len(names), 1)
        made, axes = figure(height, [str(name) for name in names], above=0.42, below=0.05)
        axes.grid(False)
        for row, link in zip(table.to_dict("records"), links_of(table), strict=True):
            x, y, value = order.index(row[columns]), names.index(row[rows]), row["value"]
            known = value == value
            weight = min(value / peak, 1.0) if known else 0.0
            fill = tuple(_LOW + (_HIGH - _LOW) * weight) if known else "none"
            box = Rectangle((x - 0.48, y - 0.46), 0.96, 0.92, facecolor=fill, edgecolor=GRID, linewidth=0.6)
            if link:
                box.set_url(link)
            axes.add_artist(box)
            ink = FAINT if not known else "#ffffff" if weight > 0.5 else "#10151a"
            axes.text(x, y, percent(value, language), ha="center", va="center", fontsize=8, color=ink)
        axes.set_xlim(-0.5, max(len(order), 1) - 0.5)
        axes.set_ylim(max(len(names), 1) - 0.5, -0.5)
        axes.set_xticks(range(len(order)), [_folded(str(head)) for head in order], fontsize=8, color=INK)
        axes.xaxis.tick_top()
        axes.set_yticks(range(len(names)), names, fontsize=8.5)
        axes.spines["bottom"].set_visible(False)
    return made


def _folded(text: str) -> str:
    """Two lines where a name is long."""
    words = text.split()
    if len(text) < 13 or len(words) < 2:
        return text
    middle = min(range(1, len(words)), key=lambda i: abs(len(" ".join(words[:i])) - len(text) / 2))
    return " ".join(words[:middle]) + "\n" + " ".join(words[middle:])
