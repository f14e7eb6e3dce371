"""Who speaks: how the quoted words are shared out among named speakers."""

from __future__ import annotations

import pandas as pd

from analysis.measures.intervals import ratio_table, share_rows
from analysis.tables import result_table


def who_speaks(
    quotes: pd.DataFrame,
    *,
    by: pd.Series | pd.DataFrame,
    clusters: pd.Series,
    direct: bool | None = None,
    top: int | None = None,
) -> pd.DataFrame:
    """Each speaker's part of the quoted words whose speaker is named.

    Parameters
    ----------
    quotes : `quotations(articles)`; by : group of each article; clusters : syndication cluster of each.
    direct : only direct (True) or indirect (False) quotations. `top` : rows for the most quoted speakers only.

    Returns
    -------
    Result table: by-keys, speaker, measure `share_of_quoted_words`, value, low, high, n (clusters that quote anybody
    by name), unit, of; count (quoted words), total, quotations, articles.
    """
    chosen = quotes if direct is None else quotes[quotes["is_direct"] == direct]
    chosen = chosen.dropna(subset=["speaker"])
    words = chosen["text"].str.split().str.len().fillna(0).astype(float)
    counts = pd.DataFrame({"article_id": chosen["article_id"], "speaker": chosen["speaker"], "amount": words})
    listed = counts.groupby("speaker")["amount"].sum()
    kept = sorted(listed.index, key=lambda name: (-listed[name], name))[: top or len(listed)]
    counts["speaker"] = counts["speaker"].where(counts["speaker"].isin(kept), "")
    rows, keys = share_rows(counts, by, clusters, item="speaker")
    table = ratio_table(rows, keys, amount="amount", weight="weight", share=True).drop(columns=["se"])
    table = table.rename(columns={"total": "count", "weight": "total"})
    size = rows[rows["amount"] > 0].groupby(keys)["article_id"].nunique().rename("articles").reset_index()
    table = table.merge(size, on=keys, how="left").fillna({"articles": 0})
    table = table[table["speaker"] != ""].astype({"count": "int64", "total": "int64", "articles": "int64"})
    order = {name: place for place, name in enumerate(kept)}
    table = (
        table.assign(rank_=table["speaker"].map(order))
        .sort_values([*keys[:-1], "rank_"])
        .drop(columns="rank_")
    )
    return result_table(
        table,
        keys=keys,
        measure="share_of_quoted_words",
        unit="share of quoted words",
        of="quoted words with a named speaker",
    )
