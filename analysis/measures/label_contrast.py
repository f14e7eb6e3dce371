"""Labels between outlets: who adopts which word how much more often, in how many articles, and who never says it."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pandas as pd

from analysis.measures.intervals import (
    MIN_CLUSTERS,
    aligned,
    benjamini_hochberg,
    cluster_of,
    key_frame,
    ratio_table,
)
from analysis.tables import TableError, result_table


def lexical_choice_ratio(k1: float, m1: float, k2: float, m2: float) -> float:
    """log2 of the odds of one label among all labels of its referent, one outlet over the other, a half added to each count.

    >>> round(lexical_choice_ratio(14, 60, 45, 80), 4)
    -2.0392
    """
    return float(np.log2((k1 + 0.5) / (m1 - k1 + 0.5)) - np.log2((k2 + 0.5) / (m2 - k2 + 0.5)))


def label_contrast(hits: pd.DataFrame, *, by: pd.Series, clusters: pd.Series) -> pd.DataFrame:
    """Log ratio of each label between every two groups.

    How to read it: 1 means that the odds of this label against the others of its referent are twice those of group b, -1 half.

    Parameters
    ----------
    hits : label hits of one voice (`spoken_by(label_hits(...), "own")`). by : group of each article; clusters : syndication
        cluster of each.

    Returns
    -------
    Result table: referent, choice, group_a, group_b, measure `lexical_choice_ratio`, value (log2), low, high (t, over clusters),
    n (clusters of both that name the referent), unit, of; count_a, total_a, count_b, total_b, p, q, distinguishable. Groups
    that never name the referent have no row; below 8 clusters in either group there is no interval.

    Notes
    -----
    Var of the log odds of a ratio r is var(r) / (r (1 - r))^2. var(r) is the jackknife's over clusters, each residual divided by
    one less its cluster's share of all uses: the linearised one held 0 in .926 of 9,369 shuffled differences. r has the halves
    added, so that a label nobody uses has an interval too.

    Examples
    --------
    >>> hits = pd.DataFrame({"article_id": list("aab"), "referent": "war", "choice": ["invasion", "invasion", "conflict"]})
    >>> outlet, clusters = pd.Series(["X", "Y"], index=["a", "b"], name="outlet"), pd.Series(["a", "b"], index=["a", "b"])
    >>> label_contrast(hits, by=outlet, clusters=clusters)[["choice", "group_a", "count_a", "total_a"]].to_numpy().tolist()
    [['conflict', 'X', 0.0, 2.0], ['invasion', 'X', 2.0, 2.0]]
    """
    if by.name is None:
        raise TableError("by needs a name, such as articles['outlet'] has; rename the Series.")
    name = str(by.name)
    kept = hits[hits["article_id"].isin(by.dropna().index)]
    ids = pd.Index(kept["article_id"].unique())
    place = ids.get_indexer(pd.Index(kept["article_id"]))
    rows = kept[["referent", "choice"]].reset_index(drop=True)
    rows[name] = aligned(by.dropna(), ids, "by")[place]
    rows["cluster"] = cluster_of(clusters, ids)[place]
    found = []
    for referent, part in rows.groupby("referent", sort=True):
        counts = pd.crosstab([part[name], part["cluster"]], part["choice"])
        group = counts.index.get_level_values(0)
        uses = {str(one): counts[group == one].to_numpy(dtype=float) for one in sorted(set(group))}
        for place, choice in enumerate(counts.columns):
            for a, b in combinations(uses, 2):
                sides = [(uses[one][:, place], uses[one].sum(axis=1)) for one in (a, b)]
                row = {"referent": referent, "choice": choice, "group_a": a, "group_b": b}
                found.append(row | _pair(*sides))
    columns = [
        "referent",
        "choice",
        "group_a",
        "group_b",
        "value",
        "low",
        "high",
        "n",
        "count_a",
        "total_a",
        "count_b",
        "total_b",
        "p",
    ]
    table = pd.DataFrame(found, columns=columns)
    table["q"] = benjamini_hochberg(table["p"].to_numpy(dtype=float))
    outside = (table["low"] > 0) | (table["high"] < 0)
    table["distinguishable"] = outside & (table["q"] < 0.05)
    return result_table(
        table, keys=columns[:4], measure="lexical_choice_ratio", unit="log2 odds ratio", of=f"{name} a over b"
    )


def _pair(a: tuple[np.ndarray, np.ndarray], b: tuple[np.ndarray, np.ndarray]) -> dict[str, float]:
    """One label in two groups, from its uses and those of all labels in each cluster."""
    from scipy.special import stdtr, stdtrit

    k, m = [float(uses.sum()) for uses, _ in (a, b)], [float(whole.sum()) for _, whole in (a, b)]
    size = [len(uses) for uses, _ in (a, b)]
    value = lexical_choice_ratio(k[0], m[0], k[1], m[1])
    row = {
        "value": value, "low": np.nan, "high": np.nan, "n": sum(size), "count_a": k[0], "total_a": m[0],
        "count_b": k[1], "total_b": m[1], "p": np.nan,
    }  # fmt: skip
    if min(size) < MIN_CLUSTERS or k[0] + k[1] == 0 or k == m:
        return row
    variance = []
    for i, (uses, whole) in enumerate((a, b)):
        r = (k[i] + 0.5) / (m[i] + 1)
        gap = (uses - r * whole) / np.maximum(1 - whole / m[i], 0.5)
        spread = float((gap**2).sum()) + 0.5 * r * (1 - r)
        variance.append(spread / (m[i] + 1) ** 2 / (r * (1 - r)) ** 2)
    freedom = sum(variance) ** 2 / sum(v**2 / (n - 1) for v, n in zip(variance, size, strict=True))
    se = float(np.sqrt(sum(variance)) / np.log(2))
    half = stdtrit(freedom, 0.975) * se
    row.update(low=value - half, high=value + half, p=float(2 * stdtr(freedom, -abs(value) / se)))
    return row


def label_use(
    hits: pd.DataFrame, articles: pd.DataFrame, *, by: pd.Series | pd.DataFrame, clusters: pd.Series
) -> pd.DataFrame:
    """In how many articles each label is used: at all, alone, or mixed with others; and in how many the referent is not named.

    How to read it: `uses` .4 means that of ten articles that name the thing four use this label; `only` that they use no other.

    Parameters
    ----------
    hits : label hits of one voice. articles : all articles, also those without hits. by, clusters : as ever.

    Returns
    -------
    Result table: by-keys, referent, choice, measure (`uses`, `only`, `mixes`: share of the articles that name the referent, by
    choice; `mentions`: share of all articles that name it, choice empty), value, low, high (Wilson at the effective
    number of clusters), n (clusters), unit, of; count, articles. A group that never names the referent has `mentions` 0 and no
    value for its labels: "does not mention" is not 0 %.

    Examples
    --------
    >>> hits = pd.DataFrame({"article_id": list("aab"), "referent": "war", "choice": ["invasion", "invasion", "conflict"]})
    >>> outlet, clusters = pd.Series(["X", "Y"], index=["a", "b"], name="outlet"), pd.Series(["a", "b"], index=["a", "b"])
    >>> articles = pd.DataFrame(index=pd.Index(["a", "b"], name="article_id"))
    >>> used = label_use(hits, articles, by=outlet, clusters=clusters)
    >>> used.loc[used["measure"] == "uses", ["outlet", "choice", "count"]].to_numpy().tolist()
    [['X', 'conflict', 0], ['Y', 'conflict', 1], ['X', 'invasion', 1], ['Y', 'invasion', 0]]
    """
    ids = articles.index
    keys = key_frame(by, ids).assign(cluster=cluster_of(clusters, ids))
    names = [name for name in keys.columns if name != "cluster"]
    counts = hits.groupby(["article_id", "referent", "choice"], sort=True).size()
    parts = []
    for referent, part in counts.groupby(level="referent", sort=True):
        wide = part.unstack("choice", fill_value=0).droplevel("referent").reindex(ids, fill_value=0)
        named = (wide.sum(axis=1) > 0).to_numpy()
        several = ((wide > 0).sum(axis=1) > 1).to_numpy()
        parts.append(_share(keys, names, named, np.ones(len(ids)), str(referent), "", "mentions"))
        for choice in wide:
            used = (wide[choice] > 0).to_numpy()
            for measure, hit in (("uses", used), ("only", used & ~several), ("mixes", used & several)):
                parts.append(_share(keys, names, hit, named, str(referent), str(choice), measure))
    columns = [
        *names,
        "referent",
        "choice",
        "value",
        "low",
        "high",
        "n",
        "count",
        "articles",
        "measure",
        "of",
    ]
    table = pd.concat(parts, ignore_index=True)[columns] if parts else pd.DataFrame(columns=columns)
    return result_table(
        table, keys=[*names, "referent", "choice"], measure="", unit="share of articles", of="articles"
    )


def _share(
    keys: pd.DataFrame,
    names: list[str],
    hit: np.ndarray,
    weight: np.ndarray,
    referent: str,
    choice: str,
    measure: str,
) -> pd.DataFrame:
    rows = keys.assign(amount=hit.astype(float), weight=np.asarray(weight, dtype=float))
    table = ratio_table(rows, names, share=True).rename(columns={"total": "count", "weight": "articles"})
    of = "articles" if measure == "mentions" else "articles that name the referent"
    said = {"referent": referent, "choice": choice, "measure": measure, "of": of}
    return table.drop(columns="se").assign(**said).astype({"count": "int64", "articles": "int64"})
