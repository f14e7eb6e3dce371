"""Candidate frames between outlets: how much of its texts each gives to a topic. Proposals to read, not results."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.measures.intervals import cluster_of, key_frame, ratio_table, within_language
from analysis.tables import LanguageError, result_table
from analysis.text.patterns import find_patterns
from analysis.text.tokens import tokenize
from analysis.text.topics import Topics


def score_candidate_frames(articles: pd.DataFrame, topics: Topics) -> pd.DataFrame:
    """How much of each article goes to each topic.

    Parameters
    ----------
    articles : article table of the language of the topics. `topics` : `fit_topics(tokens, clusters=...)`, frozen.

    Returns
    -------
    DataFrame with article_id, topic, share (the stable topics and the hidden ones together make 1; missing where the article has
    none of their words), stability, language. Only stable topics have rows.

    Raises
    ------
    LanguageError
        For articles of another language.

    Examples
    --------
    >>> from analysis.text.topics import fit_topics
    >>> from analysis.text.tokens import tokenize
    >>> texts = [f"{a} {b}" for a in ("rudal uji laut", "beras harga pasar") for b in ("besar", "kecil") for _ in range(15)]
    >>> articles = pd.DataFrame({"title": "", "text": texts, "language": "id"}, index=pd.Index([f"a{i}" for i in range(60)], name="article_id"))
    >>> topics = fit_topics(tokenize(articles), clusters=articles.index.to_series(), topics=2)
    >>> float(score_candidate_frames(articles, topics)["share"].max().round(2))
    1.0
    """
    others = set(articles["language"].dropna()) - {topics.language}
    if others:
        raise LanguageError(
            f"these topics are {topics.language}; found articles in {', '.join(sorted(others))}."
        )
    shares = topics.shares(tokenize(articles))
    shown = np.flatnonzero(topics.stable)
    return pd.DataFrame(
        {
            "article_id": np.repeat(articles.index.to_numpy(), len(shown)),
            "topic": np.tile(np.array(topics.names, dtype=object)[shown], len(articles)),
            "share": shares[:, shown].ravel(),
            "stability": np.tile(topics.stability[shown], len(articles)),
            "language": topics.language,
        }
    )


def candidate_frames(
    scores: pd.DataFrame, *, by: pd.Series | pd.DataFrame, clusters: pd.Series
) -> pd.DataFrame:
    """Mean share of each stable topic in each group.

    How to read it: a topic is a list of words that go together. Whether it is a frame only reading can tell; name it, write
    a dictionary or code articles, and measure that.

    Returns
    -------
    Result table: by-keys, topic, measure `topic_share`, value, low, high (t, over clusters), n (clusters), unit, of; articles, stability.

    Examples
    --------
    >>> scores = pd.DataFrame({"article_id": ["a", "b"], "topic": 0, "share": [0.2, 0.4], "stability": 0.9})
    >>> outlet = pd.Series(["X", "X"], index=["a", "b"], name="outlet")
    >>> candidate_frames(scores, by=outlet, clusters=pd.Series(["a", "b"], index=["a", "b"]))[["topic", "value", "n"]].round(3).to_numpy().tolist()
    [[0.0, 0.3, 2.0]]
    """
    kept = scores[scores["share"].notna()]
    distinct = pd.Index(kept["article_id"].unique())
    keys = key_frame(by, distinct)
    within_language(kept, list(keys.columns), "candidate frames")
    place = distinct.get_indexer(pd.Index(kept["article_id"]))
    rows = keys.iloc[place].assign(
        topic=kept["topic"].to_numpy(),
        cluster=cluster_of(clusters, distinct)[place],
        amount=kept["share"].to_numpy(),
        weight=1.0,
    )
    names = [*keys.columns, "topic"]
    table = ratio_table(rows, names, share=False).drop(columns=["se", "total"])
    table = table.rename(columns={"weight": "articles"}).astype({"articles": "int64"})
    table = table.merge(kept[["topic", "stability"]].drop_duplicates(), on="topic")
    return result_table(table, keys=names, measure="topic_share", unit="share of the words", of="articles")


def topic_hits(articles: pd.DataFrame, topics: Topics, *, words: int = 10) -> pd.DataFrame:
    """Where the first words of each stable topic stand: hits with topic, for `evidence`.

    Examples
    --------
    >>> from analysis.text.topics import fit_topics
    >>> from analysis.text.tokens import tokenize
    >>> texts = [f"{a} {b}" for a in ("rudal uji laut", "beras harga pasar") for b in ("besar", "kecil") for _ in range(15)]
    >>> articles = pd.DataFrame({"title": "", "text": texts, "language": "id"}, index=pd.Index([f"a{i}" for i in range(60)], name="article_id"))
    >>> topics = fit_topics(tokenize(articles), clusters=articles.index.to_series(), topics=2)
    >>> len(topic_hits(articles, topics, words=1)) > 0
    True
    """
    lists = {topics.names[i]: topics.words(int(i), words) for i in np.flatnonzero(topics.stable)}
    hits = find_patterns(tokenize(articles), lists)
    return hits.assign(topic=hits["label"])[["article_id", "start", "end", "label", "topic"]]
