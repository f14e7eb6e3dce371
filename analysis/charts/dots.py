"""Dots with intervals: one row a group, its number written beside it, nothing hidden in a legend."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from analysis.charts.style import (
    BLUE,
    FAINT,
    GRID,
    INK,
    ROW,
    SERIES,
    WIDTH,
    figure,
    links_of,
    number,
    percent,
    styled,
    text_width,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure


def dots(
    table: pd.DataFrame,
    label: str,
    *,
    group: str | None = None,
    share: bool = False,
    digits: int = 1,
    language: str = "en",
    axis: str = "",
    zero: bool = False,
) -> Figure:
    """Draw each row of a result table as a dot with its interval.

    Parameters
    ----------
    table : result table (value, low, high; `link` where the evidence is), drawn in its order from above.
    label : column that names the rows. `group` : column that parts them under heads.
    share : True for shares (percentages, axis from 0); `digits` : decimals otherwise.
    axis : what is measured, under the axis. `zero` : draw the line of no difference.

    Returns
    -------
    Figure; a hollow dot has no interval.
    """
    show: Callable[[float], str] = (
        (lambda value: percent(value, language)) if share else (lambda value: number(value, digits, language))
    )
    places, heads, height = _places(table, group)
    with styled():
        made, axes = figure(0.55 + ROW * height, [str(value) for value in table[label]])
        _marks(axes, table, places, BLUE, size=38, line=1.6)
        numbers = [_number(row, show, language) for row in table.to_dict("records")]
        for row, place, text in zip(table.to_dict("records"), places, numbers, strict=True):
            _write(axes, row, place, text, zero)
        for text, place in heads:
            axes.text(
                0, place, text, transform=axes.get_yaxis_transform(), weight="bold", va="center", ha="left"
            )
        axes.set_yticks(places, [str(value) for value in table[label]])
        axes.set_ylim(height - 0.4, -0.6)
        _axis(axes, table, share, axis, language)
        axes.set_xlim(right=_room(axes, table, numbers, zero))
        if zero:
            axes.axvline(0, color=FAINT, linewidth=1)
    return made


def _places(table: pd.DataFrame, group: str | None) -> tuple[list[float], list[tuple[str, float]], int]:
    """Height of each row, heads with theirs, and rows in all."""
    if group is None:
        return [float(i) for i in range(len(table))], [], max(len(table), 1)
    places, heads, at, last = [], [], -1, None
    for value in table[group]:
        if value != last:
            at += 1
            heads.append((str(value), float(at)))
            last = value
        at += 1
        places.append(float(at))
    return places, heads, at + 1


def _marks(
    axes: Axes, table: pd.DataFrame, places: Sequence[float], colour: str, *, size: float, line: float
) -> None:
    """A dot and its interval for every row with a value, each dot a link to its evidence; hollow without an interval."""
    at = np.array(places, dtype=float)
    value, low, high = (table[name].to_numpy(dtype=float) for name in ("value", "low", "high"))
    shown, known = ~np.isnan(value), ~np.isnan(value) & ~np.isnan(low)
    axes.hlines(at[known], low[known], high[known], color=colour, linewidth=line, capstyle="round", zorder=2)
    fill = [colour if one else "none" for one in known[shown]]
    dots = axes.scatter(
        value[shown], at[shown], s=size, facecolor=fill, edgecolor=colour, linewidth=1.4, zorder=3
    )
    dots.set_urls([link for link, one in zip(links_of(table), shown, strict=True) if one])


def _number(row: dict, show: Callable[[float], str], language: str) -> str:
    """A row's value with its interval, "" where it has none."""
    value, low, high = row["value"], row["low"], row["high"]
    if value != value:
        return ""
    to = "–" if low >= 0 else "sampai" if language == "id" else "to"
    return show(value) + (f" ({show(low)} {to} {show(high)})" if low == low else "")


def _write(axes: Axes, row: dict, place: float, text: str, column: bool) -> None:
    """Write a row's number: behind its mark, or, where marks stand on both sides of 0, in a column on the right."""
    look: dict[str, Any] = {"va": "center", "fontsize": 8, "color": FAINT}
    if column:
        axes.text(1, place, text, transform=axes.get_yaxis_transform(), ha="right", **look)
    elif text:
        right = row["high"] if row["high"] == row["high"] else row["value"]
        axes.annotate(text, (right, place), xytext=(7, 0), textcoords="offset points", **look)


def _room(axes: Axes, table: pd.DataFrame, numbers: Sequence[str], column: bool) -> float:
    """The right end of the axis at which every number fits."""
    box, (left, end) = axes.get_position(), axes.get_xlim()
    width = WIDTH * (box.x1 - box.x0)
    shown = table[["value", "high"]].astype(float).max(axis=1)
    rights = [float(shown.max())] * len(numbers) if column else shown.tolist()
    for text, right in zip(numbers, rights, strict=True):
        taken = min((text_width([text], 8) + 0.15) / width, 0.75)
        end = max(end, left + (right - left) / (1 - taken)) if text else end
    return end


def _axis(axes: Axes, table: pd.DataFrame, share: bool, axis: str, language: str) -> None:
    from matplotlib.ticker import FuncFormatter, MaxNLocator

    shown = table[["value", "low", "high"]].astype(float)
    top, bottom = shown.max().max(), shown.min().min()
    top, bottom = (top, bottom) if top == top else (1.0, 0.0)
    if share or bottom >= 0:
        bottom = 0.0
    span = max(top - bottom, 1e-9)
    axes.set_xlim(bottom - 0.02 * span, top + 0.02 * span)
    spread = MaxNLocator(nbins=6, steps=[1, 2, 5, 10]).tick_values(bottom, top)
    ticks = [tick for tick in spread if bottom - 0.02 * span <= tick <= top + 0.02 * span]
    axes.set_xticks([tick for tick in ticks if not (share and tick > 1 + 1e-9)])
    digits = 0 if span > 4 else 1 if span > 0.4 else 2 if span > 0.04 else 3
    write = (lambda v, _: percent(v, language)) if share else (lambda v, _: number(v, digits, language))
    axes.xaxis.set_major_formatter(FuncFormatter(write))
    axes.set_xlabel(axis, fontsize=8)
    axes.tick_params(axis="x", labelsize=8)


def ranked_terms(
    table: pd.DataFrame,
    *,
    term: str = "term",
    panel: str,
    language: str = "en",
    axis: str = "",
    most: int = 8,
) -> Figure:
    """Draw ranked terms as small panels of dots, one panel a group (log ratios: 1 is twice as often).

    Parameters
    ----------
    table : result table with `panel`, `term`, value, low, high, in the order wanted; the first `most` of each are drawn.
    """
    names = list(dict.fromkeys(table[panel]))
    columns = min(len(names), 2) or 1
    lines = -(-len(names) // columns) or 1
    with styled():
        from matplotlib.figure import Figure

        height = 0.3 + lines * (0.55 + 0.24 * most)
        made = Figure(figsize=(WIDTH, height))
        room = text_width([str(value) for value in table[term]], 8) + 0.12
        inner = (WIDTH - 0.05 - columns * room) / columns
        made.subplots_adjust(
            left=room / WIDTH, right=1 - 0.05 / WIDTH, top=1 - 0.25 / height, bottom=0.45 / height
        )
        made.subplots_adjust(wspace=room / inner, hspace=0.35 / (0.2 + 0.24 * most))
        grid = made.subplots(lines, columns, squeeze=False, sharex=True)
        top = float(table[["value", "high"]].max().max()) if len(table) else 1.0
        for place, axes in enumerate(grid.flat):
            if place >= len(names):
                axes.set_visible(False)
                continue
            part = table[table[panel] == names[place]].head(most)
            _terms(axes, part, term, SERIES[place % len(SERIES)], language)
            axes.set_title(str(names[place]), loc="left", fontsize=9, weight="bold", color=INK)
            axes.set_ylim(most - 0.4, -0.6)
            axes.set_xlim(-0.15, top * 1.12 + 0.2)
            axes.set_xticks(_even_steps(top))
            axes.axvline(0, color=GRID, linewidth=1)
        for axes in grid[-1]:
            axes.set_xlabel(axis, fontsize=8)
    return made


def _even_steps(top: float) -> list[float]:
    """Ticks of a log axis from 0 to at most `top`, four steps or fewer: ×1, ×4, ×16."""
    step = max(1, round(top / 4 + 0.3))
    return [float(tick) for tick in range(0, int(top) + 1, step)]


def _terms(axes: Axes, part: pd.DataFrame, term: str, colour: str, language: str) -> None:
    from matplotlib.ticker import FuncFormatter

    _marks(axes, part, range(len(part)), colour, size=30, line=1.5)
    axes.set_yticks(range(len(part)), [str(value) for value in part[term]], fontsize=8)
    axes.tick_params(axis="x", labelsize=8)
    axes.xaxis.set_major_formatter(
        FuncFormatter(lambda v, _: "×" + number(2**v, 0 if v > -0.5 else 1, language))
    )
