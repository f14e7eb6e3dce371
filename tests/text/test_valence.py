"""Valence: the five toy sentences under both models of negation, and each rule alone."""

from __future__ import annotations

import pandas as pd
import pytest

from analysis.tables import TableError
from analysis.text.lexicon import Lexicon
from analysis.text.tokens import tokenize
from analysis.text.valence import weighed

WORDS = {
    "id": {"berhasil": 3.0, "aman": 2.0, "mengancam": -4.0, "damai": 4.0, "buruk": -3.0, "masalah": -2.0},
    "en": {"good": 1.0, "bad": -1.0},
}


def weights(text: str, code: str = "id", **options) -> list[float]:
    terms = pd.DataFrame({"term": list(WORDS[code]), "weight": list(WORDS[code].values())})
    articles = pd.DataFrame({"title": [""], "text": [text], "language": code}, index=["a"])
    found = weighed(tokenize(articles), Lexicon("toy", code, "1", terms), **options)
    return found["weight"].tolist()


TOY = {
    "Rudal itu tidak mengancam Jepang.": ([4], [0]),
    "Kunjungan ini sangat berhasil.": ([3.75], [3.75]),
    "Perundingan belum berhasil, situasi buruk sekali.": ([-3, -3.75], [-1, -3.75]),
    "Dunia tidak akan aman tanpa damai.": ([-2, -4], [-2, 0]),
    "Bukan tidak mungkin Korea Utara mengancam lagi.": ([-4], [-4]),
}


@pytest.mark.parametrize("sentence", TOY)
def test_toy_sentences(sentence: str):
    flip, shift = TOY[sentence]
    assert weights(sentence) == flip
    assert weights(sentence, model="shift", shift=4) == shift


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("tidak satu dua aman", [-2]),
        ("tidak satu meja kursi lemari aman", [2]),
        ("tidak, aman", [2]),
        ("tidak jauh tetapi aman", [2]),
        ("Ia tidak datang. Aman saja.", [2]),
        ("tidak “aman”", [2]),
        ("bukan tidak aman", [2]),
        ("bukan tanpa masalah", [-2]),
        ("tanpa masalah", [2]),
        ("tidak akan aman", [-2]),
        ("gagal mencapai damai", [-4]),
        ("gagal meja kursi damai", [4]),
        ("tidak sangat berhasil", [-3.75]),
        ("agak buruk", [-1.5]),
        ("luar biasa buruk", [-3.75]),
        ("kurang lebih aman", [1]),
        ("kurang aman", [-2]),
        ("buruk sekali", [-3.75]),
        ("buruk, sekali lagi", [-3]),
        ("AMAN", [2]),
        ("keamanan", []),
    ],
)
def test_rules_one_at_a_time(sentence: str, expected: list[float]):
    assert weights(sentence) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("not good", [-1]),
        ("It isn’t good", [-1]),
        ("very good", [1.25]),
        ("hardly good", [-0.5]),
        ("not bad, but good", [1, 1]),
        ("no longer good", [-1]),
        ("not at U.N. talks good", [-1]),
        ("not at home. Good", [1]),
    ],
)
def test_english_rules(sentence: str, expected: list[float]):
    assert weights(sentence, "en") == pytest.approx(expected)


def test_a_shift_comes_after_the_intensifier():
    """`not very good` is the opposite of `very good`: 3 * 1.25 - 4 (Taboada et al. 2011)."""
    assert weights("tidak sangat berhasil", model="shift", shift=4) == pytest.approx([-0.25])


def test_no_clause_reaches_from_the_title_into_the_text_or_into_the_next_article():
    terms = pd.DataFrame({"term": ["aman"], "weight": [1.0]})
    articles = pd.DataFrame(
        {"title": ["tidak", "tidak"], "text": ["aman", ""], "language": "id"}, index=["a", "b"]
    )
    articles.loc["c"] = ["aman", "", "id"]
    found = weighed(tokenize(articles), Lexicon("toy", "id", "1", terms))
    assert found[["article_id", "weight"]].to_numpy().tolist() == [["a", 1.0], ["c", 1.0]]


def test_the_longest_term_weighs_and_topics_are_marked():
    terms = pd.DataFrame(
        {"term": ["perang", "perang dingin"], "weight": [-1.0, -0.5], "topic": [True, False]}
    )
    articles = pd.DataFrame(
        {"title": [""], "text": ["Perang dingin dan perang"], "language": "id"}, index=["a"]
    )
    found = weighed(tokenize(articles), Lexicon("toy", "id", "1", terms))
    assert found[["term", "weight", "topic", "label"]].to_numpy().tolist() == [
        ["perang dingin", -0.5, False, "negative"],
        ["perang", -1.0, True, "negative"],
    ]


def test_a_weight_shifted_to_nothing_is_neutral():
    terms = pd.DataFrame({"term": ["aman"], "weight": [0.8]})
    articles = pd.DataFrame({"title": [""], "text": ["tidak aman"], "language": "id"}, index=["a"])
    found = weighed(tokenize(articles), Lexicon("toy", "id", "1", terms), model="shift")
    assert found[["weight", "label", "negated"]].to_numpy().tolist() == [[0.0, "neutral", True]]


def test_an_unknown_model_is_refused():
    with pytest.raises(TableError, match="model is flip or shift; got 'turn'"):
        weights("aman", model="turn")
