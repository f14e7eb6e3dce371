"""Document-feature matrix: the same as counting by hand, whatever was removed, whatever the order."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.tables import LanguageError, TableError
from analysis.text.dfm import count_terms
from analysis.text.tokens import tokenize

WORDS = st.lists(st.sampled_from(["korea", "utara", "dan", "uji", "rudal"]), max_size=8)


def table(pairs: list[tuple[str, str]], languages: list[str] | None = None) -> pd.DataFrame:
    ids = pd.Index([f"a{i}" for i in range(len(pairs))], name="article_id")
    frame = pd.DataFrame(pairs, columns=["title", "text"], index=ids, dtype="str")
    return frame.assign(language=languages if languages else "id")


def by_hand(title: list[str], text: list[str], n: int, removed: str) -> Counter:
    counted: Counter = Counter()
    for part in (title, text):
        for i in range(len(part) - n + 1):
            if removed not in part[i : i + n]:
                counted[" ".join(part[i : i + n])] += 1
    return counted


@settings(max_examples=40)
@given(st.lists(st.tuples(WORDS, WORDS), max_size=4), st.integers(1, 3), st.integers(1, 3))
def test_counts_equal_a_count_by_hand(articles, n, least):
    tokens = tokenize(table([(" ".join(title), " ".join(text)) for title, text in articles])).remove({"dan"})
    dfm = count_terms(tokens, ngrams=n, min_count=least)
    hand = [by_hand(title, text, n, "dan") for title, text in articles]
    total: Counter = sum(hand, Counter())
    terms = sorted(term for term, count in total.items() if count >= least)
    assert dfm.terms.tolist() == terms
    assert dfm.counts.toarray().tolist() == [[one[term] for term in terms] for one in hand]
    assert dfm.n_tokens.tolist() == [len(title) + len(text) for title, text in articles]


def test_a_column_is_a_term_and_an_unknown_term_is_zeros():
    dfm = count_terms(tokenize(table([("", "aman aman"), ("", "buruk"), ("", "")])))
    assert dfm.column("aman").tolist() == [2, 0, 0]
    assert dfm.column("zzz").tolist() == [0, 0, 0]
    assert repr(dfm) == "Dfm(3 articles, 2 terms)"


def test_counts_of_two_collections_add_up():
    first, second = [("", "uji rudal uji")], [("", "rudal"), ("", "uji")]
    whole = count_terms(tokenize(table(first + second)))
    parts = [count_terms(tokenize(table(part))) for part in (first, second)]
    for term in whole.terms:
        assert whole.column(term).tolist() == [*parts[0].column(term), *parts[1].column(term)]


def test_no_articles_make_an_empty_matrix():
    dfm = count_terms(tokenize(table([]).astype("str")), ngrams=2)
    assert dfm.counts.shape == (0, 0)
    assert np.array_equal(dfm.n_tokens, [])


def test_languages_are_not_counted_together():
    articles = table([("", "aman"), ("", "safe")], ["id", "en"])
    assert tokenize(articles).language == "mul"
    assert tokenize(articles.iloc[:1]).language == "id"
    assert tokenize(articles.drop(columns="language")).language is None
    with pytest.raises(LanguageError) as caught:
        count_terms(tokenize(articles))
    assert str(caught.value) == (
        "counting terms works within one language; these articles are of several. "
        'Take one, such as articles[articles["language"] == "id"].'
    )


def test_a_term_has_at_least_one_word():
    with pytest.raises(TableError, match=r"ngrams is the length of a term in words, 1 or more; got 0."):
        count_terms(tokenize(table([("", "a")])), ngrams=0)
