"""Eight ways to measure one difference."""

from __future__ import annotations

import pandas as pd

from analysis.measures.sentiment import score_sentiment, sentiment_hits
from analysis.pipeline.tone_variants import tone_robustness, tone_shift, tone_variants
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


def test_scores_at_hand_give_the_same_and_pairs_choose_the_rows():
    articles = corpus()
    options = {"by": articles["outlet"], "clusters": pd.Series(articles.index, index=articles.index)}
    whole = tone_robustness(articles, lexicon=LEXICON, **options)
    scores = score_sentiment(articles, lexicon=LEXICON)
    pair = pd.DataFrame({"group_a": ["X"], "group_b": ["Y"]})
    again = tone_robustness(articles, lexicon=LEXICON, scores=scores, pairs=pair, **options)
    pd.testing.assert_frame_equal(again, whole)
    assert not len(tone_robustness(articles, lexicon=LEXICON, pairs=pair.iloc[:0], **options))


def test_a_variant_that_only_weighs_anew_equals_scoring_anew():
    articles = corpus()
    clusters = pd.Series(articles.index, index=articles.index)
    found = tone_variants(articles, by=articles["outlet"], clusters=clusters, lexicon=LEXICON)
    hits = sentiment_hits(articles, LEXICON, model="shift")
    own = score_sentiment(articles, lexicon=LEXICON, hits=hits).set_index("article_id")["own_score"] * 100
    means = own.groupby(articles["outlet"]).mean()
    assert abs(found["negation by shift"]["value"].iloc[0] - (means["X"] - means["Y"])) < 1e-9


def test_the_shift_names_the_more_positive_group_first_and_adds_up():
    articles = corpus()
    hits = sentiment_hits(articles, LEXICON)
    held = pd.DataFrame({"group_a": ["Y", "X"], "group_b": ["X", "Y"], "value": [-2.0, 1.0]})
    table, behind = tone_shift(hits, by=articles["outlet"], held=held)
    assert set(table["group_a"]) == {"X"}
    assert set(table["group_b"]) == {"Y"}
    assert abs(table["value"].abs().sum() - 1) < 1e-9
    assert table.set_index("term")["count"].to_dict() == behind.groupby("term").size().to_dict()
    assert table.loc[table["term"] == "buruk", "more_in"].tolist() == ["Y"]
    assert set(table["term"]) == {"aman", "not_aman", "buruk", "perang"}


def test_no_held_difference_has_no_shift():
    articles = corpus()
    held = pd.DataFrame(columns=["group_a", "group_b", "value"])
    table, behind = tone_shift(sentiment_hits(articles, LEXICON), by=articles["outlet"], held=held)
    assert len(table) == len(behind) == 0
