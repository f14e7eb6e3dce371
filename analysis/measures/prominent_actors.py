"""Who stands in headlines and leads: the places that most readers see."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.measures.intervals import cluster_of, item_ratios, key_frame
from analysis.tables import result_table
from analysis.text.layout import body_start, lead_end

PLACES = ("title", "lead")


def score_prominence(found: pd.DataFrame, articles: pd.DataFrame, *, who: str = "actor") -> pd.DataFrame:
    """Which actors or speakers stand in the title and which in the lead of each article.

    Parameters
    ----------
    found : `actors(articles)` with who="actor" (who appears), or `quotations(articles)` with who="speaker" (who speaks).
    articles : article table.

    Returns
    -------
    DataFrame with article_id, field (title, lead), start, end and the column `who`: one row per article, place and actor
    (its first mention there).

    Examples
    --------
    >>> articles = pd.DataFrame({"title": ["Kim"], "text": ["Kim tiba."]}, index=pd.Index(["a"], name="article_id"))
    >>> mentions = pd.DataFrame({"article_id": ["a", "a"], "start": [0, 5], "end": [3, 8], "actor": ["Kim", "Kim"]})
    >>> score_prominence(mentions, articles)["field"].tolist()
    ['title', 'lead']
    """
    named = found.dropna(subset=[who])
    body = body_start(articles).reindex(named["article_id"]).to_numpy()
    lead = lead_end(articles).reindex(named["article_id"]).to_numpy()
    starts = named["start"].to_numpy()
    field = np.where(starts < body - 2, "title", np.where(starts < lead, "lead", "body"))
    rows = named.assign(field=field)
    rows = rows[rows["field"] != "body"].sort_values(["article_id", "start"], kind="stable")
    return rows.drop_duplicates(["article_id", "field", who])[
        ["article_id", "field", "start", "end", who]
    ].reset_index(drop=True)


def prominent_actors(
    scores: pd.DataFrame,
    *,
    by: pd.Series | pd.DataFrame,
    clusters: pd.Series,
    top: int | None = None,
) -> pd.DataFrame:
    """Share of articles whose title, or whose lead, names an actor or lets a speaker speak.

    Parameters
    ----------
    scores : `score_prominence(...)`; by : group of each article of the corpus (also those that name nobody: they are
        the denominator); clusters : syndication cluster of each. `top` : the most frequent only.

    Returns
    -------
    Result table: by-keys, field, actor (or speaker), measure `prominence`, value, low, high (Wilson at the effective number
    of clusters), n (clusters), unit, of; count (articles), total (articles of the group).

    Examples
    --------
    >>> scores = pd.DataFrame({"article_id": ["a"], "field": ["title"], "start": [0], "end": [3], "actor": ["Kim"]})
    >>> outlet = pd.Series(["X", "X"], index=["a", "b"], name="outlet")
    >>> table = prominent_actors(scores, by=outlet, clusters=pd.Series(["a", "b"], index=["a", "b"]))
    >>> table[["field", "actor", "value"]].to_numpy().tolist()
    [['title', 'Kim', 0.5]]
    """
    who = next(name for name in ("actor", "speaker") if name in scores)
    first = by[0] if isinstance(by, list) else by
    index = pd.Index(first.index)
    cells = key_frame(by, index)
    keys = list(cells.columns)
    weights = cells.assign(cluster=cluster_of(clusters, index), weight=1.0)
    fields = pd.DataFrame({"field": [name for name in PLACES if name in set(scores["field"])]}, dtype="str")
    scores = scores.astype({"field": "str", who: "str"})
    weights = weights.assign(article_id=index.to_numpy()).merge(fields, how="cross")
    amounts = (
        scores[["article_id", "field", who]].merge(weights, on=["article_id", "field"]).assign(amount=1.0)
    )
    listed = amounts.groupby(["field", who])["amount"].sum().reset_index()
    listed = listed.sort_values(["amount", who], ascending=[False, True], kind="stable")
    listed = listed.groupby("field", sort=False).head(top or len(listed)).reset_index(drop=True)
    items = listed.drop(columns="amount").assign(rank_=range(len(listed)))
    table = item_ratios(amounts, weights, [*keys, "field"], items, item=who, share=True)
    table = table.assign(place_=table["field"].map({name: n for n, name in enumerate(PLACES)}))
    table = table.sort_values([*keys, "place_", "rank_"], kind="stable")
    table = table.rename(columns={"total": "count", "weight": "total"}).astype(
        {"count": "int64", "total": "int64"}
    )
    return result_table(
        table.drop(columns=["rank_", "place_", "se", "range", "articles"]),
        keys=[*keys, "field", who],
        measure="prominence",
        unit="share of articles",
        of="articles",
    )
