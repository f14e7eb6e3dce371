"""Machine against people, the error band and the tipping point: the published numbers."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from analysis.measures.error_band import (
    difference_band,
    error_band,
    rogan_gladen,
    rogan_gladen_se,
    tipping_point,
)
from analysis.measures.machine_agreement import agreement_parts, machine_agreement
from analysis.tables import TableError, check_result

TRUTH = np.repeat([True, False, True, False], [42, 18, 28, 112])
MACHINE = np.repeat([True, True, False, False], [42, 18, 28, 112])


def table() -> tuple[pd.DataFrame, pd.DataFrame]:
    ids = [f"a{i}" for i in range(200)]
    scores = pd.DataFrame({"article_id": ids, "frame": "threat", "present": MACHINE})
    return scores, pd.DataFrame({"article_id": ids, "frame": "threat", "code": TRUTH.astype(int)})


def test_the_published_table():
    found = check_result(machine_agreement(*table())).set_index("measure")
    wanted = {"precision": 0.70, "recall": 0.60, "f1": 0.646154, "specificity": 0.861538, "npv": 0.80, "accuracy": 0.77,
              "mcc": 0.480384}  # fmt: skip
    assert found["value"].drop("gain").to_dict() == pytest.approx(wanted, abs=1e-6)
    assert found.loc["precision", ["low", "high"]].tolist() == pytest.approx([0.574913, 0.801018], abs=1e-6)
    assert found.loc["recall", ["low", "high"]].tolist() == pytest.approx([0.482938, 0.706657], abs=1e-6)
    assert found.loc["f1", ["low", "high"]].tolist() == pytest.approx([0.546582, 0.734482], abs=1e-6)
    assert found.loc["gain", "value"] == pytest.approx(1.30, abs=0.005)


def test_codes_drawn_by_label_are_weighed():
    scores, codes = table()
    drawn = codes.assign(probability=np.where(MACHINE, 1.0, 0.5))
    found = machine_agreement(scores, drawn).set_index("measure")
    assert found["weighted"].all()
    assert found.loc["precision", "value"] == pytest.approx(0.7)
    assert found.loc["recall", "value"] == pytest.approx(42 / (42 + 56))


def test_swapping_yes_and_no_swaps_recall_and_specificity():
    one = {name: value for name, value, _, _ in agreement_parts(TRUTH, MACHINE, np.ones(200))}
    two = {name: value for name, value, _, _ in agreement_parts(~TRUTH, ~MACHINE, np.ones(200))}
    assert one["recall"] == two["specificity"]
    assert one["precision"] == two["npv"]
    assert one["mcc"] == pytest.approx(two["mcc"])


def test_rogan_gladen_and_its_error():
    assert rogan_gladen(0.32, 0.6, 112 / 130) == pytest.approx(0.3933333333, abs=1e-9)
    se = rogan_gladen_se(0.32, 2000, 0.6, 70, 112 / 130, 130)
    assert (0.393333 - 1.959964 * se, 0.393333 + 1.959964 * se) == pytest.approx((0.2606, 0.5261), abs=2e-4)
    with pytest.raises(TableError, match=r"leave 0.20 above chance"):
        rogan_gladen(0.3, 0.4, 0.8)


def test_the_band_without_codes():
    rates = pd.DataFrame({"outlet": ["A", "B"], "frame": "threat", "measure": "match_rate", "value": [0.32, 0.18],
                          "low": np.nan, "high": np.nan, "n": 100})  # fmt: skip
    found = check_result(error_band(rates))
    assert found["low"].tolist() == pytest.approx([0.171429, 0.0], abs=1e-6)
    assert found["high"].tolist() == pytest.approx([0.625, 1 / 3], abs=1e-6)
    assert found["value"].tolist() == pytest.approx([0.356, 0.118], abs=0.004)
    assert found["likely_high"].tolist() == pytest.approx([0.563, 0.277], abs=0.006)
    assert found["at_border"].tolist() == [False, True]
    assert difference_band(0.32, 0.18) == pytest.approx((0.238, 0.171, 0.390), abs=0.006)


def test_the_tipping_point():
    assert tipping_point(0.32, 0.18, share=0.30) == pytest.approx((0.833333, 0.366667), abs=1e-6)
    assert tipping_point(0.32, 0.18, share=0.20)[0] == pytest.approx(1.2)
    with pytest.raises(TableError, match="share is above 0"):
        tipping_point(0.3, 0.2, share=0)


def test_refusals():
    scores, codes = table()
    with pytest.raises(TableError, match="no coded article has a score"):
        machine_agreement(scores, codes.assign(article_id="z"))
    with pytest.raises(TableError, match="codes lack the column 'code'"):
        machine_agreement(scores, codes.drop(columns="code"))
