"""Differences between groups, with the interval of the difference and a correction for asking many questions."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import combinations
from typing import Any

import numpy as np
import pandas as pd

from analysis.measures.intervals import (
    MIN_CLUSTERS,
    Z95,
    aligned,
    benjamini_hochberg,
    cluster_totals,
    effective_n,
    wilson,
    within_language,
)
from analysis.tables import TableError, result_table

LEVEL = 0.05


def difference(
    scores: pd.DataFrame,
    *,
    by: pd.Series,
    clusters: pd.Series,
    amount: str,
    weight: str | None = None,
    within: list[str] | None = None,
    share: bool = False,
) -> pd.DataFrame:
    """Differences between all pairs of groups.

    Parameters
    ----------
    scores : a row per article (or per article and `within` key) with article_id, `amount` and `weight` (1 for a
        mean over rows if not given).
    by : group of each article; rows of articles that it does not hold are left out, and so are rows without an
        amount. `clusters` : syndication cluster of each article.
    within : further keys, such as frame: each is compared with itself.
    share : True for shares.

    Returns
    -------
    Result table with the `within` keys, group_a, group_b, measure `difference`, value (a - b), low, high, n
    (clusters of both), p, q (Benjamini-Hochberg over the table; take it over the report with
    `benjamini_hochberg`), distinguishable (q below .05 and the interval excludes 0).

    Notes
    -----
    A cluster with copies in both groups is one piece of evidence: its two influences are taken together for means.
    Shares use the square-and-add interval of two Wilson intervals (Newcombe 1998), p being the level at which
    that interval touches 0. Groups of fewer than 8 clusters have no interval.

    Raises
    ------
    LanguageError
        For scores of several languages.
    TableError
        For a `by` without a name, and for clusters with gaps.

    Examples
    --------
    >>> scores = pd.DataFrame({"article_id": list("abc"), "score": [1.0, 3.0, 5.0]})
    >>> outlet = pd.Series(["X", "X", "Y"], index=list("abc"), name="outlet")
    >>> found = difference(scores, by=outlet, clusters=pd.Series(list("abc"), index=list("abc")), amount="score")
    >>> found[["group_a", "group_b", "value", "distinguishable"]].to_numpy().tolist()
    [['X', 'Y', -3.0, False]]
    """
    if by.name is None:
        raise TableError("by needs a name, such as articles['outlet'] has; rename the Series.")
    name = str(by.name)
    rows = scores[scores["article_id"].isin(by.dropna().index)].copy()
    within_language(rows, within or [], "a difference")
    distinct = pd.Index(rows["article_id"].unique())
    place = distinct.get_indexer(pd.Index(rows["article_id"]))
    rows[name] = aligned(by.dropna(), distinct, "by")[place]
    rows["cluster"] = aligned(clusters, distinct, "clusters")[place]
    rows["weight_"] = 1.0 if weight is None else rows[weight].astype(float)
    rows["amount_"] = rows[amount].astype(float)
    rows = rows.dropna(subset=["amount_", "weight_"])
    keys = within or []
    parts = []
    groups: Iterable[tuple[Any, pd.DataFrame]] = rows.groupby(keys, sort=True) if keys else [((), rows)]
    for key, part in groups:
        found = _pairs(part, name, share)
        for place, column in enumerate(keys):
            found[column] = key[place]
        parts.append(found)
    empty = _pairs(rows.iloc[:0], name, share).assign(**{key: pd.Series(dtype="str") for key in keys})
    table = pd.concat([part for part in parts if len(part)] or [empty], ignore_index=True)
    table["q"] = benjamini_hochberg(table["p"].to_numpy(dtype=float))
    outside = (table["low"] > 0) | (table["high"] < 0)
    table["distinguishable"] = outside & (table["q"] < LEVEL)
    unit = "share" if share else "score"
    return result_table(
        table, keys=[*keys, "group_a", "group_b"], measure="difference", unit=unit, of=f"{name} a minus b"
    )


def share_difference(
    hits: pd.DataFrame,
    *,
    by: pd.Series,
    clusters: pd.Series,
    item: str,
    within: list[str] | None = None,
    top: int | None = None,
) -> pd.DataFrame:
    """Differences between groups in how a total is shared out among items (actors, speakers, labels).

    Parameters
    ----------
    hits : mentions, quotations or label hits with article_id and `item`, each counting once (or its `amount`).
    by, clusters : as in `difference`. `within` : keys inside which items share a total, such as referent.
    top : only the items with most hits; the denominator stays the same.

    Returns
    -------
    Result table of `difference` with the `within` keys and `item` in front.

    Examples
    --------
    >>> hits = pd.DataFrame({"article_id": list("aabb"), "actor": ["Kim", "Lee", "Kim", "Kim"]})
    >>> outlet = pd.Series(["X", "Y"], index=["a", "b"], name="outlet")
    >>> found = share_difference(hits, by=outlet, clusters=pd.Series(["a", "b"], index=["a", "b"]), item="actor")
    >>> found[["actor", "group_a", "group_b", "value"]].to_numpy().tolist()
    [['Kim', 'X', 'Y', -0.5], ['Lee', 'X', 'Y', 0.5]]
    """
    inside = [*(within or [])]
    counts = hits[["article_id", *inside, item]].assign(amount=hits.get("amount", 1.0))
    counts = counts[counts["article_id"].isin(by.dropna().index)]
    amounts = counts.groupby(["article_id", *inside, item], as_index=False)["amount"].sum()
    totals = counts.groupby(["article_id", *inside])["amount"].sum().rename("weight").reset_index()
    ranked = amounts.groupby([*inside, item], as_index=False)["amount"].sum()
    asked = ranked.sort_values(["amount", item], ascending=[False, True]).head(top or len(ranked))[
        [*inside, item]
    ]
    rows = totals.merge(asked, on=inside) if inside else totals.merge(asked, how="cross")
    rows = rows.merge(amounts, on=["article_id", *inside, item], how="left").fillna({"amount": 0.0})
    return difference(
        rows[["article_id", *inside, item, "amount", "weight"]],
        by=by,
        clusters=clusters,
        amount="amount",
        weight="weight",
        within=[*inside, item],
        share=True,
    )


def _pairs(rows: pd.DataFrame, name: str, share: bool) -> pd.DataFrame:
    totals = cluster_totals(rows, [name], amount="amount_", weight="weight_")
    totals = totals[totals["weight_"] > 0]
    text, texts = pd.factorize(totals["cluster"])
    numbers = totals[["amount_", "weight_"]].to_numpy(dtype=float).T
    groups = totals[name].to_numpy()
    at = {label: np.flatnonzero(groups == label) for label in sorted(totals[name].unique())}
    found = []
    for a, b in combinations(at, 2):
        dense = np.zeros((2, 2, len(texts)))
        for side, label in enumerate((a, b)):
            dense[:, side, text[at[label]]] = numbers[:, at[label]]
        found.append({"group_a": a, "group_b": b, **two_groups(dense[0], dense[1], share=share)})
    columns = ["group_a", "group_b", "value", "low", "high", "n", "p"]
    return pd.DataFrame(found, columns=columns)


def two_groups(amounts: np.ndarray, weights: np.ndarray, *, share: bool) -> dict[str, float]:
    """The difference of two ratios with its interval.

    Parameters
    ----------
    amounts, weights : 2 by clusters; a cluster that a group lacks weighs 0 there. share : True for shares.

    Returns
    -------
    value, low, high, n (clusters of both), p.

    Examples
    --------
    >>> found = two_groups(np.array([[1.0, 1, 0, 0], [0, 0, 1, 0]]), np.array([[1.0, 1, 0, 0], [0, 0, 1, 1]]), share=True)
    >>> found["value"], found["n"]
    (0.5, 4)
    """
    k = (weights > 0).sum(axis=1)
    r = amounts.sum(axis=1) / weights.sum(axis=1)
    influence = (amounts - r[:, None] * weights) / weights.sum(axis=1)[:, None]
    value = float(r[0] - r[1])
    row = {
        "value": value,
        "low": np.nan,
        "high": np.nan,
        "n": int((weights > 0).any(axis=0).sum()),
        "p": np.nan,
    }
    if k.min() < MIN_CLUSTERS:
        return row
    scale = k / (k - 1)
    variance = (influence**2).sum(axis=1) * scale
    if share:
        row["low"], row["high"], row["p"] = _share_interval(r, variance, k, weights.sum(axis=1))
        return row
    shared = float((influence[0] * influence[1]).sum()) * np.sqrt(scale.prod())
    total = float(variance.sum() - 2 * shared)
    if total <= 1e-24 * float((r**2).sum()):
        return row
    from scipy.special import stdtr, stdtrit

    freedom = variance.sum() ** 2 / (variance**2 / (k - 1)).sum()
    half = stdtrit(freedom, 0.975) * np.sqrt(total)
    row["low"], row["high"] = value - half, value + half
    row["p"] = float(2 * stdtr(freedom, -abs(value) / np.sqrt(total)))
    return row


def _share_interval(
    r: np.ndarray, variance: np.ndarray, k: np.ndarray, weight: np.ndarray
) -> tuple[float, float, float]:
    """Newcombe's interval of a difference of shares, and the level at which it touches 0."""
    from scipy.special import erfc

    cases = effective_n(r, np.sqrt(variance), k.astype(float), weight)

    def interval(z: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        low, high = wilson(r[:, None], cases[:, None], z)
        d = r[0] - r[1]
        return d - np.hypot(r[0] - low[0], high[1] - r[1]), d + np.hypot(high[0] - r[0], r[1] - low[1])

    low, high = interval(np.array([Z95]))
    inner, outer = 0.0, 40.0
    for _ in range(10):
        steps = np.linspace(inner, outer, 34)
        lows, highs = interval(np.maximum(steps, 1e-12))
        apart = int(
            ((lows > 0) | (highs < 0)).sum()
        )  # the interval widens with z, so the first ones exclude 0
        inner, outer = float(steps[max(apart - 1, 0)]), float(steps[min(apart, 33)])
    return float(low[0]), float(high[0]), float(erfc(inner / np.sqrt(2)))
