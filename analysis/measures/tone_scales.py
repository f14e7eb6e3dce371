"""Scales of tone from counts: logit, relative and absolute proportional difference, by name.

With P and Q the positive and negative amounts and n the tokens of a group (Lowe et al. 2011, Legislative Studies
Quarterly 36(1)):

    logit     ln((P + .5) / (Q + .5)), se sqrt(1 / (P + .5) + 1 / (Q + .5)) for independent hits
    relative  (P - Q) / (P + Q), missing where both are 0
    absolute  (P - Q) / n, missing where n is 0
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.measures.intervals import MIN_CLUSTERS, bootstrap_totals, cluster_of, key_frame, within_language
from analysis.tables import TableError, result_table

SCALES = ("logit", "relative", "absolute")
DRAWS = 2000


def on_scale(positive: np.ndarray, negative: np.ndarray, n_tokens: np.ndarray, scale: str) -> np.ndarray:
    """Counts on one of the scales.

    >>> counts = np.array([8.0, 0]), np.array([3.0, 0]), np.array([200.0, 150])
    >>> [on_scale(*counts, scale).round(6).tolist() for scale in SCALES]
    [[0.887303, 0.0], [0.454545, nan], [0.025, 0.0]]
    """
    if scale not in SCALES:
        raise TableError(f"scale is {', '.join(SCALES)}; got {scale!r}.")
    p, q, n = (np.asarray(one, dtype=float) for one in (positive, negative, n_tokens))
    if scale == "logit":
        return np.log((p + 0.5) / (q + 0.5))
    whole = p + q if scale == "relative" else n
    return np.divide(p - q, whole, out=np.full(len(p), np.nan), where=whole > 0)


def tone_scale(
    scores: pd.DataFrame,
    *,
    by: pd.Series | pd.DataFrame,
    clusters: pd.Series,
    scale: str = "logit",
    part: str = "own_",
    draws: int = DRAWS,
    seed: int = 0,
) -> pd.DataFrame:
    """Tone of groups on a named scale, from the pooled amounts of their articles.

    How to read it: a logit of .69 means about twice as much positive as negative weight; 0 may also mean that nothing was
    found: look at `coverage` and `silent`.

    Parameters
    ----------
    scores : `score_sentiment(articles)`; `by` : group of each article; `clusters` : syndication cluster of each.
    scale : `logit`, `relative` or `absolute`. `part` : prefix of the score columns. `draws`, `seed` : of the bootstrap.

    Returns
    -------
    Result table: by-keys, measure (`own_tone_logit` ...), value, low, high (percentile bootstrap over clusters), n
    (clusters), unit, of; positive, negative, words, coverage ((P + Q) / n), silent (share of articles where nothing
    was found), articles. No interval below 8 clusters.

    Raises
    ------
    TableError
        For an unknown scale. LanguageError for several languages that `by` does not keep apart.

    Examples
    --------
    >>> scores = pd.DataFrame({"article_id": ["a", "b"], "positive": [5.0, 3.0], "negative": [3.0, 0.0], "n_tokens": 100})
    >>> outlet = pd.Series(["X", "X"], index=["a", "b"], name="outlet")
    >>> tone_scale(scores, by=outlet, clusters=pd.Series(["a", "b"], index=["a", "b"]), part="")["value"].round(4).tolist()
    [0.8873]
    """
    on_scale(np.zeros(1), np.zeros(1), np.ones(1), scale)
    index = pd.Index(scores["article_id"])
    keys = key_frame(by, index)
    names = list(keys.columns)
    within_language(scores, names, "tone")
    columns = [f"{part}positive", f"{part}negative", f"{part}n_tokens"]
    rows = keys.assign(cluster=cluster_of(clusters, index), **{
        name: scores[column].fillna(0.0).to_numpy(dtype=float)
        for name, column in zip(("positive", "negative", "words"), columns, strict=True)
    })  # fmt: skip
    rows = rows[rows["words"] > 0]
    found = []
    for key, group in rows.groupby(names, sort=True, observed=True):
        sums = group.groupby("cluster", sort=True)[["positive", "negative", "words"]].sum().to_numpy()
        p, q, n = sums.sum(axis=0)
        low = high = np.nan
        if len(sums) >= MIN_CLUSTERS and (p + q) > 0:
            samples = bootstrap_totals(sums, draws, seed)
            spread = on_scale(samples[:, 0], samples[:, 1], samples[:, 2], scale)
            low, high = np.nanpercentile(spread, [2.5, 97.5])
            low, high = (low, high) if high > low else (np.nan, np.nan)
        found.append(
            {
                **dict(zip(names, key, strict=True)),
                "value": on_scale(np.array([p]), np.array([q]), np.array([n]), scale)[0],
                "low": low,
                "high": high,
                "n": len(sums),
                "positive": p,
                "negative": q,
                "words": int(n),
                "coverage": (p + q) / n,
                "silent": float((group["positive"] + group["negative"] == 0).mean()),
                "articles": len(group),
            }
        )
    extras = ["value", "low", "high", "n", "positive", "negative", "words", "coverage", "silent", "articles"]
    table = pd.DataFrame(found, columns=[*names, *extras])
    unit = {"logit": "log odds of weight", "relative": "-1 to 1", "absolute": "weight per word"}[scale]
    return result_table(table, keys=names, measure=f"{part}tone_{scale}", unit=unit, of="weights found")
