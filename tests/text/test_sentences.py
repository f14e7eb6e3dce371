"""Sentences: what ends one and what does not, and that no word falls between them."""

from __future__ import annotations

from itertools import pairwise

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.text.layout import joined
from analysis.text.sentences import COLUMNS, sentence_of, sentences
from analysis.text.tokens import tokenize


def table(title: str, text: str, language: str = "id") -> pd.DataFrame:
    index = pd.Index(["a"], name="article_id")
    return pd.DataFrame({"title": [title], "text": [text], "language": [language]}, index=index, dtype="str")


def cut(text: str, language: str = "id", title: str = "") -> list[str]:
    articles = table(title, text, language)
    found = sentences(articles)
    return [joined(articles).iloc[0][a:b] for a, b in zip(found["start"], found["end"], strict=True)]


CASES = {
    "stops": "Ia tiba. Ia pergi! Benarkah? Ya.",
    "title of a person": "Menemui Dr. Ani di Jl. Thamrin.|Lalu pulang.",
    "initial": "Kata J. Sudirman di sana.|Ia diam.",
    "decimal": "Naik 3.5 persen.|Turun lagi.",
    "quotation goes on": "“Kami siap.” kata dia.|Ia pergi.",
    "quotation ends": "“Kami siap.”|Ia pergi.",
    "number begins": "Itu terjadi pada 2023.|5 orang hadir.",
    "several marks": "Apa?!|Tidak...|Ya.",
    "dash after": "Ia datang. — kata mereka",
    "without an end": "Ia datang lalu",
}


@pytest.mark.parametrize("name", CASES)
def test_what_ends_a_sentence(name: str):
    expected = CASES[name].split("|") if "|" in CASES[name] else None
    if name == "stops":
        expected = ["Ia tiba.", "Ia pergi!", "Benarkah?", "Ya."]
    assert cut(CASES[name].replace("|", " ")) == (expected or [CASES[name]])


def test_english_has_its_own_abbreviations():
    assert cut("He met Mr. Smith. They left.", "en") == ["He met Mr. Smith.", "They left."]
    assert cut("He met Mr. Smith. They left.", "und") == ["He met Mr.", "Smith.", "They left."]


def test_the_title_is_one_sentence_and_a_paragraph_ends_one():
    articles = table("Uji. Lagi", "Teras tanpa titik\n\nIsi. Isi lagi.")
    found = sentences(articles)
    assert list(found) == list(COLUMNS)
    assert found["field"].tolist() == ["title", "lead", "body", "body"]
    assert found["sentence"].tolist() == [0, 1, 2, 3]
    assert cut("Teras tanpa titik\n\nIsi. Isi lagi.", title="Uji. Lagi") == [
        "Uji. Lagi",
        "Teras tanpa titik",
        "Isi.",
        "Isi lagi.",
    ]


def test_an_article_without_text_has_no_sentence():
    assert cut("") == []
    assert cut("  \n\n ") == []


@settings(max_examples=40)
@given(st.text(alphabet='aB .?!\n“”"1,', max_size=60), st.text(alphabet="aB .!", max_size=12))
def test_sentences_are_in_order_trimmed_and_hold_every_word(text, title):
    articles = table(title, text)
    found = sentences(articles)
    whole = joined(articles).iloc[0]
    spans = list(zip(found["start"], found["end"], strict=True))
    assert all(a < b for a, b in spans)
    assert all(one[1] <= two[0] for one, two in pairwise(spans))
    body = [whole[a:b] for a, b in spans if a >= len(title) + 2]
    assert all(piece == piece.strip() for piece in body)
    assert "".join("".join(body).split()) == "".join(text.split())
    tokens = tokenize(articles)
    number = sentence_of(tokens, articles)
    starts, ends = tokens.spans(0)
    for place, start, end in zip(number, starts, ends, strict=True):
        assert spans[place][0] <= start
        assert end <= spans[place][1]


def test_sentence_numbers_are_those_of_each_article():
    articles = pd.concat([table("", "Satu. Dua kata."), table("", ""), table("T", "Tiga.")])
    articles.index = pd.Index(["a", "b", "c"], name="article_id")
    assert sentence_of(tokenize(articles), articles).tolist() == [0, 1, 1, 0, 1]
