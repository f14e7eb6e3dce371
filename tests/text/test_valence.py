"""Valence: the five toy sentences under both models of negation, and each rule alone."""

from __future__ import annotations

import pandas as pd
import pytest

from analysis.tables import TableError
from analysis.text.lexicon import Lexicon
from analysis.text.tokens import tokenize
from analysis.text.valence import RULES, weighed

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
        ("not bad, but good", [0.5, 1]),
        ("no longer good", [-1]),
        ("not at U.N. talks good", [-1]),
        ("not at home. Good", [1]),
        ("Nobody came without a coat", []),
        ("It would not end", []),
        ("hardly a word", []),
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


def hits(text: str, entries: dict[str, float], code: str = "id", title: str = "", **passport):
    terms = pd.DataFrame({"term": list(entries), "weight": list(entries.values())})
    articles = pd.DataFrame({"title": [title], "text": [text], "language": code}, index=["a"])
    found = weighed(tokenize(articles), Lexicon("toy", code, "1", terms, passport))
    return found[["term", "weight"]].to_numpy().tolist()


@pytest.mark.parametrize(
    ("text", "entries", "expected"),
    [
        # fixed expressions
        ("tidak hanya aman", {"aman": 1.0}, [["aman", 1.0]]),
        ("tidak lain aman", {"aman": 1.0}, [["aman", 1.0]]),
        ("tak perlu khawatir aman", {"tak perlu khawatir": 0.4, "aman": 1.0}, [["tak perlu khawatir", 0.4], ["aman", 1.0]]),
        # bukan ... melainkan
        ("Ini bukan perdamaian melainkan penjajahan", {"perdamaian": 1.0, "penjajahan": -1.0},
         [["perdamaian", 0.0], ["penjajahan", -1.0]]),
        ("Ini bukan perdamaian", {"perdamaian": 1.0}, [["perdamaian", -1.0]]),
        # reversers, and their own weight where there is nothing to turn
        ("Pemerintah mengatasi masalah", {"mengatasi": 0.3, "masalah": -0.5}, [["masalah", 0.4]]),
        ("Pemerintah mengatasi itu", {"mengatasi": 0.3, "masalah": -0.5}, [["mengatasi", 0.3]]),
        ("Rudal mengancam keamanan", {"mengancam": -0.5, "keamanan": 0.4}, [["keamanan", -0.4]]),
        ("Rudal mengancam Jepang", {"mengancam": -0.5, "keamanan": 0.4}, [["mengancam", -0.5]]),
        ("gagal", {"gagal": -3.0}, [["gagal", -3.0]]),
        ("tidak mengatasi masalah", {"masalah": -0.5}, [["masalah", -0.4]]),
        # movements
        ("inflasi naik", {"naik": 0.3}, [["inflasi + naik", -0.4]]),
        ("laba perusahaan itu turun", {}, [["laba + turun", -0.4]]),
        ("menurunkan angka pengangguran", {}, [["angka pengangguran + menurunkan", 0.4]]),
        ("inflasi tidak naik", {}, [["inflasi + naik", 0.4]]),
        ("inflasi, naik", {}, []),
        # what is not so
        ("agar kota aman", {"aman": 1.0}, [["aman", 0.5]]),
        ("tidak akan aman", {"aman": 1.0}, [["aman", -1.0]]),
        ("Apakah kota itu baik-baik dan aman?", {"aman": 1.0}, [["aman", 0.25]]),
        # contrast
        ("Aman namun buruk", {"aman": 1.0, "buruk": -1.0}, [["aman", 0.5], ["buruk", -1.0]]),
        ("Aman meski buruk", {"aman": 1.0, "buruk": -1.0}, [["aman", 1.0], ["buruk", -0.5]]),
        ("Meski buruk, aman", {"aman": 1.0, "buruk": -1.0}, [["buruk", -0.5], ["aman", 1.0]]),
        ("Aman. Namun buruk.", {"aman": 1.0, "buruk": -1.0}, [["aman", 1.0], ["buruk", -1.0]]),
        # pairs and compounds
        ("baik ayah maupun ibu", {"baik": 1.0}, []),
        ("baik sekali", {"baik": 1.0}, [["baik", 1.25]]),
        ("bantuan bencana", {"bantuan": 0.5, "bencana": -0.5}, [["bantuan", 0.5]]),
        ("bantuan, bencana", {"bantuan": 0.5, "bencana": -0.5}, [["bantuan", 0.5], ["bencana", -0.5]]),
        # names
        ("Para kader dari Partai Sukses datang", {"sukses": 1.0}, []),
        ("Kader partai sukses", {"sukses": 1.0}, [["sukses", 1.0]]),
        ("Sukses besar", {"sukses": 1.0}, [["sukses", 1.0]]),
        ("Kota Aman Dan Sukses", {"sukses": 1.0}, [["sukses", 1.0]]),
        ("Perang Dunia pecah", {"perang": -1.0}, []),
        ("rapat Hebat", {"Hebat": 1.0}, [["Hebat", 1.0]]),
        # almost is not half
        ("hampir tewas", {"tewas": -1.0}, [["tewas", -1.0]]),
        ("luar biasa buruk", {"luar biasa": 0.7, "buruk": -1.0}, [["buruk", -1.25]]),
    ],
)  # fmt: skip
def test_rules_of_indonesian(text: str, entries: dict, expected: list):
    entries = entries or {"bagus": 1.0}
    found = hits(text, entries)
    assert [name for name, _ in found] == [name for name, _ in expected]
    assert [weight for _, weight in found] == pytest.approx([weight for _, weight in expected])


@pytest.mark.parametrize(
    ("text", "entries", "expected"),
    [
        ("not only good", {"good": 1.0}, [["good", 1.0]]),
        ("It would be good", {"good": 1.0}, [["good", 0.5]]),
        ("They ended the massacre", {"massacre": -1.0}, [["massacre", 0.35]]),
        ("Unemployment fell sharply", {"fell": -0.2}, [["unemployment + fell", 0.4]]),
        ("Profits fell", {"fell": -0.2}, [["profits + fell", -0.4]]),
        ("false hope", {"false": -0.5, "hope": 0.5}, [["false", -0.5], ["hope", 0.5]]),
        ("The Justice Department said", {"justice": 0.5}, []),
        ("Good, although bad", {"good": 1.0, "bad": -1.0}, [["good", 1.0], ["bad", -0.5]]),
    ],
)
def test_rules_of_english(text: str, entries: dict, expected: list):
    found = hits(text, entries, "en")
    assert [name for name, _ in found] == [name for name, _ in expected]
    assert [weight for _, weight in found] == pytest.approx([weight for _, weight in expected])


def test_entries_that_only_cancel_are_no_hits():
    entries = {"logam mulia": 0.05, "mulia": 0.6}
    assert hits("Harga logam mulia dan hati mulia", entries, cancel=0.05) == [["mulia", 0.6]]
    assert hits("Harga logam mulia dan hati mulia", entries) == [["logam mulia", 0.05], ["mulia", 0.6]]


def test_a_negator_that_turns_nothing_weighs_nothing():
    assert hits("He did not come", {"good": 1.0}, "en") == []
    assert hits("It is not good", {"good": 1.0}, "en") == [["good", -1.0]]
    assert hits("Unemployment did not rise", {"good": 1.0}, "en") == [["unemployment + rise", 0.4]]
    assert hits("Dia tidak datang", {"baik": 1.0}) == []


@pytest.mark.parametrize("rule", RULES)
def test_each_rule_can_be_left_out(rule: str):
    text = "Agar kader dari Partai Sukses tidak sangat buruk, baik di sini maupun di sana? Bantuan bencana mengatasi masalah namun inflasi naik."
    entries = {"sukses": 1.0, "buruk": -1.0, "baik": 1.0, "bantuan": 1.0, "bencana": -1.0, "masalah": -1.0}
    terms = pd.DataFrame({"term": list(entries), "weight": list(entries.values())})
    articles = pd.DataFrame({"title": [""], "text": [text], "language": "id"}, index=["a"])
    lexicon, tokens = Lexicon("toy", "id", "1", terms), tokenize(articles)
    assert not weighed(tokens, lexicon).equals(weighed(tokens, lexicon, without=(rule,)))


def test_a_rule_that_does_not_exist_is_refused():
    with pytest.raises(TableError, match=r"the rules are negation, degree, .*; got 'irony'"):
        weights("aman", without=("irony",))


def test_a_text_weighs_alike_in_any_company():
    texts = ["Kota tidak aman.", "Inflasi naik meski laba turun?", "", "Perang buruk – damai tiba."]
    terms = pd.DataFrame({"term": list(WORDS["id"]), "weight": list(WORDS["id"].values())})
    articles = pd.DataFrame({"title": "", "text": texts, "language": "id"}, index=list("abcd"))
    lexicon = Lexicon("toy", "id", "1", terms)
    whole = weighed(tokenize(articles), lexicon)
    alone = pd.concat([weighed(tokenize(articles.loc[[name]]), lexicon) for name in articles.index])
    pd.testing.assert_frame_equal(alone.reset_index(drop=True), whole)
