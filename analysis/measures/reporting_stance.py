"""Reporting stance: how often a source's words are introduced by a doubting, insisting or accusing verb."""

from __future__ import annotations

import pandas as pd

from analysis.measures.intervals import cluster_of, key_frame, ratio_table
from analysis.tables import TableError, result_table

STANCES = ("neutral", "insisting", "doubting", "accusing")


def reporting_stance(
    quotes: pd.DataFrame,
    *,
    by: pd.Series | pd.DataFrame,
    clusters: pd.Series,
    stance: str = "doubting",
    top: int | None = None,
) -> pd.DataFrame:
    """Share of each speaker's quotations whose verb has a stance, such as doubting (`mengklaim`, `claimed`).

    How to read it: compare speakers inside one outlet, and outlets on one speaker; never Indonesian with English.

    Parameters
    ----------
    quotes : `quotations(articles)` of one language; by : group of each article; clusters : syndication cluster of each.
    stance : neutral, insisting, doubting or accusing. `top` : rows for the most quoted speakers only.

    Returns
    -------
    Result table: by-keys, speaker, stance, measure `stance_share`, value, low, high (Wilson at the effective number of
    clusters), n (clusters that quote the speaker with a verb), unit, of; count, total (quotations with a verb).

    Raises
    ------
    TableError
        For a stance that is none of the four.

    Examples
    --------
    >>> quotes = pd.DataFrame({"article_id": ["a", "b"], "speaker": "Kim", "stance": ["doubting", "neutral"]})
    >>> outlet = pd.Series(["X", "X"], index=["a", "b"], name="outlet")
    >>> reporting_stance(quotes, by=outlet, clusters=pd.Series(["a", "b"], index=["a", "b"]))["value"].tolist()
    [0.5]
    """
    if stance not in STANCES:
        raise TableError(f"stance is {', '.join(STANCES)}; got {stance!r}.")
    rows = quotes.dropna(subset=["speaker", "stance"])
    listed = rows["speaker"].value_counts()
    kept = sorted(listed.index, key=lambda name: (-listed[name], name))[: top or len(listed)]
    rows = rows[rows["speaker"].isin(kept)].reset_index(drop=True)
    distinct = pd.Index(rows["article_id"].unique())
    cells = key_frame(by, distinct)
    names = [*cells.columns, "speaker", "stance"]
    cells = cells.assign(article_id=distinct.to_numpy(), cluster=cluster_of(clusters, distinct))
    rows = rows[["article_id", "speaker"]].assign(
        stance=stance, amount=(rows["stance"] == stance).astype(float), weight=1.0
    )
    table = ratio_table(rows.merge(cells, on="article_id"), names, share=True).drop(columns="se")
    table = table.rename(columns={"total": "count", "weight": "total"}).astype(
        {"count": "int64", "total": "int64"}
    )
    order = {name: place for place, name in enumerate(kept)}
    table = table.assign(rank_=table["speaker"].map(order)).sort_values([*names[:-2], "rank_"], kind="stable")
    return result_table(
        table.drop(columns="rank_"),
        keys=names,
        measure="stance_share",
        unit="share of quotations",
        of="quotations of the speaker with a reporting verb",
    )
