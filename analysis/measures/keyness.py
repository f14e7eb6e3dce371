"""Keyness: which terms a target stresses more than a reference, with an interval over syndication clusters."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.measures.intervals import (
    MIN_CLUSTERS,
    aligned,
    benjamini_hochberg,
    bootstrap_totals,
    cluster_of,
)
from analysis.tables import TableError, result_table
from analysis.text.dfm import Dfm
from analysis.text.neighbours import two_sides

LEAST = float(np.log2(1.1))
"""Log ratio below which a word is as frequent here as elsewhere, whatever its interval."""
MIN_RANGE = 5
"""A term in fewer clusters of its own side than this is one desk's mood, not a habit."""


def g2(a: np.ndarray, b: np.ndarray, n1: float, n2: float) -> np.ndarray:
    """Signed log-likelihood ratio over the four cells (Dunning 1993); a ranking score, never a p-value.

    >>> g2(np.array([10.0]), np.array([10.0]), 1000, 1000).tolist()  # no difference at all
    [0.0]
    """
    a, b = np.asarray(a, dtype=float), np.asarray(b, dtype=float)
    total = n1 + n2
    terms = np.zeros_like(a)
    for observed, margin, whole in (
        (a, n1, a + b),
        (b, n2, a + b),
        (n1 - a, n1, total - a - b),
        (n2 - b, n2, total - a - b),
    ):
        expected = margin * whole / total
        with np.errstate(divide="ignore", invalid="ignore"):
            part = observed * np.log(observed / expected)
        terms += np.where(observed > 0, part, 0.0)
    return 2 * terms * np.sign(a / n1 - b / n2)


def log_ratio(a: np.ndarray, b: np.ndarray, n1: np.ndarray | float, n2: np.ndarray | float) -> np.ndarray:
    """log2 of the ratio of relative frequencies, a zero counting as one half (Hardie 2014); 1 is twice as often.

    >>> log_ratio(np.array([8]), np.array([2]), 1000, 1000).tolist()
    [2.0]
    """
    a, b = np.maximum(np.asarray(a, dtype=float), 0.5), np.maximum(np.asarray(b, dtype=float), 0.5)
    return np.log2((a / n1) / (b / n2))


def monroe_z(a: np.ndarray, b: np.ndarray, prior: np.ndarray) -> np.ndarray:
    """z of the log-odds ratio with an informative Dirichlet prior (Monroe, Colaresi & Quinn 2008).

    Parameters
    ----------
    a, b : counts of every term in target and reference; prior : pseudo-counts of every term.

    Examples
    --------
    >>> monroe_z(np.array([3, 1]), np.array([1, 3]), np.array([1.0, 1])).round(6).tolist()  # 2 ln 2 over sqrt(3/4)
    [1.600755, -1.600755]
    """
    y1, y2 = np.asarray(a, dtype=float) + prior, np.asarray(b, dtype=float) + prior
    return _z(y1, y2, y1.sum(), y2.sum())


def _z(y1: np.ndarray, y2: np.ndarray, all_1: float, all_2: float) -> np.ndarray:
    """`monroe_z` of some terms, from their counts with pseudo-counts and those of all terms."""
    with np.errstate(divide="ignore", invalid="ignore"):  # a single term has no odds against others
        return np.log(y1 * (all_2 - y2) / ((all_1 - y1) * y2)) / np.sqrt(1 / y1 + 1 / y2)


def keyness(
    dfm: Dfm,
    target: pd.Series,
    *,
    clusters: pd.Series,
    min_count: int = 5,
    candidates: int = 200,
    draws: int = 2000,
    seed: int = 0,
    prior: float = 0.05,
) -> pd.DataFrame:
    """Terms that the target uses more, or less, than the reference.

    Parameters
    ----------
    dfm : Dfm of one language; `target` : bool by article_id (`articles["outlet"] == "Pasar Harian"`); the others are
        the reference. `clusters` : syndication cluster by article_id. `min_count` : occurrences in both together.
    candidates : intervals are worked out for so many terms of each side, by |z|. `prior` : pseudo-count mass as a
        share of all words.

    Returns
    -------
    Result table ranked by z: term, measure `log_ratio`, value (1 is twice as often), low, high (percentiles of
    `draws` samples of clusters), n (clusters of the target that use the term, or of the reference where the
    term is rarer in the target), unit, of; count, count_ref, tokens, tokens_ref, per_million, per_million_ref,
    g2, z, p (normal, with the bootstrap's spread), key (True where the interval excludes 0 and n is at least 5).

    Raises
    ------
    TableError
        Where target or reference hold no words, and where target is not True or False.

    Notes
    -----
    Clusters are drawn with replacement within target and within reference. G2 and z treat words as independent
    and only rank. Fewer than 8 clusters on a side: no interval.

    Examples
    --------
    >>> from analysis.text.dfm import count_terms
    >>> from analysis.text.tokens import tokenize
    >>> articles = pd.DataFrame({"title": "", "text": ["aman aman rusuh x", "aman rusuh rusuh x"]}, index=["a", "b"])
    >>> result = keyness(count_terms(tokenize(articles)), articles.index.to_series() == "a",
    ...                  clusters=articles.index.to_series(), min_count=3)
    >>> result[["term", "value", "count", "count_ref"]].to_numpy().tolist()
    [['aman', 1.0, 2, 1], ['rusuh', -1.0, 1, 2]]
    """
    truth = aligned(target, dfm.article_id, "target")
    if truth.dtype != bool and not all(isinstance(value, (bool, np.bool_)) for value in truth):
        raise TableError(
            "target is True or False for each article, such as articles['outlet'] == 'Pasar Harian'."
        )
    mask = truth.astype(bool)
    n1, n2 = float(dfm.n_tokens[mask].sum()), float(dfm.n_tokens[~mask].sum())
    if not n1 or not n2:
        side = "target" if not n1 else "reference"
        raise TableError(f"keyness needs words on both sides; the {side} has none. Choose another target.")
    group, _ = pd.factorize(aligned(clusters, dfm.article_id, "clusters"))
    totals = two_sides(dfm.counts, mask, group)
    every = totals[:, 0].sum() + totals[:, 1].sum()
    kept = np.flatnonzero(totals[:, 0] + totals[:, 1] >= min_count)
    share = prior * (n1 + n2) / max(every, 1)
    b, a = totals[kept, 0].astype(float), totals[kept, 1].astype(float)
    added = share * (a + b)
    z = _z(a + added, b + added, totals[:, 1].sum() + share * every, totals[:, 0].sum() + share * every)
    order = np.argsort(-z, kind="stable")
    kept, a, b, z = kept[order], a[order], b[order], z[order]
    value, users = log_ratio(a, b, n1, n2), np.where(a / n1 >= b / n2, totals[kept, 3], totals[kept, 2])
    low, high, p = (np.full(len(kept), np.nan) for _ in range(3))
    shown = np.unique(np.r_[0 : min(candidates, len(kept)), max(len(kept) - candidates, 0) : len(kept)])
    if len(shown):
        names = cluster_of(clusters, dfm.article_id)
        low[shown], high[shown], spread = _interval(dfm, mask, names, kept[shown], draws, seed)
        p[shown] = _p(value[shown], spread)
    table = pd.DataFrame(
        {
            "term": dfm.terms[kept],
            "value": value,
            "low": low,
            "high": high,
            "n": users,
            "count": a.astype("int64"),
            "count_ref": b.astype("int64"),
            "tokens": int(n1),
            "tokens_ref": int(n2),
            "per_million": a / n1 * 1e6,
            "per_million_ref": b / n2 * 1e6,
            "g2": g2(a, b, n1, n2),
            "z": z,
            "p": p,
            "key": ((low > 0) | (high < 0)) & (users >= MIN_RANGE),
        }
    )
    return result_table(table, keys=["term"], measure="log_ratio", unit="log2 ratio", of="words")


def _interval(
    dfm: Dfm, mask: np.ndarray, clusters: np.ndarray, columns: np.ndarray, draws: int, seed: int
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Percentile interval and standard deviation of the log ratio, all terms at once."""
    from scipy.sparse import csr_array, hstack

    sides: list[tuple[np.ndarray, np.ndarray]] = []
    chosen = dfm.counts[:, columns]
    for side, shift in ((True, 0), (False, 1)):
        where = np.flatnonzero(mask == side)
        group, kinds = pd.factorize(clusters[where], sort=True)
        if len(kinds) < MIN_CLUSTERS or not len(columns):
            nothing = np.full(len(columns), np.nan)
            return nothing, nothing, nothing
        gather = csr_array(
            (np.ones(len(where)), (group, np.arange(len(where)))), shape=(len(kinds), len(where))
        )
        counts = gather @ chosen[where]
        tokens = csr_array((gather @ dfm.n_tokens[where].astype(float))[:, None])
        drawn = bootstrap_totals(hstack([counts, tokens], format="csr"), draws, seed + shift)
        sides.append((drawn[:, :-1], drawn[:, -1:]))
    (a, n1), (b, n2) = sides
    ratios = np.log2((a + 0.5) / (n1 + 1)) - np.log2((b + 0.5) / (n2 + 1))
    low, high = np.percentile(ratios, [2.5, 97.5], axis=0)
    return low, high, ratios.std(axis=0, ddof=1)


def _p(value: np.ndarray, spread: np.ndarray) -> np.ndarray:
    """Two-sided p of a log ratio against 0, normal with the bootstrap's standard deviation."""
    from scipy.special import erfc

    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(spread > 0, erfc(np.abs(value) / spread / np.sqrt(2)), np.nan)


def distinctive_words(
    dfm: Dfm,
    *,
    by: pd.Series,
    clusters: pd.Series,
    most: int = 8,
    draws: int = 2000,
    seed: int = 0,
) -> pd.DataFrame:
    """Terms that each group uses more than all others together, corrected for the many terms asked about.

    Parameters
    ----------
    dfm : Dfm of one language. `by` : group of each article; `clusters` : syndication cluster of each.
    most : so many terms of each group at most, by z. `draws`, `seed` : of the bootstrap.

    Returns
    -------
    Result table as `keyness` gives it, with the group in front and q (Benjamini-Hochberg over the candidates of all
    groups): only terms whose interval lies above 0, with q below .05, that are at least 1.1 times as frequent and stand in at
    least 5 clusters of the group. Groups without
    8 clusters, or alone, have no rows.

    Examples
    --------
    >>> from analysis.text.dfm import count_terms
    >>> from analysis.text.tokens import tokenize
    >>> texts = [f"harbour {i}" for i in range(40)] + [f"mountain {i}" for i in range(40)]
    >>> articles = pd.DataFrame({"title": "", "text": texts}, index=[str(i) for i in range(80)])
    >>> outlet, clusters = pd.Series(["X"] * 40 + ["Y"] * 40, index=articles.index, name="outlet"), articles.index.to_series()
    >>> distinctive_words(count_terms(tokenize(articles)), by=outlet, clusters=clusters)[["outlet", "term"]].to_numpy().tolist()
    [['X', 'harbour'], ['Y', 'mountain']]
    """
    name, groups = str(by.name), by.reindex(dfm.article_id)
    tables = []
    for group in sorted(groups.dropna().unique()) if groups.nunique() > 1 else []:
        mask = groups == group
        if not dfm.n_tokens[mask.to_numpy()].sum() or not dfm.n_tokens[~mask.to_numpy()].sum():
            continue
        found = keyness(dfm, mask, clusters=clusters, draws=draws, seed=seed)
        tables.append(found.assign(**{name: str(group)}))
    if not tables:
        empty = pd.DataFrame(
            columns=[
                name,
                "term",
                "value",
                "low",
                "high",
                "n",
                "count",
                "per_million",
                "per_million_ref",
                "p",
                "q",
            ]
        )
        return result_table(empty, keys=[name, "term"], measure="log_ratio", unit="log2 ratio", of="words")
    table = pd.concat(tables, ignore_index=True)
    table["q"] = benjamini_hochberg(table["p"].to_numpy(dtype=float))
    large = (table["value"] >= LEAST) & (table["n"] >= MIN_RANGE)
    held = table[(table["low"] > 0) & (table["q"] < 0.05) & large]
    top = held.groupby(name, sort=False).head(most)
    return result_table(top, keys=[name, "term"], measure="log_ratio", unit="log2 ratio", of="words")
