"""Source diversity: worked numbers, laws of evenness, intervals over clusters."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from analysis.measures.source_diversity import INDICES, diversity, source_diversity
from analysis.tables import check_result


def test_worked_numbers():
    found = diversity(np.array([40, 22, 18, 12, 3, 3, 2]))
    assert found["entropy"] == pytest.approx(2.238130, abs=5e-7)
    assert found["evenness"] == pytest.approx(0.797238, abs=5e-7)
    assert found["hhi"] == pytest.approx(0.2574)
    assert found["effective_1"] == pytest.approx(4.717852, abs=5e-7)
    assert found["effective_2"] == pytest.approx(3.885004, abs=5e-7)


def test_laws():
    one = diversity(np.array([7]))
    assert (one["entropy"], one["hhi"], one["effective_1"]) == (0.0, 1.0, 1.0)
    assert np.isnan(one["evenness"])
    even = diversity(np.array([5, 5, 5, 5, 0]))
    assert [even["evenness"], even["effective_1"], even["effective_2"]] == pytest.approx([1, 4, 4])
    assert all(np.isnan(value) for value in diversity(np.array([0, 0])).values())
    double = diversity(np.array([240, 120, 40]))
    for name in ("entropy", "hhi", "effective_1", "effective_2"):
        assert double[name] == pytest.approx(diversity(np.array([120, 60, 20]))[name])


def quotes(copies: int) -> tuple[pd.DataFrame, pd.Series, pd.Series]:
    speakers = ["Kim", "Putin", "Kim", "Yoon"] * 5
    rows = [(f"{place}-{copy}", who) for copy in range(copies) for place, who in enumerate(speakers)]
    frame = pd.DataFrame(rows, columns=["article_id", "speaker"])
    index = pd.Index(frame["article_id"])
    outlet = pd.Series("X", index=index, name="outlet")
    return frame, outlet, pd.Series(index.str.split("-").str[0], index=index)


def test_copies_change_neither_value_nor_interval():
    one, two = (
        source_diversity(frame, by=outlet, clusters=clusters, draws=200)
        for frame, outlet, clusters in (quotes(1), quotes(2))
    )
    check_result(one)
    scaled = one["measure"] != "source_simpson_unbiased"
    for name in ("value", "low", "high", "n"):
        assert two.loc[scaled, name].tolist() == pytest.approx(one.loc[scaled, name].tolist())
    assert one["measure"].tolist() == [f"source_{name}" for name in INDICES]
    effective = one.set_index("measure").loc["source_effective_1"]
    assert effective["low"] < effective["value"] < effective["high"]
    assert (effective["n"], effective["sources"], effective["count"]) == (20, 3, 20)


def test_few_clusters_give_no_interval_and_the_seed_decides():
    frame, outlet, clusters = quotes(1)
    assert source_diversity(frame.iloc[:4], by=outlet, clusters=clusters)["low"].isna().all()
    same = [source_diversity(frame, by=outlet, clusters=clusters, draws=100, seed=3) for _ in range(2)]
    pd.testing.assert_frame_equal(*same)


def test_the_value_lies_inside_its_interval_and_the_interval_inside_its_range():
    speakers = [f"s{n % 17 if n % 3 else 0}" for n in range(60)]
    ids = [f"a{n}" for n in range(60)]
    quotes = pd.DataFrame({"article_id": ids, "speaker": speakers})
    outlet = pd.Series("X", index=ids, name="outlet")
    table = source_diversity(quotes, by=outlet, clusters=pd.Series(ids, index=ids), draws=300)
    assert ((table["low"] <= table["value"]) & (table["value"] <= table["high"])).all()
    shares = table[table["unit"] == "0..1"]
    assert (shares["low"] >= 0).all()
    assert (shares["high"] <= 1).all()
