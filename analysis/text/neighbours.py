"""What words occur beside each other, and what terms occur on two sides, counted on integers."""

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


def two_sides(counts: csr_array, side: np.ndarray, group: np.ndarray) -> np.ndarray:
    """What each column has on two sides of the rows (int64, columns by 4).

    Parameters
    ----------
    counts : articles by terms; `side` : bool per row; `group` : number of each row's cluster (int64, from 0).

    Returns
    -------
    Sums where `side` is False, where it is True; clusters that have the column where False, where True.
    """
    width = counts.shape[1]
    if worthwhile(counts.indices.nbytes):
        from analysis.text.counting import GROUP, GROUP_BITS, sides

        alone = np.bincount(group).max(initial=0) <= 1
        order = np.arange(len(group)) if alone else np.argsort(group, kind="stable")
        columns = counts.indices.view(
            f"u{counts.indices.itemsize}"
        )  # numbers without a sign are looked up faster
        both = sides(counts.indptr, columns, counts.data, order, group, side.astype(np.int64), width)
        return np.concatenate([both & (GROUP - np.uint64(1)), both >> GROUP_BITS]).view(np.int64).T
    found = np.zeros((width, 4), dtype=np.int64)
    for k, rows in enumerate((~side, side)):
        found[:, k] = counts.T @ rows.astype(np.int64)
        cells = np.repeat(rows, np.diff(counts.indptr)) & (counts.data > 0)
        pairs = pd.unique(np.repeat(group, np.diff(counts.indptr))[cells] * width + counts.indices[cells])
        found[:, 2 + k] = np.bincount(pairs % max(width, 1), minlength=width)
    return found
