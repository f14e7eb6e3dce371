"""Agreement: Krippendorff's two published data sets at every level, a calculation over pairs, refusals."""

from __future__ import annotations

from itertools import permutations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.measures.agreement import krippendorff_alpha
from analysis.tables import TableError, check_result

THREE_BY_15 = (
    "* * * * * 3 4 1 2 1 1 3 3 * 3",
    "1 * 2 1 3 3 4 3 * * * * * * *",
    "* * 2 1 3 4 4 * 2 1 1 3 3 * 4",
)
FOUR_BY_12 = (
    "1 2 3 3 2 1 4 1 2 * * *",
    "1 2 3 3 2 2 4 1 2 5 * 3",
    "* 3 3 3 2 3 4 2 2 5 1 *",
    "1 2 3 3 2 4 4 1 2 5 1 *",
)


def codes(rows: tuple[str, ...]) -> pd.DataFrame:
    found = [
        (f"u{unit:02}", f"coder {coder}", int(code))
        for coder, row in enumerate(rows)
        for unit, code in enumerate(row.split())
        if code != "*"
    ]
    return pd.DataFrame(found, columns=["unit_id", "coder", "code"])


def alpha(frame: pd.DataFrame, level: str = "nominal") -> float:
    return float(krippendorff_alpha(frame, level=level, draws=20)["value"].iloc[0])


PUBLISHED = {
    THREE_BY_15: {"nominal": 0.691358, "ordinal": 0.806721, "interval": 0.810845, "ratio": 0.808944},
    FOUR_BY_12: {"nominal": 0.743421, "ordinal": 0.815388, "interval": 0.849107, "ratio": 0.797403},
}


@pytest.mark.parametrize("level", ["nominal", "ordinal", "interval", "ratio"])
@pytest.mark.parametrize("rows", PUBLISHED, ids=["3 by 15", "4 by 12"])
def test_the_published_numbers(rows: tuple[str, ...], level: str):
    assert alpha(codes(rows), level) == pytest.approx(PUBLISHED[rows][level], abs=1e-6)


def test_the_binary_example_with_its_interval():
    """Two coders, 100 units: 20 both yes, 70 both no, 4 and 6 split: .7347, plausibly .565 to .876."""
    first = [1] * 20 + [0] * 70 + [1] * 4 + [0] * 6
    second = [1] * 20 + [0] * 70 + [0] * 4 + [1] * 6
    frame = pd.DataFrame(
        {"unit_id": [*range(100)] * 2, "coder": ["A"] * 100 + ["B"] * 100, "code": first + second}
    )
    row = check_result(krippendorff_alpha(frame, level="nominal", draws=2000, seed=7)).iloc[0]
    assert row["value"] == pytest.approx(0.734667, abs=1e-6)
    assert (row["low"], row["high"]) == (pytest.approx(0.565, abs=0.02), pytest.approx(0.876, abs=0.02))
    assert row[["n", "coders", "judgements"]].tolist() == [100, 2, 200]


def by_pairs(frame: pd.DataFrame) -> float:
    """1 - observed / expected disagreement, over every ordered pair of judgements."""
    units = [list(part) for _, part in frame.groupby("unit_id")["code"] if len(part) > 1]
    together = [code for part in units for code in part]
    observed = sum(sum(a != b for a, b in permutations(part, 2)) / (len(part) - 1) for part in units)
    expected = sum(a != b for a, b in permutations(together, 2)) / (len(together) - 1)
    return 1 - observed / expected if expected else float("nan")


@given(st.lists(st.lists(st.sampled_from([None, 1, 2, 3]), min_size=3, max_size=3), min_size=1, max_size=8))
def test_equals_a_calculation_over_pairs(rows):
    found = [(u, c, code) for u, row in enumerate(rows) for c, code in enumerate(row) if code is not None]
    frame = pd.DataFrame(found, columns=["unit_id", "coder", "code"])
    if len(frame):
        assert alpha(frame) == pytest.approx(by_pairs(frame), nan_ok=True)


def test_names_of_codes_coders_and_units_and_their_order_mean_nothing():
    frame = codes(FOUR_BY_12)
    value = alpha(frame)
    assert alpha(frame.sample(frac=1, random_state=4)) == pytest.approx(value)
    renamed = frame.assign(
        code=frame["code"].map({1: "e", 2: "d", 3: "c", 4: "b", 5: "a"}), coder=frame["coder"] + "x"
    )
    assert alpha(renamed) == pytest.approx(value)
    assert alpha(frame.assign(code=frame["code"] * 10 - 3), "interval") == pytest.approx(0.849107, abs=1e-6)


def test_ten_comes_after_nine_also_when_read_as_text():
    frame = codes(FOUR_BY_12).assign(code=lambda table: table["code"] + 7)
    assert alpha(frame.assign(code=frame["code"].astype("str")), "ordinal") == pytest.approx(
        0.815388, abs=1e-6
    )


def test_full_agreement_is_one_and_has_no_interval():
    frame = pd.DataFrame({"unit_id": [*range(10)] * 2, "coder": ["A"] * 10 + ["B"] * 10, "code": [0, 1] * 10})
    row = check_result(krippendorff_alpha(frame, level="nominal")).iloc[0]
    assert row["value"] == 1
    assert np.isnan([row["low"], row["high"]]).all()


def test_no_variation_and_no_pairs_are_missing_and_not_one():
    same = pd.DataFrame({"unit_id": [1, 1, 2, 2], "coder": list("ABAB"), "code": 1})
    assert np.isnan(alpha(same))
    single = pd.DataFrame({"unit_id": [1, 2], "coder": ["A", "A"], "code": [1, 2]})
    row = krippendorff_alpha(single, level="nominal").iloc[0]
    assert np.isnan(row["value"])
    assert row["n"] == 0


def test_a_row_for_each_variable_and_few_units_without_an_interval():
    three = codes(THREE_BY_15).assign(variable="tone")
    few = codes(FOUR_BY_12).query("unit_id < 'u07'").assign(variable="frame")
    found = krippendorff_alpha(pd.concat([three, few]), level="nominal", draws=200)
    assert found["variable"].tolist() == ["frame", "tone"]
    assert found["value"].iloc[1] == pytest.approx(0.691358, abs=1e-6)
    assert np.isnan(found["low"].iloc[0])
    assert found["low"].iloc[1] < found["value"].iloc[1] < found["high"].iloc[1]
    pd.testing.assert_frame_equal(
        found, krippendorff_alpha(pd.concat([few, three]), level="nominal", draws=200)
    )


def test_refusals():
    frame = codes(FOUR_BY_12)
    with pytest.raises(TableError, match="level is nominal, ordinal, interval, ratio; got 'metric'"):
        krippendorff_alpha(frame, level="metric")
    with pytest.raises(TableError, match="codes lack the column 'coder'; they need unit_id, coder and code"):
        krippendorff_alpha(frame.drop(columns="coder"), level="nominal")
    with pytest.raises(
        TableError, match=r"1 judgements repeat, first: unit 'u00' by 'coder 0'. Keep one each"
    ):
        krippendorff_alpha(pd.concat([frame, frame.iloc[:1]]), level="nominal")
    with pytest.raises(TableError, match="ordinal codes are numbers; 41 are not, first: 'x'"):
        krippendorff_alpha(frame.assign(code="x"), level="ordinal")
