"""Intervals: formulas on paper, Wilson for independent texts, clusters and not copies as evidence."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from analysis.measures.intervals import (
    aligned,
    benjamini_hochberg,
    bootstrap_totals,
    cluster_of,
    item_ratios,
    key_frame,
    poisson_rate,
    ratio_table,
    share_table,
    wilson,
    within_language,
)
from analysis.tables import LanguageError, TableError


@pytest.mark.parametrize(
    ("count", "n", "low", "high", "rounding"),
    [
        (14, 60, 0.1444, 0.3544, 5e-5),
        (45, 80, 0.4534, 0.6659, 5e-5),
        (42, 60, 0.574913, 0.801018, 5e-7),
        (42, 70, 0.482938, 0.706657, 5e-7),
    ],
)
def test_wilson_gives_the_published_numbers(count: int, n: int, low: float, high: float, rounding: float):
    found = wilson(np.array([count / n]), np.array([n]))
    assert [float(bound[0]) for bound in found] == pytest.approx([low, high], abs=rounding)


def test_wilson_solves_its_own_equation():
    """Both bounds p satisfy (share - p)^2 = z^2 p (1 - p) / n (Wilson 1927)."""
    low, high = wilson(np.array([0.3]), np.array([17.0]))
    for p in (low[0], high[0]):
        assert (0.3 - p) ** 2 == pytest.approx(stats.norm.ppf(0.975) ** 2 * p * (1 - p) / 17, abs=1e-12)


def test_wilson_of_nothing_is_missing():
    low, high = wilson(np.array([np.nan]), np.array([0]))
    assert np.isnan(low[0])
    assert np.isnan(high[0])


def test_poisson_rate_gives_the_published_numbers():
    low, high = poisson_rate(np.array([57, 0, 3]), np.array([120_000, 120_000, 0]))
    assert low[0] * 1e6 == pytest.approx(359.7603613577062, abs=1e-6)
    assert high[0] * 1e6 == pytest.approx(615.4175950246901, abs=1e-6)
    assert low[1] == 0
    assert high[1] * 1e6 == pytest.approx(-np.log(0.025) / 120_000 * 1e6, abs=1e-9)
    assert np.isnan([low[2], high[2]]).all()


def test_false_discovery_rate_equals_scipy_and_keeps_gaps():
    p = np.array([0.03, 0.2, np.nan, 0.001, 0.04, 0.04])
    known = ~np.isnan(p)
    found = benjamini_hochberg(p)
    assert found[known] == pytest.approx(stats.false_discovery_control(p[known]), abs=1e-12)
    assert np.isnan(found[2])


def test_ratio_estimator_of_the_clustered_label_example():
    """Six articles with 14 of 60 uses: the standard error is nearly twice the binomial one (design effect 3.70)."""
    rows = pd.DataFrame(
        {"g": "1", "cluster": list("abcdef"), "amount": [6, 4, 2, 1, 1, 0], "weight": [8, 8, 12, 13, 9, 10]}
    ).astype({"amount": float, "weight": float})
    found = ratio_table(rows, ["g"], share=True).iloc[0]
    y, m = rows["amount"], rows["weight"]
    by_hand = np.sqrt(6 / 5 * sum((y - 14 / 60 * m) ** 2)) / 60
    assert found["value"] == pytest.approx(14 / 60)
    assert found["se"] == pytest.approx(by_hand, abs=1e-12)
    assert round(found["se"], 4) == 0.1050
    assert round(found["se"] ** 2 / (14 / 60 * 46 / 60 / 60), 2) == 3.70
    assert found["n"] == 6
    assert np.isnan(found["low"])


def shares(n: int, ones: int) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "g": "A",
            "cluster": [f"c{i}" for i in range(n)],
            "amount": [1.0] * ones + [0.0] * (n - ones),
            "weight": 1.0,
        }
    )


def test_independent_texts_have_wilsons_own_interval():
    found = ratio_table(shares(60, 14), ["g"], share=True).iloc[0]
    low, high = wilson(np.array([14 / 60]), np.array([60]))
    assert (found["low"], found["high"]) == (
        pytest.approx(low[0], abs=1e-12),
        pytest.approx(high[0], abs=1e-12),
    )


def test_copies_change_neither_n_nor_the_width():
    once = ratio_table(shares(30, 9), ["g"], share=True).iloc[0]
    twice = ratio_table(pd.concat([shares(30, 9)] * 2), ["g"], share=True).iloc[0]
    assert twice["n"] == once["n"] == 30
    assert twice["weight"] == 60
    assert (twice["low"], twice["high"]) == (pytest.approx(once["low"]), pytest.approx(once["high"]))


def test_a_mean_has_the_t_interval():
    values = np.array([0.2, -0.1, 0.4, 0.0, 0.3, -0.2, 0.1, 0.5])
    rows = pd.DataFrame({"g": "A", "cluster": list("abcdefgh"), "amount": values, "weight": 1.0})
    found = ratio_table(rows, ["g"], share=False).iloc[0]
    expected = stats.ttest_1samp(values, 0).confidence_interval(0.95)
    assert found["value"] == pytest.approx(0.15)
    assert (found["low"], found["high"]) == (pytest.approx(expected.low), pytest.approx(expected.high))


@pytest.mark.parametrize("value", [0.1 + 0.2, 1 / 3, 0.0])
def test_values_that_are_all_the_same_have_no_interval(value: float):
    rows = pd.DataFrame({"g": "A", "cluster": [f"c{i}" for i in range(11)], "amount": value, "weight": 1.0})
    found = ratio_table(rows, ["g"], share=False).iloc[0]
    assert np.isnan([found["low"], found["high"]]).all()


def test_a_group_without_weight_is_a_row_without_a_value():
    rows = pd.DataFrame({"g": ["A", "B"], "cluster": ["x", "y"], "amount": [1.0, 0.0], "weight": [1.0, 0.0]})
    found = ratio_table(rows, ["g"], share=True).set_index("g")
    assert found.loc["A", "value"] == 1
    assert np.isnan(found.loc["B", "value"])
    assert found["n"].to_dict() == {"A": 1, "B": 0}


def test_fewer_than_eight_clusters_have_no_interval():
    for n, has in ((7, False), (8, True)):
        found = ratio_table(shares(n, 3), ["g"], share=True).iloc[0]
        assert bool(np.isfinite(found["low"])) is has


def test_many_items_at_once_equal_one_at_a_time():
    generator = np.random.default_rng(4)
    counts = generator.poisson(0.7, (24, 3))
    weight = counts.sum(axis=1) + generator.integers(1, 9, 24)
    base = pd.DataFrame({"g": list("AB") * 12, "cluster": [f"c{i // 2}" for i in range(24)]})
    weights = base.assign(weight=weight.astype(float))
    amounts = pd.concat([base.assign(item=i, amount=counts[:, i]) for i in range(3)])
    items = pd.DataFrame({"item": [0, 1, 2, 3]})
    for share in (True, False):
        many = item_ratios(amounts[amounts["amount"] > 0], weights, ["g"], items, item="item", share=share)
        for i in range(4):
            amount = counts[:, i].astype(float) if i < 3 else np.zeros(24)
            one = ratio_table(weights.assign(amount=amount), ["g"], share=share)
            mine = many[many["item"] == i].sort_values("g")
            for name in ("value", "se", "low", "high", "n", "total", "weight"):
                assert mine[name].to_numpy(dtype=float) == pytest.approx(
                    one[name].to_numpy(dtype=float), abs=1e-10, nan_ok=True
                )


def test_shares_of_a_total_add_up_to_one():
    counts = pd.DataFrame({"article_id": list("aabbc"), "item": list("xyxzy"), "amount": [2.0, 1, 1, 3, 5]})
    by = pd.Series(["A", "A", "B"], index=list("abc"), name="outlet")
    found, keys = share_table(counts, by, pd.Series(list("abc"), index=list("abc")), item="item")
    assert keys == ["outlet", "item"]
    assert found.groupby("outlet")["value"].sum().tolist() == pytest.approx([1, 1])
    assert found.set_index(keys)["count"].to_dict() == {
        ("A", "x"): 3, ("A", "y"): 1, ("A", "z"): 3, ("B", "x"): 0, ("B", "y"): 5, ("B", "z"): 0,
    }  # fmt: skip
    only, _ = share_table(counts, by, pd.Series(list("abc"), index=list("abc")), item="item", top=1)
    assert only[["outlet", "item", "total"]].to_numpy().tolist() == [["A", "y", 7], ["B", "y", 5]]


def test_bootstrap_samples_hold_as_many_clusters_and_do_not_depend_on_the_block(monkeypatch):
    amounts = np.column_stack([np.ones(9), np.arange(9.0)])
    whole = bootstrap_totals(amounts, 500, seed=3)
    assert (whole[:, 0] == 9).all()
    assert whole[:, 1].mean() == pytest.approx(36, abs=1.5)
    assert whole[:, 1].std() == pytest.approx(np.sqrt(9 * np.arange(9).var()), rel=0.1)
    monkeypatch.setattr("analysis.measures.intervals.BLOCK", 9 * 7)
    assert (bootstrap_totals(amounts, 500, seed=3) == whole).all()
    assert (bootstrap_totals(amounts, 500, seed=4) != whole).any()


INDEX = pd.Index(["a", "b"], name="article_id")


def test_keys_come_in_the_order_of_the_articles_and_none_is_lost():
    outlet = pd.Series([None, "Kabar"], index=["b", "a"], name="outlet", dtype="str")
    assert key_frame(outlet, INDEX)["outlet"].tolist() == ["Kabar", "not stated"]
    both = pd.DataFrame({"outlet": ["A", "B"], "year": [2023, 2024]}, index=INDEX)
    assert key_frame(both, INDEX).to_numpy().tolist() == [["A", 2023], ["B", 2024]]
    assert list(key_frame([both["year"], both["outlet"]], INDEX)) == ["year", "outlet"]


@pytest.mark.parametrize(
    ("series", "message"),
    [
        (pd.Series(["A", "B"], index=INDEX), r"by needs a name, such as articles\['outlet'\] has; rename the Series."),
        (pd.Series(["A", "B"], index=INDEX, name="value"), "by is named 'value', a column of the result table; rename the Series."),
        (pd.Series(["A"], index=["a"], name="o"), r"by\['o'\] has no value for 1 articles, first: 'b'."),
        (pd.Series([1.0, None], index=INDEX, name="o"), r"by\['o'\] is missing for 1 articles, first: 'b'."),
        (pd.Series(["A", "B", "C"], index=["a", "a", "b"], name="o"), r"by\['o'\] has several values for one article, first: 'a'."),
    ],
)  # fmt: skip
def test_keys_that_cannot_serve_are_refused(series: pd.Series, message: str):
    with pytest.raises(TableError, match=message):
        key_frame(series, INDEX)


def test_clusters_with_a_gap_are_refused_and_none_means_each_its_own():
    assert cluster_of(None, INDEX).tolist() == ["a", "b"]
    assert cluster_of(pd.Series([7, 7], index=["b", "a"]), INDEX).tolist() == ["7", "7"]
    with pytest.raises(TableError, match=r"clusters is missing for 1 articles, first: 'b'."):
        cluster_of(pd.Series(["x", None], index=INDEX), INDEX)
    with pytest.raises(TableError, match="clusters must be a Series indexed by article_id"):
        aligned(["x", "y"], INDEX, "clusters")  # type: ignore[arg-type]


def test_languages_are_kept_apart_or_refused():
    scores = pd.DataFrame({"language": ["id", "en"]})
    within_language(scores, ["language", "outlet"], "tone")
    within_language(scores.iloc[:1], ["outlet"], "tone")
    within_language(pd.DataFrame({"score": [1]}), ["outlet"], "tone")
    with pytest.raises(LanguageError, match=r"tone works within one language; found en, id. Take one"):
        within_language(scores, ["outlet"], "tone")
