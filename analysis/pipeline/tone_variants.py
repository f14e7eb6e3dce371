"""The same difference in tone, measured in other ways: does it hang on one choice?"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from analysis.annotations.quotations import quotations
from analysis.annotations.voice import voice_at
from analysis.measures.contrast import difference
from analysis.measures.robustness import robustness
from analysis.measures.sentiment import score_sentiment
from analysis.measures.word_shift import word_shift
from analysis.tables import places
from analysis.text.lexicon import Lexicon, by_language
from analysis.text.tokens import tokenize
from analysis.text.valence import RULES, weighed_in_ways

PARTS = {
    "own words": "own_",
    "all words": "",
    "without topic words": "no_topic_",
    "headlines": "title_",
    "bodies": "body_",
}
REMADE: dict[str, dict] = {
    "negation by shift": {"model": "shift"},
    "no rule but negation": {"without": tuple(rule for rule in RULES if rule != "negation")},
}


def tone_variants(
    articles: pd.DataFrame,
    *,
    by: pd.Series,
    clusters: pd.Series,
    lexicon: Lexicon | None = None,
    quotes: pd.DataFrame | None = None,
    scores: pd.DataFrame | None = None,
    remade: pd.DataFrame | None = None,
) -> dict[str, pd.DataFrame]:
    """Differences in tone between groups of articles of one language, in eight variants; the first is the main one.

    Variants: own words, all words, without topic words, headlines only, bodies only, negation by shift, negation as the
    only rule, and only articles in which a word of the lexicon was found. `quotes`, `scores`, `remade` : `quotations(articles)`,
    `score_sentiment(articles)` and `weighed_otherwise(articles)` where at hand.

    Examples
    --------
    >>> articles = pd.DataFrame({"title": "", "text": ["Kota aman.", "Kota buruk."], "language": "id", "genre": "news",
    ...                          "agency": None, "outlet": "X"}, index=pd.Index(['a', 'b'], name="article_id"))
    >>> outlet = pd.Series(["X", "Y"], index=articles.index, name="outlet")
    >>> len(tone_variants(articles, by=outlet, clusters=articles.index.to_series()))
    8
    """
    quotes = quotations(articles) if quotes is None else quotes
    scores = score_sentiment(articles, lexicon=lexicon, quotes=quotes) if scores is None else scores
    found = {name: _difference(scores, part, by, clusters) for name, part in PARTS.items()}
    if remade is None:
        remade = weighed_otherwise(articles, lexicon=lexicon, quotes=quotes)
    for name, own in _remade(remade, scores).items():
        found[name] = _difference(scores.assign(own_score=own), "own_", by, clusters)
    matched = scores[scores["own_matched"]]
    found["matched articles"] = _difference(matched, "own_", by, clusters, scores)
    return found


def weighed_otherwise(
    articles: pd.DataFrame, *, lexicon: Lexicon | None = None, quotes: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Net weight of the own words of each article, for each way in `REMADE`: a row per article."""
    quotes = quotations(articles) if quotes is None else quotes
    net = {name: np.zeros(len(articles)) for name in REMADE}
    for part, known in by_language(articles, lexicon):
        if known is None:
            continue
        ways = weighed_in_ways(tokenize(part), known, REMADE)
        spans = pd.concat(ways, names=["way", "row"])[["article_id", "start", "end", "weight"]]
        own = spans[(voice_at(part, spans, quotes) == "own").to_numpy()]
        for name, hits in own.groupby(level="way"):
            weight = hits["weight"].to_numpy(dtype=float)
            owner = places(hits["article_id"], articles.index)
            up, down = (
                np.bincount(owner, weights=np.clip(sign * weight, 0, None), minlength=len(articles))
                for sign in (1, -1)
            )
            net[str(name)] += up - down
    return pd.DataFrame({"article_id": articles.index.astype("str"), **net})


def _remade(net: pd.DataFrame, scores: pd.DataFrame) -> dict[str, np.ndarray]:
    """Score of the own words of each row of `scores`, for each way in `REMADE`: only the weights differ."""
    at = places(scores["article_id"], pd.Index(net["article_id"]))
    measured = scores["own_score"].notna().to_numpy()
    words = np.maximum(scores["own_n_tokens"].to_numpy(dtype=float), 1)
    return {name: np.where(measured, net[name].to_numpy()[at] / words, np.nan) for name in REMADE}


def _difference(
    scores: pd.DataFrame, part: str, by: pd.Series, clusters: pd.Series, whole: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Difference of net weight per hundred words; pairs that could not be measured have no value."""
    rows = scores[["article_id", "language"]].assign(tone=scores[f"{part}score"] * 100)
    table = difference(rows, by=by, clusters=clusters, amount="tone")
    names = sorted(
        by.reindex(pd.Index((whole if whole is not None else scores)["article_id"])).dropna().unique()
    )
    pairs = pd.DataFrame(
        [(a, b) for i, a in enumerate(names) for b in names[i + 1 :]], columns=["group_a", "group_b"]
    )
    return pairs.merge(table, on=["group_a", "group_b"], how="left")


def tone_robustness(
    articles: pd.DataFrame, *, pairs: pd.DataFrame | None = None, **options: Any
) -> pd.DataFrame:
    """In how many of eight variants a difference in tone holds: `robustness(tone_variants(articles, ...))`.

    `pairs` : only these (group_a, group_b), such as those that a report could tell apart; nothing is measured for none.

    Examples
    --------
    >>> articles = pd.DataFrame({"title": "", "text": ["Kota aman.", "Kota buruk."], "language": "id", "genre": "news",
    ...                          "agency": None, "outlet": "X"}, index=pd.Index(['a', 'b'], name="article_id"))
    >>> outlet = pd.Series(["X", "Y"], index=articles.index, name="outlet")
    >>> int(tone_robustness(articles, by=outlet, clusters=articles.index.to_series())["variants"].max())
    6
    """
    if pairs is None:
        return robustness(tone_variants(articles, **options))
    if not len(pairs):
        return pd.DataFrame(
            columns=["group_a", "group_b", "value", "low", "high", "variants", "holds", "fails"]
        )
    return robustness(tone_variants(articles, **options)).merge(pairs[["group_a", "group_b"]])


def tone_shift(
    hits: pd.DataFrame, *, by: pd.Series, held: pd.DataFrame, top: int = 20
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The words behind the largest of some differences in the tone of own words.

    Parameters
    ----------
    hits : `sentiment_hits(articles)`; `by` : group of each article. `held` : rows of `difference` that can be told apart.
    top : so many words at most.

    Returns
    -------
    Table with term (`not_` before a negated one), measure, value (share of the sum of all contributions, above 0 where
    the word makes group_a better), count, articles, more_in (the group that uses it more), and the columns of
    `word_shift`; group_a is the more positive of the two. And the hits behind it, by term. Both empty where none is held.

    Examples
    --------
    >>> hits = pd.DataFrame({"article_id": ["a", "b"], "voice": "own", "term": ["aman", "buruk"], "weight": [1.0, -1.0],
    ...                      "negated": False})
    >>> outlet = pd.Series(["X", "Y"], index=["a", "b"], name="outlet")
    >>> held = pd.DataFrame({"group_a": ["X"], "group_b": ["Y"], "value": [2.0]})
    >>> tone_shift(hits, by=outlet, held=held)[0]["term"].tolist()
    ['aman', 'buruk']
    """
    own = hits[hits["voice"] == "own"]
    if not len(held):
        return pd.DataFrame(columns=["term", "measure", "value", "count", "articles", "more_in"]), own.iloc[
            :0
        ]
    row = held.iloc[int(held["value"].abs().to_numpy(dtype=float).argmax())]
    a, b = (row["group_a"], row["group_b"]) if row["value"] > 0 else (row["group_b"], row["group_a"])
    inside = own[by.reindex(own["article_id"]).isin([a, b]).to_numpy()]
    behind = inside.assign(term=np.where(inside["negated"], "not_" + inside["term"], inside["term"]))
    words = word_shift(inside, by, a, b, reference=0, top=top)
    count = behind.groupby("term").size().reindex(words["term"]).to_numpy()
    more = np.where(words["share_second"] > words["share_first"], a, b)
    table = words.assign(measure="tone_shift", value=words["contribution"], count=count, more_in=more)
    first = ["term", "measure", "value", "count", "articles", "more_in"]
    return table[[*first, *(name for name in table if name not in first)]], behind
