"""Who speaks: how the quoted words are shared out among named speakers."""

from __future__ import annotations

import pandas as pd

from analysis.measures.intervals import share_table
from analysis.tables import result_table


def who_speaks(
    quotes: pd.DataFrame,
    *,
    by: pd.Series | pd.DataFrame,
    clusters: pd.Series,
    direct: bool | None = None,
    top: int | None = None,
) -> pd.DataFrame:
    """Each speaker's part of the quoted words whose speaker is named.

    How to read it: .4 for the Kremlin means that of ten words in somebody's mouth four are the Kremlin's.

    Parameters
    ----------
    quotes : `quotations(articles)`, of one language; by : group of each article; clusters : syndication cluster of each.
    direct : only direct (True) or indirect (False) quotations; `is_direct` is then a key. `top` : rows for the most
        quoted speakers only.

    Returns
    -------
    Result table: by-keys, speaker, measure `share_of_quoted_words`, value, low, high, n (clusters that quote anybody
    by name), unit, of; count (quoted words), total, articles (that quote this speaker), quotations. Groups that
    quote nobody by name have no rows.

    Notes
    -----
    A word is what stands between spaces. A direct quotation inside a reported clause has a row of its own in `quotes`,
    and its words count in both.

    Examples
    --------
    >>> quotes = pd.DataFrame({"article_id": ["a", "a"], "speaker": ["Kim", "Putin"], "text": ["kami siap maju", "ya"], "is_direct": True})
    >>> outlet = pd.Series(["X"], index=["a"], name="outlet")
    >>> who_speaks(quotes, by=outlet, clusters=pd.Series(["a"], index=["a"]))[["speaker", "value", "count"]].to_numpy().tolist()
    [['Kim', 0.75, 3], ['Putin', 0.25, 1]]
    """
    within = [] if direct is None else ["is_direct"]
    chosen = quotes if direct is None else quotes[quotes["is_direct"] == direct]
    chosen = chosen.dropna(subset=["speaker"])
    words = [float(len(text.split())) for text in chosen["text"].fillna("")]
    counts = chosen[["article_id", *within, "speaker"]].assign(amount=words)
    table, keys = share_table(counts, by, clusters, item="speaker", within=within, top=top)
    return result_table(
        table.rename(columns={"rows": "quotations"}),
        keys=keys,
        measure="share_of_quoted_words",
        unit="share of quoted words",
        of="quoted words with a named speaker",
    )
