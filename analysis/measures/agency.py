"""Who does what to whom: how often an actor acts and is acted upon, and how often nobody is said to have done it."""

from __future__ import annotations

import pandas as pd

from analysis.measures.intervals import cluster_of, key_frame, ratio_table, within_language
from analysis.tables import result_table


def deeds_by_actor(deeds: pd.DataFrame) -> pd.DataFrame:
    """One row per deed and actor: the score rows behind a row of `agency`.

    Parameters
    ----------
    deeds : `deeds(articles, mentions)`.

    Returns
    -------
    `deeds` with actor and part (agent, patient); a deed with both has two rows.

    Examples
    --------
    >>> found = pd.DataFrame({"article_id": ["a"], "agent": ["Kim"], "patient": ["Putin"]})
    >>> deeds_by_actor(found)[["actor", "part"]].to_numpy().tolist()
    [['Kim', 'agent'], ['Putin', 'patient']]
    """
    parts = [deeds.assign(actor=deeds[part], part=part) for part in ("agent", "patient")]
    return pd.concat(parts).dropna(subset=["actor"]).sort_index(kind="stable").reset_index(drop=True)


def agency(
    deeds: pd.DataFrame,
    articles: pd.DataFrame,
    *,
    by: pd.Series | pd.DataFrame,
    clusters: pd.Series,
    top: int | None = None,
) -> pd.DataFrame:
    """Share of an actor's deeds in which it is the one who acts.

    How to read it: .8 means that of ten verbs with this actor eight have it as the one who does, two as the one to whom it is
    done. Compare outlets on the same actor, within one language.

    Parameters
    ----------
    deeds : `deeds(articles, mentions)`; articles : article table. by, clusters : group and syndication cluster of each article.
    top : rows for the actors with most deeds only.

    Returns
    -------
    Result table: by-keys, actor, measure `agent_share`, value, low, high (Wilson at the effective number of clusters), n
    (clusters), unit, of; count (as agent), total (as agent or patient).

    Raises
    ------
    LanguageError
        For articles of several languages, unless language is one of the keys.

    Examples
    --------
    >>> articles = pd.DataFrame({"language": ["id"], "outlet": ["X"]}, index=pd.Index(["a"], name="article_id"))
    >>> found = pd.DataFrame({"article_id": ["a", "a"], "agent": ["Kim", None], "patient": [None, "Kim"], "passive": [False, True]})
    >>> table = agency(found, articles, by=articles["outlet"], clusters=pd.Series(["a"], index=["a"]))
    >>> table[["actor", "value", "total"]].to_numpy().tolist()
    [['Kim', 0.5, 2]]
    """
    rows = deeds_by_actor(deeds)
    rows = rows.assign(amount=(rows["part"] == "agent").astype(float))
    listed = rows["actor"].value_counts()
    kept = sorted(listed.index, key=lambda name: (-listed[name], name))[: top or len(listed)]
    rows = rows[rows["actor"].isin(kept)]
    table, names = _table(rows, articles, by, clusters, ["actor"])
    order = {name: place for place, name in enumerate(kept)}
    table = table.assign(rank_=table["actor"].map(order)).sort_values([*names[:-1], "rank_"], kind="stable")
    return result_table(
        table.drop(columns="rank_"),
        keys=names,
        measure="agent_share",
        unit="share of deeds",
        of="deeds with the actor as agent or patient",
    )


def agentless_passives(
    deeds: pd.DataFrame, articles: pd.DataFrame, *, by: pd.Series | pd.DataFrame, clusters: pd.Series
) -> pd.DataFrame:
    """Share of passives that do not say who did it.

    Parameters
    ----------
    deeds, articles, by, clusters : as for `agency`.

    Returns
    -------
    Result table: by-keys, measure `agentless_share`, value, low, high, n (clusters with a passive), unit, of; count, total
    (passives).

    Raises
    ------
    LanguageError
        For articles of several languages, unless language is one of the keys.

    Examples
    --------
    >>> articles = pd.DataFrame({"language": ["id"], "outlet": ["X"]}, index=pd.Index(["a"], name="article_id"))
    >>> found = pd.DataFrame({"article_id": ["a", "a"], "passive": [True, True], "agentless": [True, False]})
    >>> agentless_passives(found, articles, by=articles["outlet"], clusters=pd.Series(["a"], index=["a"]))["value"].tolist()
    [0.5]
    """
    passive = deeds[deeds["passive"].astype(bool)]
    rows = passive.assign(amount=passive["agentless"].astype(float))
    table, names = _table(rows, articles, by, clusters, [])
    return result_table(
        table, keys=names, measure="agentless_share", unit="share of passives", of="passive verbs"
    )


def _table(
    rows: pd.DataFrame,
    articles: pd.DataFrame,
    by: pd.Series | pd.DataFrame,
    clusters: pd.Series,
    within: list[str],
) -> tuple[pd.DataFrame, list[str]]:
    distinct = pd.Index(rows["article_id"].unique())
    cells = key_frame(by, distinct)
    keys = list(cells.columns)
    within_language(articles.loc[articles.index.isin(distinct)], keys, "who does what to whom")
    cells = cells.assign(article_id=distinct.to_numpy(), cluster=cluster_of(clusters, distinct), weight=1.0)
    merged = rows[["article_id", *within, "amount"]].merge(cells, on="article_id")
    table = ratio_table(merged, [*keys, *within], share=True).drop(columns="se")
    table = table.rename(columns={"total": "count", "weight": "total"})
    return table.astype({"count": "int64", "total": "int64"}), [*keys, *within]
