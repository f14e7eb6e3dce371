"""Share of voice: how the mentions of actors are shared out."""

from __future__ import annotations

import pandas as pd

from analysis.measures.intervals import ratio_table, share_rows
from analysis.tables import result_table


def share_of_voice(
    mentions: pd.DataFrame,
    *,
    by: pd.Series | pd.DataFrame,
    clusters: pd.Series,
    kind: str | None = None,
    top: int | None = None,
) -> pd.DataFrame:
    """Each actor's part of all mentions of actors.

    Parameters
    ----------
    mentions : `actors(articles)`; by : group of each article; clusters : syndication cluster of each.
    kind : only person, organisation or place; the denominator is then the mentions of that kind.
    top : rows for the most mentioned actors only; the denominator stays the same.

    Returns
    -------
    Result table: by-keys, actor, measure `share_of_voice`, value, low, high, n (clusters that mention any actor),
    unit, of; count (mentions), total (mentions of all actors), articles (that mention this actor).
    """
    chosen = mentions if kind is None else mentions[mentions["kind"] == kind]
    counts = chosen.assign(amount=1.0)[["article_id", "actor", "amount"]]
    listed = counts["actor"].value_counts()
    kept = sorted(listed.index, key=lambda actor: (-listed[actor], actor))[: top or len(listed)]
    counts["actor"] = counts["actor"].where(counts["actor"].isin(kept), "")
    rows, keys = share_rows(counts, by, clusters, item="actor")
    table = ratio_table(rows, keys, amount="amount", weight="weight", share=True).drop(columns=["se"])
    table = table.rename(columns={"total": "count", "weight": "total"})
    size = rows[rows["amount"] > 0].groupby(keys)["article_id"].nunique().rename("articles").reset_index()
    table = table.merge(size, on=keys, how="left").fillna({"articles": 0})
    table = table.astype({"count": "int64", "total": "int64", "articles": "int64"})
    order = {actor: place for place, actor in enumerate(kept)}
    table = table[table["actor"] != ""]
    table = (
        table.assign(rank_=table["actor"].map(order)).sort_values([*keys[:-1], "rank_"]).drop(columns="rank_")
    )
    return result_table(
        table, keys=keys, measure="share_of_voice", unit="share of mentions", of="mentions of actors"
    )
