"""Most quoted sentences: the same words between quotation marks, in how many distinct texts and outlets."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd

from analysis.tables import keyed, result_table
from analysis.text.layout import joined
from analysis.text.sentences import sentences

WORDS = 6
"""A piece of a quotation with fewer words is no sentence to compare by."""
COLUMNS = ("article_id", "start", "end", "speaker", "label")


def score_quoted_sentences(articles: pd.DataFrame, quotes: pd.DataFrame) -> pd.DataFrame:
    """The sentences inside direct quotations, one row each.

    Parameters
    ----------
    articles : article table. `quotes` : `quotations(articles)`.

    Returns
    -------
    DataFrame with article_id, start, end (in title and text together), speaker, label (the words alone, in small letters: what
    two quotations of one sentence have in common). Pieces of fewer than six words are left out.

    Examples
    --------
    >>> articles = pd.DataFrame({"title": "", "text": ["“Kami akan hadir di sana besok pagi,” kata Budi."], "language": "id"},
    ...                         index=pd.Index(["a"], name="article_id"))
    >>> quotes = pd.DataFrame({"article_id": ["a"], "start": [3], "end": [38], "is_direct": True, "speaker": "Budi"})
    >>> score_quoted_sentences(articles, quotes)["label"].tolist()
    ['kami akan hadir di sana besok pagi']
    """
    direct = quotes[quotes["is_direct"].astype(bool)]
    shown = articles.loc[articles.index.isin(direct["article_id"])]
    if not len(shown):
        return pd.DataFrame(columns=list(COLUMNS))
    texts = joined(shown)
    cuts = sentences(shown)[["article_id", "start", "end"]]
    both = direct[["article_id", "start", "end", "speaker"]].merge(
        cuts, on="article_id", suffixes=("", "_cut")
    )
    both = both[(both["start_cut"] < both["end"]) & (both["end_cut"] > both["start"])]
    both["start"] = np.maximum(both["start"], both["start_cut"])
    both["end"] = np.minimum(both["end"], both["end_cut"])
    places = zip(both["article_id"], both["start"], both["end"], strict=True)
    both["label"] = [_plain(texts[article][start:end]) for article, start, end in places]
    long = both["label"].str.count(" ") >= WORDS - 1
    return both.loc[long.astype(bool), list(COLUMNS)].reset_index(drop=True)


def _plain(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))


def most_quoted(pieces: pd.DataFrame, *, by: pd.Series, clusters: pd.Series, top: int = 10) -> pd.DataFrame:
    """Sentences that at least two distinct texts quote word for word.

    Parameters
    ----------
    pieces : `score_quoted_sentences(articles, quotes)`. `by` : outlet of each article. `clusters` : syndication cluster of each:
        a copy of an article quotes nothing anew. `top` : so many sentences at most.

    Returns
    -------
    Result table: label (the words alone), measure `quoting_articles`, value (articles), low, high (missing: this is counted,
    not estimated), n (distinct texts), unit, of; outlets (number of different outlets), count (times), speaker (whom most articles
    name). By n, then by value.

    Notes
    -----
    Only the same words count: a sentence that one outlet shortens is another sentence.

    Examples
    --------
    >>> pieces = pd.DataFrame({"article_id": list("abc"), "label": "kami akan hadir di sana besok", "speaker": "Budi"})
    >>> outlet = pd.Series(["X", "Y", "Y"], index=list("abc"), name="outlet")
    >>> most_quoted(pieces, by=outlet, clusters=pd.Series([1, 2, 2], index=list("abc")))[["value", "n", "outlets"]].to_numpy().tolist()
    [[3, 2, 2]]
    """
    ids = pd.Index(pieces["article_id"])
    rows = pieces.assign(
        cluster=clusters.reindex(ids).to_numpy()
        if not len(ids)
        else keyed(clusters, ids.unique(), "clusters").reindex(ids).to_numpy(),
        outlet=by.reindex(ids).to_numpy(),
    )
    groups = rows.groupby("label", sort=True)
    table = groups.agg(
        value=("article_id", "nunique"),
        n=("cluster", "nunique"),
        outlets=("outlet", "nunique"),
        count=("label", "size"),
    )
    named = rows.dropna(subset=["speaker"]).groupby(["label", "speaker"]).size().rename("times").reset_index()
    named = (
        named.sort_values("times", ascending=False, kind="stable").drop_duplicates("label").set_index("label")
    )
    table["speaker"] = named["speaker"].reindex(table.index)
    table = table[table["n"] > 1].reset_index()
    order = table.sort_values(["n", "value", "label"], ascending=[False, False, True], kind="stable").head(
        top
    )
    order = order.assign(low=float("nan"), high=float("nan"))
    return result_table(order, keys=["label"], measure="quoting_articles", unit="articles", of="articles")
