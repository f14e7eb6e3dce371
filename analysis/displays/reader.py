"""One article to read, with its hits marked by category and voice."""

from __future__ import annotations

from html import escape

import pandas as pd

from analysis.displays.cells import Shown

SPOKEN = ("quoted", "paraphrased")
DASHED = "text-decoration:underline dashed;text-underline-offset:3px"
COLOURS = (
    "#cfe8ff", "#ffe3b8", "#d8f0d0", "#f3d6ee", "#e6e0d4", "#fff6a8", "#ffcfc9",
    "#b8ece6", "#d4c8f5", "#e3f29a", "#c9cdd6", "#f7b8d2", "#9fd3f0", "#f0b98a",
)  # fmt: skip
"""One for each label, as many as the longest shipped list has; black letters on each have a contrast of 9 or more."""


def show_article(article: pd.Series, hits: pd.DataFrame | None = None) -> Shown:
    """An article with its hits marked: colour is the category, a dashed line beneath means quoted or paraphrased words.

    Parameters
    ----------
    article : a row of an article table, such as `articles.loc[article_id]`.
    hits : hits of this article (start, end as everywhere in title, blank line and text; label, voice); of overlapping ones the first is marked.

    Examples
    --------
    >>> article = pd.Series({"title": "<i>", "outlet": "A", "day": "2024-06-18", "text": "war & peace"})
    >>> hits = pd.DataFrame({"start": [5], "end": [8], "label": ["conflict"], "voice": ["own"]})
    >>> html = show_article(article, hits).html
    >>> "&lt;i&gt;" in html, "war</mark> &amp; peace" in html
    (True, True)
    """
    title = "" if pd.isna(article["title"]) else str(article["title"])
    text = "" if pd.isna(article["text"]) else str(article["text"])
    labels: dict[str, str] = {}
    rows = [] if hits is None else hits.sort_values(["start", "end"]).to_dict("records")
    marked_title = _marked(title, 0, rows, labels)
    marked_text = _marked(text, len(title) + 2, rows, labels)
    key = " ".join(
        f'<mark style="background:{colour};color:#111">{escape(label)}</mark>'
        for label, colour in labels.items()
    )
    if any(str(row.get("voice", "")) in SPOKEN for row in rows):
        key += f' <span style="{DASHED}">quoted or paraphrased</span>'
    head = escape(f"{article['outlet']}, {str(article['day'])[:10]}")
    body = f'<div style="white-space:pre-wrap;max-width:42em">{marked_text}</div>'
    return Shown(f"<h3>{marked_title}</h3><p>{head} {key}</p>{body}")


def _marked(text: str, first: int, rows: list[dict], labels: dict[str, str]) -> str:
    """A text whose first character is number `first` of the article, with the hits that lie inside it marked."""
    parts, at = [], 0
    for row in rows:
        start, end, label = int(row["start"]) - first, int(row["end"]) - first, str(row.get("label", ""))
        if start < at or end > len(text) or end <= start:
            continue
        voice = str(row.get("voice", ""))
        colour = labels.setdefault(label, COLOURS[len(labels) % len(COLOURS)])
        line = DASHED if voice in SPOKEN else ""
        name = escape(f"{label}, {voice}".strip(", "))
        style = f"background:{colour};color:#111;{line}"
        word = escape(text[start:end])
        parts.append(f'{escape(text[at:start])}<mark style="{style}" title="{name}">{word}</mark>')
        at = end
    return "".join([*parts, escape(text[at:])])
