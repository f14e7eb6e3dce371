"""Eight ways to measure one difference."""

from __future__ import annotations

import pandas as pd

from analysis.measures.sentiment import score_sentiment
from analysis.pipeline.tone_variants import tone_robustness, tone_variants
from analysis.text.lexicon import Lexicon

WORDS = {"aman": 1.0, "buruk": -1.0, "perang": -1.0}
TERMS = pd.DataFrame({"term": list(WORDS), "weight": list(WORDS.values())}).assign(
    topic=lambda frame: frame["term"] == "perang"
)
LEXICON = Lexicon("toy", "id", "1", TERMS)


def corpus() -> pd.DataFrame:
    rows = []
    for i in range(12):
        extra = "Hari ini cerah. " * (i % 3)
        rows.append((f"x{i}", "X", "Kota aman", f"Warga merasa aman. {extra}\n\nPasar aman sekali."))
        rows.append((f"y{i}", "Y", "Perang", f"Warga merasa buruk. {extra}\n\nPerang tidak aman."))
    frame = pd.DataFrame(rows, columns=["article_id", "outlet", "title", "text"]).set_index("article_id")
    return frame.assign(language="id", genre="news", agency=None)


def test_a_plain_difference_holds_in_all_variants():
    articles = corpus()
    clusters = pd.Series(articles.index, index=articles.index)
    row = tone_robustness(articles, by=articles["outlet"], clusters=clusters, lexicon=LEXICON).iloc[0]
    assert row[["group_a", "group_b", "holds", "variants", "fails"]].tolist() == ["X", "Y", 8, 8, ""]
    scores = score_sentiment(articles, lexicon=LEXICON).set_index("article_id")["own_score"] * 100
    means = scores.groupby(articles["outlet"]).mean()
    assert abs(row["value"] - (means["X"] - means["Y"])) < 1e-9


def test_what_hangs_on_topic_words_or_headlines_is_named():
    articles = corpus()
    articles["text"] = "Hari ini cerah.\n\nRapat berjalan."
    clusters = pd.Series(articles.index, index=articles.index)
    found = tone_variants(articles, by=articles["outlet"], clusters=clusters, lexicon=LEXICON)
    assert len(found) == 8
    assert found["bodies"]["value"].tolist() == [0.0]
    row = tone_robustness(articles, by=articles["outlet"], clusters=clusters, lexicon=LEXICON).iloc[0]
    assert row["fails"] == "bodies"
