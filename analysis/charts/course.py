"""Courses: how a share of each kind moved from period to period, as small multiples on one scale, with intervals."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pandas as pd

from analysis.charts.style import (
    BLUE,
    FAINT,
    GRID,
    WIDTH,
    links_of,
    name_periods,
    percent,
    strips,
    styled,
    text_width,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure


def course(
    table: pd.DataFrame,
    *,
    by: str,
    period: str = "month",
    language: str = "en",
    dates: Callable[[pd.Timestamp], str] = str,
) -> Figure:
    """Draw a share for each period, one strip a kind, all on the same scale.

    Parameters
    ----------
    table : result table with `by`, `period`, value (share), low, high; `link` for the dots. Kinds and periods come in
        their order. `dates` : how a period is written under the axis.

    Returns
    -------
    Figure: a dot is a share, its line the interval; a period without an interval is an open dot, one without a share is
    empty.
    """
    kinds = list(dict.fromkeys(table[by]))
    with styled():
        room = text_width([percent(1, language)], 8) + 0.1
        made, grid = strips([str(kind) for kind in kinds], 0.85, at=1.02, right=1 - room / WIDTH, gap=0.35)
        periods = sorted(table[period].unique())
        top = float(table[["value", "high"]].max().max()) if len(table) else 1.0
        for axes, kind in zip(grid, kinds, strict=False):
            _strip(axes, table[table[by] == kind], {value: i for i, value in enumerate(periods)}, period)
            axes.set_ylim(0, top * 1.3)
            axes.set_yticks([0, top], [percent(0, language), percent(top, language)], fontsize=8)
            axes.yaxis.tick_right()
        name_periods(grid[-1], [dates(pd.Timestamp(one)) for one in periods])
    return made


def _strip(axes: Axes, part: pd.DataFrame, place: dict, period: str) -> None:
    known = part[part["value"].notna()]
    at = [place[value] for value in known[period]]
    sure = known["low"].notna().to_numpy()
    axes.vlines(at, known["low"], known["high"], color=BLUE, linewidth=1.2, alpha=0.45)
    faces = [BLUE if one else "white" for one in sure]
    drawn = axes.scatter(at, known["value"], s=13, color=faces, edgecolor=BLUE, linewidth=0.9, zorder=3)
    drawn.set_urls(links_of(known))
    axes.axhline(0, color=GRID, linewidth=1)
    axes.grid(False)
    axes.tick_params(length=0, labelcolor=FAINT)
