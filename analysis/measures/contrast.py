"""Differences between groups, with the interval of the difference and a correction for asking many questions."""

from __future__ import annotations

import math
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
    wide = totals.pivot(index="cluster", columns=name, values=["amount_", "weight_"]).fillna(0.0)
    labels = sorted(totals[name].unique())
    sums = {label: wide[("amount_", label)].to_numpy(dtype=float) for label in labels}
    weights = {label: wide[("weight_", label)].to_numpy(dtype=float) for label in labels}
    found = []
    for a, b in combinations(labels, 2):
        found.append({"group_a": a, "group_b": b, **_pair(sums, weights, a, b, share)})
    columns = ["group_a", "group_b", "value", "low", "high", "n", "p"]
    return pd.DataFrame(found, columns=columns)


def _pair(
    sums: dict[str, np.ndarray], weights: dict[str, np.ndarray], a: str, b: str, share: bool
) -> dict[str, float]:
    """Difference of two groups from the sums and weights of each cluster."""
    held = (weights[a] > 0) | (weights[b] > 0)
    y, m = ({g: values[g][held] for g in (a, b)} for values in (sums, weights))
    n = {g: int((m[g] > 0).sum()) for g in (a, b)}
    r = {g: y[g].sum() / m[g].sum() for g in (a, b)}
    u = {g: (y[g] - r[g] * m[g]) / m[g].sum() for g in (a, b)}
    value = float(r[a] - r[b])
    row = {"value": value, "low": np.nan, "high": np.nan, "n": int(held.sum()), "p": np.nan}
    if min(n.values()) < MIN_CLUSTERS:
        return row
    scale = {g: n[g] / (n[g] - 1) for g in (a, b)}
    variance = {g: float((u[g] ** 2).sum() * scale[g]) for g in (a, b)}
    shared = float((u[a] * u[b]).sum()) * np.sqrt(scale[a] * scale[b])
    if share:
        row["low"], row["high"], row["p"] = _share_interval(r, variance, n, a, b)
        return row
    total = variance[a] + variance[b] - 2 * shared
    if total <= 1e-24 * (r[a] ** 2 + r[b] ** 2):
        return row
    from scipy.special import stdtr, stdtrit

    freedom = (variance[a] + variance[b]) ** 2 / sum(variance[g] ** 2 / (n[g] - 1) for g in (a, b))
    half = stdtrit(freedom, 0.975) * np.sqrt(total)
    row["low"], row["high"] = value - half, value + half
    row["p"] = float(2 * stdtr(freedom, -abs(value) / np.sqrt(total)))
    return row


def _share_interval(r: dict, variance: dict, n: dict, a: str, b: str) -> tuple[float, float, float]:
    """Newcombe's interval of a difference of shares, and the level at which it touches 0."""
    cases = {
        g: float(effective_n(np.array(r[g]), np.sqrt(variance[g]), np.array(float(n[g])))) for g in (a, b)
    }

    def interval(z: float) -> tuple[float, float]:
        low_a, high_a = _wilson(r[a], cases[a], z)
        low_b, high_b = _wilson(r[b], cases[b], z)
        d = float(r[a] - r[b])
        return d - math.hypot(r[a] - low_a, high_b - r[b]), d + math.hypot(high_a - r[a], r[b] - low_b)

    low, high = interval(Z95)
    inner, outer = 0.0, 40.0
    for _ in range(60):
        middle = (inner + outer) / 2
        at = interval(middle)
        inner, outer = (middle, outer) if at[0] > 0 or at[1] < 0 else (inner, middle)
    return low, high, math.erfc(inner / math.sqrt(2))


def _wilson(share: float, n: float, z: float) -> tuple[float, float]:
    """`wilson` of one share, for the many steps of a search."""
    whole = 1 + z * z / n
    centre = (share + z * z / (2 * n)) / whole
    half = z / whole * math.sqrt(max(share * (1 - share), 0.0) / n + z * z / (4 * n * n))
    return max(centre - half, 0.0), min(centre + half, 1.0)
