"""Coverage: how much was published when, counted as articles and as distinct texts."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.measures.intervals import NOT_STATED, cluster_of
from analysis.tables import TableError, result_table

PERIODS = ("day", "week", "month", "all")


def period_of(days: pd.Series, every: str) -> pd.Series:
    """The period of each local day: the day, the Monday of its ISO week, or the first of its month.

    Raises
    ------
    TableError
        For a period that is not day, week, month or all.

    Examples
    --------
    >>> period_of(pd.Series(["2024-06-19"]), "week").dt.date.astype(str).tolist()  # a Wednesday
    ['2024-06-17']
    """
    if every not in PERIODS:
        raise TableError(f"every is {', '.join(PERIODS)}; got {every!r}.")
    dates = pd.to_datetime(days)
    if every == "week":
        dates = dates - pd.to_timedelta(dates.dt.day_of_week, unit="D")
    elif every == "month":
        dates = dates - pd.to_timedelta(dates.dt.day - 1, unit="D")
    return dates.rename(every)


def coverage(
    articles: pd.DataFrame, *, by: str = "outlet", every: str = "day", clusters: pd.Series | None = None
) -> pd.DataFrame:
    """Articles and distinct texts per group and period.

    Parameters
    ----------
    articles : article table; articles without a day are left out (their number is for the caller to say).
    by : a column of the table; every : day, week, month or all. `clusters` : syndication cluster by article_id.

    Returns
    -------
    Result table: by, period (`day`, `week` or `month`; absent for `all`), measure `articles`, value (articles),
    low and high (missing: this is counted, not estimated), n (distinct texts), unit, of; first (texts that this
    group published first), gap (True for a period in which no group published anything: perhaps nothing was
    collected, so no line is drawn through it). A period without articles is a row with 0. Articles for which `by`
    is missing are the group `not stated`.

    Raises
    ------
    TableError
        For a column that the table does not have, a period that is not known, and clusters with gaps.

    Examples
    --------
    >>> articles = pd.DataFrame({"outlet": ["A", "A", "B"], "day": ["2024-06-18", "2024-06-20", "2024-06-18"]}, index=list("abc"))
    >>> coverage(articles)[["outlet", "value", "gap"]].to_numpy().tolist()  # three days each; nobody on the 19th
    [['A', 1.0, False], ['A', 0.0, True], ['A', 1.0, False], ['B', 1.0, False], ['B', 0.0, True], ['B', 0.0, False]]
    """
    if by not in articles:
        raise TableError(f"by names a column of the article table; it has no {by!r}.")
    group = articles[by].astype("object").where(articles[by].notna(), NOT_STATED).astype("str")
    frame = pd.DataFrame({"group": group, "cluster": cluster_of(clusters, articles.index)})
    frame["first"] = frame["cluster"].to_numpy() == articles.index.astype("str").to_numpy()
    keys = ["group"]
    if every != "all":
        frame["period"] = period_of(articles["day"], every).to_numpy()
        frame = frame.dropna(subset=["period"])
        keys.append("period")
    table = frame.groupby(keys).agg(
        value=("cluster", "size"), n=("cluster", "nunique"), first=("first", "sum")
    )
    if every != "all" and len(table):
        steps = {"day": "D", "week": "W-MON", "month": "MS"}[every]
        periods = pd.date_range(frame["period"].min(), frame["period"].max(), freq=steps)
        groups = sorted(frame["group"].unique())
        table = table.reindex(pd.MultiIndex.from_product([groups, periods], names=keys), fill_value=0)
    table = table.reset_index()
    if every != "all":
        table["gap"] = table.groupby("period")["value"].transform("sum") == 0
    table = table.assign(low=np.nan, high=np.nan, value=table["value"].astype(float))
    table = table.rename(columns={"group": by, "period": every})
    return result_table(
        table,
        keys=[by] if every == "all" else [by, every],
        measure="articles",
        unit="articles",
        of="articles of the collection",
    )
