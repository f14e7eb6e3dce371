"""Tables to look at: results with small interval bars, any other table, a concordance, quotations; nothing is computed here."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import escape
from typing import Any

import pandas as pd

from analysis.displays.cells import LEFT, Shown, cell, is_number, left_over, table, written
from analysis.tables import TableError, check_result

WIDTH = 120
"""Pixels of an interval bar."""


def show_table(frame: pd.DataFrame, *, rows: int = 20) -> Shown:
    """Any table with its texts in full, such as `articles[["outlet", "day", "title"]]`; the index is left out.

    Parameters
    ----------
    frame : any DataFrame. `rows` : how many are shown; the rest is counted beneath.

    Examples
    --------
    >>> "a &lt;b&gt;" in show_table(pd.DataFrame({"title": ["a <b>"]})).html
    True
    """
    numbers = [is_number(frame.iloc[:, i]) for i in range(frame.shape[1])]
    lines = [
        "".join(cell(value, number=number) for value, number in zip(row, numbers, strict=True))
        for row in frame.head(rows).itertuples(index=False, name=None)
    ]
    head = zip((escape(str(name)) for name in frame.columns), numbers, strict=True)
    return table(head, lines, more=left_over(len(frame), rows, "rows"))


def show_result(result: pd.DataFrame, *, rows: int = 50) -> Shown:
    """A result table with a small bar for each interval, all on one scale; a row without interval has a dot only.

    Parameters
    ----------
    result : result table; sort it before, such as `result.sort_values("value", ascending=False)`.
    rows : how many are shown; the rest is counted beneath.

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
    part = result.head(rows)
    ends = pd.concat([part[name] for name in ("value", "low", "high")]).dropna()
    low, high = (float(ends.min()), float(ends.max())) if len(ends) else (0.0, 1.0)
    same = [name for name in ("measure", "unit", "of") if result[name].nunique(dropna=False) == 1]
    unbounded = bool(result[["low", "high"]].isna().all(axis=None))
    dropped = {*same, *(("low", "high") if unbounded else ())}
    names = [str(name) for name in result.columns if name not in dropped]
    if not unbounded:
        names.insert(names.index("value") + 1, "interval")
    numbers = {name: name != "interval" and is_number(result[name]) for name in names}
    lines = []
    for row in part.to_dict("records"):
        cells = [
            f'<td style="{LEFT}">{_bar(row, low, high)}</td>'
            if name == "interval"
            else cell(row[name], number=numbers[name])
            for name in names
        ]
        lines.append("".join(cells))
    head = [(escape(name) if name != "interval" else _scale(low, high), numbers[name]) for name in names]
    facts = ", ".join(f"{name}: {result[name].iloc[0]}" for name in same)
    if unbounded and len(result):
        facts += "; no interval can be had"
    return table(head, lines, about=facts, more=left_over(len(result), rows, "rows"))


def _scale(low: float, high: float) -> str:
    """Head of the bars: the ends of their scale."""
    style = f"display:flex;justify-content:space-between;width:{WIDTH}px;font-weight:normal"
    return f'<span style="{style}"><span>{written(low)}</span><span>{written(high)}</span></span>'


def _bar(row: Mapping[Any, Any], low: float, high: float) -> str:
    if pd.isna(row["value"]):
        return ""
    across = (high - low) or 1.0

    def at(value: float) -> float:
        return 4 + (WIDTH - 8) * (float(value) - low) / across

    zero = ""
    if low < 0 < high:
        zero = f'<line x1="{at(0):.1f}" x2="{at(0):.1f}" y1="0" y2="14" stroke="currentColor" opacity=".35"/>'
    line = ""
    if not (pd.isna(row["low"]) or pd.isna(row["high"])):
        first, last = at(row["low"]), at(row["high"])
        line = (
            f'<line x1="{first:.1f}" x2="{last:.1f}" y1="7" y2="7" stroke="currentColor" stroke-width="1.5"/>'
        )
    dot = f'<circle cx="{at(row["value"]):.1f}" cy="7" r="3" fill="currentColor"/>'
    label = f"{written(row['value'])}, from {written(row['low'])} to {written(row['high'])}"
    return f'<svg width="{WIDTH}" height="14" role="img" aria-label="{label}">{zero}{line}{dot}</svg>'


SORTS = ("article", "left", "right", "outlet", "voice")


def show_concordance(lines: pd.DataFrame, *, sort: str = "article", rows: int = 100) -> Shown:
    """A concordance aligned on its keyword; a side that is too long for the window is whole in its tooltip.

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
    if sort in ("left", "right"):
        order = lines[sort].map(lambda text: re.findall(r"\w+", str(text).lower()))
        order = order.map(lambda words: words[::-1]) if sort == "left" else order
        lines = lines.loc[order.sort_values(kind="stable").index]
    elif sort != "article":
        lines = lines.loc[lines[sort].astype("str").str.lower().sort_values(kind="stable").index]
    found = []
    for row in lines.head(rows).to_dict("records"):
        left, node, right = (escape(str(row[name])) for name in ("left", "node", "right"))
        # The left side runs from right to left, so that what is too long is cut at its far end.
        sides = f'<td style="{_SIDE}direction:rtl;text-align:right" title="{left}"><bdi dir="ltr">{left}</bdi></td>'
        sides += f'<td style="white-space:nowrap;text-align:center"><b>{node}</b></td>'
        sides += f'<td style="{_SIDE}{LEFT}" title="{right}">{right}</td>'
        found.append(f"{cell(row['outlet'])}{sides}{cell(row['voice'])}")
    body = "".join(f"<tr>{row}</tr>" for row in found)
    more = left_over(len(lines), rows, "lines")
    beneath = f"<p>{escape(more)}</p>" if more else ""
    return Shown(f'<table style="width:100%;table-layout:auto"><tbody>{body}</tbody></table>{beneath}')


_SIDE = "width:50%;max-width:0;overflow:hidden;text-overflow:ellipsis;white-space:nowrap;"


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
    lines = []
    for row in quotes.head(rows).to_dict("records"):
        bar = "border-left:3px solid currentColor;padding-left:.6em;" if row["is_direct"] else ""
        said = f'<div style="{bar}max-width:36em;white-space:normal">{escape(str(row["text"]))}</div>'
        lines.append("".join(cell(row[name]) for name in names) + f'<td style="{LEFT}">{said}</td>')
    head = [(name, False) for name in (*names, "words")]
    return table(head, lines, more=left_over(len(quotes), rows, "quotations"))


def show_sentences(
    behind: pd.DataFrame, articles: pd.DataFrame | None = None, *, rows: int = 25, words: int = 60
) -> Shown:
    """Sentences behind a number, to read; with the articles what was counted is set in bold.

    Parameters
    ----------
    behind : `evidence(...)`. `articles` : the article table it came from. `rows` : how many are shown.
    words : a longer sentence is cut there.

    Examples
    --------
    >>> behind = pd.DataFrame({"article_id": ["a"], "outlet": ["X"], "day": ["2024-06-19"], "sentence": ["No <war>."], "start": [6], "end": [9]})
    >>> articles = pd.DataFrame({"title": [""], "text": ["No <war>."]}, index=["a"])
    >>> "No &lt;<b>war</b>&gt;." in show_sentences(behind, articles).html
    True
    """
    lines = []
    for row in behind.head(rows).to_dict("records"):
        hit = ""
        if articles is not None and row["article_id"] in articles.index and row["start"] >= 0:
            title, text = (articles.at[row["article_id"], name] for name in ("title", "text"))
            joined = "\n\n".join(part if isinstance(part, str) else "" for part in (title, text))
            hit = joined[int(row["start"]) : int(row["end"])]
        said = _in_bold(_cut(str(row["sentence"]), hit, words), hit)
        lines.append(
            f'{cell(row["outlet"])}{cell(row["day"])}<td style="{LEFT}"><div style="max-width:46em">{said}</div></td>'
        )
    of = int(behind.attrs.get("of", len(behind)))
    more = left_over(len(behind), rows, "sentences") or (
        f"{len(behind):,} of {of:,}, drawn by chance; n= takes more" if of > len(behind) else ""
    )
    return table([("outlet", False), ("day", False), ("sentence", False)], lines, more=more)


def _cut(sentence: str, hit: str, words: int) -> str:
    """A long sentence cut to so many words around its hit."""
    parts = sentence.split()
    if len(parts) <= words:
        return " ".join(parts)
    before = sentence[: max(sentence.find(hit), 0)].split() if hit else []
    first = max(0, min(len(before) - words // 2, len(parts) - words))
    middle = " ".join(parts[first : first + words])
    return ("… " if first else "") + middle + (" …" if first + words < len(parts) else "")


def _in_bold(sentence: str, hit: str) -> str:
    word = " ".join(hit.split())
    if not word:
        return escape(sentence)
    parts = re.split(rf"(?<!\w)({re.escape(word)})(?!\w)", sentence)
    return "".join(f"<b>{escape(part)}</b>" if i % 2 else escape(part) for i, part in enumerate(parts))
