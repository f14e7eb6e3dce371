"""Copied texts: which texts were published more than once, by whom first and by how many outlets."""

from __future__ import annotations

import pandas as pd

from analysis.tables import keyed, result_table


def copied_texts(articles: pd.DataFrame, *, clusters: pd.Series, top: int | None = None) -> pd.DataFrame:
    """Texts that stand in two articles or more.

    Parameters
    ----------
    articles : article table. `clusters` : syndication cluster of each article. `top` : so many texts at most.

    Returns
    -------
    Result table: cluster_id, measure `articles`, value (articles with the text), low, high (missing: this is counted,
    not estimated), n (distinct texts: 1), unit, of; title, outlet, day (of the earliest of them), outlets (number of different
    outlets). The most often published first, then the earliest.

    Examples
    --------
    >>> articles = pd.DataFrame({"title": ["Pakta", "Pakta", "Gandum"], "outlet": ["A", "B", "B"], "day": "2024-06-19",
    ...     "published": pd.to_datetime(["2024-06-19T02:00Z", "2024-06-19T01:00Z", None])}, index=list("xyz"))
    >>> copied_texts(articles, clusters=pd.Series([1, 1, 2], index=list("xyz")))[["title", "outlet", "value", "outlets"]].to_numpy().tolist()
    [['Pakta', 'B', 2, 2]]
    """
    rows = articles[["title", "outlet", "day", "published"]].assign(
        cluster_id=keyed(clusters, articles.index, "clusters").astype("str")
    )
    rows = rows.sort_values("published", kind="stable")
    groups = rows.groupby("cluster_id", sort=False)
    table = rows.drop_duplicates("cluster_id").set_index("cluster_id")[["title", "outlet", "day"]]
    table["value"] = groups.size()
    table["outlets"] = groups["outlet"].nunique()
    table = table[table["value"] > 1].reset_index()
    table = table.sort_values(["value", "outlets"], ascending=False, kind="stable").head(top or len(table))
    table = table.assign(low=float("nan"), high=float("nan"), n=1)
    return result_table(table, keys=["cluster_id"], measure="articles", unit="articles", of="articles")
