"""Sentiment toward targets: what stands around a name, counted by hand, within its sentence."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from analysis.measures.sentiment_toward import COLUMNS, REACH, score_sentiment_toward
from analysis.tables import LanguageError, TableError
from analysis.text.dictionary import Dictionary
from analysis.text.layout import joined
from analysis.text.lexicon import Lexicon

TERMS = pd.DataFrame({"term": ["hangat", "buruk", "sangat kejam"], "weight": [1.0, -1.0, -0.5]})
LEXICON = Lexicon("toy", "id", "1", TERMS)
TARGETS = {"Kim": ["Kim", "Kim Jong Un"], "Putin": ["Putin"]}


def table(*texts: str) -> pd.DataFrame:
    index = pd.Index([f"a{i}" for i in range(len(texts))], name="article_id")
    return pd.DataFrame(
        {"title": "", "text": list(texts), "language": "id", "genre": "news", "agency": None}, index=index
    )


def scores(*texts: str) -> list[tuple[str, float, str]]:
    found = score_sentiment_toward(table(*texts), TARGETS, lexicon=LEXICON)
    return list(found[["target", "score", "label"]].itertuples(index=False, name=None))


def test_words_of_the_same_sentence_count():
    assert scores("Kim Jong Un disambut hangat. Putin dinilai tidak terlalu buruk.") == [
        ("Kim", pytest.approx(1 / 2), "positive"),
        ("Putin", pytest.approx(1.25 / 4), "positive"),
    ]


def test_a_phrase_weighs_once_and_a_mention_without_such_words_is_neutral():
    assert scores("Kim sangat kejam. Kim tiba.") == [
        ("Kim", pytest.approx(-0.5 / 2), "negative"),
        ("Kim", 0.0, "neutral"),
    ]


def test_words_out_of_reach_do_not_count():
    filler = " ".join(["kota"] * (REACH - 1))
    assert scores(f"Kim {filler} hangat")[0][1] == pytest.approx(1 / REACH)
    assert scores(f"Kim {filler} kota hangat")[0][1] == 0
    assert scores(f"hangat {filler} Kim {filler} hangat")[0][1] == pytest.approx(2 / (2 * REACH))


def test_rows_are_mentions_in_the_order_of_the_text():
    articles = table("Putin memuji Kim, “Kim sangat hangat kepada kita semua,” kata Vladimir Putin.", "Kim")
    found = score_sentiment_toward(
        articles, Dictionary("d", "id", "1", {k: tuple(v) for k, v in TARGETS.items()}), lexicon=LEXICON
    )
    texts = joined(articles)
    names = [texts[row.article_id][row.start : row.end] for row in found.itertuples()]
    assert names == ["Putin", "Kim", "Kim", "Putin", "Kim"]
    assert found["voice"].tolist() == ["own", "own", "quoted", "own", "own"]
    assert np.isnan(found["score"].iloc[-1])
    assert pd.isna(found["label"].iloc[-1])
    assert found["n_tokens"].iloc[-1] == 0


def test_an_article_is_scored_alike_in_any_company():
    texts = ["Kim hangat.", "Putin buruk, Kim hangat."]
    both = score_sentiment_toward(table(*texts), TARGETS, lexicon=LEXICON)
    alone = score_sentiment_toward(table(*texts).iloc[1:], TARGETS, lexicon=LEXICON)
    pd.testing.assert_frame_equal(both.iloc[1:].reset_index(drop=True), alone)


def test_without_a_lexicon_nothing_is_measured():
    found = score_sentiment_toward(table("Kim hangat.").assign(language="qq"), TARGETS)
    assert found["score"].isna().all()
    assert found["label"].isna().all()
    assert list(score_sentiment_toward(table().astype("str"), TARGETS, lexicon=LEXICON)) == list(COLUMNS)


def test_refusals():
    with pytest.raises(TableError, match="targets hold no names"):
        score_sentiment_toward(table("Kim"), {}, lexicon=LEXICON)
    with pytest.raises(LanguageError, match="lexicon toy is written for id; 1 articles are en, first: 'a0'"):
        score_sentiment_toward(table("Kim").assign(language="en"), TARGETS, lexicon=LEXICON)


ACTS = Lexicon(
    "acts",
    "id",
    "1",
    pd.DataFrame(
        {"term": ["menyerang", "diserang", "mengkritik", "dikritik"], "weight": [-1.0, -1.0, -1.0, -1.0]}
    ),
)


def toward(text: str, **options) -> dict[str, tuple[float, str]]:
    articles = pd.DataFrame(
        {"title": "", "text": [text], "language": "id", "genre": "news", "agency": None},
        index=pd.Index(["a"], name="article_id"),
    )
    found = score_sentiment_toward(articles, {"Ani": ["Ani"], "Budi": ["Budi"]}, lexicon=ACTS, **options)
    return {row.target: (row.score * row.n_tokens, row.role) for row in found.itertuples()}


def test_a_deed_falls_on_the_doer_and_a_judgement_on_the_judged():
    assert toward("Ani menyerang Budi") == {"Ani": (-1, "agent"), "Budi": (-0.5, "patient")}
    assert toward("Budi diserang Ani") == {"Ani": (-1, "agent"), "Budi": (-0.5, "patient")}
    assert toward("Budi diserang pasukan oleh Ani") == {"Ani": (-1, "agent"), "Budi": (-0.5, "patient")}
    assert toward("Ani mengkritik Budi") == {"Ani": (-0.5, "agent"), "Budi": (-1, "patient")}
    assert toward("Budi dikritik Ani") == {"Ani": (-0.5, "agent"), "Budi": (-1, "patient")}


def test_a_word_of_another_clause_weighs_half():
    assert toward("Ani tiba, cuaca di sana, kota menyerang")["Ani"] == (-0.5, "other")


def test_english_mentions_are_judged_by_the_shipped_model_and_by_rules_on_request():
    text = "Critics praised Ani as brilliant. Judges condemned Budi as a corrupt liar."
    articles = pd.DataFrame(
        {"title": "", "text": [text], "language": "en", "genre": "news", "agency": None},
        index=pd.Index(["a"], name="article_id"),
    )
    targets = {"Ani": ["Ani"], "Budi": ["Budi"]}
    found = score_sentiment_toward(articles, targets)
    assert found["label"].tolist() == ["positive", "negative"]
    assert found["score"].abs().max() <= 1
    ruled = score_sentiment_toward(articles, targets, model=None)
    assert ruled["label"].tolist()[1] == "negative"
    assert not ruled["score"].equals(found["score"])
