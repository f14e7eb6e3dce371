"""Position of sources: how far down an article those who are quoted come to speak."""

from __future__ import annotations

import pandas as pd

from analysis.measures.intervals import cluster_of, key_frame, ratio_table
from analysis.tables import result_table


def source_position(
    described: pd.DataFrame, *, by: pd.Series | pd.DataFrame, clusters: pd.Series, top: int | None = None
) -> pd.DataFrame:
    """Mean place of a speaker's first quotation in an article, 0 at the top and 1 at the end.

    How to read it: .2 means that the speaker's first words come after a fifth of the text.

    Parameters
    ----------
    described : `sources(quotes, articles)`; by : group of each article; clusters : syndication cluster of each.
    top : rows for the speakers with most articles only.

    Returns
    -------
    Result table: by-keys, speaker, measure `source_position`, value, low, high (t interval over clusters), n (clusters
    that quote the speaker), unit, of; articles.

    Examples
    --------
    >>> quotes = pd.DataFrame({"article_id": ["a", "a"], "speaker": ["Kim", "Kim"], "position": [0.2, 0.9]})
    >>> outlet = pd.Series(["X"], index=["a"], name="outlet")
    >>> source_position(quotes, by=outlet, clusters=pd.Series(["a"], index=["a"]))["value"].tolist()
    [0.2]
    """
    named = described.dropna(subset=["speaker"])
    first = named.groupby(["article_id", "speaker"], sort=True)["position"].min().reset_index()
    listed = first["speaker"].value_counts()
    kept = sorted(listed.index, key=lambda name: (-listed[name], name))[: top or len(listed)]
    first = first[first["speaker"].isin(kept)].reset_index(drop=True)
    index = pd.Index(first["article_id"])
    distinct = pd.Index(index.unique())
    cells = key_frame(by, distinct).assign(cluster=cluster_of(clusters, distinct))
    cells.index = distinct
    rows = cells.loc[index].reset_index(drop=True)
    names = [*[name for name in rows.columns if name != "cluster"], "speaker"]
    rows = rows.assign(speaker=first["speaker"], amount=first["position"].astype(float), weight=1.0)
    table = ratio_table(rows, names, share=False).drop(columns=["se", "total"])
    table = table.rename(columns={"weight": "articles"}).astype({"articles": "int64"})
    order = {name: place for place, name in enumerate(kept)}
    table = table.assign(rank_=table["speaker"].map(order)).sort_values([*names[:-1], "rank_"], kind="stable")
    return result_table(
        table.drop(columns="rank_"),
        keys=names,
        measure="source_position",
        unit="share of the text before",
        of="articles that quote the speaker",
    )
