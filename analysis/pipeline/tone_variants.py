"""The same difference in tone, measured in other ways: does it hang on one choice?"""

from __future__ import annotations

import pandas as pd

from analysis.annotations.quotations import quotations
from analysis.measures.contrast import difference
from analysis.measures.robustness import robustness
from analysis.measures.sentiment import score_sentiment, sentiment_hits
from analysis.text.lexicon import Lexicon

PARTS = {
    "own words": "own_",
    "all words": "",
    "without topic words": "no_topic_",
    "headlines": "title_",
    "bodies": "body_",
}
REMADE: dict[str, dict] = {
    "negation by shift": {"model": "shift"},
    "no rule but negation": {
        "without": (
            "degree", "reversal", "movement", "irrealis", "question", "contrast", "correlative", "compound", "names",
        )
    },
}  # fmt: skip


def tone_variants(
    articles: pd.DataFrame,
    *,
    by: pd.Series,
    clusters: pd.Series,
    lexicon: Lexicon | None = None,
    quotes: pd.DataFrame | None = None,
) -> dict[str, pd.DataFrame]:
    """Differences in tone between groups of articles of one language, in eight variants; the first is the main one.

    Variants: own words, all words, without topic words, headlines only, bodies only, negation by shift, negation as the
    only rule, and only articles in which a word of the lexicon was found.

    Examples
    --------
    >>> articles = pd.DataFrame({"title": "", "text": ["Kota aman.", "Kota buruk."], "language": "id", "genre": "news",
    ...                          "agency": None, "outlet": "X"}, index=pd.Index(['a', 'b'], name="article_id"))
    >>> outlet = pd.Series(["X", "Y"], index=articles.index, name="outlet")
    >>> len(tone_variants(articles, by=outlet, clusters=articles.index.to_series()))
    8
    """
    quotes = quotations(articles) if quotes is None else quotes
    scores = score_sentiment(articles, lexicon=lexicon, quotes=quotes)
    found = {name: _difference(scores, part, by, clusters) for name, part in PARTS.items()}
    for name, options in REMADE.items():
        hits = sentiment_hits(articles, lexicon, quotes=quotes, **options)
        remade = score_sentiment(articles, lexicon=lexicon, quotes=quotes, hits=hits)
        found[name] = _difference(remade, "own_", by, clusters)
    matched = scores[scores["own_matched"]]
    found["matched articles"] = _difference(matched, "own_", by, clusters, scores)
    return found


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


def tone_robustness(articles: pd.DataFrame, **options) -> pd.DataFrame:
    """In how many of eight variants a difference in tone holds: `robustness(tone_variants(articles, ...))`.

    Examples
    --------
    >>> articles = pd.DataFrame({"title": "", "text": ["Kota aman.", "Kota buruk."], "language": "id", "genre": "news",
    ...                          "agency": None, "outlet": "X"}, index=pd.Index(['a', 'b'], name="article_id"))
    >>> outlet = pd.Series(["X", "Y"], index=articles.index, name="outlet")
    >>> int(tone_robustness(articles, by=outlet, clusters=articles.index.to_series())["variants"].max())
    6
    """
    return robustness(tone_variants(articles, **options))
