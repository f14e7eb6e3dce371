"""Kinds of sources: named, bodies, offices without a name, anonymous; domestic or foreign; in which field they speak."""

from __future__ import annotations

import pandas as pd

from analysis.measures.intervals import share_table
from analysis.tables import TableError, result_table

KINDS = ("naming", "origin", "field")


def source_kinds(
    described: pd.DataFrame,
    *,
    by: pd.Series | pd.DataFrame,
    clusters: pd.Series,
    kind: str = "naming",
    words: bool = False,
) -> pd.DataFrame:
    """How the quotations that name any source are shared out among kinds of sources.

    Parameters
    ----------
    described : `sources(quotes, articles)`; by : group of each article; clusters : syndication cluster of each.
    kind : naming (named, body, role_only, anonymous), origin (domestic, foreign, unknown) or field (title, lead, body).
    words : True to share out quoted words, False to share out quotations.

    Returns
    -------
    Result table: by-keys, the column `kind`, measure `source_<kind>`, value, low, high (Wilson at the effective number
    of clusters), n (clusters), unit, of; count, total, articles.

    Raises
    ------
    TableError
        For a kind that is none of the three.

    Examples
    --------
    >>> quotes = pd.DataFrame({"article_id": ["a", "a"], "cue": ["kata", "kata"], "naming": ["named", "anonymous"], "words": [6, 2]})
    >>> outlet = pd.Series(["X"], index=["a"], name="outlet")
    >>> source_kinds(quotes, by=outlet, clusters=pd.Series(["a"], index=["a"]), words=True)[["naming", "value"]].to_numpy().tolist()
    [['named', 0.75], ['anonymous', 0.25]]
    """
    if kind not in KINDS:
        raise TableError(f"kind is naming, origin or field; got {kind!r}.")
    rows = described.dropna(subset=["cue"])
    rows = rows.assign(amount=rows["words"].astype(float) if words else 1.0)
    table, keys = share_table(rows[["article_id", kind, "amount"]], by, clusters, item=kind)
    unit = "quoted words" if words else "quotations"
    return result_table(
        table.drop(columns="rows"),
        keys=keys,
        measure=f"source_{kind}",
        unit=f"share of {unit}",
        of=f"{unit} with a source",
    )
