"""Result tables with small interval bars, and a concordance aligned on its keyword; nothing is computed here."""

from __future__ import annotations

import math
from collections.abc import Mapping
from html import escape
from typing import Any

import pandas as pd

from analysis.tables import TableError, check_result

WIDTH = 120
"""Pixels of an interval bar."""


class Shown:
    """A piece of HTML that JupyterLab shows by itself."""

    def __init__(self, html: str):
        self.html = html

    def _repr_html_(self) -> str:
        return self.html

    def __repr__(self) -> str:
        return f"Shown({len(self.html):,} characters of HTML)"


def show_result(result: pd.DataFrame, *, rows: int = 50) -> Shown:
    """A result table with a small bar for each interval, all on one scale; a row without interval has a dot only.

    Parameters
    ----------
    result : result table. `rows` : how many are shown; the rest is counted beneath.

    Raises
    ------
    TableError
        Where it is not a result table.

    Examples
    --------
    >>> row = {"outlet": "<b>", "measure": "share", "value": 0.5, "low": 0.4, "high": 0.6, "n": 30, "unit": "share", "of": "articles"}
    >>> "&lt;b&gt;" in show_result(pd.DataFrame([row])).html
    True
    """
    check_result(result)
    ends = pd.concat([result[name] for name in ("value", "low", "high")]).dropna()
    low, high = (float(ends.min()), float(ends.max())) if len(ends) else (0.0, 1.0)
    same = [name for name in ("measure", "unit", "of") if result[name].nunique(dropna=False) == 1]
    shown = [name for name in result.columns if name not in same]
    at = shown.index("value") + 1
    names = [*shown[:at], "interval", *shown[at:]]
    head = "".join(f'<th style="text-align:left">{escape(str(name))}</th>' for name in names)
    lines = []
    for row in result.head(rows).to_dict("records"):
        cells = [
            f"<td>{_bar(row, low, high) if name == 'interval' else _cell(row[name])}</td>" for name in names
        ]
        lines.append(f"<tr>{''.join(cells)}</tr>")
    facts = escape(", ".join(f"{name}: {result[name].iloc[0]}" for name in same))
    caption = f'<caption style="text-align:left">{facts}</caption>' if facts else ""
    more = f"<p>{len(result) - rows:,} more rows</p>" if len(result) > rows else ""
    return Shown(
        f"<table>{caption}<thead><tr>{head}</tr></thead><tbody>{''.join(lines)}</tbody></table>{more}"
    )


def _cell(value: Any) -> str:
    if value is None or value is pd.NaT or (isinstance(value, float) and math.isnan(value)):
        return "–"
    if isinstance(value, pd.Timestamp):
        return f"{value:%Y-%m-%d}"
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return f"{value:,.0f}" if float(value).is_integer() or abs(value) >= 1000 else f"{value:.3g}"
    return escape(str(value))


def _bar(row: Mapping[Any, Any], low: float, high: float) -> str:
    if pd.isna(row["value"]):
        return ""
    across = (high - low) or 1.0
    at = {
        name: 4 + (WIDTH - 8) * (float(row[name]) - low) / across
        for name in ("value", "low", "high")
        if not pd.isna(row[name])
    }
    line = ""
    if "low" in at and "high" in at:
        line = f'<line x1="{at["low"]:.1f}" x2="{at["high"]:.1f}" y1="7" y2="7" stroke="currentColor"/>'
    dot = f'<circle cx="{at["value"]:.1f}" cy="7" r="3" fill="currentColor"/>'
    return f'<svg width="{WIDTH}" height="14" role="img" aria-label="interval">{line}{dot}</svg>'


SORTS = ("article", "left", "right", "outlet", "voice")


def show_concordance(lines: pd.DataFrame, *, sort: str = "article", rows: int = 100) -> Shown:
    """A concordance aligned on its keyword.

    Parameters
    ----------
    lines : of `concordance`. `sort` : article (as it is), left (by the word next to the keyword, outwards), right,
        outlet or voice. `rows` : how many are shown.

    Raises
    ------
    TableError
        For a sort there is not.

    Examples
    --------
    >>> lines = pd.DataFrame({"outlet": ["A", "A"], "left": ["the new", "an old"], "node": ["war", "war"],
    ...                       "right": ["b", "a"], "voice": ["own", "own"]})
    >>> show_concordance(lines, sort="right").html.index("an old") < show_concordance(lines, sort="right").html.index("the new")
    True
    """
    if sort not in SORTS:
        raise TableError(f"sort is one of {', '.join(SORTS)}; got {sort!r}.")
    if sort == "left":
        order = lines["left"].map(lambda text: text.lower().split()[::-1])
        lines = lines.loc[order.sort_values(kind="stable").index]
    elif sort != "article":
        lines = lines.loc[lines[sort].astype("str").str.lower().sort_values(kind="stable").index]
    found = []
    for row in lines.head(rows).to_dict("records"):
        left, node, right, outlet, voice = (
            escape(str(row[name])) for name in ("left", "node", "right", "outlet", "voice")
        )
        found.append(
            f'<tr><td>{outlet}</td><td style="text-align:right;white-space:nowrap">{left}</td><td><b>{node}</b></td>'
            f'<td style="text-align:left;white-space:nowrap">{right}</td><td>{voice}</td></tr>'
        )
    more = f"<p>{len(lines) - rows:,} more lines</p>" if len(lines) > rows else ""
    return Shown(f"<table><tbody>{''.join(found)}</tbody></table>{more}")


def show_quotations(quotes: pd.DataFrame, *, rows: int = 50) -> Shown:
    """Quotations to read: who speaks, in which office, with which verb, and the words; a bar marks direct speech.

    Parameters
    ----------
    quotes : `quotations(articles)`. `rows` : how many are shown; the rest is counted beneath.

    Examples
    --------
    >>> row = {"speaker": "<b>Budi", "role": None, "cue": "said", "stance": "neutral", "is_direct": True, "text": "Yes."}
    >>> html = show_quotations(pd.DataFrame([row])).html
    >>> "&lt;b&gt;Budi" in html, "border-left:3px solid" in html
    (True, True)
    """
    names = ("speaker", "role", "cue", "stance")
    head = "".join(f'<th style="text-align:left">{name}</th>' for name in (*names, "words"))
    lines = []
    for row in quotes.head(rows).to_dict("records"):
        cells = "".join(f'<td style="text-align:left">{_cell(row[name])}</td>' for name in names)
        bar = "border-left:3px solid currentColor;padding-left:.6em;" if row["is_direct"] else ""
        said = f'<div style="{bar}max-width:36em;white-space:normal">{escape(str(row["text"]))}</div>'
        lines.append(f'<tr>{cells}<td style="text-align:left">{said}</td></tr>')
    more = f"<p>{len(quotes) - rows:,} more quotations</p>" if len(quotes) > rows else ""
    return Shown(f"<table><thead><tr>{head}</tr></thead><tbody>{''.join(lines)}</tbody></table>{more}")
