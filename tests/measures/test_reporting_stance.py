"""Reporting stance: shares by hand, evidence of the doubting verbs, an unknown stance refused."""

from __future__ import annotations

import pandas as pd
import pytest

from analysis.measures.evidence import behind
from analysis.measures.reporting_stance import reporting_stance
from analysis.tables import TableError, check_result

QUOTES = pd.DataFrame(
    [
        ("a", "Kim", "doubting"),
        ("a", "Kim", "neutral"),
        ("b", "Kim", "doubting"),
        ("b", "Yoon", "neutral"),
        ("b", None, "doubting"),
        ("b", "Yoon", None),
    ],
    columns=["article_id", "speaker", "stance"],
)
ARTICLES = pd.DataFrame({"outlet": ["X", "X"]}, index=pd.Index(list("ab"), name="article_id"))
CLUSTERS = pd.Series(ARTICLES.index, index=ARTICLES.index)


def test_shares_by_hand():
    table = check_result(reporting_stance(QUOTES, by=ARTICLES["outlet"], clusters=CLUSTERS))
    assert table[["speaker", "stance", "count", "total", "n"]].to_numpy().tolist() == [
        ["Kim", "doubting", 2, 3, 2],
        ["Yoon", "doubting", 0, 1, 1],
    ]
    assert table["value"].tolist() == pytest.approx([2 / 3, 0])
    assert len(behind(table.iloc[0], QUOTES, ARTICLES)) == 2


def test_an_unknown_stance_is_refused():
    with pytest.raises(TableError, match="stance is neutral, insisting, doubting, accusing; got 'rude'"):
        reporting_stance(QUOTES, by=ARTICLES["outlet"], clusters=CLUSTERS, stance="rude")
