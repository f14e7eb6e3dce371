"""Concentration and diversity of sources: how many voices it comes to if all were equally loud.

Shannon 1948 (entropy), Hirschman 1945 and Herfindahl 1950 (sum of squared shares), Simpson 1949, Hill 1973 (effective numbers).
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.measures.intervals import MIN_CLUSTERS, bootstrap_totals, cluster_of, key_frame
from analysis.tables import result_table

INDICES = ("entropy", "evenness", "hhi", "simpson", "simpson_unbiased", "effective_1", "effective_2")
RANGES = ((0.0, np.inf), *((0.0, 1.0),) * 4, (1.0, np.inf), (1.0, np.inf))
UNITS = ("bits", "0..1", "0..1", "0..1", "0..1", "sources", "sources")


def diversity(counts: np.ndarray) -> dict[str, float]:
    """Indices of how evenly a total is spread.

    Parameters
    ----------
    counts : amounts of each source, zeros allowed.

    Returns
    -------
    dict of entropy (bits), evenness (entropy / log2 of the number of sources; NaN for one source), hhi (sum of squared
    shares), simpson (1 - hhi), simpson_unbiased (drawn without replacement), effective_1 (2 ** entropy), effective_2 (1 / hhi).
    All NaN where there is nothing.

    Examples
    --------
    >>> found = diversity(np.array([120, 60, 20]))
    >>> [round(found[name], 6) for name in INDICES]
    [1.295462, 0.817345, 0.46, 0.54, 0.542714, 2.454556, 2.173913]
    """
    x = np.asarray(counts, dtype=float)
    x = x[x > 0]
    total = x.sum()
    if not total > 0:
        return dict.fromkeys(INDICES, np.nan)
    p = x / total
    entropy = float(-(p * np.log2(p)).sum()) + 0.0
    hhi = float((p**2).sum())
    unbiased = float(1 - (x * (x - 1)).sum() / (total * (total - 1))) if total > 1 else np.nan
    evenness = float(entropy / np.log2(len(x))) if len(x) > 1 else np.nan
    return dict(zip(INDICES, (entropy, evenness, hhi, 1 - hhi, unbiased, 2**entropy, 1 / hhi), strict=True))


def source_diversity(
    counts: pd.DataFrame,
    *,
    by: pd.Series | pd.DataFrame,
    clusters: pd.Series,
    item: str = "speaker",
    amount: str | None = None,
    draws: int = 2000,
    seed: int = 0,
) -> pd.DataFrame:
    """How concentrated the sources of each group are.

    How to read it: effective_1 of 4.7 means as diverse as 4.7 equally frequent sources would be. Small samples look less
    diverse than they are: compare groups of like size.

    Parameters
    ----------
    counts : rows with article_id and `item` (quotations with speaker, mentions with actor, sources with a class); rows
        without an item are left out. `amount` : column to add up (`words`); rows are counted if not given.
    by, clusters : group and syndication cluster of each article. `draws`, `seed` : bootstrap over clusters.

    Returns
    -------
    Result table: by-keys, measure (`source_` and one of entropy, evenness, hhi, simpson, simpson_unbiased, effective_1,
    effective_2), value, low, high (percentiles over clusters, moved so that their median is
    the value, for a draw leaves out rare sources; NaN below 8), n (clusters), unit, of; sources (distinct),
    count (rows), articles.

    Examples
    --------
    >>> quotes = pd.DataFrame({"article_id": ["a", "a"], "speaker": ["Kim", "Putin"]})
    >>> outlet = pd.Series(["X"], index=["a"], name="outlet")
    >>> table = source_diversity(quotes, by=outlet, clusters=pd.Series(["a"], index=["a"]))
    >>> float(table.set_index("measure")["value"]["source_effective_1"])
    2.0
    """
    rows = counts.dropna(subset=[item]).reset_index(drop=True)
    rows = rows.assign(amount_=1.0 if amount is None else rows[amount].astype(float))
    distinct = pd.Index(rows["article_id"].unique())
    cells = key_frame(by, distinct)
    keys = list(cells.columns)
    cells = cells.assign(article_id=distinct.to_numpy(), cluster=cluster_of(clusters, distinct))
    rows = rows[["article_id", item, "amount_"]].merge(cells, on="article_id")
    found = []
    for key, group in rows.groupby(keys, sort=True):
        wide = group.pivot_table(
            index="cluster", columns=item, values="amount_", aggfunc="sum", fill_value=0.0
        )
        values = diversity(wide.to_numpy(dtype=float).sum(axis=0))
        low, high = _interval(wide.to_numpy(dtype=float), values, draws, seed)
        for place, name in enumerate(INDICES):
            row = dict(zip(keys, key, strict=True))
            row |= {
                "measure": f"source_{name}",
                "value": values[name],
                "low": low[place],
                "high": high[place],
                "n": len(wide),
            }
            row |= {"unit": UNITS[place], "sources": wide.shape[1], "count": len(group)}
            found.append(row | {"articles": group["article_id"].nunique()})
    columns = [*keys, "measure", "value", "low", "high", "n", "unit", "sources", "count", "articles"]
    table = pd.DataFrame(found, columns=columns)
    return result_table(table, keys=keys, measure="source_diversity", unit="", of=f"rows with a {item}")


def _interval(
    amounts: np.ndarray, values: dict[str, float], draws: int, seed: int
) -> tuple[np.ndarray, np.ndarray]:
    nothing = np.full(len(INDICES), np.nan)
    if len(amounts) < MIN_CLUSTERS:
        return nothing, nothing
    sampled = [list(diversity(totals).values()) for totals in bootstrap_totals(amounts, draws, seed)]
    table = np.array(sampled, dtype=float)
    low, high = nothing.copy(), nothing.copy()
    for place in range(len(INDICES)):
        known = table[:, place][~np.isnan(table[:, place])]
        if len(known):
            shift = values[INDICES[place]] - np.median(known)  # a draw leaves out rare sources
            low[place], high[place] = np.quantile(known, [0.025, 0.975]) + shift
            floor, ceiling = RANGES[place]
            low[place], high[place] = max(low[place], floor), min(high[place], ceiling)
    return low, high
