"""Differences between groups, with the interval of the difference and a correction for asking many questions."""

from __future__ import annotations

from collections.abc import Iterable
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
from analysis.tables import TableError, places, result_table

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
    rows = scores[places(scores["article_id"], by.dropna().index) >= 0].copy()
    within_language(rows, within or [], "a difference")
    distinct = pd.Index(rows["article_id"].unique())
    place = places(rows["article_id"], distinct)
    rows[name] = aligned(by.dropna(), distinct, "by")[place]
    rows["cluster"] = pd.factorize(aligned(clusters, distinct, "clusters"))[0][place]
    rows["weight_"] = 1.0 if weight is None else rows[weight].astype(float)
    rows["amount_"] = rows[amount].astype(float)
    rows = rows.dropna(subset=["amount_", "weight_"])
    keys = within or []
    parts = []
    groups: Iterable[tuple[Any, pd.DataFrame]] = rows.groupby(keys, sort=True) if keys else [((), rows)]
    for key, part in groups:
        found = _pairs(part, name, share)
        found = found.assign(**dict(zip(keys, key, strict=True)))
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
    counts = counts[places(counts["article_id"], by.dropna().index) >= 0]
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
    group, labels = pd.factorize(totals[name], sort=True)
    sums = (totals[column].to_numpy(dtype=float) for column in ("amount_", "weight_"))
    first, second, found = _compared(group, pd.factorize(totals["cluster"])[0], *sums, share=share)
    return pd.DataFrame({"group_a": labels[first], "group_b": labels[second], **found})


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
    group, text = np.nonzero(weights)
    _, _, found = _compared(group, text, amounts[group, text], weights[group, text], share=share)
    return {name: column[0].item() for name, column in found.items()}


def _compared(
    group: np.ndarray, text: np.ndarray, amount: np.ndarray, weight: np.ndarray, *, share: bool
) -> tuple[np.ndarray, np.ndarray, dict[str, np.ndarray]]:
    """All pairs of groups (their numbers, first and second) with value, low, high, n and p.

    Parameters
    ----------
    group, text, amount, weight : of each group and cluster that has a weight there.
    """
    from scipy.sparse import csr_array

    k, total, whole = (np.bincount(group, weights=one) for one in (None, amount, weight))
    r = total / whole
    influence = (amount - r[group] * weight) / whole[group]
    shape = (len(k), int(text.max(initial=-1)) + 1)
    present, moved = (csr_array((one, (group, text)), shape=shape) for one in (np.ones(len(text)), influence))
    a, b = np.triu_indices(len(k), 1)
    both = (present @ present.T).toarray()[a, b]
    with np.errstate(divide="ignore", invalid="ignore"):
        scale = k / (k - 1)
        variance = np.bincount(group, weights=influence**2) * scale
        pair = np.stack([a, b])
        if share:
            low, high, p = _share_intervals(r[pair], variance[pair], k[pair], whole[pair])
        else:
            shared = (moved @ moved.T).toarray()[a, b] * np.sqrt(scale[a] * scale[b])
            low, high, p = _mean_intervals(r[pair], variance[pair], k[pair], shared)
    enough = k[pair].min(axis=0) >= MIN_CLUSTERS
    low, high, p = (np.where(enough, one, np.nan) for one in (low, high, p))
    n = (k[a] + k[b] - both).astype(np.int64)
    return a, b, {"value": r[a] - r[b], "low": low, "high": high, "n": n, "p": p}


def _mean_intervals(
    r: np.ndarray, variance: np.ndarray, k: np.ndarray, shared: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Welch's interval of differences of means (2 by pairs), less twice what common clusters move alike."""
    from scipy.special import stdtr, stdtrit

    value, total = r[0] - r[1], variance.sum(axis=0) - 2 * shared
    freedom = variance.sum(axis=0) ** 2 / (variance**2 / (k - 1)).sum(axis=0)
    moves = total > 1e-24 * (r**2).sum(axis=0)
    error = np.where(moves, np.sqrt(total), np.nan)
    half = stdtrit(freedom, 0.975) * error
    return value - half, value + half, 2 * stdtr(freedom, -np.abs(value) / error)


def _share_intervals(
    r: np.ndarray, variance: np.ndarray, k: np.ndarray, weight: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Newcombe's interval of differences of shares (2 by pairs), and the level at which each touches 0."""
    from scipy.special import erfc

    cases = effective_n(r, np.sqrt(variance), k.astype(float), weight)
    value = r[0] - r[1]

    def interval(z: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        low, high = wilson(r[:, None], cases[:, None], z)
        below, above = np.hypot(r[0] - low[0], high[1] - r[1]), np.hypot(high[0] - r[0], r[1] - low[1])
        return value - below, value + above

    low, high = interval(np.full((1, len(value)), Z95))
    inner, outer = np.zeros(len(value)), np.full(len(value), 40.0)
    each = np.arange(len(value))
    for _ in range(10):
        steps = np.linspace(inner, outer, 34)
        lows, highs = interval(np.maximum(steps, 1e-12))
        # The interval widens with z, so the first ones exclude 0.
        apart = ((lows > 0) | (highs < 0)).sum(axis=0)
        inner, outer = steps[np.maximum(apart - 1, 0), each], steps[np.minimum(apart, 33), each]
    return low[0], high[0], erfc(inner / np.sqrt(2))
