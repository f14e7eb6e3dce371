"""Intervals over syndication clusters: how far a number could move, with the cluster as the unit of evidence.

Articles of one cluster are copies of one text, so they count as one piece of evidence. A mean or share over
articles is a ratio of cluster totals, and its variance is the linearised one of the ratio estimator
(Cochran 1977, Sampling Techniques, ch. 6): with y_c and m_c the sums of values and of weights in cluster c,
r = sum(y) / sum(m) and var(r) = k/(k-1) * sum((y_c - r m_c)^2) / sum(m)^2.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from analysis.tables import TableError, keyed

MIN_CLUSTERS = 8
"""Fewer independent texts than this give no interval."""
Z95 = 1.959963984540054


def wilson(share: np.ndarray, n: np.ndarray, z: np.ndarray | float = Z95) -> tuple[np.ndarray, np.ndarray]:
    """Wilson score interval of a share.

    Parameters
    ----------
    share, n : arrays; n may be an effective number of cases. z : normal quantile.

    Returns
    -------
    low, high : arrays in 0..1; NaN where n is 0.

    Notes
    -----
    Wilson 1927, JASA 22. `wilson(10/20, 20)` is .299 to .701.
    """
    share, n = np.asarray(share, dtype=float), np.asarray(n, dtype=float)
    with np.errstate(divide="ignore", invalid="ignore"):
        centre = (share + z**2 / (2 * n)) / (1 + z**2 / n)
        half = z / (1 + z**2 / n) * np.sqrt(np.clip(share * (1 - share), 0, None) / n + z**2 / (4 * n**2))
    return np.clip(centre - half, 0, 1), np.clip(centre + half, 0, 1)


def poisson_rate(f: np.ndarray, n: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Exact Poisson interval of a rate f / n (Garwood 1936), for description only: it ignores clusters."""
    from scipy.stats import chi2

    f, n = np.asarray(f, dtype=float), np.asarray(n, dtype=float)
    with np.errstate(divide="ignore", invalid="ignore"):
        low = np.where(f > 0, chi2.ppf(0.025, 2 * f) / 2, 0.0) / n
        high = chi2.ppf(0.975, 2 * f + 2) / 2 / n
    return np.where(n > 0, low, np.nan), np.where(n > 0, high, np.nan)


def benjamini_hochberg(p: np.ndarray) -> np.ndarray:
    """Adjusted p-values that control the false discovery rate (Benjamini & Hochberg 1995); NaN stays NaN."""
    p = np.asarray(p, dtype=float)
    q = np.full(len(p), np.nan)
    known = np.flatnonzero(~np.isnan(p))
    order = known[np.argsort(p[known], kind="stable")]
    raised = p[order] * len(order) / np.arange(1, len(order) + 1)
    q[order] = np.minimum(np.minimum.accumulate(raised[::-1])[::-1], 1.0)
    return q


def key_frame(by: pd.Series | pd.DataFrame | Sequence[pd.Series], index: pd.Index) -> pd.DataFrame:
    """The keys of each article as columns, in the order of `index`."""
    if isinstance(by, pd.DataFrame):
        series = [by[name] for name in by.columns]
    else:
        series = [by] if isinstance(by, pd.Series) else list(by)
    if any(one.name is None for one in series):
        raise TableError("by needs a name, such as articles['outlet'] has; rename the Series.")
    return pd.DataFrame({str(one.name): keyed(one, index, f"by[{one.name!r}]").to_numpy() for one in series})


def cluster_totals(
    rows: pd.DataFrame, keys: list[str], *, amount: str, weight: str, cluster: str = "cluster"
) -> pd.DataFrame:
    """Sums of amount and weight per key and cluster (one row each)."""
    wanted = [*keys, cluster]
    return rows.groupby(wanted, sort=True, observed=True)[[amount, weight]].sum().reset_index()


def ratio_table(
    rows: pd.DataFrame, keys: list[str], *, amount: str, weight: str, share: bool, cluster: str = "cluster"
) -> pd.DataFrame:
    """Ratio sum(amount) / sum(weight) of each group, with an interval over clusters.

    Parameters
    ----------
    rows : one row per article (or finer) with the keys, `cluster`, `amount` and `weight`.
    share : True where the ratio is a share in 0..1: Wilson interval at the effective number of cases
        r (1 - r) / var(r), never more than the clusters; otherwise a t interval with k - 1 degrees of freedom.

    Returns
    -------
    DataFrame with keys, value, low, high, n (clusters with weight), total (sum of amount), weight (sum of weight),
    se. value is NaN where the weight is 0; low and high are NaN below 8 clusters.
    """
    totals = cluster_totals(rows, keys, amount=amount, weight=weight, cluster=cluster)
    totals = totals[totals[weight] > 0]
    groups = totals.groupby(keys, sort=True, observed=True)
    table = groups.agg(n=(cluster, "size"), total=(amount, "sum"), weight=(weight, "sum")).reset_index()
    table["value"] = table["total"] / table["weight"]
    joined = totals.merge(table[[*keys, "value"]], on=keys)
    joined["square"] = (joined[amount] - joined["value"] * joined[weight]) ** 2
    squares = joined.groupby(keys, sort=True, observed=True)["square"].sum().to_numpy()
    k = table["n"].to_numpy(dtype=float)
    with np.errstate(divide="ignore", invalid="ignore"):
        table["se"] = np.sqrt(k / (k - 1) * squares) / table["weight"].to_numpy()
    table["low"], table["high"] = bounds(table, share=share)
    return table[[*keys, "value", "low", "high", "n", "total", "weight", "se"]]


def share_rows(
    counts: pd.DataFrame,
    by: pd.Series | pd.DataFrame,
    clusters: pd.Series,
    *,
    item: str,
    within: Sequence[str] = (),
) -> tuple[pd.DataFrame, list[str]]:
    """Rows for `ratio_table` of how a total is shared out among items.

    Parameters
    ----------
    counts : article_id, the `within` keys, `item` and `amount`; may repeat. An item that an article does not name
    counts 0 there, and only articles with a total enter.

    Returns
    -------
    rows with the by-keys, the `within` keys, `item`, cluster, amount, weight (the article's total); and the keys.
    """
    inside = [*within]
    amounts = counts.groupby(["article_id", *inside, item], sort=True)["amount"].sum().reset_index()
    totals = counts.groupby(["article_id", *inside], sort=True)["amount"].sum().rename("weight").reset_index()
    items = amounts[[*inside, item]].drop_duplicates()
    rows = totals.merge(items, on=inside) if inside else totals.merge(items, how="cross")
    rows = rows.merge(amounts, on=["article_id", *inside, item], how="left").fillna({"amount": 0.0})
    index = pd.Index(rows["article_id"])
    distinct = pd.Index(index.unique())
    keys = key_frame(by, distinct).set_index(distinct).reindex(index)
    rows["cluster"] = keyed(clusters, distinct, "clusters").reindex(index).to_numpy()
    for name in keys.columns:
        rows[name] = keys[name].to_numpy()
    return rows, [*keys.columns, *inside, item]


def bounds(table: pd.DataFrame, *, share: bool) -> tuple[np.ndarray, np.ndarray]:
    """Interval of each row of a ratio table from value, se and n."""
    value, se, n = (table[name].to_numpy(dtype=float) for name in ("value", "se", "n"))
    if share:
        low, high = wilson(value, effective_n(value, se, n))
    else:
        from scipy.stats import t

        half = t.ppf(0.975, np.maximum(n - 1, 1)) * se
        low, high = value - half, value + half
        low, high = np.where(se > 0, low, np.nan), np.where(se > 0, high, np.nan)
    enough = n >= MIN_CLUSTERS
    return np.where(enough, low, np.nan), np.where(enough, high, np.nan)


def effective_n(value: np.ndarray, se: np.ndarray, n: np.ndarray) -> np.ndarray:
    """Cases that a simple random sample would need for this standard error; at most the number of clusters."""
    with np.errstate(divide="ignore", invalid="ignore"):
        cases = value * (1 - value) / se**2
    return np.where(np.isfinite(cases) & (cases > 0), np.minimum(cases, n), n)


def bootstrap_weights(groups: np.ndarray, draws: int, seed: int) -> np.ndarray:
    """How often each cluster is drawn in each bootstrap sample (draws by clusters, float64).

    Clusters are drawn with replacement inside their group (`groups`: one label per cluster).
    """
    generator = np.random.default_rng(seed)
    weights = np.zeros((draws, len(groups)))
    for label in np.unique(groups):
        members = np.flatnonzero(groups == label)
        weights[:, members] = generator.multinomial(
            len(members), np.full(len(members), 1 / len(members)), draws
        )
    return weights
