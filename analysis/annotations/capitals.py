"""Capitalisation statistics: how often a word is written with a capital where nothing but a name demands one."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.annotations.stream import Stream
from analysis.text.layout import joined

TEXTS = 128
"""Texts that are read as one stream."""


def fit_capitals(articles: pd.DataFrame, *, fewest: int = 3) -> pd.Series:
    """Fit the instrument once over a collection; keep it with the collection, and give it to `actors`.

    How to read it: .98 for `jakarta` is a name, .02 for `pemerintah` a word that sentences happen to begin with.

    Parameters
    ----------
    articles : article table; titles are left out, for headlines capitalise words of their own accord. `fewest` : words seen less
        often inside sentences are left out.

    Returns
    -------
    Series of float named capitals: the share of a word's uses inside sentences that have a capital, by word in lower case.

    Examples
    --------
    >>> articles = pd.DataFrame({"title": [""], "text": ["Di Ende hujan. Ke Ende juga hujan. Dari Ende hujan."]})
    >>> fit_capitals(articles).to_dict()
    {'ende': 1.0, 'hujan': 0.0}
    """
    texts = list(joined(articles.assign(title="")))
    counts: dict[str, list[int]] = {}
    for low in range(0, len(texts), TEXTS):
        stream = Stream(texts[low : low + TEXTS])
        seen = np.bincount(stream.ids[~stream.first], minlength=len(stream.types))
        for piece, count in zip(stream.types, seen.tolist(), strict=True):
            if count and piece[0].isalpha():
                entry = counts.setdefault(piece.lower(), [0, 0])
                entry[0] += count * piece[0].isupper()
                entry[1] += count
    shares = {word: upper / whole for word, (upper, whole) in sorted(counts.items()) if whole >= fewest}
    return pd.Series(shares, dtype="float64", name="capitals")
