"""Headline against body: which aspects an outlet puts into its headlines more, or less, than into its texts."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.measures.intervals import (
    benjamini_hochberg,
    cluster_of,
    key_frame,
    ratio_table,
    within_language,
)
from analysis.tables import TableError, result_table


def headline_body(scores: pd.DataFrame, *, by: pd.Series | pd.DataFrame, clusters: pd.Series) -> pd.DataFrame:
    """Share of articles whose headline has a frame, less the share whose text has it.

    How to read it: a headline is short and has fewer of everything, so compare outlets with each other, and frames with each
    other, not with 0. `promoted` is the share of the texts with the frame that carry it in the headline.

    Parameters
    ----------
    scores : `score_frames(articles)`; articles without a headline or without a text are left out.
    by : group of each article; clusters : syndication cluster of each.

    Returns
    -------
    Result table: by-keys, frame, measure `headline_minus_body`, value, low, high (t, over clusters), n (clusters), unit, of; headline
    (share with the frame in the headline), body (in the text), promoted, only_headline (articles), articles, p, q.

    Raises
    ------
    TableError
        For scores without in_title or in_text.

    Examples
    --------
    >>> scores = pd.DataFrame({"article_id": ["a", "b"], "frame": "threat", "in_title": [True, False], "in_text": [True, True]})
    >>> outlet = pd.Series("X", index=["a", "b"], name="outlet")
    >>> found = headline_body(scores, by=outlet, clusters=pd.Series(["a", "b"], index=["a", "b"]))
    >>> found[["value", "headline", "body", "promoted"]].to_numpy().tolist()
    [[-0.5, 0.5, 1.0, 0.5]]
    """
    absent = [name for name in ("in_title", "in_text") if name not in scores]
    if absent:
        raise TableError(f"scores lack the column {absent[0]!r}; take those of score_frames.")
    kept = scores[scores["in_title"].notna() & scores["in_text"].notna()]
    distinct = pd.Index(kept["article_id"].unique())
    keys = key_frame(by, distinct)
    within_language(kept, list(keys.columns), "headline against body")
    place = distinct.get_indexer(pd.Index(kept["article_id"]))
    title, text = kept["in_title"].to_numpy(dtype=float), kept["in_text"].to_numpy(dtype=float)
    rows = keys.iloc[place].assign(
        frame=kept["frame"].to_numpy(),
        cluster=cluster_of(clusters, distinct)[place],
        amount=title - text,
        weight=1.0,
    )
    names = [*keys.columns, "frame"]
    table = ratio_table(rows, names, share=False)
    sums = rows.assign(title=title, text=text, both=title * text).groupby(names, sort=True)[
        ["title", "text", "both"]
    ].sum()  # fmt: skip
    table = table.merge(sums.reset_index(), on=names)
    articles = table["weight"]
    table["headline"], table["body"] = table["title"] / articles, table["text"] / articles
    table["promoted"] = table["both"] / table["text"].where(table["text"] > 0)
    table["only_headline"] = (table["title"] - table["both"]).astype("int64")
    table["articles"] = articles.astype("int64")
    table["p"] = _p(table)
    table["q"] = benjamini_hochberg(table["p"].to_numpy(dtype=float))
    table = table.drop(columns=["total", "weight", "se", "title", "text", "both"])
    return result_table(
        table, keys=names, measure="headline_minus_body", unit="difference of shares", of="articles"
    )


def _p(table: pd.DataFrame) -> np.ndarray:
    from scipy.special import stdtr

    value, se, n = (table[name].to_numpy(dtype=float) for name in ("value", "se", "n"))
    with np.errstate(divide="ignore", invalid="ignore"):
        p = 2 * stdtr(np.maximum(n - 1, 1), -np.abs(value) / se)
    return np.where((se > 0) & table["low"].notna().to_numpy(), p, np.nan)
