"""Intervals over syndication clusters: how far a number could move, with the cluster as the unit of evidence.

Articles of one cluster are copies of one text, so they count as one piece of evidence. A mean or share over
articles is a ratio of cluster totals, and its variance is the linearised one of the ratio estimator
(Cochran 1977, Sampling Techniques, ch. 6): with y_c and m_c the sums of values and of weights in cluster c,
r = sum(y) / sum(m) and var(r) = k/(k-1) * sum((y_c - r m_c)^2) / sum(m)^2.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analysis.tables import RESULT_COLUMNS, LanguageError, TableError, keyed

if TYPE_CHECKING:
    from scipy.sparse import csr_array

MIN_CLUSTERS = 8
"""Fewer independent texts than this give no interval."""
Z95 = 1.959963984540054
NOT_STATED = "not stated"
"""The key of articles for which the grouping column says nothing: they are a group, and not lost."""
INNER = ("article_id", "cluster", "amount", "weight", "total", "count", "articles", "se")
"""Column names that the measures use themselves; no key may be called so."""
SUMS = ("amount", "articles", "range", "yy", "ym")
GROUPS = 4_000
"""So many groups of clusters tell a spread to 1.1 per cent; the 2,000 draws do to 1.6."""
BLOCK = 4_000_000
"""Numbers that a block of bootstrap weights may hold."""


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
    Wilson 1927, JASA 22.

    Examples
    --------
    >>> low, high = wilson(np.array([0.5]), np.array([20]))
    >>> low.round(3).tolist(), high.round(3).tolist()
    ([0.299], [0.701])
    """
    share, n = np.asarray(share, dtype=float), np.asarray(n, dtype=float)
    with np.errstate(divide="ignore", invalid="ignore"):
        centre = (share + z**2 / (2 * n)) / (1 + z**2 / n)
        half = z / (1 + z**2 / n) * np.sqrt(np.clip(share * (1 - share), 0, None) / n + z**2 / (4 * n**2))
    return np.clip(centre - half, 0, 1), np.clip(centre + half, 0, 1)


def poisson_rate(f: np.ndarray, n: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Exact Poisson interval of a rate f / n (Garwood 1936), for description only: it ignores clusters.

    >>> low, high = poisson_rate(np.array([0]), np.array([100]))  # the rule of three: about 3.7 in 100
    >>> low.tolist(), high.round(4).tolist()
    ([0.0], [0.0369])
    """
    from scipy.special import gammaincinv

    f, n = np.asarray(f, dtype=float), np.asarray(n, dtype=float)
    with np.errstate(divide="ignore", invalid="ignore"):
        low = np.where(f > 0, gammaincinv(np.maximum(f, 0.5), 0.025), 0.0) / n
        high = gammaincinv(f + 1, 0.975) / n
    return np.where(n > 0, low, np.nan), np.where(n > 0, high, np.nan)


def benjamini_hochberg(p: np.ndarray) -> np.ndarray:
    """Adjusted p-values that control the false discovery rate (Benjamini & Hochberg 1995); NaN stays NaN.

    >>> benjamini_hochberg(np.array([0.01, 0.04, 0.03, np.nan])).round(3).tolist()
    [0.03, 0.04, 0.04, nan]
    """
    p = np.asarray(p, dtype=float)
    q = np.full(len(p), np.nan)
    known = np.flatnonzero(~np.isnan(p))
    order = known[np.argsort(p[known], kind="stable")]
    raised = p[order] * len(order) / np.arange(1, len(order) + 1)
    q[order] = np.minimum(np.minimum.accumulate(raised[::-1])[::-1], 1.0)
    return q


def aligned(series: pd.Series, index: pd.Index, name: str) -> np.ndarray:
    """Values of `series` for each article of `index`; a repeated or a missing one is refused by name.

    Raises
    ------
    TableError
        `clusters is missing for 2 articles, first: 'tempo-2'.`
    """
    if isinstance(series, pd.Series) and series.index.has_duplicates:
        first = series.index[series.index.duplicated()][0]
        raise TableError(f"{name} has several values for one article, first: {first!r}.")
    values = keyed(series, index, name)
    if values.isna().any():
        raise TableError(
            f"{name} is missing for {int(values.isna().sum())} articles, first: {index[values.isna()][0]!r}."
        )
    return values.to_numpy()


def cluster_of(clusters: pd.Series | None, index: pd.Index) -> np.ndarray:
    """Syndication cluster of each article as text; each article its own where none are given."""
    return (
        (index.to_numpy() if clusters is None else aligned(clusters, index, "clusters"))
        .astype(str)
        .astype(object)
    )


def key_frame(by: pd.Series | pd.DataFrame | Sequence[pd.Series], index: pd.Index) -> pd.DataFrame:
    """The keys of each article as columns, in the order of `index`; a missing text key becomes `not stated`.

    Raises
    ------
    TableError
        For a Series without a name or with a name that result tables use, and for articles without a key.
    """
    if isinstance(by, pd.DataFrame):
        series = [by[name] for name in by.columns]
    else:
        series = [by] if isinstance(by, pd.Series) else list(by)
    columns: dict[str, np.ndarray] = {}
    for one in series:
        if one.name is None:
            raise TableError("by needs a name, such as articles['outlet'] has; rename the Series.")
        if one.name in (*RESULT_COLUMNS, *INNER):
            raise TableError(f"by is named {one.name!r}, a column of the result table; rename the Series.")
        text = (
            pd.api.types.is_string_dtype(one)
            or one.dtype == object
            or isinstance(one.dtype, pd.CategoricalDtype)
        )
        filled = one.astype(object).where(one.notna(), NOT_STATED) if text else one
        columns[str(one.name)] = aligned(filled, index, f"by[{one.name!r}]")
    return pd.DataFrame(columns, index=range(len(index)))


def within_language(scores: pd.DataFrame, keys: Sequence[str], what: str) -> None:
    """Refuse scores of several languages, unless the language is one of the keys and they stay apart.

    Raises
    ------
    LanguageError
        `tone works within one language; found en, id. ...`
    """
    found = sorted(scores["language"].dropna().unique()) if "language" in scores else []
    if len(found) > 1 and "language" not in keys:
        raise LanguageError(
            f"{what} works within one language; found {', '.join(found)}. "
            "Take one, or keep them apart with by=articles[['language', 'outlet']]."
        )


def cluster_totals(rows: pd.DataFrame, keys: list[str], *, amount: str, weight: str) -> pd.DataFrame:
    """Sums of amount and weight per key and cluster (one row each)."""
    numbered = rows.assign(cluster=pd.factorize(rows["cluster"])[0])
    return (
        numbered.groupby([*keys, "cluster"], sort=True, observed=True)[[amount, weight]].sum().reset_index()
    )


def ratio_table(
    rows: pd.DataFrame, keys: list[str], *, amount: str = "amount", weight: str = "weight", share: bool
) -> pd.DataFrame:
    """Ratio sum(amount) / sum(weight) of each group, with an interval over clusters.

    Parameters
    ----------
    rows : one row per article (or finer) with the keys, `cluster`, `amount` and `weight`; what was not measured
        weighs 0.
    share : True where the ratio is a share in 0..1: Wilson interval at the effective number of cases
        1 + r (1 - r) / var(r), never more than the clusters; otherwise a t interval with k - 1 degrees of freedom.

    Returns
    -------
    DataFrame with keys, value, low, high, n (clusters with weight), total (sum of amount), weight (sum of weight),
    se. value is NaN where the weight is 0; low and high are NaN below 8 clusters.

    Examples
    --------
    >>> rows = pd.DataFrame({"outlet": "A", "cluster": list("abcd"), "amount": [1.0, 0, 1, 0], "weight": 1.0})
    >>> ratio_table(rows, ["outlet"], share=True)[["value", "n"]].to_numpy().tolist()
    [[0.5, 4.0]]
    """
    totals = cluster_totals(rows, keys, amount=amount, weight=weight)
    totals["seen"] = (totals[weight] > 0).astype("int64")
    groups = totals.groupby(keys, sort=True, observed=True)
    table = groups.agg(n=("seen", "sum"), total=(amount, "sum"), weight=(weight, "sum")).reset_index()
    ratio = table[keys].assign(ratio_=_divided(table["total"], table["weight"]))
    joined = totals.merge(ratio, on=keys)
    joined["square"] = (joined[amount] - joined["ratio_"] * joined[weight]) ** 2
    joined["size"] = joined[amount] ** 2
    sums = joined.groupby(keys, sort=True, observed=True)[["square", "size"]].sum()
    square, size = sums["square"].to_numpy(dtype=float), sums["size"].to_numpy(dtype=float)
    return _with_interval(table, np.where(square > 1e-24 * size, square, 0.0), share)


def item_ratios(
    amounts: pd.DataFrame,
    weights: pd.DataFrame,
    keys: list[str],
    items: pd.DataFrame,
    *,
    item: str,
    share: bool,
) -> pd.DataFrame:
    """`ratio_table` for many items that share one weight, such as terms and the words of their articles.

    Parameters
    ----------
    amounts : keys, `item`, cluster, amount; one row per article and item, none where the article lacks the item.
    weights : keys, cluster, weight; one row per article.
    items : the items that every group gets a row for (`item`, and the keys within which it counts).

    Returns
    -------
    DataFrame with keys, item, value, low, high, n, total, weight, se, articles (with the item), range (clusters
    with the item).
    """
    whole = weights.groupby([*keys, "cluster"], sort=True, observed=True)["weight"].sum().reset_index()
    cells = amounts[amounts["amount"] > 0].groupby([*keys, item, "cluster"], sort=True, observed=True)[
        "amount"
    ]
    part = cells.agg(amount="sum", articles="size").reset_index().merge(whole, on=[*keys, "cluster"])
    part["yy"], part["ym"], part["range"] = part["amount"] ** 2, part["amount"] * part["weight"], 1
    sums = part.groupby([*keys, item], sort=True, observed=True)[list(SUMS)].sum()
    return ratios_of_sums(sums.reset_index(), whole, keys, items, item=item, share=share)


def ratios_of_sums(
    sums: pd.DataFrame,
    whole: pd.DataFrame,
    keys: list[str],
    items: pd.DataFrame,
    *,
    item: str,
    share: bool,
) -> pd.DataFrame:
    """`item_ratios` from sums over clusters.

    Parameters
    ----------
    sums : keys, `item`, and over the clusters with the item: amount, articles, range (how many), yy (squared amounts), ym
        (amounts by the weight of their clusters). `whole` : keys and weight, one row per key and cluster.
    """
    counted = whole.assign(seen=(whole["weight"] > 0).astype("int64"), mm=whole["weight"] ** 2)
    groups = counted.groupby(keys, sort=True, observed=True)
    table = groups.agg(n=("seen", "sum"), weight=("weight", "sum"), mm=("mm", "sum")).reset_index()
    inside = [name for name in keys if name in items.columns]
    table = table.merge(items, on=inside) if inside else table.merge(items, how="cross")
    table = table.merge(sums, on=[*keys, item], how="left")
    table[list(SUMS)] = table[list(SUMS)].astype(float).fillna(0.0)
    ratio = _divided(table["amount"], table["weight"])
    square = (table["yy"] - 2 * ratio * table["ym"] + ratio**2 * table["mm"]).to_numpy(dtype=float)
    square = np.where(square > 1e-12 * table["yy"].to_numpy(dtype=float), square, 0.0)
    table = table.rename(columns={"amount": "total"}).astype({"articles": "int64", "range": "int64"})
    return _with_interval(table.drop(columns=["mm", "yy", "ym"]), square, share)


def _divided(total: pd.Series, weight: pd.Series) -> np.ndarray:
    amount, whole = total.to_numpy(dtype=float), weight.to_numpy(dtype=float)
    return np.divide(amount, whole, out=np.full(len(whole), np.nan), where=whole > 0)


def _with_interval(table: pd.DataFrame, square: np.ndarray, share: bool) -> pd.DataFrame:
    """Add value, se, low and high to a table of n, total and weight, from the sums of squared residuals."""
    k = table["n"].to_numpy(dtype=float)
    table["value"] = _divided(table["total"], table["weight"])
    with np.errstate(divide="ignore", invalid="ignore"):
        table["se"] = np.sqrt(k / (k - 1) * square) / table["weight"].to_numpy(dtype=float)
    table["low"], table["high"] = bounds(table, share=share)
    return table


def share_table(
    counts: pd.DataFrame,
    by: pd.Series | pd.DataFrame,
    clusters: pd.Series,
    *,
    item: str,
    within: Sequence[str] = (),
    top: int | None = None,
) -> tuple[pd.DataFrame, list[str]]:
    """How a total is shared out among items.

    Parameters
    ----------
    counts : article_id, the `within` keys, `item` and `amount`; may repeat. Only articles with a total enter.
    top : rows for the items with the largest amounts only; the total stays that of all.

    Returns
    -------
    Table with the by-keys, `within`, `item`, value, low, high, n (clusters with a total), count (amount of the
    item), total, articles (with the item), rows (of `counts` with the item), the largest items first in each
    group; and the names of the keys.
    """
    distinct = pd.Index(counts["article_id"].unique())
    cells = key_frame(by, distinct)
    keys = [*cells.columns, *within]
    cells = cells.assign(article_id=distinct.to_numpy(), cluster=cluster_of(clusters, distinct))
    summed = counts.groupby(["article_id", *within, item], sort=True)["amount"].agg(amount="sum", rows="size")
    amounts = summed.reset_index().merge(cells, on="article_id")
    weights = (
        amounts.groupby(["article_id", *keys, "cluster"], sort=True)["amount"]
        .sum()
        .rename("weight")
        .reset_index()
    )
    listed = counts.groupby([*within, item])["amount"].sum().reset_index()
    listed = listed.sort_values(["amount", item], ascending=[False, True], kind="stable").head(
        top or len(listed)
    )
    items = listed.drop(columns="amount").assign(rank_=range(len(listed)))
    table = item_ratios(amounts, weights, keys, items, item=item, share=True)
    rows = amounts.groupby([*keys, item], sort=True)["rows"].sum().reset_index()
    table = table.merge(rows, on=[*keys, item], how="left").fillna({"rows": 0})
    table = table.sort_values([*keys, "rank_"], kind="stable").rename(
        columns={"total": "count", "weight": "total"}
    )
    table = table.drop(columns=["rank_", "se", "range"])
    return table.astype({"count": "int64", "total": "int64", "rows": "int64"}), [*keys, item]


def bounds(table: pd.DataFrame, *, share: bool) -> tuple[np.ndarray, np.ndarray]:
    """Interval of each row of a ratio table from value, se and n."""
    value, se, n = (table[name].to_numpy(dtype=float) for name in ("value", "se", "n"))
    if share:
        low, high = wilson(value, effective_n(value, se, n, table["weight"].to_numpy(dtype=float)))
    else:
        from scipy.special import stdtrit

        half = stdtrit(np.maximum(n - 1, 1), 0.975) * se
        low, high = value - half, value + half
        low, high = np.where(se > 0, low, np.nan), np.where(se > 0, high, np.nan)
    enough = n >= MIN_CLUSTERS
    return np.where(enough, low, np.nan), np.where(enough, high, np.nan)


def effective_n(value: np.ndarray, se: np.ndarray, n: np.ndarray, weight: np.ndarray) -> np.ndarray:
    """Cases that a simple random sample would need for this standard error; at most what was counted (`weight`).

    Independent texts give their own number back, so that their interval is Wilson's. Where no error can be seen (all or none)
    it is the number of clusters. Uses of words are more than their texts where texts mix them evenly: held to the number of
    texts, the interval of a share of labels held 0 in .99 of shuffled differences instead of .95.
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        cases = 1 + value * (1 - value) / se**2
    return np.where(np.isfinite(cases), np.minimum(cases, np.maximum(weight, n)), n)


def bootstrap_totals(amounts: np.ndarray | csr_array, draws: int, seed: int) -> np.ndarray:
    """Column sums of `amounts` (clusters by columns) in each bootstrap sample of clusters (draws by columns).

    A sparse matrix costs its entries times the draws: all terms at once. More than `GROUPS` clusters are first thrown
    together at random into so many groups of one size, which are then drawn: sums of independent clusters vary as much
    (Kott 2001, The delete-a-group jackknife), and the time no longer grows with the clusters.
    """
    generator = np.random.default_rng(seed)
    if amounts.shape[0] > GROUPS:
        amounts = _grouped(amounts, generator)
    size = amounts.shape[0]
    step = max(BLOCK // max(size, 1), 1)
    blocks = []
    for low in range(0, draws, step):
        many = min(step, draws - low)
        drawn = (generator.random((many, size)) * size).astype(np.int64) * many + np.arange(many)[:, None]
        weights = np.bincount(drawn.ravel(), minlength=size * many).reshape(size, many).astype(float)
        blocks.append((amounts.T @ weights).T)
    return np.concatenate(blocks)


def _grouped(amounts: np.ndarray | csr_array, generator: np.random.Generator) -> csr_array:
    """Sums of `GROUPS` groups of clusters of one size (or one cluster more), drawn at random."""
    from scipy.sparse import csr_array

    size = amounts.shape[0]
    group = np.empty(size, dtype=np.int64)
    group[generator.permutation(size)] = np.arange(size) % GROUPS
    return csr_array(csr_array((np.ones(size), (group, np.arange(size))), shape=(GROUPS, size)) @ amounts)
