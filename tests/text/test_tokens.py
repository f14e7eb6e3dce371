"""Tokens: tricky words, spans that slice the text, the same ids by whole text and by piece."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.tables import TableError
from analysis.text.tokens import TOKEN, fold, tokenize


def table(*pairs: tuple[str, str]) -> pd.DataFrame:
    ids = [f"a{i}" for i in range(len(pairs))]
    frame = pd.DataFrame(pairs, columns=["title", "text"], index=ids, dtype="str").rename_axis("article_id")
    return frame.assign(language="id")


CASES = {
    "Korea-Utara": "korea-utara",
    "negara-negara,": "negara-negara",
    "“Ma’af,”": "ma'af",
    "don't": "don't",
    "2024.": "2024",
    "Rp1,5 juta": "rp1,5 juta",
    "3.14": "3.14",
    "1.234.567,89": "1.234.567,89",
    "10.30 WIB": "10.30 wib",
    "17/8/2024": "17/8/2024",
    "https://a.example/x-y?z=1.": "https://a.example/x-y?z=1",
    "(redaksi@kabar.example)": "redaksi@kabar.example",
    "@jokowi:": "@jokowi",
    "#Pemilu2024!": "#pemilu2024",
    "Путин,": "путин",
    "북한은": "북한은",
    "COVID-19": "covid-19",
    "ke-75": "ke-75",
    "20-an": "20-an",
    "A.S.": "a.s",
    "café": "café",
    "kata—kata": "kata kata",
    "AS$5": "as 5",
    "12%": "12%",
    "12,5%": "12,5%",
    "بوتين": "بوتين",
}


@pytest.mark.parametrize(("text", "words"), CASES.items(), ids=list(CASES))
def test_tricky_words(text: str, words: str):
    assert tokenize(table(("", text))).words(0) == words.split()


@given(st.lists(st.tuples(st.text(max_size=40), st.text(max_size=120)), max_size=4))
def test_spans_slice_the_words_that_were_counted(pairs):
    pairs = [(title.replace("\n", " "), text) for title, text in pairs]
    tokens = tokenize(table(*pairs))
    for i in range(len(tokens)):
        starts, ends = tokens.spans(i)
        assert tokens.words(i) == [fold(tokens.texts[i][a:b]) for a, b in zip(starts, ends, strict=True)]
        assert int(tokens.title_length[i]) == len(TOKEN.findall(pairs[i][0]))


@settings(max_examples=40)
@given(st.lists(st.text(max_size=80), max_size=5))
def test_order_of_articles_changes_nothing_but_the_order(texts):
    forward = tokenize(table(*[("", text) for text in texts]))
    backward = tokenize(table(*[("", text) for text in reversed(texts)]))
    assert list(forward.types) == list(backward.types)
    assert [forward.words(i) for i in range(len(texts))] == [backward.words(i) for i in range(len(texts))][
        ::-1
    ]


def test_a_removed_word_leaves_a_pad_and_the_denominator():
    tokens = tokenize(table(("", "korea dan utara"))).remove({"dan"})
    assert tokens.words(0) == ["korea", "", "utara"]
    assert tokens.n_tokens.tolist() == [3]


def test_case_can_be_kept_and_fields_chosen():
    articles = table(("Rudal Baru", "AS diam"))
    assert tokenize(articles, lower=False).words(0) == ["Rudal", "Baru", "AS", "diam"]
    assert tokenize(articles, fields=("title",)).words(0) == ["rudal", "baru"]
    only_text = tokenize(articles, fields=("text",))
    assert only_text.texts[0][slice(*[int(x[0]) for x in only_text.spans(0)])] == "AS"
    with pytest.raises(TableError, match="fields are title and text; got 'lead'"):
        tokenize(articles, fields=("lead",))


def test_missing_text_is_no_word_at_all():
    articles = table(("Judul", "x"))
    articles.loc["a0", "text"] = None
    assert tokenize(articles).words(0) == ["judul"]


def test_taking_articles_keeps_their_words_and_spans():
    tokens = tokenize(table(("a", "b c"), ("d", "e"), ("", "f g")))
    part = tokens.take([2, 0])
    assert [part.words(i) for i in range(2)] == [["f", "g"], ["a", "b", "c"]]
    assert part.spans(1)[0].tolist() == tokens.spans(0)[0].tolist()
