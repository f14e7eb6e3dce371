"""The names that were taken for one actor, as a table that people check and correct in a spreadsheet."""

from __future__ import annotations

import pandas as pd


def aliases(mentions: pd.DataFrame, *, top: int | None = None) -> pd.DataFrame:
    """List the names of each actor, and where one name stands for several.

    To correct it: save the columns actor and name as a two-column file (`.tsv`), edit it, and give it back with
    `actors(articles, dictionary=read_dictionary("names.tsv"))`: what stands there comes first.

    Parameters
    ----------
    mentions : `actors(articles)`. `top` : only the actors with most mentions.

    Returns
    -------
    DataFrame with actor, name, kind, mentions, articles, others (the other actors this name stands for elsewhere, parted by
    semicolons; "" where it is one actor's alone). The most mentioned actors first.

    Examples
    --------
    >>> found = pd.DataFrame({"article_id": ["a", "a", "b"], "name": ["Kim Jong Un", "Kim", "Kim"], "kind": "person",
    ...     "actor": ["Kim Jong Un", "Kim Jong Un", "Kim Yo Jong"]})
    >>> aliases(found)[["actor", "name", "others"]].to_numpy().tolist()
    [['Kim Jong Un', 'Kim', 'Kim Yo Jong'], ['Kim Jong Un', 'Kim Jong Un', ''], ['Kim Yo Jong', 'Kim', 'Kim Jong Un']]
    """
    groups = mentions.groupby(["actor", "name"], sort=True)
    table = groups.agg(
        kind=("kind", "first"), mentions=("kind", "size"), articles=("article_id", "nunique")
    ).reset_index()
    owners = table.groupby("name")["actor"].agg(list)
    table["others"] = [
        "; ".join(one for one in owners[name] if one != actor)
        for actor, name in zip(table["actor"], table["name"], strict=True)
    ]
    size = table.groupby("actor")["mentions"].transform("sum")
    table = table.assign(size_=size).sort_values(
        ["size_", "actor", "mentions", "name"], ascending=[False, True, False, True], kind="stable"
    )
    if top is not None:
        table = table[table["actor"].isin(table["actor"].unique()[:top])]
    return table.drop(columns="size_").reset_index(drop=True)
