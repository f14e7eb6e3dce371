"""Concordance: a pattern in the company of its words, the evidence beside every count."""

from __future__ import annotations

import pandas as pd

from analysis.annotations.voice import voice_at
from analysis.tables import TableError, check_articles
from analysis.text.patterns import find_patterns, pattern_words
from analysis.text.tokens import tokenize


def concordance(
    articles: pd.DataFrame,
    pattern: str,
    *,
    window: int = 8,
    n: int | None = None,
    seed: int = 0,
) -> pd.DataFrame:
    """Keyword in context.

    Parameters
    ----------
    articles : article table; `pattern` : one or several words, globs allowed; `window` : words on either side.
    n : so many lines at most, drawn with `seed`, still in the order of the articles.

    Returns
    -------
    DataFrame with article_id, outlet, day, left, node, right (slices of the text as printed), voice, start, end.

    Raises
    ------
    TableError
        For a pattern without a word, or a window below 0.

    Examples
    --------
    >>> from analysis.tables import ARTICLE_COLUMNS
    >>> articles = pd.DataFrame({name: [None] for name in ARTICLE_COLUMNS}, index=pd.Index(["a"], name="article_id"))
    >>> articles = articles.assign(title="", text="PBB menjatuhkan sanksi baru.", language="id", genre="news",
    ...                            text_status="full", published_precision="day")
    >>> concordance(articles, "sanksi", window=2)[["left", "node", "right"]].to_numpy().tolist()
    [['PBB menjatuhkan', 'sanksi', 'baru']]
    """
    if not pattern_words(pattern) or window < 0:
        raise TableError(
            f"pattern is one or several words and window at least 0; got {pattern!r} and {window}."
        )
    check_articles(articles)
    tokens = tokenize(articles)
    hits = find_patterns(tokens, {"node": [pattern]})
    if n is not None and len(hits) > n:
        hits = hits.sample(n, random_state=seed).sort_index()
    hits = hits.reset_index(drop=True)
    place = pd.Series(range(len(articles)), index=articles.index)
    rows = []
    for article_id, token, length, start, end in hits[
        ["article_id", "token", "length", "start", "end"]
    ].itertuples(index=False):
        i = int(place[article_id])
        starts, ends = tokens.spans(i)
        first = token - int(tokens.offsets[i])
        title = int(tokens.title_length[i])
        low_border, high_border = (0, title) if first < title else (title, len(starts))
        low, high = max(low_border, first - window), min(high_border, first + length + window)
        text = tokens.texts[i]
        rows.append(
            {
                "article_id": article_id,
                "outlet": articles.at[article_id, "outlet"],
                "day": articles.at[article_id, "day"],
                "left": " ".join(text[starts[low] : start].split()),
                "node": text[start:end],
                "right": " ".join(text[end : ends[high - 1]].split()),
            }
        )
    columns = ["article_id", "outlet", "day", "left", "node", "right"]
    table = pd.DataFrame(rows, columns=columns)
    table["voice"] = voice_at(articles, hits) if len(hits) else pd.Series(dtype="str")
    return table.assign(start=hits["start"], end=hits["end"])
