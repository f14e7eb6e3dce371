"""Sentiment: the toy sentences end to end, own and quoted apart, absence and zero, means by hand."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from analysis.measures.evidence import behind
from analysis.measures.sentiment import PARTS, score_sentiment, sentiment, sentiment_hits
from analysis.tables import RESULT_COLUMNS, LanguageError, TableError, check_result
from analysis.text.layout import joined
from analysis.text.lexicon import Lexicon, lexicon_for

WORDS = {"berhasil": 3.0, "aman": 2.0, "mengancam": -4.0, "damai": 4.0, "buruk": -3.0, "perang": -1.0}
TERMS = pd.DataFrame({"term": list(WORDS), "weight": list(WORDS.values())}).assign(
    topic=lambda frame: frame["term"] == "perang"
)
LEXICON = Lexicon("toy", "id", "1", TERMS)


def table(**texts: str | tuple[str, str]) -> pd.DataFrame:
    pairs = [text if isinstance(text, tuple) else ("", text) for text in texts.values()]
    frame = pd.DataFrame(pairs, columns=["title", "text"], index=pd.Index(list(texts), name="article_id"))
    return frame.assign(language="id", genre="news", agency=None)


TOY = {
    "Rudal itu tidak mengancam Jepang.": (4 / 5, 0),
    "Kunjungan ini sangat berhasil.": (3.75 / 4, 3.75 / 4),
    "Perundingan belum berhasil, situasi buruk sekali.": (-6.75 / 6, -4.75 / 6),
    "Dunia tidak akan aman tanpa damai.": (-6 / 6, -2 / 6),
    "Bukan tidak mungkin Korea Utara mengancam lagi.": (-4 / 7, -4 / 7),
}


@pytest.mark.parametrize("sentence", TOY)
def test_toy_sentences_under_both_models(sentence: str):
    articles = table(a=sentence)
    for model, expected in zip(("flip", "shift"), TOY[sentence], strict=True):
        hits = sentiment_hits(articles, LEXICON, model=model, shift=4)
        scores = score_sentiment(articles, lexicon=LEXICON, hits=hits)
        assert scores["score"].iloc[0] == pytest.approx(expected)


ARTICLES = table(
    a=("Perang buruk", "Kota aman. “Perang ini buruk sekali bagi kita semua,” kata Vladimir Putin."),
    b="Kota tenang.",
    c="",
    d=("Damai", ""),
)


def test_parts_of_a_text_by_hand():
    row = score_sentiment(ARTICLES, lexicon=LEXICON).set_index("article_id").loc["a"]
    assert row[["positive", "negative", "n_tokens"]].tolist() == [2, 1 + 3 + 1 + 3.75, 14]
    assert row["score"] == pytest.approx((2 - 8.75) / 14)
    assert row[["title_positive", "title_negative", "title_n_tokens"]].tolist() == [0, 4, 2]
    assert row[["quoted_positive", "quoted_negative", "quoted_n_tokens"]].tolist() == [0, 4.75, 7]
    assert row[["own_positive", "own_negative", "own_n_tokens"]].tolist() == [2, 4, 7]
    assert row[["no_topic_positive", "no_topic_negative", "no_topic_n_tokens"]].tolist() == [2, 6.75, 14]
    assert row[["label", "own_label", "language", "reason"]].tolist() == ["negative", "negative", "id", ""]


def test_nothing_found_is_zero_and_nothing_to_measure_is_missing():
    scores = score_sentiment(ARTICLES, lexicon=LEXICON).set_index("article_id")
    assert scores.index.tolist() == list("abcd")
    assert scores.loc["b", ["score", "positive", "label", "matched", "reason"]].tolist() == [
        0,
        0,
        "neutral",
        False,
        "",
    ]
    assert scores.loc["c", "reason"] == "no words"
    assert scores.loc["c", ["score", "positive", "negative", "label"]].isna().all()
    assert not scores.loc["c", "matched"]
    assert scores.loc["d", ["own_score", "title_score"]].tolist() == [4, 4]
    assert np.isnan(scores.loc["d", "quoted_score"])
    assert pd.isna(scores.loc["d", "quoted_label"])


def test_a_language_without_a_lexicon_is_not_measured():
    assert lexicon_for("qq") is None
    scores = score_sentiment(ARTICLES.iloc[:2].assign(language="qq"))
    assert scores["reason"].tolist() == ["no lexicon"] * 2
    assert scores[[f"{part}score" for part in PARTS]].isna().all(axis=None)
    assert scores["label"].isna().all()
    assert len(sentiment_hits(ARTICLES.iloc[:2].assign(language="qq"))) == 0


def test_no_articles_give_tables_of_the_same_form():
    full, none = (score_sentiment(part, lexicon=LEXICON) for part in (ARTICLES, ARTICLES.iloc[:0]))
    assert list(none) == list(full)
    assert len(none) == 0
    assert list(sentiment_hits(ARTICLES.iloc[:0], LEXICON)) == list(sentiment_hits(ARTICLES, LEXICON))


def test_an_article_is_scored_alike_in_any_company():
    whole = score_sentiment(ARTICLES, lexicon=LEXICON)
    alone = pd.concat(
        [score_sentiment(ARTICLES.loc[[name]], lexicon=LEXICON) for name in ARTICLES.index], ignore_index=True
    )
    pd.testing.assert_frame_equal(alone, whole)
    backward = score_sentiment(ARTICLES.iloc[::-1], lexicon=LEXICON)
    pd.testing.assert_frame_equal(backward.iloc[::-1].reset_index(drop=True), whole)
    hits = sentiment_hits(ARTICLES, LEXICON)
    given = score_sentiment(ARTICLES.iloc[1:], lexicon=LEXICON, hits=hits)
    pd.testing.assert_frame_equal(given, whole.iloc[1:].reset_index(drop=True))


def test_sentences_add_up_to_the_article():
    found = score_sentiment(ARTICLES, lexicon=LEXICON, by="sentence")
    texts = joined(ARTICLES)
    pieces = [texts[row.article_id][row.start : row.end] for row in found.itertuples()]
    assert pieces[:3] == [
        "Perang buruk",
        "Kota aman.",
        "“Perang ini buruk sekali bagi kita semua,” kata Vladimir Putin.",
    ]
    assert found["score"].tolist()[:3] == pytest.approx([-4 / 2, 2 / 2, -4.75 / 10])
    assert found["field"].tolist()[:2] == ["title", "lead"]
    assert found["voice"].tolist()[1] == "own"
    whole = score_sentiment(ARTICLES, lexicon=LEXICON).set_index("article_id")
    sums = found.groupby("article_id")[["positive", "negative", "n_tokens"]].sum()
    assert sums.loc["a"].tolist() == whole.loc["a", ["positive", "negative", "n_tokens"]].tolist()


def test_hits_are_slices_of_the_text_and_sum_to_the_scores():
    hits = sentiment_hits(ARTICLES, LEXICON)
    texts = joined(ARTICLES)
    for hit in hits.itertuples():
        assert texts[hit.article_id][hit.start : hit.end].lower() == hit.term
        assert (hit.weight > 0) == (hit.label == "positive")
    whole = score_sentiment(ARTICLES, lexicon=LEXICON).set_index("article_id")
    assert hits.groupby("article_id")["weight"].sum()["a"] == pytest.approx(
        whole.loc["a", "positive"] - whole.loc["a", "negative"]
    )


A = (0.2, -0.1, 0.4, 0.0, 0.3, -0.2, 0.1, 0.5)
B = (-0.3, -0.1, -0.4, 0.1, -0.2, 0.0, -0.5, -0.1)


def scored(
    values: dict[str, tuple[float, ...]], part: str = "own_"
) -> tuple[pd.DataFrame, pd.Series, pd.Series]:
    rows = [(f"{group}{i}", group, value) for group, some in values.items() for i, value in enumerate(some)]
    frame = pd.DataFrame(rows, columns=["article_id", "outlet", "value"])
    scores = pd.DataFrame({"article_id": frame["article_id"], f"{part}score": frame["value"] / 100})
    scores[f"{part}positive"] = (frame["value"].clip(lower=0)).to_numpy()
    scores[f"{part}negative"] = (-frame["value"].clip(upper=0)).to_numpy()
    scores[f"{part}n_tokens"], scores[f"{part}matched"] = 100, frame["value"].fillna(0) != 0
    by = frame.set_index("article_id")["outlet"]
    return scores, by, pd.Series(by.index, index=by.index)


def test_the_published_means_with_their_t_intervals():
    scores, by, clusters = scored({"A": A, "B": B})
    found = check_result(sentiment(scores, by=by, clusters=clusters)).set_index("outlet")
    assert found["value"].tolist() == pytest.approx([0.15, -0.1875])
    for name, values in (("A", A), ("B", B)):
        expected = stats.ttest_1samp(values, 0).confidence_interval(0.95)
        assert found.loc[name, ["low", "high"]].tolist() == pytest.approx([expected.low, expected.high])
    assert found.loc["A", ["n", "articles", "matched", "words", "unmeasured"]].tolist() == [8, 8, 7, 800, 0]
    assert found.loc["A", ["positive", "negative"]].tolist() == pytest.approx([1.5, 0.3])
    assert list(sentiment(scores, by=by, clusters=clusters))[:8] == ["outlet", *RESULT_COLUMNS]


def test_order_and_copies_change_nothing():
    scores, by, clusters = scored({"A": A, "B": B})
    whole = sentiment(scores, by=by, clusters=clusters)
    pd.testing.assert_frame_equal(sentiment(scores.iloc[::-1], by=by, clusters=clusters), whole)
    copies = scores.assign(article_id=scores["article_id"] + "-copy")
    by2 = pd.concat([by, by.rename(lambda name: f"{name}-copy")])
    clusters2 = pd.concat([clusters, clusters.rename(lambda name: f"{name}-copy")])
    twice = sentiment(pd.concat([scores, copies]), by=by2, clusters=clusters2)
    assert twice["articles"].tolist() == [16, 16]
    assert twice["n"].tolist() == [8, 8]
    for name in ("value", "low", "high"):
        assert twice[name].to_numpy() == pytest.approx(whole[name].to_numpy())


def test_a_group_of_which_nothing_was_measured_is_said_to_be_so():
    scores, by, clusters = scored({"A": (0.5, np.nan), "B": (np.nan, np.nan)})
    found = sentiment(scores, by=by, clusters=clusters).set_index("outlet")
    assert found.loc["A", ["value", "articles", "unmeasured", "n"]].tolist() == [pytest.approx(0.5), 1, 1, 1]
    assert np.isnan(found.loc["B", "value"])
    assert found.loc["B", ["articles", "unmeasured", "n"]].tolist() == [0, 2, 0]


def test_a_row_selects_the_scores_it_counts():
    articles = pd.concat([ARTICLES, table(e="Kota buruk.", f="Aman.")]).assign(
        outlet=["X", "X", "Y", "X", "Y", None], day="2024-06-19"
    )
    scores = score_sentiment(articles, lexicon=LEXICON)
    hits = sentiment_hits(articles, LEXICON)
    clusters = pd.Series(articles.index, index=articles.index)
    for part in PARTS:
        for _, row in sentiment(scores, by=articles["outlet"], clusters=clusters, part=part).iterrows():
            counted = behind(row, scores, articles)
            assert len(counted) == row["articles"]
            assert counted[f"{part}matched"].sum() == row["matched"]
            assert counted[f"{part}score"].mean() * 100 == pytest.approx(row["value"], nan_ok=True)
            weights = behind(row, hits, articles)["weight"]
            assert weights.clip(lower=0).sum() == pytest.approx(row["positive"])
            assert weights.clip(upper=0).sum() == pytest.approx(-row["negative"])


def test_languages_are_never_averaged():
    scores, by, clusters = scored({"A": A, "B": B})
    mixed = scores.assign(language=["id"] * 8 + ["en"] * 8)
    with pytest.raises(LanguageError, match=r"tone works within one language; found en, id\."):
        sentiment(mixed, by=by, clusters=clusters)
    apart = pd.DataFrame({"language": mixed.set_index("article_id")["language"], "outlet": by})
    found = sentiment(mixed, by=apart, clusters=clusters)
    assert found[["language", "outlet"]].to_numpy().tolist() == [["en", "B"], ["id", "A"]]


def test_refusals():
    english = ARTICLES.assign(language=["id", "en", "id", "en"])
    with pytest.raises(LanguageError) as caught:
        score_sentiment(english, lexicon=LEXICON)
    assert str(caught.value) == (
        "lexicon toy is written for id; 2 articles are en, first: 'b'. "
        'Take articles[articles["language"] == "id"].'
    )
    with pytest.raises(TableError, match="by is article, sentence, passage; got 'word'"):
        score_sentiment(ARTICLES, lexicon=LEXICON, by="word")
    scores, by, clusters = scored({"A": A})
    with pytest.raises(TableError, match=r"'title_', 'lead_', 'body_', 'no_topic_'; got 'foot_'"):
        sentiment(scores, by=by, clusters=clusters, part="foot_")
    with pytest.raises(TableError, match="clusters has no value for 7 articles, first: 'A1'"):
        sentiment(scores, by=by, clusters=clusters.iloc[:1])


def test_a_weak_word_colours_no_text_and_strong_ones_need_density():
    terms = pd.DataFrame({"term": ["baik", "lemah", "aman"], "weight": [1.0, -0.2, 0.6]})
    mine = Lexicon("mine", "id", "1", terms)
    articles = table(weak="Rupiah lemah.", strong="Kota aman.", long="Kota aman. " + "Rapat berjalan. " * 100)
    scores = score_sentiment(articles, lexicon=mine).set_index("article_id")
    assert scores["label"].tolist() == ["neutral", "positive", "neutral"]
    assert scores["matched"].all()
    bare = score_sentiment(articles, lexicon=mine, neutral=0, density=0)
    assert bare["label"].tolist() == ["negative", "positive", "positive"]
    sentence = score_sentiment(articles, lexicon=mine, by="sentence").query("article_id == 'long'")
    assert sentence["label"].tolist()[:2] == ["positive", "neutral"]


def test_the_neutral_zone_follows_the_scale_of_the_lexicon():
    terms = pd.DataFrame({"term": ["baik", "lemah"], "weight": [5.0, -1.0]})
    articles = table(weak="Rupiah lemah.", strong="Cuaca baik.")
    scores = score_sentiment(articles, lexicon=Lexicon("five", "id", "1", terms))
    assert scores["label"].tolist() == ["neutral", "positive"]


def test_passages_are_sentences_cut_where_the_voice_changes():
    found = score_sentiment(ARTICLES, lexicon=LEXICON, by="passage")
    mine = found[found["article_id"] == "a"]
    texts = joined(ARTICLES)
    assert [(texts["a"][row.start : row.end], row.voice, row.n_tokens) for row in mine.itertuples()] == [
        ("Perang buruk", "own", 2),
        ("Kota aman", "own", 2),
        ("Perang ini buruk sekali bagi kita semua", "quoted", 7),
        ("kata Vladimir Putin", "own", 3),
    ]
    assert mine["score"].tolist() == pytest.approx([-4 / 2, 2 / 2, -4.75 / 7, 0])
    whole = score_sentiment(ARTICLES, lexicon=LEXICON).set_index("article_id")
    for voice, part in (("own", "own_"), ("quoted", "quoted_")):
        sums = mine[mine["voice"] == voice][["positive", "negative", "n_tokens"]].sum()
        assert sums.tolist() == whole.loc["a", [f"{part}{name}" for name in sums.index]].tolist()


def test_headline_lead_and_body_add_up():
    articles = table(a=("Damai", "Kota aman.\n\nSituasi buruk."), b="Aman.")
    scores = score_sentiment(articles, lexicon=LEXICON).set_index("article_id")
    assert scores.loc["a", ["title_score", "lead_score", "body_score"]].tolist() == [4, 1, -1.5]
    assert scores.loc["b", "lead_score"] == 2
    assert np.isnan(scores.loc["b", "body_score"])


def test_own_agency_and_guest_are_voices_of_their_own():
    articles = table(a="Aman.", b="Aman.", c="Aman.").assign(
        agency=[None, "AFP", None], genre=["news", "news", "opinion"]
    )
    scores = score_sentiment(articles, lexicon=LEXICON)
    for part, row in (("own_", 0), ("agency_", 1), ("guest_", 2)):
        assert scores[f"{part}score"].notna().tolist() == [place == row for place in range(3)]
