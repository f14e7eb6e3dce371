"""Origin of texts: how much of what an outlet published is agency copy or repeats another outlet's earlier text."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.measures.intervals import key_frame, ratio_table
from analysis.tables import keyed, result_table


def score_origin(articles: pd.DataFrame, clusters: pd.Series) -> pd.DataFrame:
    """Where the text of each article comes from.

    Parameters
    ----------
    articles : article table. `clusters` : `find_syndication(articles)`.

    Returns
    -------
    DataFrame with article_id, agency (the wire credited, "" if none), repeats (an article of another outlet in its
    cluster was published earlier), taken (either of the two).

    Examples
    --------
    >>> articles = pd.DataFrame({"outlet": ["A", "B"], "agency": ["", ""]}, index=pd.Index(["a", "b"], name="article_id"))
    >>> score_origin(articles, pd.Series(["a", "a"], index=articles.index))["taken"].tolist()
    [False, True]
    """
    leader = keyed(clusters, articles.index, "clusters").astype("str")
    outlets = articles["outlet"].fillna("").astype("str")
    first = outlets.reindex(leader).to_numpy()
    agency = articles["agency"].fillna("").astype("str").to_numpy()
    repeats = (
        (leader.to_numpy() != articles.index.astype("str")) & (first != outlets.to_numpy()) & pd.notna(first)
    )
    return pd.DataFrame(
        {
            "article_id": articles.index,
            "agency": agency,
            "repeats": repeats.astype(bool),
            "taken": repeats.astype(bool) | (agency != ""),
        }
    )


def origin(scores: pd.DataFrame, *, by: pd.Series | pd.DataFrame, clusters: pd.Series) -> pd.DataFrame:
    """Share of articles that credit an agency or repeat an earlier text of another outlet.

    Parameters
    ----------
    scores : `score_origin(articles, clusters)`; `by` : group of each article; `clusters` : syndication cluster of each.

    Returns
    -------
    Result table: by-keys, measure `taken_share`, value, low, high (Wilson at the effective number of clusters), n
    (clusters), unit, of; count (such articles), articles, agency (of them with an agency's credit).

    Examples
    --------
    >>> scores = pd.DataFrame({"article_id": ["a", "b"], "taken": [True, False], "agency": [True, False]})
    >>> outlet = pd.Series(["X", "X"], index=["a", "b"], name="outlet")
    >>> origin(scores, by=outlet, clusters=pd.Series(["a", "b"], index=["a", "b"]))[["value", "count", "articles"]].to_numpy().tolist()
    [[0.5, 1.0, 2.0]]
    """
    index = pd.Index(scores["article_id"])
    keys = key_frame(by, index)
    rows = keys.assign(
        cluster=keyed(clusters, index, "clusters").to_numpy(),
        amount=scores["taken"].to_numpy(dtype=float),
        weight=1.0,
        agency=np.asarray(scores["agency"] != "", dtype=np.int64),
    )
    names = list(keys.columns)
    table = ratio_table(rows, names, amount="amount", weight="weight", share=True).drop(columns=["se"])
    table = table.merge(rows.groupby(names)["agency"].sum().reset_index(), on=names)
    table = table.rename(columns={"total": "count", "weight": "articles"})
    table[["count", "articles"]] = table[["count", "articles"]].astype("int64")
    return result_table(table, keys=names, measure="taken_share", unit="share of articles", of="articles")
