"""Every shipped lexicon and dictionary loads, says where it comes from, and holds neither contradictions nor function words."""

from __future__ import annotations

import datetime
from collections import Counter
from itertools import pairwise

import pandas as pd
import pytest

from analysis.languages import DATA, known_languages, language
from analysis.text.dictionary import read_dictionary
from analysis.text.lexicon import read_lexicon
from analysis.text.passport import REQUIRED, shipped
from analysis.text.patterns import glob
from analysis.text.tokens import fold, tokenize

LEXICONS, DICTIONARIES = shipped("lexicons"), shipped("dictionaries")
NEWS = ("en/news", "id/news")


def function_words(code: str) -> set[str]:
    known = language(code)
    return {fold(word) for word in [*known.stopwords, *known.negators]}


def verbs_that_negate(code: str) -> set[str]:
    """Words such as `menolak` or `reject`: they turn what follows, and name an act of their own in a frame."""
    return {fold(word) for word, kind in language(code).negators.items() if kind == "lexical"}


def passport_flaws(passport: dict, name: str, kind: str) -> list[str]:
    code, stem = name.split("/")
    flaws = [field for field in (*REQUIRED, "kind", "source") if not str(passport.get(field, "")).strip()]
    flaws += [field for field in ("licence", "made", "version") if passport.get(field) == "not stated"]
    wanted = {"name": stem, "language": code, "kind": kind}
    flaws += [field for field, value in wanted.items() if passport.get(field) != value]
    return flaws if isinstance(passport.get("date"), datetime.date) else [*flaws, "date"]


def test_both_news_lexicons_are_shipped_and_every_list_belongs_to_a_known_language():
    assert set(NEWS) <= set(LEXICONS)
    assert {name.split("/")[0] for name in LEXICONS + DICTIONARIES} <= set(known_languages())


@pytest.mark.parametrize("name", LEXICONS)
def test_a_lexicon_has_a_complete_passport(name: str):
    assert passport_flaws(read_lexicon(name).passport, name, "lexicon") == []


@pytest.mark.parametrize("name", DICTIONARIES)
def test_a_dictionary_has_a_complete_passport(name: str):
    assert passport_flaws(read_dictionary(name).passport, name, "dictionary") == []


@pytest.mark.parametrize("name", LEXICONS)
def test_a_lexicon_is_large_and_its_weights_are_on_the_scale(name: str):
    terms = read_lexicon(name).terms
    assert len(terms) >= 2000
    assert terms["weight"].abs().between(0.05, 1).all()
    steps = terms["weight"] * 20
    assert terms.loc[(steps - steps.round()).abs() > 1e-9, "term"].tolist() == []


@pytest.mark.parametrize("name", LEXICONS)
def test_no_term_stands_twice_once_its_case_is_folded(name: str):
    counts = Counter(" ".join(fold(term).split()) for term in read_lexicon(name).terms["term"])
    assert [term for term, count in counts.items() if count > 1] == []


@pytest.mark.parametrize("name", LEXICONS)
def test_no_term_is_a_stop_word_or_a_negator(name: str):
    light = function_words(name.split("/")[0])
    assert [term for term in read_lexicon(name).terms["term"] if fold(term) in light] == []


@pytest.mark.parametrize("name", LEXICONS)
def test_no_glob_meets_a_term_of_the_other_sign(name: str):
    terms = read_lexicon(name).terms
    rules = [
        (glob(fold(t)), w) for t, w in zip(terms["term"], terms["weight"], strict=True) if set(t) & set("*?")
    ]
    clashes = [
        (rule.pattern, term)
        for rule, sign in rules
        for term, weight in zip(terms["term"], terms["weight"], strict=True)
        if rule.match(fold(term)) and weight * sign < 0
    ]
    assert clashes == []


@pytest.mark.parametrize("name", NEWS)
def test_a_news_lexicon_has_both_signs_topic_words_and_expressions(name: str):
    terms = read_lexicon(name).terms
    several = terms["term"].str.contains(" ")
    assert (terms["weight"] > 0).mean() > 0.3
    assert (terms["weight"] < 0).mean() > 0.3
    assert 50 <= terms["topic"].sum() <= 0.1 * len(terms)
    assert several.sum() >= 300
    assert (~several).sum() >= 2000


@pytest.mark.parametrize("name", NEWS)
def test_the_shipped_file_has_the_three_columns_and_section_heads(name: str):
    code, stem = name.split("/")
    lines = (DATA / code / "lexicons" / f"{stem}.tsv").read_text(encoding="utf-8").splitlines()
    rows = [line for line in lines if line.strip() and not line.startswith("#")]
    assert rows[0] == "term\tweight\ttopic"
    assert [row for row in rows[1:] if row.count("\t") != 2 or row.split("\t")[2] not in "01"] == []
    assert sum(line.startswith("# ") for line in lines) >= 15


def test_words_that_report_or_name_neutrally_are_not_listed():
    neutral = {
        "id/news": ("kata", "presiden", "pertemuan", "besar", "tinggi", "naik", "turun", "terang", "tegas"),
        "en/news": ("said", "president", "meeting", "large", "high", "rise", "stressed", "founder", "market"),
    }  # fmt: skip
    for name, words in neutral.items():
        assert set(words).isdisjoint(read_lexicon(name).terms["term"])


def test_senses_that_turn_with_affix_or_neighbour():
    weight = read_lexicon("id/news").terms.set_index("term")["weight"]
    assert weight["aman"] > 0.5
    assert weight["mengamankan"] < 0.3
    assert weight["gulung tikar"] < 0 < weight["naik daun"]
    assert weight["merugikan"] < 0 < weight["menguntungkan"]
    topic = read_lexicon("id/news").terms.set_index("term")["topic"]
    assert topic[["perang", "rudal", "sanksi", "nuklir"]].all()
    assert not topic[["tewas", "diserang", "mengecam"]].any()


@pytest.mark.parametrize("name", DICTIONARIES)
def test_a_dictionary_holds_patterns_that_are_no_function_words(name: str):
    code = name.split("/")[0]
    light = function_words(code) - verbs_that_negate(code)
    categories = read_dictionary(name).categories
    assert categories
    for category, patterns in categories.items():
        assert patterns, category
        assert [p for p in patterns if p in light] == [], category
        assert [p for p, count in Counter(patterns).items() if count > 1] == [], category


@pytest.mark.parametrize("name", LEXICONS)
def test_every_term_can_match_a_text_that_holds_it(name: str):
    plain = [term for term in read_lexicon(name).terms["term"] if not set(term) & set("*?")]
    index = pd.Index([f"t{place:05d}" for place in range(len(plain))], name="article_id")
    texts = pd.DataFrame({"title": "", "text": plain, "language": name.split("/")[0]}, index=index)
    tokens = tokenize(texts)
    words = tokens.types[tokens.ids]
    read = [" ".join(words[a:b]) for a, b in pairwise(tokens.offsets)]
    assert [(term, seen) for term, seen in zip(plain, read, strict=True) if fold(term) != seen] == []
