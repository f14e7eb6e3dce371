"""Differences: Welch and Newcombe where articles are independent, copies on both sides, no false certainty."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from analysis.measures.contrast import difference, share_difference
from analysis.measures.intervals import share_table
from analysis.tables import LanguageError, TableError, check_result

A = (0.2, -0.1, 0.4, 0.0, 0.3, -0.2, 0.1, 0.5)
B = (-0.3, -0.1, -0.4, 0.1, -0.2, 0.0, -0.5, -0.1)


def scored(values: dict[str, tuple[float, ...]]) -> tuple[pd.DataFrame, pd.Series, pd.Series]:
    rows = [(f"{g}{i}", g, value) for g, some in values.items() for i, value in enumerate(some)]
    frame = pd.DataFrame(rows, columns=["article_id", "outlet", "score"])
    by = frame.set_index("article_id")["outlet"]
    return frame[["article_id", "score"]], by, pd.Series(by.index, index=by.index)


def test_the_published_welch_test():
    scores, by, clusters = scored({"A": A, "B": B})
    row = check_result(difference(scores, by=by, clusters=clusters, amount="score")).iloc[0]
    assert row[["group_a", "group_b", "n"]].tolist() == ["A", "B", 16]
    assert row["value"] == pytest.approx(0.3375)
    assert row["p"] == pytest.approx(0.009855, abs=1e-6)
    assert [row["low"], row["high"]] == pytest.approx([0.095433, 0.579567], abs=1e-6)
    assert row["p"] == pytest.approx(stats.ttest_ind(A, B, equal_var=False).pvalue)
    assert row["distinguishable"]


def zeros_and_ones(k: int, m: int) -> tuple[float, ...]:
    return tuple([1.0] * k + [0.0] * (m - k))


def test_the_published_newcombe_interval():
    """Methods 3.8: 14/60 less 45/80 is -.3292, from -.4655 to -.1662."""
    scores, by, clusters = scored({"1": zeros_and_ones(14, 60), "2": zeros_and_ones(45, 80)})
    row = difference(scores, by=by, clusters=clusters, amount="score", share=True).iloc[0]
    assert [round(row[name], 4) for name in ("value", "low", "high")] == [-0.3292, -0.4655, -0.1662]
    assert row["distinguishable"]
    assert row["p"] < 0.001


@pytest.mark.parametrize("share", [True, False])
def test_swapping_the_groups_turns_the_sign(share: bool):
    values = {"A": zeros_and_ones(5, 12), "B": zeros_and_ones(9, 11)}
    rows = []
    for groups in (values, {"B": values["A"], "A": values["B"]}):
        scores, by, clusters = scored(groups)
        rows.append(difference(scores, by=by, clusters=clusters, amount="score", share=share).iloc[0])
    one, two = rows
    assert two["value"] == pytest.approx(-one["value"])
    assert [two["low"], two["high"]] == pytest.approx([-one["high"], -one["low"]])
    assert two["p"] == pytest.approx(one["p"])


def test_the_level_of_a_share_is_where_its_interval_touches_zero():
    """At the level p the interval ends at 0, so at 5 % it excludes 0 just where p is below .05."""
    for k in range(2, 19):
        scores, by, clusters = scored({"A": zeros_and_ones(k, 20), "B": zeros_and_ones(9, 20)})
        row = difference(scores, by=by, clusters=clusters, amount="score", share=True).iloc[0]
        assert (row["p"] < 0.05) == (row["low"] > 0 or row["high"] < 0)
        assert (k == 9) == (row["p"] > 0.999)


def test_copies_change_nothing_and_a_text_on_both_sides_is_one_piece_of_evidence():
    scores, by, clusters = scored({"A": A, "B": B})
    one = difference(scores, by=by, clusters=clusters, amount="score").iloc[0]
    copies = scores.assign(article_id=scores["article_id"] + "c")
    by2 = pd.concat([by, by.rename(lambda name: name + "c")])
    clusters2 = pd.Series([*by.index, *by.index], index=by2.index)
    two = difference(pd.concat([scores, copies]), by=by2, clusters=clusters2, amount="score").iloc[0]
    assert two[["value", "low", "high", "p", "n"]].tolist() == pytest.approx(
        one[["value", "low", "high", "p", "n"]].tolist()
    )
    same, by3, _ = scored({"A": A, "B": A})
    shared = pd.Series([name[1:] for name in by3.index], index=by3.index)
    row = difference(same, by=by3, clusters=shared, amount="score").iloc[0]
    assert row["value"] == 0
    assert row["n"] == 8
    assert np.isnan(row["low"]), "the same texts on both sides differ in nothing, and nothing varies"


def test_all_pairs_each_frame_with_itself_and_corrected_together():
    scores, by, clusters = scored({"A": A, "B": B, "C": A})
    both = pd.concat([scores.assign(frame="x"), scores.assign(frame="y", score=scores["score"] * 2)])
    found = difference(both, by=by, clusters=clusters, amount="score", within=["frame"])
    assert found[["frame", "group_a", "group_b"]].to_numpy().tolist() == [
        [frame, *pair] for frame in "xy" for pair in (["A", "B"], ["A", "C"], ["B", "C"])
    ]
    assert found["value"].tolist() == pytest.approx([0.3375, 0, -0.3375, 0.675, 0, -0.675])
    assert found["q"].to_numpy() == pytest.approx(stats.false_discovery_control(found["p"]))
    assert found["distinguishable"].tolist() == [True, False, True, True, False, True]


def test_ratios_are_weighted():
    scores, by, clusters = scored({"A": A, "B": B})
    scores["words"] = 100.0
    scores["net"] = scores["score"] * 100
    weighted = difference(scores, by=by, clusters=clusters, amount="net", weight="words").iloc[0]
    plain = difference(scores, by=by, clusters=clusters, amount="score").iloc[0]
    assert weighted[["value", "low", "high"]].tolist() == pytest.approx(
        plain[["value", "low", "high"]].tolist()
    )


def test_what_cannot_be_told_has_no_interval():
    few, by, clusters = scored({"A": A[:7], "B": B})
    row = difference(few, by=by, clusters=clusters, amount="score").iloc[0]
    assert row["value"] == pytest.approx(np.mean(A[:7]) - np.mean(B))
    assert row[["low", "high", "p", "q"]].isna().all()
    assert not row["distinguishable"]
    same, by, clusters = scored({"A": (0.1 + 0.2,) * 9, "B": (0.7,) * 9})
    row = difference(same, by=by, clusters=clusters, amount="score").iloc[0]
    assert np.isnan(row["low"])
    assert not row["distinguishable"]


def test_missing_scores_and_articles_without_a_group_are_left_out():
    scores, by, clusters = scored({"A": (*A, np.nan), "B": B})
    extra = pd.concat([scores, pd.DataFrame({"article_id": ["stranger"], "score": [9.0]})])
    row = difference(extra, by=by, clusters=clusters, amount="score").iloc[0]
    assert row["value"] == pytest.approx(0.3375)
    one = difference(scores, by=by[by == "A"], clusters=clusters, amount="score")
    assert len(one) == 0
    assert set(one) == set(difference(scores, by=by, clusters=clusters, amount="score"))


def test_refusals():
    scores, by, clusters = scored({"A": A, "B": B})
    with pytest.raises(LanguageError, match=r"a difference works within one language; found en, id\."):
        difference(scores.assign(language=["id"] * 8 + ["en"] * 8), by=by, clusters=clusters, amount="score")
    with pytest.raises(TableError, match="by needs a name"):
        difference(scores, by=by.rename(None), clusters=clusters, amount="score")
    with pytest.raises(TableError, match="clusters has no value for 1 articles, first: 'A0'"):
        difference(scores, by=by, clusters=clusters.drop("A0"), amount="score")


def test_differences_of_shares_are_those_of_the_share_tables():
    """X names Putin in 9 of 12 articles and Kim in 3, Y in 4 and 8."""
    rows = [(f"{g}{i}", g, "Putin" if i < k else "Kim") for g, k in (("X", 9), ("Y", 4)) for i in range(12)]
    hits = pd.DataFrame(rows, columns=["article_id", "outlet", "actor"])
    by = hits.set_index("article_id")["outlet"]
    clusters = pd.Series(by.index, index=by.index)
    found = check_result(share_difference(hits, by=by, clusters=clusters, item="actor")).set_index("actor")
    shares, _ = share_table(hits.assign(amount=1.0).drop(columns="outlet"), by, clusters, item="actor")
    wide = shares.pivot(index="actor", columns="outlet", values="value")
    assert found["value"].to_dict() == pytest.approx((wide["X"] - wide["Y"]).to_dict())
    assert found.loc["Kim", "value"] == pytest.approx(-found.loc["Putin", "value"])
    assert found.loc["Kim", "low"] == pytest.approx(-found.loc["Putin", "high"])
    assert found.loc["Kim", "value"] == pytest.approx(3 / 12 - 8 / 12)
    assert share_difference(hits, by=by, clusters=clusters, item="actor", top=1)["actor"].tolist() == [
        "Putin"
    ]
