"""Collocations: published numbers, pairs counted by hand, borders and gaps that no pair crosses."""

from __future__ import annotations

import itertools
from collections import Counter

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.measures.collocations import association, collocations
from analysis.tables import LanguageError, TableError, check_result
from analysis.text.sentences import sentence_of
from analysis.text.tokens import tokenize


def table(*texts: str, titles: tuple[str, ...] | None = None) -> pd.DataFrame:
    ids = pd.Index([f"a{i}" for i in range(len(texts))], name="article_id")
    return pd.DataFrame({"title": titles or "", "text": list(texts), "language": "id"}, index=ids)


def test_the_published_numbers():
    found = association(np.array([30]), np.array([150]), np.array([60]), 50_000)
    expected = {
        "pmi": 7.380821783940931,
        "npmi": 0.6896191976364268,
        "log_dice": 12.192645077942396,
        "t": 5.444362221601351,
        "g2": 271.94276494543715,
    }
    assert {name: float(value[0]) for name, value in found.items()} == pytest.approx(expected, abs=1e-6)


def test_independence_and_the_swap_of_two_words():
    apart = association(np.array([3.0]), np.array([30.0]), np.array([100.0]), 1000)
    assert {name: float(apart[name][0]) for name in ("pmi", "npmi", "t", "g2")} == pytest.approx(
        {"pmi": 0, "npmi": 0, "t": 0, "g2": 0}, abs=1e-12
    )
    one = association(np.array([5.0]), np.array([20.0]), np.array([70.0]), 1000)
    two = association(np.array([5.0]), np.array([70.0]), np.array([20.0]), 1000)
    for name in one:
        assert one[name] == pytest.approx(two[name])


TEXTS = ("korea utara uji rudal", "korea utara diam", "di korea utara rudal", "korea selatan diam utara")


def test_neighbours_by_hand():
    found = check_result(collocations(tokenize(table(*TEXTS)))).set_index("term")
    assert found.index.tolist() == ["korea utara"]
    row = found.iloc[0]
    assert (row["count"], row["n"]) == (3, 3)
    assert row["value"] == pytest.approx(14 + np.log2(2 * 3 / (4 + 4)))
    assert row["pmi"] == pytest.approx(np.log2(3 / (4 * 4 / 15)))


def test_company_of_a_node_by_hand():
    """`rudal` within two words of `utara`: twice; every word fills four places around itself."""
    found = collocations(tokenize(table(*TEXTS)), node="utar*", window=2, min_count=2, min_range=2).set_index(
        "term"
    )
    assert found["count"].to_dict() == {"korea": 3, "diam": 2, "rudal": 2}
    assert found.loc["rudal", "value"] == pytest.approx(14 + np.log2(2 * 2 / (4 * 4 + 4 * 2)))
    assert found.loc["rudal", "pmi"] == pytest.approx(np.log2(2 / (4 * 2 * 4 / 15)))


def test_no_pair_over_a_title_an_article_a_gap_or_a_sentence():
    kwargs = {"min_count": 1, "min_range": 1}
    over = tokenize(table("utara", titles=("korea",)))
    assert len(collocations(over, **kwargs)) == 0
    assert len(collocations(tokenize(table("korea", "utara")), **kwargs)) == 0
    removed = tokenize(table("korea dan utara")).remove({"dan"})
    assert len(collocations(removed, **kwargs)) == 0
    articles = table("Ada Korea. Utara diam.")
    tokens = tokenize(articles)
    assert "korea utara" in set(collocations(tokens, **kwargs)["term"])
    cut = collocations(tokens, sentence=sentence_of(tokens, articles), **kwargs)
    assert cut["term"].tolist() == ["ada korea", "utara diam"]


def test_copies_are_one_text():
    tokens = tokenize(table(*["korea utara"] * 3))
    assert len(collocations(tokens)) == 1
    assert len(collocations(tokens, clusters=pd.Series("one", index=tokens.article_id))) == 0
    found = collocations(tokens, clusters=pd.Series("one", index=tokens.article_id), min_range=1)
    assert found[["count", "n"]].to_numpy().tolist() == [[3, 1]]


@settings(max_examples=40)
@given(st.lists(st.lists(st.sampled_from("abcd"), max_size=9), max_size=4), st.integers(1, 3))
def test_counts_equal_a_count_by_hand(texts, window):
    tokens = tokenize(table(*[" ".join(words) for words in texts]))
    pairs: Counter = Counter()
    company: Counter = Counter()
    for words in texts:
        pairs.update(f"{x} {y}" for x, y in itertools.pairwise(words))
        for i, word in enumerate(words):
            if word == "a":
                company.update(words[max(i - window, 0) : i] + words[i + 1 : i + 1 + window])
    found = collocations(tokens, min_count=1, min_range=1)
    assert dict(zip(found["term"], found["count"], strict=True)) == dict(pairs)
    near = collocations(tokens, node="a", window=window, min_count=1, min_range=1)
    assert dict(zip(near["term"], near["count"], strict=True)) == dict(company)
    assert (near["value"] <= 14 + 1e-9).all()


def test_the_order_of_the_articles_means_nothing():
    forward, backward = (
        collocations(tokenize(table(*TEXTS)), min_count=1, min_range=1),
        collocations(tokenize(table(*TEXTS[::-1])), min_count=1, min_range=1),
    )
    pd.testing.assert_frame_equal(forward, backward)


def test_refusals():
    with pytest.raises(
        TableError, match="node is one word pattern and window at least 1; got 'korea utara' and 4"
    ):
        collocations(tokenize(table("a")), node="korea utara")
    with pytest.raises(TableError, match="got 'a' and 0"):
        collocations(tokenize(table("a")), node="a", window=0)
    mixed = table("aman", "safe").assign(language=["id", "en"])
    with pytest.raises(LanguageError, match="collocations works within one language"):
        collocations(tokenize(mixed))
    assert len(collocations(tokenize(table("aman")), node="nihil")) == 0
