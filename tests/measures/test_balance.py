"""Balance: camps by hand, a name in two camps refused, an absent camp is no balance."""

from __future__ import annotations

import pandas as pd
import pytest

from analysis.measures.balance import balance, camp_of
from analysis.measures.evidence import behind
from analysis.tables import TableError, check_result

QUOTES = pd.DataFrame(
    [("a", "Kim", 6), ("a", "Yoon", 2), ("b", "Kim", 4), ("b", "Ali", 9), ("c", "Yoon", 5)],
    columns=["article_id", "speaker", "words"],
)
ARTICLES = pd.DataFrame({"outlet": ["X", "X", "Y"]}, index=pd.Index(list("abc"), name="article_id"))
CLUSTERS = pd.Series(ARTICLES.index, index=ARTICLES.index)
CAMPS = {"north": ["Kim"], "south": ["Yoon"]}


def test_words_of_camps_by_hand():
    table = check_result(balance(QUOTES, CAMPS, by=ARTICLES["outlet"], clusters=CLUSTERS, amount="words"))
    assert table[["outlet", "camp", "count", "total"]].to_numpy().tolist() == [
        ["X", "north", 10, 12],
        ["X", "south", 2, 12],
        ["Y", "north", 0, 5],
        ["Y", "south", 5, 5],
    ]
    assert table["value"].tolist() == pytest.approx([10 / 12, 2 / 12, 0, 1])
    assert table["ratio"].tolist() == pytest.approx([0.2, 0.2, 0, 0])


def test_rows_select_what_they_count():
    scores = QUOTES.assign(camp=camp_of(QUOTES["speaker"], CAMPS))
    table = balance(QUOTES, CAMPS, by=ARTICLES["outlet"], clusters=CLUSTERS)
    assert [len(behind(row, scores, ARTICLES)) for _, row in table.iterrows()] == table["count"].tolist()


def test_a_name_in_two_camps_is_refused():
    with pytest.raises(TableError, match="'Kim' is in two camps: north and west"):
        balance(QUOTES, {**CAMPS, "west": ["Kim"]}, by=ARTICLES["outlet"], clusters=CLUSTERS)


def test_a_camp_that_nobody_quotes_is_no_balance():
    table = balance(QUOTES, {**CAMPS, "east": ["Wu"]}, by=ARTICLES["outlet"], clusters=CLUSTERS)
    assert table["ratio"].tolist() == [0.0] * len(table)
