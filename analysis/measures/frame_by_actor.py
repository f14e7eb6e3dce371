"""Frame by actor: which aspects come up more often in articles that mention an actor than in others."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.measures.intervals import MIN_CLUSTERS, benjamini_hochberg, cluster_of, within_language
from analysis.tables import result_table

FEWEST = 5
"""Articles with both below which a cell shows its count and no lift."""


def association(both: float, actor_only: float, frame_only: float, neither: float) -> dict[str, float]:
    """Measures of a 2 x 2 table of articles.

    >>> {name: round(value, 6) for name, value in association(24, 16, 36, 124).items()}
    {'odds_ratio': 5.166667, 'log_odds': 1.642228, 'log_odds_se': 0.374178, 'phi': 0.327327, 'lift': 2.0, 'npmi': 0.326916}
    """
    cells = np.array([both, actor_only, frame_only, neither], dtype=float)
    a, b, c, d = cells if (cells > 0).all() else cells + 0.5
    n = both + actor_only + frame_only + neither
    actor, frame = both + actor_only, both + frame_only
    with np.errstate(divide="ignore", invalid="ignore"):
        under = np.sqrt(np.float64(actor) * (n - actor) * frame * (n - frame))
        phi = (both * neither - actor_only * frame_only) / under
        lift = np.float64(both) * n / (np.float64(actor) * frame)
        npmi = -1.0 if both == 0 else np.log(lift) / -np.log(both / n) if both < n else 1.0
    return {
        "odds_ratio": float(a * d / (b * c)),
        "log_odds": float(np.log(a * d / (b * c))),
        "log_odds_se": float(np.sqrt(1 / a + 1 / b + 1 / c + 1 / d)),
        "phi": float(phi),
        "lift": float(lift),
        "npmi": float(npmi),
    }


def frame_by_actor(
    scores: pd.DataFrame,
    mentions: pd.DataFrame,
    *,
    clusters: pd.Series,
    column: str = "present",
    top: int | None = 12,
) -> pd.DataFrame:
    """How much more often a frame's list fires where an actor is mentioned.

    How to read it: a lift of 2 means twice as often as over all articles; it says that both stand in one article, not that
    the article frames the actor so.

    Parameters
    ----------
    scores : `score_frames(articles)`; mentions : `actors(articles)` (article_id, actor). Both of one language.
    clusters : syndication cluster of each article. top : actors in most articles (all if None).

    Returns
    -------
    Result table: frame, actor, measure `lift`, value, low, high, n (clusters), unit, of; count (articles with both), actor_articles,
    frame_articles, articles, odds_ratio, phi, npmi, p, q (Benjamini-Hochberg over the table), distinguishable. Cells with fewer
    than 5 articles with both have no value; a lift of 1 is none.

    Notes
    -----
    ln lift = ln y - ln a - ln f + ln n; its variance is that of the linearised sum over clusters, so copies add nothing.

    Examples
    --------
    >>> scores = pd.DataFrame({"article_id": [str(i) for i in range(20)], "frame": "threat", "present": [True] * 10 + [False] * 10})
    >>> mentions = pd.DataFrame({"article_id": [str(i) for i in range(5)], "actor": "Kim"})
    >>> ids = pd.Series([str(i) for i in range(20)], index=[str(i) for i in range(20)])
    >>> frame_by_actor(scores, mentions, clusters=ids)[["value", "count"]].to_numpy().tolist()
    [[2.0, 5.0]]
    """
    within_language(scores, [], "frame by actor")
    known = scores[scores[column].notna()]
    ids = pd.Index(known["article_id"].unique())
    fired = known.assign(yes=known[column].astype(bool)).pivot(
        index="article_id", columns="frame", values="yes"
    )
    fired = fired.reindex(ids).astype("boolean").fillna(False).astype(float)
    seen = mentions[mentions["article_id"].isin(ids)].drop_duplicates(["article_id", "actor"])
    often = seen["actor"].value_counts()
    names = sorted(often.index, key=lambda name: (-often[name], str(name)))[:top]
    named = pd.crosstab(seen["article_id"], seen["actor"]).reindex(index=ids, columns=names, fill_value=0)
    named = named.astype(float)
    _, group = np.unique(cluster_of(clusters, ids), return_inverse=True)
    rows = [
        {"frame": frame, "actor": actor, **_cell(fired[frame].to_numpy(), named[actor].to_numpy(), group)}
        for frame in fired.columns
        for actor in names
    ]
    columns = ["frame", "actor", "value", "low", "high", "n", "count", "actor_articles", "frame_articles", "articles",
               "odds_ratio", "phi", "npmi", "p"]  # fmt: skip
    table = pd.DataFrame(rows, columns=columns)
    table["q"] = benjamini_hochberg(table["p"].to_numpy(dtype=float))
    outside = (table["low"] > 1) | (table["high"] < 1)
    table["distinguishable"] = outside & (table["q"] < 0.05)
    return result_table(table, keys=["frame", "actor"], measure="lift", unit="times as often", of="articles")


def _cell(frame: np.ndarray, actor: np.ndarray, group: np.ndarray) -> dict[str, float]:
    from scipy.special import stdtr, stdtrit

    y, a, f, n = float((frame * actor).sum()), float(actor.sum()), float(frame.sum()), float(len(frame))
    parts = association(y, a - y, f - y, n - a - f + y)
    k = int(group.max(initial=-1)) + 1
    row: dict[str, float] = {
        "value": parts["lift"], "low": np.nan, "high": np.nan, "n": k, "count": int(y), "actor_articles": int(a),
        "frame_articles": int(f), "articles": int(n), "odds_ratio": parts["odds_ratio"], "phi": parts["phi"],
        "npmi": parts["npmi"], "p": np.nan,
    }  # fmt: skip
    if y < FEWEST:
        row["value"] = np.nan
        return row
    if k < MIN_CLUSTERS:
        return row
    influence = np.bincount(group, frame * actor / y - actor / a - frame / f + 1 / n)
    se = float(np.sqrt(k / (k - 1) * (influence**2).sum()))
    if se > 1e-12:
        half, centre = stdtrit(k - 1, 0.975) * se, np.log(parts["lift"])
        row["low"], row["high"] = float(np.exp(centre - half)), float(np.exp(centre + half))
        row["p"] = float(2 * stdtr(k - 1, -abs(centre) / se))
    return row


def frame_actor_hits(hits: pd.DataFrame, scores: pd.DataFrame, mentions: pd.DataFrame) -> pd.DataFrame:
    """The frame hits behind the cells of `frame_by_actor`, for `evidence`.

    Returns
    -------
    The rows of `hits` (`frame_hits`) in articles where the frame is present, once for each actor that the article
    mentions; with frame and actor.

    Examples
    --------
    >>> hits = pd.DataFrame({"article_id": ["a", "b"], "start": 0, "end": 5, "label": "threat"})
    >>> scores = pd.DataFrame({"article_id": ["a", "b"], "frame": "threat", "present": [True, False]})
    >>> mentions = pd.DataFrame({"article_id": ["a", "b"], "actor": "Kim"})
    >>> frame_actor_hits(hits, scores, mentions)[["article_id", "frame", "actor"]].to_numpy().tolist()
    [['a', 'threat', 'Kim']]
    """
    fired = scores.loc[scores["present"].fillna(False).astype(bool), ["article_id", "frame"]]
    named = mentions[["article_id", "actor"]].drop_duplicates()
    kept = hits.assign(frame=hits["label"]).merge(fired, on=["article_id", "frame"])
    return kept.merge(named, on="article_id").reset_index(drop=True)
