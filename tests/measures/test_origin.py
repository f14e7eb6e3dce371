"""Origin: agency credits and repeated texts, by hand."""

from __future__ import annotations

import pandas as pd
import pytest

from analysis.measures.evidence import behind
from analysis.measures.origin import origin, score_origin
from analysis.tables import check_result

ARTICLES = pd.DataFrame(
    [
        ("a", "X", "", "a"),
        ("b", "Y", "", "a"),
        ("c", "X", "", "a"),
        ("d", "Y", "Antara", "d"),
        ("e", "Y", "", "e"),
    ],
    columns=["article_id", "outlet", "agency", "cluster"],
).set_index("article_id")


def test_what_was_taken_over_by_hand():
    """b repeats X's text; c repeats its own outlet's; d credits an agency."""
    scores = score_origin(ARTICLES, ARTICLES["cluster"])
    assert scores["repeats"].tolist() == [False, True, False, False, False]
    assert scores["taken"].tolist() == [False, True, False, True, False]
    assert scores["agency"].tolist() == ["", "", "", "Antara", ""]


def test_shares_by_hand_and_the_rows_behind_them():
    scores = score_origin(ARTICLES, ARTICLES["cluster"])
    found = check_result(origin(scores, by=ARTICLES["outlet"], clusters=ARTICLES["cluster"]))
    assert found[["outlet", "value", "count", "articles", "n", "agency"]].to_numpy().tolist() == [
        ["X", 0.0, 0, 2, 1, 0],
        ["Y", pytest.approx(2 / 3), 2, 3, 3, 1],
    ]
    for _, row in found.iterrows():
        counted = behind(row, scores, ARTICLES)
        assert (len(counted), counted["taken"].sum()) == (row["articles"], row["count"])
