"""The one text that character offsets count in: title, a blank line, body."""

from __future__ import annotations

import numpy as np
import pandas as pd

GAP = "\n\n"


def plain(column: pd.Series) -> pd.Series:
    """A column of text as str, missing as empty, whatever its type (a column without any text is often float)."""
    if column.dtype == "str" and not column.hasnans:
        return column
    return column.astype("object").where(column.notna(), "").astype("str")


def joined(articles: pd.DataFrame) -> pd.Series:
    """Title and text of each article as one string, the string that every offset in the project indexes.

    Parameters
    ----------
    articles : article table (columns title and text; missing counts as empty).

    Returns
    -------
    Series of str on the index of `articles`: `title + "\\n\\n" + text`, also where either is empty, so that the
    title is always `[0, len(title))` and the text starts at `len(title) + 2`.

    Examples
    --------
    >>> joined(pd.DataFrame({"title": ["Rudal"], "text": ["Uji."]}))[0]
    'Rudal\\n\\nUji.'
    """
    texts = plain(articles["title"]) + GAP + plain(articles["text"])
    return texts.rename("joined")


def body_start(articles: pd.DataFrame) -> pd.Series:
    """Character at which the text of each article starts in its joined string (int64).

    >>> int(body_start(pd.DataFrame({"title": ["Rudal"], "text": ["Uji."]}))[0])
    7
    """
    return plain(articles["title"]).str.len().astype("int64") + len(GAP)


def lead_end(articles: pd.DataFrame) -> pd.Series:
    """Character at which the first paragraph of each article ends in its joined string (int64).

    >>> int(lead_end(pd.DataFrame({"title": ["Rudal"], "text": ["Uji.\\n\\nLagi."]}))[0])
    11
    """
    text = plain(articles["text"])
    first = text.str.find(GAP)
    return body_start(articles) + first.where(first >= 0, text.str.len()).astype("int64")


def in_order(rows: pd.DataFrame, articles: pd.DataFrame) -> pd.DataFrame:
    """Rows of hits or scores in the order of the articles, each article's as they were.

    >>> articles = pd.DataFrame(index=["b", "a"])
    >>> in_order(pd.DataFrame({"article_id": ["a", "b", "a"], "start": [9, 2, 1]}), articles)["start"].tolist()
    [2, 9, 1]
    """
    place = articles.index.get_indexer(pd.Index(rows["article_id"]))
    return rows.iloc[np.argsort(place, kind="stable")].reset_index(drop=True)
