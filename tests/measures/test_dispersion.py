"""Dispersion: Gries' own corpus, its published numbers, the two ends of the scale."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest

from analysis.measures.dispersion import dispersion, spread
from analysis.tables import check_result
from analysis.text.dfm import count_terms
from analysis.text.tokens import tokenize

PARTS = (
    "b a m n i b e u p",
    "b a s a t b e w q n",
    "b c a g a b e s t a",
    "b a g h a b e a a t",
    "b a h a a b e a x a t",
)
ARTICLES = pd.DataFrame(
    {"title": "", "text": PARTS, "language": "en"}, index=pd.Index(list("12345"), name="article_id")
)
PUBLISHED = {
    "dp": 0.18,
    "dp_norm": 0.2195121951219512,
    "juilland_d": 0.7851504534504508,
    "carroll_d2": 0.9379213032979956,
    "rosengren_s": 0.9498163423042408,
    "dkl": 0.1369717293652208,
}


def test_the_published_numbers_from_counts_and_from_the_texts():
    from_counts = spread(np.array([9, 10, 10, 10, 11]), np.array([1, 2, 3, 4, 5]))
    row = dispersion(count_terms(tokenize(ARTICLES)), terms=["a"]).iloc[0]
    for name, value in PUBLISHED.items():
        assert from_counts[name] == pytest.approx(value, abs=1e-9)
        assert row["value" if name == "dp_norm" else name] == pytest.approx(value, abs=1e-9)
    assert (row["range"], row["count"], row["n"]) == (5, 15, 5)


def test_all_in_the_smallest_part_is_the_far_end():
    found = spread(np.array([9, 10, 10, 10, 11]), np.array([5, 0, 0, 0, 0]))
    assert found["dp"] == pytest.approx(0.82)
    assert found["dp_norm"] == pytest.approx(1)
    assert found["juilland_d"] == pytest.approx(0)
    assert found["carroll_d2"] == 0
    assert found["dkl"] == pytest.approx(math.log2(50 / 9))


def test_in_proportion_is_the_near_end():
    found = spread(np.array([10, 20, 30]), np.array([1, 2, 3]))
    assert [found[name] for name in ("dp", "dp_norm", "dkl")] == pytest.approx([0, 0, 0])
    assert [found[name] for name in ("juilland_d", "carroll_d2", "rosengren_s")] == pytest.approx([1, 1, 1])


def test_order_and_doubling_change_nothing():
    sizes, counts = np.array([9, 10, 12]), np.array([1, 0, 4])
    first = spread(sizes, counts)
    assert spread(sizes[::-1], counts[::-1]) == pytest.approx(first)
    assert spread(sizes * 2, counts * 2)["dp_norm"] == pytest.approx(first["dp_norm"])


def test_what_cannot_be_had_is_missing():
    assert all(math.isnan(value) for value in spread(np.array([5, 5]), np.array([0, 0])).values())
    one = spread(np.array([5, 0]), np.array([2, 0]))
    assert one["dp"] == 0
    assert math.isnan(one["dp_norm"])
    found = dispersion(count_terms(tokenize(ARTICLES)), terms=["a", "zzz", "a"])
    assert found["term"].tolist() == ["a", "zzz"]
    assert math.isnan(found["value"].iloc[1])
    assert found["count"].tolist() == [15, 0]


def test_it_is_a_result_table_of_terms_that_are_frequent_enough():
    found = check_result(dispersion(count_terms(tokenize(ARTICLES)), min_count=5))
    assert found["term"].tolist() == ["a", "b", "e"]
    assert found["low"].isna().all()
    assert set(found["measure"]) == {"dp_norm"}


def test_many_terms_at_once_equal_the_definitions_one_by_one():
    found = dispersion(count_terms(tokenize(ARTICLES)), min_count=1).set_index("term")
    sizes = np.array([9, 10, 10, 10, 11])
    for term, row in found.iterrows():
        counts = np.array([part.split().count(term) for part in PARTS])
        s, v, p = sizes / 50, counts / counts.sum(), counts / sizes
        assert row["dp"] == pytest.approx(0.5 * sum(abs(s - v)))
        assert row["value"] == pytest.approx(row["dp"] / (1 - 9 / 50))
        assert row["juilland_d"] == pytest.approx(1 - p.std() / p.mean() / 2)
        assert row["dkl"] == pytest.approx(sum(v[v > 0] * np.log2(v[v > 0] / s[v > 0])))
        assert (row["range"], row["count"]) == ((counts > 0).sum(), counts.sum())
