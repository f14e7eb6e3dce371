"""Who speaks: quoted words by hand, unnamed speakers left out, rows that select what they count."""

from __future__ import annotations

import pandas as pd
import pytest

from analysis.measures.evidence import behind
from analysis.measures.who_speaks import who_speaks
from analysis.tables import RESULT_COLUMNS, check_result

QUOTES = pd.DataFrame(
    [
        ("a", "Kim", "kami siap", True),
        ("a", "Kim", "kami maju terus bersama", False),
        ("a", "Putin", "terima kasih", True),
        ("b", "Putin", "kita sahabat lama", True),
        ("b", None, "tanpa nama sama sekali di sini", True),
        ("c", None, "entah siapa", True),
    ],
    columns=["article_id", "speaker", "text", "is_direct"],
)
ARTICLES = pd.DataFrame({"outlet": ["X", "X", "Y"]}, index=pd.Index(list("abc"), name="article_id"))
CLUSTERS = pd.Series(ARTICLES.index, index=ARTICLES.index)


def spoken(**options) -> pd.DataFrame:
    return check_result(who_speaks(QUOTES, by=ARTICLES["outlet"], clusters=CLUSTERS, **options))


def test_words_by_hand():
    found = spoken()
    assert list(found)[:9] == ["outlet", "speaker", *RESULT_COLUMNS]
    assert found[
        ["outlet", "speaker", "count", "total", "quotations", "articles", "n"]
    ].to_numpy().tolist() == [
        ["X", "Kim", 6, 11, 2, 1, 2],
        ["X", "Putin", 5, 11, 2, 2, 2],
    ]
    assert found["value"].tolist() == pytest.approx([6 / 11, 5 / 11])


def test_direct_and_indirect_speech_apart():
    direct, indirect = spoken(direct=True), spoken(direct=False)
    assert direct[["is_direct", "speaker", "count", "total"]].to_numpy().tolist() == [
        [True, "Putin", 5, 7],
        [True, "Kim", 2, 7],
    ]
    assert indirect[["speaker", "count", "total"]].to_numpy().tolist() == [["Kim", 4, 4]]
    whole = spoken().set_index("speaker")["count"]
    assert (
        direct.set_index("speaker")["count"].add(indirect.set_index("speaker")["count"], fill_value=0)
        == whole
    ).all()


def test_the_most_quoted_and_the_order_of_the_rows():
    assert spoken(top=1)["speaker"].tolist() == ["Kim"]
    mixed = who_speaks(QUOTES.sample(frac=1, random_state=1), by=ARTICLES["outlet"], clusters=CLUSTERS)
    pd.testing.assert_frame_equal(mixed, spoken())


def test_copies_are_one_text():
    double = pd.concat([QUOTES, QUOTES.assign(article_id=QUOTES["article_id"] + "2")])
    by = pd.concat([ARTICLES["outlet"], ARTICLES["outlet"].rename(lambda name: name + "2")])
    found = who_speaks(double, by=by, clusters=pd.Series([*"abcabc"], index=by.index))
    assert found["n"].tolist() == [2, 2]
    assert found["value"].tolist() == pytest.approx(spoken()["value"].tolist())
    assert found["count"].tolist() == [12, 10]


@pytest.mark.parametrize("direct", [None, True, False])
def test_a_row_selects_the_quotations_it_counts(direct: bool | None):
    for _, row in spoken(direct=direct).iterrows():
        counted = behind(row, QUOTES, ARTICLES)
        assert len(counted) == row["quotations"]
        assert counted["text"].str.split().map(len).sum() == row["count"]
        assert counted["article_id"].nunique() == row["articles"]


def test_nobody_quoted_by_name_is_an_empty_table():
    found = who_speaks(QUOTES[QUOTES["speaker"].isna()], by=ARTICLES["outlet"], clusters=CLUSTERS)
    assert len(found) == 0
    assert set(found) == set(spoken())
