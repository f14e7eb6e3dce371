"""Scales, word shifts, robustness and latent semantic scaling against numbers worked out apart from them."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
import scipy.sparse as sp

from analysis.measures.lss import fit_axis, score_axis
from analysis.measures.robustness import robustness
from analysis.measures.tone_scales import on_scale, tone_scale
from analysis.measures.word_shift import shift_of, word_shift
from analysis.tables import TableError, check_result
from analysis.text.dfm import Dfm


@pytest.mark.parametrize(
    ("counts", "logit", "relative", "absolute"),
    [
        ((8, 3, 200), 0.887303, 0.454545, 0.025),
        ((0, 0, 150), 0.0, np.nan, 0.0),
        ((1, 0, 40), 1.098612, 1.0, 0.025),
        ((0, 4, 90), -2.197225, -1.0, -0.044444),
    ],
)
def test_published_scales(counts: tuple, logit: float, relative: float, absolute: float):
    arrays = [np.array([float(one)]) for one in counts]
    found = [on_scale(*arrays, scale)[0] for scale in ("logit", "relative", "absolute")]
    assert found == pytest.approx([logit, relative, absolute], abs=1e-6, nan_ok=True)


def scored(size: int = 30) -> tuple[pd.DataFrame, pd.Series, pd.Series]:
    draw = np.random.default_rng(1)
    names = [f"a{i}" for i in range(size)]
    scores = pd.DataFrame({"article_id": names, "n_tokens": 100, "language": "id"})
    scores["positive"], scores["negative"] = draw.poisson(4, size), draw.poisson(2, size)
    return scores, pd.Series("X", index=names, name="outlet"), pd.Series(names, index=names)


def test_a_group_is_pooled_and_its_interval_is_that_of_its_clusters():
    scores, by, clusters = scored()
    found = check_result(tone_scale(scores, by=by, clusters=clusters, part="")).iloc[0]
    p, q = scores["positive"].sum(), scores["negative"].sum()
    assert found["value"] == pytest.approx(np.log((p + 0.5) / (q + 0.5)))
    spread = (found["high"] - found["low"]) / (2 * 1.96)
    assert spread == pytest.approx(np.sqrt(1 / p + 1 / q), rel=0.4)
    assert found["coverage"] == pytest.approx((p + q) / 3000)
    again = tone_scale(scores.iloc[::-1], by=by, clusters=clusters, part="").iloc[0]
    assert again["low"] == found["low"]


def test_copies_add_nothing_to_a_relative_scale():
    scores, by, clusters = scored()
    copies = scores.assign(article_id=scores["article_id"] + "-copy")
    by2 = pd.concat([by, by.rename(lambda name: f"{name}-copy")])
    clusters2 = pd.concat([clusters, clusters.rename(lambda name: f"{name}-copy")])
    one = tone_scale(scores, by=by, clusters=clusters, part="", scale="relative").iloc[0]
    two = tone_scale(pd.concat([scores, copies]), by=by2, clusters=clusters2, part="", scale="relative").iloc[
        0
    ]
    assert two[["value", "low", "high", "n"]].tolist() == pytest.approx(
        one[["value", "low", "high", "n"]].tolist()
    )


def test_few_clusters_have_no_interval_and_an_unknown_scale_is_refused():
    scores, by, clusters = scored(5)
    assert np.isnan(tone_scale(scores, by=by, clusters=clusters, part="").iloc[0]["low"])
    with pytest.raises(TableError, match="scale is logit, relative, absolute; got 'log'"):
        tone_scale(scores, by=by, clusters=clusters, scale="log")


def test_the_shift_sums_to_the_difference_of_the_means():
    draw = np.random.default_rng(0)
    terms = [f"w{i}" for i in range(12)]
    one = pd.DataFrame({"term": terms, "count": draw.integers(1, 9, 12), "weight": draw.normal(size=12)})
    two = pd.DataFrame({"term": terms, "count": draw.integers(1, 9, 12), "weight": draw.normal(size=12)})
    means = [np.average(side["weight"], weights=side["count"]) for side in (one, two)]
    for reference in ("average", 0.0, 5.0):
        raw = shift_of(one, two, reference=reference, norm="raw")
        assert raw["contribution"].sum() == pytest.approx(means[1] - means[0])
    assert shift_of(one, two)["contribution"].abs().sum() == pytest.approx(1)
    path = shift_of(one, two, norm="trajectory")["contribution"].sum()
    assert path == pytest.approx(np.sign(means[1] - means[0]))
    swapped = shift_of(two, one, reference=0.0, norm="raw").set_index("term")["contribution"]
    raw = shift_of(one, two, reference=0.0, norm="raw").set_index("term")["contribution"]
    assert (swapped + raw[swapped.index]).abs().max() < 1e-12


def test_a_word_shift_tells_negated_words_apart_and_refuses_an_empty_side():
    hits = pd.DataFrame(
        {
            "article_id": ["x", "x", "y", "y"],
            "term": ["aman", "buruk", "aman", "buruk"],
            "weight": [1.0, -1.0, -1.0, -1.0],
            "negated": [False, False, True, False],
        }
    )
    by = pd.Series(["A", "B"], index=["x", "y"], name="outlet")
    found = word_shift(hits, by, "A", "B", reference=0, norm="raw").set_index("term")
    assert found["contribution"].to_dict() == {"aman": 0.5, "not_aman": 0.5, "buruk": 0.0}
    assert found.loc["not_aman", ["label", "articles"]].tolist() == ["aman", 1]
    with pytest.raises(TableError, match="on both sides; 'C' has none"):
        word_shift(hits, by, "A", "C")


def variant(value: float, low: float, high: float) -> pd.DataFrame:
    return pd.DataFrame({"group_a": ["A"], "group_b": ["B"], "value": [value], "low": [low], "high": [high]})


def test_robustness_counts_the_variants():
    variants = {
        "all words": variant(0.4, 0.1, 0.7),
        **{f"v{i}": variant(0.2, 0.1, 0.3) for i in range(5)},
        "shift": variant(0.1, -0.1, 0.3),
        "titles": variant(-0.2, -0.3, -0.1),
        "unmeasured": variant(np.nan, np.nan, np.nan),
    }
    row = robustness(variants).iloc[0]
    assert f"holds in {row['holds']} of {row['variants']} variants" == "holds in 7 of 8 variants"
    assert row[["distinguishable", "against", "fails"]].tolist() == [6, 1, "titles"]
    assert row[["least", "most"]].tolist() == pytest.approx([-0.5, 1.0])
    with pytest.raises(TableError, match="at least one variant"):
        robustness({})
    with pytest.raises(TableError, match="variant 'other' lacks the pair 'A', 'B'"):
        robustness({"main": variant(1, 0, 2), "other": variant(1, 0, 2).iloc[:0]})


COUNTS = sp.csr_matrix([[2, 1, 0, 0, 1], [1, 2, 1, 0, 0], [0, 0, 2, 1, 1], [0, 1, 1, 2, 2]])
TERMS = np.array(["baik", "damai", "ancaman", "buruk", "rudal"], dtype=object)
TOY = Dfm(COUNTS, pd.Index(list("abcd")), TERMS, np.array([4, 4, 4, 6]))


def test_the_published_toy_axis():
    axis = fit_axis(TOY, {"baik": 1, "buruk": -1}, rank=2, min_count=1, enough=4)
    assert axis.weights.tolist() == pytest.approx(
        [1.372850, 0.989178, -1.030931, -1.372850, -0.876497], abs=1e-6
    )
    raw = score_axis(TOY, axis, standardise=False)["score"]
    assert raw.tolist() == pytest.approx([0.714595, 0.580069, -1.077802, -0.756741], abs=1e-6)
    scaled = score_axis(TOY, axis)["score"]
    assert scaled.tolist() == pytest.approx([0.929060, 0.781946, -1.031055, -0.679951], abs=1e-6)


def test_leaving_a_seed_out_and_turning_the_axis():
    seeds = {"baik": 1, "damai": 1, "buruk": -1, "ancaman": -1}
    axis = fit_axis(TOY, seeds, rank=2, min_count=1, enough=4)
    assert axis.stability["left_out"].tolist()[:4] == list(seeds)
    for term in seeds:
        rest = {other: sign for other, sign in seeds.items() if other != term}
        again = fit_axis(TOY, rest, rank=2, min_count=1, enough=4)
        expected = np.corrcoef(axis.weights, again.weights)[0, 1]
        assert axis.stability.set_index("left_out").loc[term, "r"] == pytest.approx(expected)
    turned = fit_axis(TOY, {term: -sign for term, sign in seeds.items()}, rank=2, min_count=1, enough=4)
    assert turned.weights.to_numpy() == pytest.approx(-axis.weights.to_numpy())


def test_an_axis_is_refused_where_it_would_mean_nothing():
    with pytest.raises(TableError, match=r"needs 5,000 sentences; there are 4\. On fewer"):
        fit_axis(TOY, {"baik": 1, "buruk": -1})
    with pytest.raises(TableError, match="needs 1,000 articles; there are 4"):
        fit_axis(TOY, {"baik": 1, "buruk": -1}, unit="article")
    with pytest.raises(TableError, match="seeds of both signs in the collection; found baik of baik, jelek"):
        fit_axis(TOY, {"baik": 1, "jelek": -1}, enough=4, min_count=1)
    found = fit_axis(TOY, {"baik": 1, "buruk": -1, "hebat": 1}, rank=2, enough=4, min_count=1)
    assert found.missing == ("hebat",)


LABMT = {
    "perang": 2.54,
    "damai": 7.44,
    "hubungan": 6.22,
    "ancaman": 2.96,
    "presiden": 6.06,
    "kunjungan": 6.30,
}
ONE, TWO = (2, 6, 12, 4, 20, 10), (8, 2, 6, 9, 20, 5)


def bag(counts: tuple[int, ...]) -> pd.DataFrame:
    return pd.DataFrame({"term": list(LABMT), "count": counts, "weight": list(LABMT.values())})


def test_the_published_word_shift():
    assert np.average(list(LABMT.values()), weights=ONE) == pytest.approx(5.933333, abs=1e-6)
    assert np.average(list(LABMT.values()), weights=TWO) == pytest.approx(5.0372, abs=1e-6)
    raw = shift_of(bag(ONE), bag(TWO), reference=5, norm="raw")
    assert raw["term"].tolist() == ["perang", "ancaman", "damai", "hubungan", "kunjungan", "presiden"]
    assert raw["contribution"].tolist() == pytest.approx(
        [-0.302489, -0.216089, -0.173511, -0.124711, -0.110741, 0.031407], abs=1e-6
    )
    share = shift_of(bag(ONE), bag(TWO), reference=5)
    assert share["contribution"].tolist() == pytest.approx(
        [-0.315438, -0.225339, -0.180939, -0.130050, -0.115481, 0.032752], abs=1e-6
    )
    path = shift_of(bag(ONE), bag(TWO), norm="trajectory").set_index("term")["contribution"]
    expected = {"perang": -0.465616, "ancaman": -0.351458, "damai": -0.119559, "kunjungan": -0.034855}
    assert path[list(expected)].tolist() == pytest.approx(list(expected.values()), abs=1e-6)
