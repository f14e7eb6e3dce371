"""One look for every chart: colours that colour-blind readers tell apart, numbers in the reader's language."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from math import ceil
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

INK, FAINT, GRID, PAPER = "#1c2127", "#5d6670", "#d5d9de", "#fffffe"
"""Text, secondary text, lines and ground; the page turns them into its own colours, so that dark mode works."""
BLUE, ORANGE, GREEN, VERMILION, PURPLE, SKY = "#0072b2", "#b36b00", "#00785a", "#c44e00", "#9c4f7f", "#2b8cbe"
"""Okabe & Ito's palette, darkened where thin marks need contrast on white."""
SERIES = (BLUE, VERMILION, GREEN, PURPLE, ORANGE, SKY)
WIDTH = 7.2
"""Inches; the page shows charts at the width of its column."""
ROW = 0.3
"""Height of a row of dots, inches."""


@contextmanager
def styled() -> Iterator[None]:
    """The look, in force while a figure is made."""
    import matplotlib

    look = {
        "font.family": "sans-serif",
        "font.sans-serif": ["DejaVu Sans"],
        "font.size": 9,
        "text.color": INK,
        "axes.labelcolor": FAINT,
        "axes.edgecolor": GRID,
        "axes.facecolor": "none",
        "figure.facecolor": "none",
        "xtick.color": FAINT,
        "ytick.color": INK,
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.spines.left": False,
        "axes.grid": True,
        "axes.grid.axis": "x",
        "axes.axisbelow": True,
        "grid.color": GRID,
        "grid.linewidth": 0.6,
        "xtick.major.size": 0,
        "ytick.major.size": 0,
        "svg.fonttype": "none",
        "svg.hashsalt": "media-coverage",
    }
    with matplotlib.rc_context(look):  # type: ignore[arg-type]
        yield


def figure(
    height: float, labels: list[str], *, above: float = 0.08, below: float = 0.45
) -> tuple[Figure, Axes]:
    """A figure of the page's width with one Axes, unknown to pyplot (nothing to close, nothing shared).

    `height` in inches; `labels` are written left of the Axes, which leaves room for the longest; `above` and `below` are what
    the Axes leaves free, in inches.
    """
    from matplotlib.figure import Figure

    made = Figure(figsize=(WIDTH, height))
    left = text_width(labels, 9) + 0.12
    made.subplots_adjust(
        left=left / WIDTH, right=1 - 0.05 / WIDTH, top=1 - above / height, bottom=below / height
    )
    return made, made.subplots()


def strips(
    names: list[str], each: float, *, at: float, right: float, gap: float
) -> tuple[Figure, list[Axes]]:
    """A figure of the page's width with one strip under another, on the same scales, each with its name in the corner.

    `each` : inches a strip takes. `at` : height of its name, in strips. `right` : where strips end, in widths. `gap` between
    two of them, in strips.
    """
    from matplotlib.figure import Figure

    many = max(len(names), 1)
    height = 0.5 + each * many
    made = Figure(figsize=(WIDTH, height))
    made.subplots_adjust(left=0.005, right=right, top=0.99, bottom=0.28 / height, hspace=gap)
    grid = list(made.subplots(many, 1, squeeze=False, sharex=True, sharey=True)[:, 0])
    for axes, name in zip(grid, names, strict=False):
        axes.text(0, at, name, transform=axes.transAxes, fontsize=8.5, weight="bold", va="top", color=INK)
    return made, grid


def text_width(texts: list[str], size: float) -> float:
    """Inches that the longest line of the texts takes in the charts' font at `size` points."""
    from matplotlib.font_manager import FontProperties
    from matplotlib.textpath import text_to_path

    font = FontProperties(family="DejaVu Sans", size=size)
    widths = (
        text_to_path.get_text_width_height_descent(line, font, False)[0]
        for text in texts
        for line in text.split("\n")
    )
    return max(widths, default=0.0) / 72


def name_periods(axes: Axes, names: list[str]) -> None:
    """Write as many names of periods under the axis as stand beside each other, at most nine, none over an edge."""
    if not names:
        return
    axes.set_xlim(-0.6, len(names) - 0.4)
    step = WIDTH / len(names)
    wide = (text_width(names, 8) + 0.12) / step
    edge = max(0, ceil(wide / 2 - 0.6)) if wide < len(names) else 0
    shown = range(edge, len(names) - edge, max(1, -(-len(names) // 9), ceil(wide)))
    axes.set_xticks(list(shown), [names[i] for i in shown], fontsize=8)


def number(value: float, digits: int = 0, language: str = "en") -> str:
    """A number as the reader writes it: 1,234.5 or 1.234,5; a dash where it is missing.

    >>> number(1234.5, 1, "id")
    '1.234,5'
    """
    if value != value:
        return "–"
    text = f"{value:z,.{digits}f}".replace("-", "−")
    if language == "id":
        return text.translate(str.maketrans(",.", ".,"))
    return text


def percent(value: float, language: str = "en", digits: int = 0) -> str:
    """A share as a percentage: `34%`; `<1%` and `>99%` where rounding would say none or all.

    >>> percent(0.003), percent(0.0), percent(0.998)
    ('<1%', '0%', '>99%')
    """
    if value != value:
        return "–"
    least = 10.0**-digits
    if 0 < 100 * value < least / 2:
        return "<" + number(least, digits, language) + "%"
    if 100 - least / 2 < 100 * value < 100:
        return ">" + number(100 - least, digits, language) + "%"
    return number(100 * value, digits, language) + "%"


def links_of(table) -> list[str | None]:
    """Where each row's evidence is (`#e12`), None where there is none."""
    if "link" not in table:
        return [None] * len(table)
    return [link if isinstance(link, str) and link else None for link in table["link"]]
