"""Prominent actors: titles and leads apart, every article of the corpus in the denominator."""

from __future__ import annotations

import pandas as pd

from analysis.measures.evidence import behind
from analysis.measures.prominent_actors import prominent_actors, score_prominence
from analysis.tables import check_result

ARTICLES = pd.DataFrame(
    {
        "title": ["Kim tiba", "Hujan", "Hujan lagi"],
        "text": ["Kim tiba.\n\nPutin juga.", "Kim pulang.", "Tidak ada."],
        "outlet": ["X", "X", "Y"],
    },
    index=pd.Index(list("abc"), name="article_id"),
)
MENTIONS = pd.DataFrame(
    [("a", 0, 3, "Kim"), ("a", 10, 13, "Kim"), ("a", 21, 26, "Putin"), ("b", 7, 10, "Kim")],
    columns=["article_id", "start", "end", "actor"],
)
CLUSTERS = pd.Series(ARTICLES.index, index=ARTICLES.index)


def test_places_by_hand():
    scores = score_prominence(MENTIONS, ARTICLES)
    assert scores[["article_id", "field", "actor"]].to_numpy().tolist() == [
        ["a", "title", "Kim"],
        ["a", "lead", "Kim"],
        ["b", "lead", "Kim"],
    ]
    table = check_result(prominent_actors(scores, by=ARTICLES["outlet"], clusters=CLUSTERS))
    assert table[["outlet", "field", "actor", "value", "count", "total"]].to_numpy().tolist() == [
        ["X", "title", "Kim", 0.5, 1, 2],
        ["X", "lead", "Kim", 1.0, 2, 2],
        ["Y", "title", "Kim", 0.0, 0, 1],
        ["Y", "lead", "Kim", 0.0, 0, 1],
    ]
    assert len(behind(table.iloc[1], scores, ARTICLES)) == 2


def test_speakers_are_asked_in_the_same_way():
    quotes = MENTIONS.rename(columns={"actor": "speaker"})
    scores = score_prominence(quotes, ARTICLES, who="speaker")
    table = prominent_actors(scores, by=ARTICLES["outlet"], clusters=CLUSTERS, top=1)
    assert list(table)[:4] == ["outlet", "field", "speaker", "measure"]
