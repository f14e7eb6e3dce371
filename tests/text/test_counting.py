"""Compiled loops and plain ways count alike: terms, n-grams, neighbours, spread."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.text import neighbours as module
from analysis.text.dfm import Dfm, count_terms
from analysis.text.neighbours import neighbours, two_sides
from analysis.text.tokens import Tokens, tokenize

WORDS = st.lists(st.sampled_from(["uji", "rudal", "dan", "korea", "utara", "di"]), max_size=12).map(" ".join)


def stream(articles: list[tuple[str, str]]) -> Tokens:
    frame = pd.DataFrame(articles, columns=["title", "text"], index=[f"a{i}" for i in range(len(articles))])
    return tokenize(frame.astype("str")).remove({"dan"})


def assert_same(one: Dfm, two: Dfm) -> None:
    assert list(one.terms) == list(two.terms)
    assert one.counts.dtype == two.counts.dtype == np.int32
    np.testing.assert_array_equal(one.counts.toarray(), two.counts.toarray())


@settings(max_examples=60)
@given(st.lists(st.tuples(WORDS, WORDS), max_size=5), st.integers(1, 4), st.integers(1, 3))
def test_terms_and_ngrams(articles, length, least):
    tokens = stream(articles)
    options = {"ngrams": length, "min_count": least}
    assert_same(count_terms(tokens, compiled=True, **options), count_terms(tokens, compiled=False, **options))


@settings(max_examples=60)
@given(st.lists(st.tuples(WORDS, WORDS), min_size=1, max_size=5), st.integers(1, 3), st.booleans())
def test_neighbours(articles, least, by_sentence):
    tokens = stream(articles)
    group = np.arange(len(tokens)) % 2
    sentence = np.arange(len(tokens.ids)) // 3 if by_sentence else None
    found = [
        neighbours(tokens, group, min_count=least, sentence=sentence, compiled=way) for way in (True, False)
    ]
    pd.testing.assert_frame_equal(*found, check_dtype=False)


@pytest.mark.parametrize("compiled", [True, False])
def test_two_sides_count_words_and_groups(monkeypatch, compiled):
    monkeypatch.setattr(module, "worthwhile", lambda size: compiled)
    tokens = stream([("", "uji rudal"), ("", "uji uji"), ("", "korea uji"), ("", "rudal")])
    counts, group = count_terms(tokens).counts, np.array([1, 0, 1, 0])
    found = two_sides(counts, np.array([True, True, True, False]), group)
    assert found.tolist() == [[0, 1, 0, 1], [1, 1, 1, 1], [0, 4, 0, 2]], "korea, rudal, uji"


def test_many_pairs_grow_the_table():
    tokens = stream([("", " ".join(f"k{i}" for i in range(9000)))])
    assert len(neighbours(tokens, np.zeros(1, dtype=np.int64), compiled=True)) == 8999
    assert len(count_terms(tokens, ngrams=2, compiled=True).terms) == 8999
