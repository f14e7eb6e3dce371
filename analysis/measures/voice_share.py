"""Voice share: whose words an article consists of, the outlet's own, a wire's, a guest's, quoted or paraphrased."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.annotations.voice import voice
from analysis.measures.intervals import share_table
from analysis.tables import result_table
from analysis.text.layout import joined


def score_voices(articles: pd.DataFrame, quotes: pd.DataFrame | None = None) -> pd.DataFrame:
    """Words of each article in each voice.

    Parameters
    ----------
    articles : article table; leave out articles of which `usable_for_voices` gives a reason.
    quotes : `quotations(articles)` where it is at hand.

    Returns
    -------
    DataFrame with article_id, voice (own, agency, guest, quoted, paraphrased), words; one row per article and voice.

    Examples
    --------
    >>> articles = pd.DataFrame({"title": [""], "text": ['Ia datang. "Kami siap membantu kalian," kata Ali.'], "language": ["id"],
    ...     "genre": ["news"], "agency": [""]}, index=pd.Index(["a"], name="article_id"))
    >>> score_voices(articles)[["voice", "words"]].to_numpy().tolist()
    [['own', 4], ['quoted', 4]]
    """
    texts = joined(articles)
    spans = voice(articles, quotes)
    words = [
        len(texts[article_id][start:end].translate(_BARE).split())
        for article_id, start, end in zip(spans["article_id"], spans["start"], spans["end"], strict=True)
    ]
    scores = spans.assign(words=np.array(words, dtype=np.int64))
    scores = scores.groupby(["article_id", "voice"], sort=True)["words"].sum().reset_index()
    return scores[scores["words"] > 0].reset_index(drop=True)


_BARE = str.maketrans(dict.fromkeys('"“”„‟«»‹›,.;:!?()[]—–', " "))


def voice_share(scores: pd.DataFrame, *, by: pd.Series | pd.DataFrame, clusters: pd.Series) -> pd.DataFrame:
    """Each voice's part of the words: how much is quoted, how much is the outlet's own reporting or a wire's.

    How to read it: .30 for quoted means that of ten words three stand in a source's mouth, between marks.

    Parameters
    ----------
    scores : `score_voices(articles)`; by : group of each article; clusters : syndication cluster of each.

    Returns
    -------
    Result table: by-keys, voice, measure `voice_share`, value, low, high (Wilson at the effective number of clusters),
    n (clusters), unit, of; count (words), total, articles (with that voice).

    Examples
    --------
    >>> scores = pd.DataFrame({"article_id": ["a", "a"], "voice": ["own", "quoted"], "words": [30, 10]})
    >>> outlet = pd.Series(["X"], index=["a"], name="outlet")
    >>> voice_share(scores, by=outlet, clusters=pd.Series(["a"], index=["a"]))["value"].tolist()
    [0.75, 0.25]
    """
    counts = scores[["article_id", "voice"]].assign(amount=scores["words"].astype(float))
    table, keys = share_table(counts, by, clusters, item="voice")
    return result_table(
        table.drop(columns="rows"), keys=keys, measure="voice_share", unit="share of words", of="words"
    )
