"""Frequency: counts by hand, the ratio estimator of the worked example, copies, order, absence."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy.sparse import csr_array
from scipy.stats import t

from analysis.measures.frequency import frequency
from analysis.tables import RESULT_COLUMNS, LanguageError, check_result
from analysis.text.dfm import Dfm, count_terms
from analysis.text.tokens import tokenize

ARTICLES = pd.DataFrame(
    {
        "title": "",
        "text": ["rudal uji rudal", "rudal", "damai damai uji", "", "uji"],
        "outlet": ["A", "A", "B", "C", "B"],
        "language": "id",
    },
    index=pd.Index(list("vwxyz"), name="article_id"),
)
DFM = count_terms(tokenize(ARTICLES))


def dfm_of(counts: list[int], sizes: list[int], name: str = "x") -> Dfm:
    ids = pd.Index([f"{name}{i}" for i in range(len(counts))], name="article_id")
    return Dfm(csr_array(np.array(counts)[:, None]), ids, np.array(["kata"], dtype=object), np.array(sizes))


def test_counts_and_rates_by_hand():
    found = frequency(DFM, by=ARTICLES["outlet"], terms=["rudal", "uji"]).set_index(["outlet", "term"])
    assert found["count"].to_dict() == {
        ("A", "rudal"): 3, ("A", "uji"): 1, ("B", "rudal"): 0, ("B", "uji"): 2, ("C", "rudal"): 0, ("C", "uji"): 0,
    }  # fmt: skip
    assert found.loc[("A", "rudal"), "value"] == pytest.approx(3 / 4 * 1e6)
    assert found.loc[("A", "rudal"), ["tokens", "articles", "range", "n"]].tolist() == [4, 2, 2, 2]
    assert found.loc[("B", "uji"), "value"] == pytest.approx(2 / 4 * 1e6)


def test_475_per_million():
    assert frequency(dfm_of([57], [120_000]))["value"].iloc[0] == pytest.approx(475.0, abs=1e-9)


def test_the_standard_errors_of_the_worked_example():
    """Methods 1.6: one talkative article of 800 words against eight that say it once each."""
    talkative = frequency(dfm_of([40] + [0] * 19, [800] + [500] * 19)).iloc[0]
    spread = frequency(dfm_of([1] * 8 + [0] * 12, [500] * 20)).iloc[0]
    half = t.ppf(0.975, 19)
    assert talkative["value"] == pytest.approx(40 / 10_300 * 1e6)
    assert (talkative["high"] - talkative["value"]) / half == pytest.approx(3770.4, abs=0.05)
    assert talkative["low"] == 0
    assert spread["value"] == pytest.approx(800)
    assert (spread["high"] - spread["value"]) / half == pytest.approx(224.8, abs=0.05)
    assert (spread["value"] - spread["low"]) / half == pytest.approx(224.8, abs=0.05)


def test_nothing_found_is_zero_and_nothing_measured_is_missing():
    found = frequency(DFM, by=ARTICLES["outlet"], terms=["rudal", "nihil"]).set_index(["outlet", "term"])
    assert found.loc[("B", "rudal"), "value"] == 0
    assert found.loc[("A", "nihil"), ["value", "count"]].tolist() == [0, 0]
    assert np.isnan(found.loc[("C", "rudal"), "value"])
    assert found.loc[("C", "rudal"), ["n", "tokens"]].tolist() == [0, 0]
    assert found[["low", "high"]].isna().all(axis=None)


def test_all_copied_once_more_changes_neither_n_nor_the_interval():
    generator = np.random.default_rng(1)
    counts, sizes = generator.poisson(2, 20), generator.integers(80, 120, 20)
    once, twice = dfm_of(list(counts), list(sizes)), dfm_of([*counts, *counts], [*sizes, *sizes])
    clusters = pd.Series([f"c{i % 20}" for i in range(40)], index=twice.article_id)
    one, two = frequency(once).iloc[0], frequency(twice, clusters=clusters).iloc[0]
    assert two["n"] == one["n"] == 20
    assert two["range"] == one["range"]
    assert two["articles"] == 2 * one["articles"]
    assert two[["value", "low", "high"]].tolist() == pytest.approx(one[["value", "low", "high"]].tolist())


def test_the_order_of_the_articles_means_nothing():
    backward = count_terms(tokenize(ARTICLES.iloc[::-1]))
    pd.testing.assert_frame_equal(
        frequency(backward, by=ARTICLES["outlet"]), frequency(DFM, by=ARTICLES["outlet"])
    )


def test_groups_add_up_to_the_whole():
    parts = frequency(DFM, by=ARTICLES["outlet"]).groupby("term")[["count", "tokens", "articles"]].sum()
    whole = frequency(DFM).set_index("term")[["count", "tokens", "articles"]].sort_index()
    pd.testing.assert_frame_equal(parts, whole)


def test_the_most_frequent_come_first_and_names_break_ties():
    assert frequency(DFM)["term"].tolist() == ["rudal", "uji", "damai"]
    assert frequency(DFM, top=2)["term"].tolist() == ["rudal", "uji"]
    assert frequency(DFM, terms=["uji", "rudal", "uji"])["term"].tolist() == ["rudal", "uji"]


def test_it_is_a_result_table():
    found = check_result(frequency(DFM, by=ARTICLES["outlet"]))
    assert list(found)[:9] == ["outlet", "term", *RESULT_COLUMNS]
    assert set(found["measure"]) == {"per_million"}
    assert len(frequency(count_terms(tokenize(ARTICLES.iloc[:0])))) == 0


def test_two_languages_are_refused():
    mixed = ARTICLES.assign(language=["id", "en", "id", "id", "id"])
    with pytest.raises(LanguageError):
        frequency(count_terms(tokenize(mixed)))
