"""How often terms occur, per million words, with an interval over syndication clusters."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.measures.intervals import key_frame, ratio_table
from analysis.tables import keyed, result_table
from analysis.text.dfm import Dfm


def frequency(
    dfm: Dfm,
    *,
    by: pd.Series | None = None,
    clusters: pd.Series | None = None,
    terms: list[str] | None = None,
    top: int | None = None,
) -> pd.DataFrame:
    """Relative frequency of terms.

    Parameters
    ----------
    dfm : Dfm; `by` : group of each article (all together if not given); `clusters` : syndication cluster of each
    article (each article its own if not given); `terms` : only these; `top` : the most frequent ones in all.

    Returns
    -------
    Result table: by-key, term, measure `per_million`, value, low, high (not below 0), n (clusters that hold any
    words), unit, of; count (occurrences), tokens (the denominator), articles (that use the term), range (clusters
    that use it). A term that never occurs has 0 and no interval.

    Notes
    -----
    value = 1,000,000 * count / tokens; the interval is that of the ratio estimator over clusters.
    """
    chosen = _columns(dfm, terms, top)
    keys = key_frame(by, dfm.article_id) if by is not None else pd.DataFrame(index=range(len(dfm.article_id)))
    cluster = dfm.article_id if clusters is None else keyed(clusters, dfm.article_id, "clusters")
    base = keys.assign(cluster=np.asarray(cluster), tokens=dfm.n_tokens.astype(float), group_="all")
    names = ["group_", *keys.columns]
    parts = []
    counts = dfm.counts[:, chosen].toarray() if len(chosen) else np.zeros((len(base), 0))
    for place, column in enumerate(chosen):
        rows = base.assign(amount=counts[:, place].astype(float))
        table = ratio_table(rows, names, amount="amount", weight="tokens", share=False)
        used = rows[rows["amount"] > 0].groupby(names, observed=True)["cluster"].agg(["size", "nunique"])
        table = table.merge(used.reset_index(), on=names, how="left")
        parts.append(table.assign(term=dfm.terms[column]))
    if not parts:
        return result_table(
            pd.DataFrame(columns=[*keys.columns, "term", "value", "low", "high", "n", "count", "tokens"]),
            keys=[*keys.columns, "term"],
            measure="per_million",
            unit="per million words",
            of="words",
        )
    rows = pd.concat(parts, ignore_index=True)
    for name in ("value", "low", "high"):
        rows[name] = rows[name] * 1e6
    rows["low"] = rows["low"].clip(lower=0)
    rows = rows.rename(columns={"total": "count", "weight": "tokens", "size": "articles", "nunique": "range"})
    for name in ("count", "tokens", "articles", "range"):
        rows[name] = rows[name].fillna(0).astype("int64")
    order = rows.sort_values(
        [*keys.columns, "count", "term"], ascending=[True] * len(keys.columns) + [False, True]
    )
    return result_table(
        order.drop(columns=["group_", "se"]),
        keys=[*keys.columns, "term"],
        measure="per_million",
        unit="per million words",
        of="words",
    )


def _columns(dfm: Dfm, terms: list[str] | None, top: int | None) -> list[int]:
    if terms is not None:
        place = {term: i for i, term in enumerate(dfm.terms)}
        return [place[term] for term in terms if term in place]
    total = np.asarray(dfm.counts.sum(axis=0)).ravel()
    order = np.lexsort((dfm.terms.astype(str), -total)) if len(total) else np.zeros(0, dtype=int)
    return [int(i) for i in (order if top is None else order[:top])]
