"""Balance between camps that the user defines: who gets how much of the words or mentions of all camps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from analysis.measures.intervals import share_table
from analysis.tables import TableError, result_table


def camp_of(names: pd.Series, camps: Mapping[str, Sequence[str]]) -> pd.Series:
    """Camp of each name (missing for a name of no camp).

    Raises
    ------
    TableError
        `'Kim' is in two camps: north and south.`

    Examples
    --------
    >>> camp_of(pd.Series(["Kim", "Lee", "Budi"]), {"north": ["Kim"], "south": ["Lee"]}).fillna("").tolist()
    ['north', 'south', '']
    """
    owner: dict[str, str] = {}
    for camp, members in camps.items():
        for member in members:
            if owner.get(member, camp) != camp:
                raise TableError(f"{member!r} is in two camps: {owner[member]} and {camp}.")
            owner[member] = camp
    return names.map(owner)


def balance(
    counts: pd.DataFrame,
    camps: Mapping[str, Sequence[str]],
    *,
    by: pd.Series | pd.DataFrame,
    clusters: pd.Series,
    item: str = "speaker",
    amount: str | None = None,
) -> pd.DataFrame:
    """Each camp's part of what all camps got together.

    How to read it: .5 for each of two camps is balance; `ratio` is the smallest camp over the largest, 1 for balance. Balance is
    a description: whether it would be fair is not for a number to say.

    Parameters
    ----------
    counts : quotations (`item` speaker) or mentions (actor). `camps` : camp -> names. `amount` : column to add up
        (`words`); rows are counted if not given.
    by, clusters : group and syndication cluster of each article.

    Returns
    -------
    Result table: by-keys, camp, measure `camp_share`, value, low, high (Wilson at the effective number of clusters), n (clusters
    in which any camp has a voice), unit, of; count, total, articles, ratio (smallest over largest camp of the group).

    Examples
    --------
    >>> quotes = pd.DataFrame({"article_id": ["a", "a", "a"], "speaker": ["Kim", "Kim", "Yoon"]})
    >>> outlet = pd.Series(["X"], index=["a"], name="outlet")
    >>> table = balance(quotes, {"north": ["Kim"], "south": ["Yoon"]}, by=outlet, clusters=pd.Series(["a"], index=["a"]))
    >>> table[["camp", "count", "ratio"]].to_numpy().tolist()
    [['north', 2, 0.5], ['south', 1, 0.5]]
    """
    rows = counts.assign(camp=camp_of(counts[item], camps)).dropna(subset=["camp"])
    rows = rows.assign(amount=1.0 if amount is None else rows[amount].astype(float))
    table, keys = share_table(rows[["article_id", "camp", "amount"]], by, clusters, item="camp")
    absent = [camp for camp in camps if camp not in set(table["camp"])]
    smallest = table.groupby(keys[:-1], sort=False)["count"].transform("min") if not absent else 0
    largest = table.groupby(keys[:-1], sort=False)["count"].transform("max")
    table["ratio"] = smallest / largest
    return result_table(
        table.drop(columns="rows"),
        keys=keys,
        measure="camp_share",
        unit=f"share of {amount or 'rows'}",
        of=f"{amount or 'rows'} of all camps",
    )
