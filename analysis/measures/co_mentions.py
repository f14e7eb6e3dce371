"""Who with whom: actors named together in a sentence or in a text more often than chance would have it."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pandas as pd

from analysis.measures.intervals import MIN_CLUSTERS, Z95, cluster_of, key_frame
from analysis.tables import TableError, result_table

FEWEST = 5
"""A pair that fewer clusters share is not shown with an interval."""


def score_co_mentions(mentions: pd.DataFrame, cut: pd.DataFrame | None = None) -> pd.DataFrame:
    """Pairs of actors in each text, or in each sentence.

    Parameters
    ----------
    mentions : `actors(articles)`. `cut` : `sentences(articles)` for pairs inside a sentence; whole texts if not given.

    Returns
    -------
    DataFrame with article_id, actor_a, actor_b (a before b in the alphabet), start, end (the two mentions and what stands
    between; the first such place): one row per article and pair.

    Examples
    --------
    >>> mentions = pd.DataFrame({"article_id": ["x", "x"], "start": [0, 9], "end": [3, 14], "actor": ["Kim", "Putin"]})
    >>> score_co_mentions(mentions)[["actor_a", "actor_b"]].to_numpy().tolist()
    [['Kim', 'Putin']]
    """
    rows = mentions.sort_values(["article_id", "start"], kind="stable")
    keys = ["article_id"]
    if cut is not None:
        places = dict(list(cut.groupby("article_id", sort=False)))
        rows = rows.assign(sentence=-1)
        parts = []
        for article_id, part in rows.groupby("article_id", sort=False):
            starts = places[article_id]["start"].to_numpy()
            parts.append(part.assign(sentence=np.searchsorted(starts, part["start"], side="right")))
        rows, keys = pd.concat(parts) if parts else rows, ["article_id", "sentence"]
    found: dict[tuple, tuple[int, int]] = {}
    for key, part in rows.groupby(keys, sort=False):
        first = part.drop_duplicates("actor")
        listed = list(zip(first["actor"], first["start"], first["end"], strict=True))
        for one, two in combinations(listed, 2):
            pair = (key[0], *sorted((one[0], two[0])))
            found.setdefault(pair, (int(one[1]), int(two[2])))
    table = [(*pair, *span) for pair, span in found.items()]
    columns = ["article_id", "actor_a", "actor_b", "start", "end"]
    return pd.DataFrame(table, columns=columns).sort_values(columns[:3], kind="stable").reset_index(drop=True)


def association(both: float, a_only: float, b_only: float, neither: float) -> dict[str, float]:
    """Measures of a two by two table: odds ratio, its log and standard error, phi, lift, normalised PMI.

    Half a case is added to every cell where one is empty (Haldane 1956).

    Examples
    --------
    >>> found = association(24, 16, 36, 124)
    >>> [round(found[name], 6) for name in ("odds_ratio", "log_odds", "se", "phi", "lift", "npmi")]
    [5.166667, 1.642228, 0.374178, 0.327327, 2.0, 0.326916]
    """
    cells = np.array([both, a_only, b_only, neither], dtype=float)
    n = cells.sum()
    a, b = (both + a_only) / n, (both + b_only) / n
    together = both / n
    spread = np.sqrt(a * (1 - a) * b * (1 - b))
    lift = together / (a * b) if a * b else np.nan
    if (cells == 0).any():
        cells = cells + 0.5
    odds = cells[0] * cells[3] / (cells[1] * cells[2])
    npmi = -1.0 if together == 0 else np.log(lift) / -np.log(together) if together < 1 else np.nan
    return {
        "odds_ratio": float(odds),
        "log_odds": float(np.log(odds)),
        "se": float(np.sqrt((1 / cells).sum())),
        "phi": float((together - a * b) / spread) if spread else np.nan,
        "lift": float(lift),
        "npmi": float(npmi),
    }


def co_mentions(
    pairs: pd.DataFrame,
    mentions: pd.DataFrame,
    *,
    by: pd.Series | pd.DataFrame,
    clusters: pd.Series,
    top: int = 50,
) -> pd.DataFrame:
    """Pairs of actors, those that keep company most first.

    How to read it: a log odds above 0 means that a text with the one names the other more often than a text without; an
    interval that holds 0 says that it cannot be told.

    Parameters
    ----------
    pairs : `score_co_mentions(...)`; mentions : the mentions they were made from (who occurs at all).
    by : group of each article of the corpus (also those that name nobody); clusters : syndication cluster of each.
    top : pairs per group.

    Returns
    -------
    Result table: by-keys, actor_a, actor_b, measure `log_odds`, value, low, high (Wald over clusters; NaN where fewer than 5
    share the pair or the group has fewer than 8), n (clusters of the group), unit, of; count (clusters with the pair),
    with_a, with_b, odds_ratio, lift, phi, npmi.

    Examples
    --------
    >>> mentions = pd.DataFrame({"article_id": ["x", "x"], "start": [0, 9], "end": [3, 14], "actor": ["Kim", "Putin"]})
    >>> outlet = pd.Series(["X", "X"], index=["x", "y"], name="outlet")
    >>> table = co_mentions(score_co_mentions(mentions), mentions, by=outlet, clusters=pd.Series(["x", "y"], index=["x", "y"]))
    >>> table[["actor_a", "actor_b", "count", "lift"]].to_numpy().tolist()
    [['Kim', 'Putin', 1, 2.0]]
    """
    if top < 1:
        raise TableError(f"top is at least 1; got {top}.")
    first = by[0] if isinstance(by, list) else by
    index = pd.Index(first.index)
    cells = key_frame(by, index)
    keys = list(cells.columns)
    cells = cells.assign(article_id=index.to_numpy(), cluster=cluster_of(clusters, index))
    size = cells.groupby(keys, sort=True)["cluster"].nunique()
    named = mentions[["article_id", "actor"]].drop_duplicates().merge(cells, on="article_id")
    alone = named.groupby([*keys, "actor"])["cluster"].nunique()
    shared = pairs[["article_id", "actor_a", "actor_b"]].merge(cells, on="article_id")
    together = (
        shared.groupby([*keys, "actor_a", "actor_b"], sort=True)["cluster"]
        .nunique()
        .reset_index(name="count")
    )
    found = []
    for row in together.to_dict("records"):
        group = tuple(row[key] for key in keys)
        n = int(size[group if len(group) > 1 else group[0]])
        a, b = (int(alone[(*group, row[name])]) for name in ("actor_a", "actor_b"))
        both = row["count"]
        given = association(both, a - both, b - both, n - a - b + both)
        half = Z95 * given.pop("se") if both >= FEWEST and n >= MIN_CLUSTERS else np.nan
        value = given.pop("log_odds")
        row |= {"value": value, "low": value - half, "high": value + half, "n": n, "with_a": a, "with_b": b}
        found.append(row | given)
    extras = ["count", "with_a", "with_b", "odds_ratio", "phi", "lift", "npmi"]
    table = pd.DataFrame(found, columns=[*keys, "actor_a", "actor_b", "value", "low", "high", "n", *extras])
    table = table.assign(low_=table["low"].fillna(-np.inf))
    ascending = [True] * len(keys) + [False, False, True, True]
    table = table.sort_values(
        [*keys, "low_", "count", "actor_a", "actor_b"], ascending=ascending, kind="stable"
    )
    table = table.drop(columns="low_").groupby(keys, sort=False).head(top)
    return result_table(
        table,
        keys=[*keys, "actor_a", "actor_b"],
        measure="log_odds",
        unit="log odds ratio",
        of="distinct texts",
    )
