"""One look for every chart: colours that colour-blind readers tell apart, numbers in the reader's language."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
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


def figure(height: float, **kwargs) -> tuple[Figure, Axes]:
    """A figure of the page's width and one Axes, unknown to pyplot (nothing to close, nothing shared)."""
    from matplotlib.figure import Figure

    made = Figure(figsize=(WIDTH, height), layout="constrained", **kwargs)
    return made, made.subplots()


def number(value: float, digits: int = 0, language: str = "en") -> str:
    """A number as the reader writes it: 1,234.5 or 1.234,5; a dash where it is missing.

    >>> number(1234.5, 1, "id")
    '1.234,5'
    """
    if value != value:
        return "–"
    text = f"{value:,.{digits}f}".replace("-", "−")
    if language == "id":
        return text.translate(str.maketrans(",.", ".,"))
    return text


def percent(value: float, language: str = "en", digits: int = 0) -> str:
    """A share as a percentage: `34%`."""
    return "–" if value != value else number(100 * value, digits, language) + "%"


def links_of(table) -> list[str | None]:
    """Where each row's evidence is (`#e12`), None where there is none."""
    if "link" not in table:
        return [None] * len(table)
    return [link if isinstance(link, str) and link else None for link in table["link"]]
