"""Source position: the first quotation of a speaker in an article counts."""

from __future__ import annotations

import pandas as pd
import pytest

from analysis.measures.source_position import source_position
from analysis.tables import check_result

QUOTES = pd.DataFrame(
    [("a", "Kim", 0.5), ("a", "Kim", 0.1), ("b", "Kim", 0.3), ("b", "Yoon", 0.9), ("c", None, 0.2)],
    columns=["article_id", "speaker", "position"],
)
OUTLET = pd.Series(["X", "X", "X"], index=list("abc"), name="outlet")
CLUSTERS = pd.Series(list("abc"), index=list("abc"))


def test_mean_of_first_places_by_hand():
    table = check_result(source_position(QUOTES, by=OUTLET, clusters=CLUSTERS))
    assert table[["speaker", "n", "articles"]].to_numpy().tolist() == [["Kim", 2, 2], ["Yoon", 1, 1]]
    assert table["value"].tolist() == pytest.approx([0.2, 0.9])
    assert table["low"].isna().all()


def test_the_most_quoted_only_and_nobody():
    assert source_position(QUOTES, by=OUTLET, clusters=CLUSTERS, top=1)["speaker"].tolist() == ["Kim"]
    assert len(source_position(QUOTES.iloc[:0], by=OUTLET, clusters=CLUSTERS)) == 0
