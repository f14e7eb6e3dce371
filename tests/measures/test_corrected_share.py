"""Corrected shares: the two published examples, laws of the estimator, refusals."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from analysis.measures.corrected_share import (
    Stratum,
    corrected_difference,
    corrected_share,
    draw_for_coding,
    prediction_powered,
    stratified_share,
)
from analysis.tables import TableError, check_result


def collection(sizes: dict[str, tuple[int, int]]) -> tuple[pd.DataFrame, pd.Series, pd.Series]:
    rows = [(f"{o}{i}", o, i < yes) for o, (n, yes) in sizes.items() for i in range(n)]
    table = pd.DataFrame(rows, columns=["article_id", "outlet", "present"]).assign(frame="threat")
    outlet = table.set_index("article_id")["outlet"]
    return table, outlet, pd.Series(outlet.index, index=outlet.index)


SCORES, OUTLET, CLUSTERS = collection({"A": (300, 90), "B": (200, 100)})


def codes_of(cells: dict[tuple[str, bool], tuple[int, int]]) -> pd.DataFrame:
    rows = []
    for (outlet, yes), (n, true) in cells.items():
        ids = SCORES[(SCORES["outlet"] == outlet) & (SCORES["present"] == yes)]["article_id"].tolist()
        rows += [(ids[i], "threat", int(i < true), n / len(ids)) for i in range(n)]
    return pd.DataFrame(rows, columns=["article_id", "frame", "code", "probability"])


CODES = codes_of({("A", True): (20, 15), ("A", False): (20, 3), ("B", True): (20, 10), ("B", False): (20, 6)})


def test_two_outlets_as_published():
    found = check_result(corrected_share(SCORES, CODES, by=OUTLET, clusters=CLUSTERS))
    assert found["value"].tolist() == pytest.approx([0.33, 0.40], abs=1e-9)
    assert found["match_rate"].tolist() == pytest.approx([0.30, 0.50], abs=1e-9)
    assert found["se"].tolist() == pytest.approx([0.0605, 0.0696], abs=5e-5)
    # published with one correction for both strata; here each has its own, and texts are whole
    assert found["low"].tolist() == pytest.approx([0.238, 0.281], abs=0.006)
    assert found["high"].tolist() == pytest.approx([0.465, 0.534], abs=0.006)
    gap = corrected_difference(SCORES, CODES, by=OUTLET, clusters=CLUSTERS)
    assert gap["value"].item() == pytest.approx(-0.07)
    assert gap["match_difference"].item() == pytest.approx(-0.20)
    assert not gap["distinguishable"].item()


def test_one_population_as_published():
    value, se, low, high, _ = stratified_share(
        [Stratum(0.32, 640, 100, 70), Stratum(0.68, 1360, 100, 20)], generator=np.random.default_rng(1)
    )
    assert value == pytest.approx(0.36, abs=1e-9)
    assert se == pytest.approx(0.029591, abs=1e-6)
    assert (low, high) == pytest.approx((0.3038, 0.4238), abs=0.006)


def test_prediction_powered_as_published():
    code = np.repeat([1.0, 0.0, 1.0, 0.0], [42, 18, 28, 112])
    machine = np.repeat([1.0, 1.0, 0.0, 0.0], [42, 18, 28, 112])
    rest = np.repeat([1.0, 0.0], [580, 1220])
    value, _, low, high = prediction_powered(code, machine, rest, power=1)
    assert (value, low, high) == pytest.approx((0.37222222, 0.30268269, 0.44176175), abs=1e-6)
    value, _, low, high = prediction_powered(code, machine, rest)
    assert (value, low, high) == pytest.approx((0.359646, 0.300768, 0.418524), abs=1e-6)


def test_a_census_has_no_error_and_copies_add_none():
    everything = SCORES.assign(code=SCORES["present"].astype(int), probability=1.0)
    found = corrected_share(SCORES, everything, by=OUTLET, clusters=CLUSTERS)
    assert found["value"].tolist() == pytest.approx([0.3, 0.5])
    assert found[["low", "high"]].isna().all().all()
    copies = SCORES.assign(article_id=SCORES["article_id"] + "x")
    twice = pd.concat([SCORES, copies])
    by = pd.concat([OUTLET, OUTLET.rename(lambda name: name + "x")])
    both = pd.concat([CLUSTERS, pd.Series(CLUSTERS.to_numpy(), index=CLUSTERS.index + "x")])
    once = corrected_share(SCORES, CODES, by=OUTLET, clusters=CLUSTERS)
    again = corrected_share(twice, CODES, by=by, clusters=both)
    assert again[["value", "n", "se"]].equals(once[["value", "n", "se"]])


def test_the_drawing_is_by_outlet_and_label_and_repeats():
    drawn = draw_for_coding(SCORES, by=OUTLET, clusters=CLUSTERS, per_stratum=25, seed=3)
    assert drawn.groupby(["outlet", "machine"]).size().tolist() == [25] * 4
    assert drawn[(drawn["outlet"] == "A") & drawn["machine"]]["probability"].unique().tolist() == [25 / 90]
    assert drawn.equals(draw_for_coding(SCORES, by=OUTLET, clusters=CLUSTERS, per_stratum=25, seed=3))
    whole = draw_for_coding(SCORES, by=OUTLET, clusters=CLUSTERS, per_stratum=1000)
    assert (whole["probability"] == 1).all()
    assert len(whole) == 500


def test_refusals():
    with pytest.raises(
        TableError, match="80 codes have no probability of having been drawn: a convenience sample"
    ):
        corrected_share(SCORES, CODES.assign(probability=np.nan), by=OUTLET, clusters=CLUSTERS)
    with pytest.raises(TableError, match="code is 0 or 1; 80 are not, first: 'yes'"):
        corrected_share(SCORES, CODES.assign(code="yes"), by=OUTLET, clusters=CLUSTERS)
    few = codes_of({("A", True): (20, 15), ("A", False): (2, 0)})
    found = corrected_share(SCORES, few, by=OUTLET, clusters=CLUSTERS).set_index("outlet")
    assert found.loc["A", "reason"] == "too few codes"
    assert np.isnan(found.loc["A", "value"])


def test_a_text_coded_once_speaks_for_all_its_articles():
    """Six articles of three texts, all coded: the share of articles is known, whatever the texts."""
    scores = pd.DataFrame({"article_id": list("abcdef"), "frame": "threat", "present": True})
    clusters = pd.Series(list("xxxxyz"), index=list("abcdef"))
    outlet = pd.Series("A", index=clusters.index, name="outlet")
    codes = pd.DataFrame(
        {"article_id": list("aef"), "frame": "threat", "code": [1, 0, 0], "probability": 1.0}
    )
    assert corrected_share(scores, codes, by=outlet, clusters=clusters)["value"].item() == pytest.approx(
        4 / 6
    )


def test_an_interval_of_a_nearly_whole_sample_holds_what_the_rest_may_be():
    generator = np.random.default_rng(5)
    held = []
    for _ in range(400):
        truth = generator.random(40) < 0.3
        coded = generator.permutation(40)[:30]
        one = Stratum(1.0, 40, 30, float(truth[coded].sum()))
        _, _, low, high, _ = stratified_share([one], draws=2000, generator=generator)
        held.append(low - 1e-9 <= truth.mean() <= high + 1e-9)
    assert 0.93 <= np.mean(held) <= 1.0
