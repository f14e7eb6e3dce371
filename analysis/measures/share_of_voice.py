"""Share of voice: how the mentions of actors are shared out."""

from __future__ import annotations

import pandas as pd

from analysis.measures.intervals import share_table
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

    How to read it: .25 for Kim means that every fourth mention of any actor is one of Kim.

    Parameters
    ----------
    mentions : `actors(articles)`, of one language; by : group of each article; clusters : syndication cluster of each.
    kind : only person, organisation or place; the denominator is then the mentions of that kind, and `kind` is a key.
    top : rows for the most mentioned actors only; the denominator stays the same.

    Returns
    -------
    Result table: by-keys, actor, measure `share_of_voice`, value, low, high, n (clusters that mention any actor),
    unit, of; count (mentions), total (mentions of all actors), articles (that mention this actor). Groups that
    mention nobody have no rows.

    Notes
    -----
    Wilson interval at the effective number of clusters: an article that names one actor twenty times is one article.

    Examples
    --------
    >>> mentions = pd.DataFrame({"article_id": ["a", "a", "a", "b"], "actor": ["Kim", "Kim", "Putin", "Kim"], "kind": "person"})
    >>> outlet = pd.Series(["X", "X"], index=["a", "b"], name="outlet")
    >>> share_of_voice(mentions, by=outlet, clusters=pd.Series(["a", "b"], index=["a", "b"]))[["actor", "value"]].to_numpy().tolist()
    [['Kim', 0.75], ['Putin', 0.25]]
    """
    within = [] if kind is None else ["kind"]
    chosen = mentions if kind is None else mentions[mentions["kind"] == kind]
    counts = chosen[["article_id", *within, "actor"]].assign(amount=1.0)
    table, keys = share_table(counts, by, clusters, item="actor", within=within, top=top)
    return result_table(
        table.drop(columns="rows"),
        keys=keys,
        measure="share_of_voice",
        unit="share of mentions",
        of="mentions of actors",
    )
