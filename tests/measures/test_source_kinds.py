"""Kinds of sources: shares by hand for naming and origin, words and quotations, an unknown kind refused."""

from __future__ import annotations

import pandas as pd
import pytest

from analysis.measures.evidence import behind
from analysis.measures.source_kinds import source_kinds
from analysis.tables import TableError, check_result

DESCRIBED = pd.DataFrame(
    [
        ("a", "kata", "named", "foreign", "lead", 6),
        ("a", "kata", "anonymous", "unknown", "body", 2),
        ("b", "ujar", "named", "domestic", "body", 4),
        ("b", None, "none", "unknown", "body", 9),
    ],
    columns=["article_id", "cue", "naming", "origin", "field", "words"],
)
ARTICLES = pd.DataFrame({"outlet": ["X", "X"]}, index=pd.Index(list("ab"), name="article_id"))
CLUSTERS = pd.Series(ARTICLES.index, index=ARTICLES.index)


def test_quotations_and_words_by_hand():
    table = check_result(source_kinds(DESCRIBED, by=ARTICLES["outlet"], clusters=CLUSTERS))
    assert table[["naming", "count", "total"]].to_numpy().tolist() == [["named", 2, 3], ["anonymous", 1, 3]]
    words = source_kinds(DESCRIBED, by=ARTICLES["outlet"], clusters=CLUSTERS, kind="origin", words=True)
    assert dict(zip(words["origin"], words["value"])) == pytest.approx(
        {"foreign": 0.5, "domestic": 4 / 12, "unknown": 2 / 12}
    )
    assert len(behind(table.iloc[0], DESCRIBED, ARTICLES)) == 2


def test_an_unknown_kind_is_refused():
    with pytest.raises(TableError, match="kind is naming, origin or field; got 'age'"):
        source_kinds(DESCRIBED, by=ARTICLES["outlet"], clusters=CLUSTERS, kind="age")
