"""Syndication clusters: an article and its copies, found by the word sequences that they share."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.text.layout import plain
from analysis.text.tokens import Tokens, tokenize

SHINGLE = 3
"""Words in a shingle (Broder 1997)."""
SHORT = 20
"""A text with fewer shingles is compared by its whole title instead."""
CROWDED = 500
"""A shingle in more articles than this is boilerplate, and proposes no pairs."""


def find_syndication(
    articles: pd.DataFrame,
    *,
    resemblance: float = 0.5,
    containment: float = 0.8,
    days: int = 7,
    tokens: Tokens | None = None,
) -> pd.Series:
    """Bring articles and their copies together.

    Parameters
    ----------
    articles : article table.
    resemblance : share of all their shingles that two texts must have in common (Jaccard), or
    containment : share of the shorter text's shingles that the longer one must hold (a trimmed copy).
    days : copies are at most so many days apart; articles without a date are compared with all.

    Returns
    -------
    Series `cluster_id` by article_id: the article_id of the first published member of the cluster.

    Notes
    -----
    Shingles are runs of three words of the text (Broder 1997, On the resemblance and containment of documents).
    Texts of fewer than 20 shingles, such as headlines alone, are copies where their titles have at least six words
    and are the same. Clusters are connected components: a copy of a copy belongs to the cluster.

    Examples
    --------
    >>> text = " ".join(f"kata{i}" for i in range(40))
    >>> articles = pd.DataFrame({"title": "", "text": [text, text + " (Antara)", "Harga beras."]}, index=["a", "b", "c"])
    >>> find_syndication(articles.assign(published=pd.NaT)).tolist()
    ['a', 'a', 'c']
    """
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import connected_components

    stream = tokenize(articles, fields=("text",)) if tokens is None else tokens
    article, key = _shingles(stream)
    sizes = np.bincount(article, minlength=len(stream))
    first, second = _pairs(article, key, sizes, resemblance, containment)
    same_first, same_second = _same_titles(articles, sizes < SHORT)
    first, second = np.concatenate([first, same_first]), np.concatenate([second, same_second])
    near = _within(articles, first, second, days)
    links = csr_array(
        (np.ones(int(near.sum()), dtype=np.int8), (first[near], second[near])), shape=(len(articles),) * 2
    )
    _, group = connected_components(links, directed=False)
    rank = np.lexsort((articles.index.to_numpy(dtype=object).astype(str), _published(articles)))
    leader = np.full(len(articles), -1, dtype=np.int64)
    for place in rank[::-1]:
        leader[group[place]] = place
    names = articles.index.to_numpy()[leader[group]] if len(articles) else []
    return pd.Series(names, index=articles.index, name="cluster_id", dtype="str")


def _published(articles: pd.DataFrame) -> np.ndarray:
    """Publication times as int64 nanoseconds, missing ones last."""
    times = pd.to_datetime(articles["published"], utc=True)
    return np.where(times.isna(), np.iinfo(np.int64).max, times.astype("int64"))


def _within(articles: pd.DataFrame, first: np.ndarray, second: np.ndarray, days: int) -> np.ndarray:
    times = pd.to_datetime(articles["published"], utc=True).reset_index(drop=True)
    gap = (times.iloc[first].reset_index(drop=True) - times.iloc[second].reset_index(drop=True)).abs()
    return (gap.isna() | (gap <= pd.Timedelta(days=days))).to_numpy()


def _shingles(tokens: Tokens) -> tuple[np.ndarray, np.ndarray]:
    """Article and 64-bit key of each distinct shingle of each article; keys are exact up to 2**21 types."""
    length = max(len(tokens.ids) - SHINGLE + 1, 0)
    article = tokens.article
    whole = article[:length] == article[SHINGLE - 1 :][:length]
    places = np.flatnonzero(whole)
    key = np.zeros(len(places), dtype=np.uint64)
    for step in range(SHINGLE):
        key = key * np.uint64(2**21 + 7) + tokens.ids[places + step].astype(np.uint64)
    order = np.lexsort((key, article[places]))
    owner, key = article[places][order], key[order]
    new = np.ones(len(key), dtype=bool)
    new[1:] = (owner[1:] != owner[:-1]) | (key[1:] != key[:-1])
    return owner[new], key[new]


def _pairs(
    article: np.ndarray, key: np.ndarray, sizes: np.ndarray, resemblance: float, containment: float
) -> tuple[np.ndarray, np.ndarray]:
    """Pairs of articles that share enough shingles."""
    from scipy.sparse import coo_array, csr_array, triu

    long_enough = sizes[article] >= SHORT
    article, key = article[long_enough], key[long_enough]
    _, column, spread = np.unique(key, return_inverse=True, return_counts=True)
    useful = (spread[column] > 1) & (spread[column] <= CROWDED)
    if not useful.any():
        return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
    matrix = csr_array(
        (np.ones(int(useful.sum()), dtype=np.int32), (article[useful], column[useful])),
        shape=(len(sizes), len(spread)),
    )
    shared = coo_array(triu(matrix @ matrix.T, k=1))
    first, second, common = shared.coords[0], shared.coords[1], shared.data
    union = sizes[first] + sizes[second] - common
    smaller = np.minimum(sizes[first], sizes[second])
    copies = (common >= resemblance * union) | (common >= containment * smaller)
    return first[copies].astype(np.int64), second[copies].astype(np.int64)


def _same_titles(articles: pd.DataFrame, short: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Neighbouring pairs of short texts that share their whole title."""
    titles = plain(articles["title"]).str.lower().str.replace(r"\W+", " ", regex=True).str.strip()
    usable = short & (titles.str.count(" ") >= 5).to_numpy()
    places = np.flatnonzero(usable)
    values = titles.to_numpy(dtype=object)[places]
    order = np.lexsort((_published(articles)[places], values.astype(str))) if len(places) else places
    places, values = places[order], values[order]
    same = values[1:] == values[:-1] if len(values) else np.zeros(0, dtype=bool)
    return places[:-1][same] if len(places) else places, places[1:][same] if len(places) else places
