"""Timelines: how much each group published when, as small multiples on one scale, with gaps shown as gaps."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analysis.charts.style import BLUE, FAINT, GRID, links_of, name_periods, number, strips, styled

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure


def timeline(
    table: pd.DataFrame,
    *,
    by: str = "outlet",
    period: str = "day",
    language: str = "en",
    dates: Callable[[pd.Timestamp], str] = str,
    copies: str = "copies",
) -> Figure:
    """Draw counts per period, one strip a group, all on the same scale.

    Parameters
    ----------
    table : result of `coverage`: `by`, `period`, value (articles), n (distinct texts), gap; `link` for the bars.
    dates : how a period is written under the axis. `copies` : name of the pale part of a bar.

    Returns
    -------
    Figure: solid bars are distinct texts, the pale rest copies; periods in which nobody published are hatched.
    """
    groups = list(dict.fromkeys(table[by]))
    with styled():
        made, grid = strips([str(name) for name in groups], 0.62, at=0.98, right=0.995, gap=0.15)
        top = float(table["value"].max()) if len(table) else 1.0
        periods = sorted(table[period].unique())
        for axes, name in zip(grid, groups, strict=False):
            _strip(axes, table[table[by] == name], periods, period)
            axes.set_ylim(0, top * 1.32 + 0.5)
            axes.set_yticks([])
            axes.grid(False)
        name_periods(grid[-1], [dates(pd.Timestamp(one)) for one in periods])
    return made


def _strip(axes: Axes, part: pd.DataFrame, periods: list, period: str) -> None:
    place = {value: i for i, value in enumerate(periods)}
    at = np.array([place[value] for value in part[period]], dtype=float)
    many, texts = part["value"].to_numpy(dtype=float), part["n"].to_numpy(dtype=float)
    width = 0.82
    axes.bar(at, many, width, color=BLUE, alpha=0.3, linewidth=0)
    solid = axes.bar(at, np.minimum(texts, many), width, color=BLUE, linewidth=0)
    for bar, link in zip(solid, links_of(part), strict=True):
        if link:
            bar.set_url(link)
    if len(part) <= 32:
        for x, y in zip(at, many, strict=True):
            if y:
                axes.text(x, y, number(y), ha="center", va="bottom", fontsize=7, color=FAINT)
    if "gap" in part:
        for x in at[part["gap"].to_numpy(dtype=bool)]:
            axes.axvspan(x - 0.5, x + 0.5, facecolor="none", edgecolor=GRID, hatch="////", linewidth=0)
    axes.axhline(0, color=GRID, linewidth=1)
