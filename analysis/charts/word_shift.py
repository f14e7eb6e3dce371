"""Word-shift graph: a bar for each word that makes a difference, the side it pulls to, its evidence behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from analysis.charts.style import BLUE, FAINT, INK, ROW, VERMILION, figure, links_of, percent, styled

if TYPE_CHECKING:
    from matplotlib.figure import Figure


def word_shift_bars(table: pd.DataFrame, *, language: str = "en", axis: str = "", most: int = 20) -> Figure:
    """Draw the words of a word shift as bars, the strongest above.

    Parameters
    ----------
    table : `word_shift(...)`: term, contribution, share_first, share_second; `link` where the evidence is.
    axis : what the bars measure, under the axis. `most` : so many bars at most.

    Returns
    -------
    Figure; a bar to the right makes the second group's tone better, to the left worse. A plus or minus after the word
    says whether the second group uses it more or less often.
    """
    shown = table.head(most)
    with styled():
        made, axes = figure(0.7 + ROW * max(len(shown), 1), [])
        size = shown["contribution"].abs().max() if len(shown) else 1.0
        size = size if size > 0 else 1.0
        for place, (row, link) in enumerate(zip(shown.to_dict("records"), links_of(shown), strict=True)):
            value = row["contribution"]
            bar = axes.barh(place, value, height=0.62, color=BLUE if value > 0 else VERMILION)[0]
            if link:
                bar.set_url(link)
            more = row["share_second"] - row["share_first"]
            sign = "+" if more > 0 else "−" if more < 0 else "="
            right = value >= 0
            axes.annotate(
                f"{row['term']} {sign}", (value, place), xytext=(5 if right else -5, 0), textcoords="offset points",
                ha="left" if right else "right", va="center", fontsize=8, color=INK,
            )  # fmt: skip
        axes.axvline(0, color=FAINT, linewidth=1)
        axes.set_xlim(-1.6 * size, 1.6 * size)
        axes.set_ylim(max(len(shown), 1) - 0.4, -0.6)
        axes.set_yticks([])
        axes.set_xticks([-size, 0, size], [percent(value, language) for value in (-size, 0, size)])
        axes.set_xlabel(axis, fontsize=8)
        axes.tick_params(axis="x", labelsize=8)
    return made
