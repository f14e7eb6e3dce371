"""Word clouds, because people ask for them: area by frequency, one colour, words upright, numbers in the table."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import pandas as pd

from analysis.charts.style import BLUE, WIDTH, styled

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

MOST = 40


@cache
def _font() -> str:
    from matplotlib import font_manager

    return str(font_manager.findfont("DejaVu Sans"))


def word_cloud(table: pd.DataFrame, *, term: str = "term", seed: int = 0) -> Figure:
    """Draw the most frequent terms of a result table.

    Parameters
    ----------
    table : result of `frequency` for one group; the first 40 rows by value are drawn.
    seed : fixes the places, which mean nothing.

    Returns
    -------
    Figure. The height of a word is proportional to the square root of its frequency, so that its area follows it.
    """
    from matplotlib.figure import Figure
    from wordcloud import WordCloud

    top = table.sort_values(["value", term], ascending=[False, True]).head(MOST)
    weights = {
        str(word): float(value) ** 0.5
        for word, value in zip(top[term], top["value"], strict=True)
        if value > 0
    }
    with styled():
        height = 2.7
        made = Figure(figsize=(WIDTH, height))
        axes = made.add_axes((0, 0, 1, 1))
        axes.set_axis_off()
        axes.set_xlim(0, 720)
        axes.set_ylim(100 * height, 0)
        if not weights:
            return made
        cloud = WordCloud(
            width=720,
            height=int(100 * height),
            prefer_horizontal=1.0,
            relative_scaling=1.0,
            min_font_size=7,
            max_font_size=58,
            random_state=seed,
            font_path=_font(),
            margin=3,
        ).generate_from_frequencies(weights)
        for (word, _), size, (row, column), _, _ in cloud.layout_:
            _draw(axes, word, size, row, column)
    return made


def _draw(axes: Axes, word: str, size: float, row: float, column: float) -> None:
    """One word as outlines, its ink's upper left corner at row and column (pixels of the layout)."""
    from matplotlib.font_manager import FontProperties
    from matplotlib.patches import PathPatch
    from matplotlib.textpath import TextPath
    from matplotlib.transforms import Affine2D

    path = TextPath((0, 0), word, size=size, prop=FontProperties(fname=_font()))
    left, top = path.vertices[:, 0].min(), path.vertices[:, 1].max()
    placed = Affine2D().translate(-left, -top).scale(1, -1).translate(column, row)
    axes.add_artist(PathPatch(placed.transform_path(path), facecolor=BLUE, linewidth=0))
