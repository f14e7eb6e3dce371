"""Neighbouring words, counted on integers; and in how many groups of articles something occurs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analysis.text.encoding import worthwhile
from analysis.text.tokens import Tokens

if TYPE_CHECKING:
    from scipy.sparse import csr_array


def neighbours(
    tokens: Tokens,
    group: np.ndarray,
    *,
    min_count: int = 1,
    sentence: np.ndarray | None = None,
    compiled: bool | None = None,
) -> pd.DataFrame:
    """Pairs of neighbouring words.

    Parameters
    ----------
    tokens : Tokens; `group` : number of each article's cluster (int64, from 0). `min_count` : rarer pairs are left out.
    sentence : sentence number of each token, whose borders no pair crosses; the border of title and text otherwise.
    compiled : which way, as in `tokenize`; both give the same.

    Returns
    -------
    DataFrame with x, y (types), count, n (clusters that have the pair), sorted by x and y.
    """
    fast = worthwhile(tokens.ids.nbytes) if compiled is None else compiled
    if fast:
        from analysis.text.counting import pairs

        often = np.bincount(tokens.ids, minlength=len(tokens.types)) >= max(min_count, 1)
        often[0] = False
        marks = np.zeros(0, dtype=np.int64) if sentence is None else np.asarray(sentence, dtype=np.int64)
        order = np.argsort(group, kind="stable")
        found = pairs(tokens.ids, tokens.offsets, tokens.title_length, often, marks, order, group + 1)
        table = pd.DataFrame(found, columns=["x", "y", "count", "n"])
        return table[table["count"] >= min_count].sort_values(["x", "y"], ignore_index=True)
    article = tokens.article
    segment = 2 * article + ~tokens.in_title if sentence is None else sentence
    ids = tokens.ids
    near = (ids[:-1] != 0) & (ids[1:] != 0) & (segment[:-1] == segment[1:]) & (article[:-1] == article[1:])
    met = pd.DataFrame({"x": ids[:-1][near], "y": ids[1:][near], "group": group[article[:-1][near]]})
    table = met.astype("int64").groupby(["x", "y"])["group"].agg(count="size", n="nunique").reset_index()
    return table[table["count"] >= min_count].reset_index(drop=True)


def spread(counts: csr_array, group: np.ndarray) -> np.ndarray:
    """In how many groups of rows each column occurs (int64); `group` : number of each row (int64, from 0)."""
    if worthwhile(counts.indices.nbytes):
        from analysis.text.counting import spread as compiled

        order = np.argsort(group, kind="stable")
        return compiled(counts.indptr, counts.indices, order, group, counts.shape[1])
    rows = np.repeat(group, np.diff(counts.indptr)).astype(np.int64)
    cells = pd.unique(rows * counts.shape[1] + counts.indices)
    return np.bincount(cells % max(counts.shape[1], 1), minlength=counts.shape[1])
