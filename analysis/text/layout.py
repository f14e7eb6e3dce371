"""The one text that character offsets count in: title, a blank line, body."""

from __future__ import annotations

import pandas as pd

GAP = "\n\n"


def joined(articles: pd.DataFrame) -> pd.Series:
    """Title and text of each article as one string, the string that every offset in the project indexes.

    Parameters
    ----------
    articles : article table (columns title and text; missing counts as empty).

    Returns
    -------
    Series of str on the index of `articles`: `title + "\\n\\n" + text`, also where either is empty, so that the
    title is always `[0, len(title))` and the text starts at `len(title) + 2`.
    """
    texts = articles["title"].fillna("").astype("str") + GAP + articles["text"].fillna("").astype("str")
    return texts.rename("joined")


def body_start(articles: pd.DataFrame) -> pd.Series:
    """Character at which the text of each article starts in its joined string (int64)."""
    return articles["title"].fillna("").str.len().astype("int64") + len(GAP)


def lead_end(articles: pd.DataFrame) -> pd.Series:
    """Character at which the first paragraph of each article ends in its joined string (int64)."""
    first = articles["text"].fillna("").str.partition(GAP)[0].str.len().astype("int64")
    return body_start(articles) + first
