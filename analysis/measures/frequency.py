"""How often terms occur, per million words, with an interval over syndication clusters."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pandas as pd

from analysis.measures.intervals import SUMS, cluster_of, key_frame, ratios_of_sums
from analysis.tables import result_table
from analysis.text.dfm import Dfm

CELLS = 4_000_000
"""Counts that are added up together."""


def frequency(
    dfm: Dfm,
    *,
    by: pd.Series | pd.DataFrame | None = None,
    clusters: pd.Series | None = None,
    terms: list[str] | None = None,
    top: int | None = None,
) -> pd.DataFrame:
    """Relative frequency of terms.

    How to read it: a term at 475 per million words stands in a text of 1,000 words about once in two texts.

    Parameters
    ----------
    dfm : Dfm of one language; `by` : group of each article (all together if not given); `clusters` : syndication
        cluster of each article (each article its own if not given); `terms` : only these; `top` : the most frequent
        ones in all.

    Returns
    -------
    Result table: by-key, term, measure `per_million`, value, low, high (not below 0), n (clusters that hold any
    words), unit, of; count (occurrences), tokens (the denominator), articles (that use the term), range (clusters
    that use it). A term that never occurs has 0 and no interval; a group without words has no value.

    Notes
    -----
    value = 1,000,000 * count / tokens; the interval is that of the ratio estimator over clusters (Cochran 1977,
    ch. 6). Tokens are counted before any word is removed.

    Examples
    --------
    >>> from analysis.text.dfm import count_terms
    >>> from analysis.text.tokens import tokenize
    >>> articles = pd.DataFrame({"title": ["Rudal", "Pasar"], "text": ["uji rudal lagi", "harga naik"]}, index=["a", "b"])
    >>> frequency(count_terms(tokenize(articles)), top=1)[["term", "count", "tokens", "articles"]].to_numpy().tolist()
    [['rudal', 2, 7, 1]]
    """
    chosen = _chosen(dfm, terms, top)
    keys = key_frame(by, dfm.article_id) if by is not None else pd.DataFrame(index=range(len(dfm.article_id)))
    names = ["group_", *keys.columns]
    weights = keys.assign(
        group_="all",
        cluster=pd.factorize(cluster_of(clusters, dfm.article_id))[0],
        weight=np.asarray(dfm.n_tokens),
    )
    columns = np.array([place for place, _ in chosen if place >= 0], dtype=np.int64)
    whole, sums = _sums(dfm, weights, names, columns)
    items = pd.DataFrame(chosen, columns=["place", "term"]).astype({"place": "int64", "term": "str"})
    grid = items[["place"]].drop_duplicates()
    table = ratios_of_sums(sums, whole, names, grid, item="place", share=False).merge(items, on="place")
    table[["value", "low", "high"]] *= 1e6
    table["low"] = table["low"].clip(lower=0)
    table = table.rename(columns={"total": "count", "weight": "tokens"})
    table = table.astype({"count": "int64", "tokens": "int64"})
    rising = [*[True] * len(keys.columns), False, True]
    table = table.sort_values([*keys.columns, "count", "term"], ascending=rising, kind="stable")
    return result_table(
        table.drop(columns=["group_", "place", "se"]),
        keys=[*keys.columns, "term"],
        measure="per_million",
        unit="per million words",
        of="words",
    )


def _sums(
    dfm: Dfm, weights: pd.DataFrame, names: list[str], columns: np.ndarray
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Weight of each cluster of a group, and sums over clusters of each group and term: all terms at once."""
    from scipy.sparse import csr_array

    groups = weights.groupby(names, sort=True, observed=True)
    group, known = groups.ngroup().to_numpy(), groups.size().reset_index()[names]
    size = int(weights["cluster"].max()) + 1 if len(weights) else 1
    pairs, pair = np.unique(group * size + weights["cluster"].to_numpy(), return_inverse=True)
    owner, weight = pairs // size, np.bincount(pair, weights=weights["weight"], minlength=len(pairs))
    width, many = max(len(columns), 1), len(known)
    cells = dfm.counts[:, columns].tocsc()
    total = {name: np.zeros((width, many)) for name in SUMS}
    for low, high in pairwise(_stretches(cells.indptr)):
        here = slice(cells.indptr[low], cells.indptr[high])
        column = np.repeat(np.arange(high - low), np.diff(cells.indptr[low : high + 1]))
        there = cells.data[here] > 0
        row, column, amount = cells.indices[here][there], column[there], cells.data[here][there].astype(float)
        of_articles = group[row] + column * many
        if len(pairs) < len(weights):
            shape = (len(pairs), high - low)
            added = csr_array((amount, (pair[row], column)), shape=shape).tocoo()
            row, column, amount = added.coords[0], added.coords[1], added.data
        else:
            row = pair[row]
        spot = owner[row] + column * many
        values = {"amount": amount, "range": None, "yy": amount**2, "ym": amount * weight[row]}
        size = (high - low) * many
        total["articles"][low:high] = np.bincount(of_articles, minlength=size).reshape(-1, many)
        for name, value in values.items():
            total[name][low:high] = np.bincount(spot, weights=value, minlength=size).reshape(-1, many)
    place = np.repeat(columns if len(columns) else np.array([-1]), many)
    table = known.iloc[np.tile(np.arange(many), width)].reset_index(drop=True)
    whole = known.iloc[owner].reset_index(drop=True).assign(weight=weight)
    return whole, table.assign(place=place, **{name: one.ravel() for name, one in total.items()})


def _stretches(borders: np.ndarray) -> list[int]:
    """Columns at which stretches of at most `CELLS` cells (or one column) begin, and the number of columns."""
    edges = [0]
    for column in range(1, len(borders) - 1):
        if borders[column + 1] - borders[edges[-1]] > CELLS:
            edges.append(column)
    return [*edges, len(borders) - 1] if len(borders) > 1 else [0]


def _chosen(dfm: Dfm, terms: list[str] | None, top: int | None) -> list[tuple[int, str]]:
    """Column (-1 where the term never occurs) and name of the terms to be counted."""
    if terms is not None:
        place = {term: i for i, term in enumerate(dfm.terms)}
        return [(place.get(term, -1), term) for term in dict.fromkeys(terms)]
    indices, counts, total = dfm.counts.indices, dfm.counts.data, np.zeros(dfm.counts.shape[1])
    for low in range(0, len(indices), CELLS):
        here = slice(low, low + CELLS)
        total += np.bincount(indices[here], weights=counts[here], minlength=len(total))
    order = np.lexsort((dfm.terms.astype(str), -total)) if len(total) else np.zeros(0, dtype=int)
    return [(int(i), str(dfm.terms[i])) for i in order[:top]]
