"""Coverage: articles and texts by hand, periods without articles, copies, the published shares."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from analysis.measures.coverage import coverage, period_of
from analysis.tables import TableError, check_result

ARTICLES = pd.DataFrame(
    [
        ("a", "Kabar", "2024-06-17"),
        ("b", "Kabar", "2024-06-17"),
        ("c", "Warta", "2024-06-17"),
        ("d", "Warta", "2024-06-20"),
        ("e", "Kabar", "2024-07-02"),
        ("f", "Warta", None),
        ("g", None, "2024-06-17"),
    ],
    columns=["article_id", "outlet", "day"],
).set_index("article_id")
CLUSTERS = pd.Series(["a", "a", "a", "d", "e", "f", "g"], index=ARTICLES.index)


def counts(found: pd.DataFrame, period: str) -> dict[tuple[str, str], float]:
    days = found[period].dt.strftime("%m-%d")
    return dict(zip(zip(found["outlet"], days, strict=True), found["value"], strict=True))


def test_days_by_hand_with_every_day_between():
    found = check_result(coverage(ARTICLES, clusters=CLUSTERS))
    assert len(found) == 3 * 16
    filled = {key: value for key, value in counts(found, "day").items() if value}
    assert filled == {
        ("Kabar", "06-17"): 2, ("Warta", "06-17"): 1, ("Warta", "06-20"): 1,
        ("Kabar", "07-02"): 1, ("not stated", "06-17"): 1,
    }  # fmt: skip
    gaps = found[~found["gap"]]["day"].dt.strftime("%m-%d").unique().tolist()
    assert gaps == ["06-17", "06-20", "07-02"]
    assert (found.loc[found["value"] == 0, "n"] == 0).all()
    assert found[["low", "high"]].isna().all(axis=None)


def test_texts_are_counted_once_and_the_first_to_publish_has_them():
    found = coverage(ARTICLES, every="all", clusters=CLUSTERS).set_index("outlet")
    assert found["value"].to_dict() == {"Kabar": 3, "Warta": 3, "not stated": 1}
    assert found["n"].to_dict() == {"Kabar": 2, "Warta": 3, "not stated": 1}
    assert found["first"].to_dict() == {"Kabar": 2, "Warta": 2, "not stated": 1}
    alone = coverage(ARTICLES, every="all").set_index("outlet")
    assert (alone["n"] == alone["value"]).all()


def test_the_published_shares_raw_and_without_copies():
    """Methods 5.5: 120 articles of 48 texts, 60 of 54, 20 of 20."""
    sizes = {"A": (120, 48), "B": (60, 54), "C": (20, 20)}
    rows = [(o, f"{o}{i % texts}") for o, (articles, texts) in sizes.items() for i in range(articles)]
    articles = pd.DataFrame(rows, columns=["outlet", "cluster"], index=[f"x{i}" for i in range(200)])
    found = coverage(articles.assign(day="2024-06-18"), every="all", clusters=articles["cluster"])
    assert (found["value"] / found["value"].sum()).tolist() == pytest.approx([0.6, 0.3, 0.1])
    assert (found["n"] / found["n"].sum()).round(4).tolist() == [0.3934, 0.4426, 0.1639]
    assert (1 - found["n"] / found["value"]).tolist() == pytest.approx([0.6, 0.1, 0])


def test_weeks_begin_on_monday_and_months_on_the_first():
    days = pd.Series(["2024-06-16", "2024-06-17", "2024-06-23", "2025-01-01", None])
    assert period_of(days, "week").dt.strftime("%Y-%m-%d").tolist()[:4] == [
        "2024-06-10", "2024-06-17", "2024-06-17", "2024-12-30",
    ]  # fmt: skip
    assert period_of(days, "month").dt.strftime("%Y-%m-%d").tolist()[:4] == [
        "2024-06-01", "2024-06-01", "2024-06-01", "2025-01-01",
    ]  # fmt: skip
    assert period_of(days, "week").isna().tolist() == [False] * 4 + [True]
    weeks = coverage(ARTICLES, every="week")
    assert {k: v for k, v in counts(weeks, "week").items() if k[0] == "Kabar"} == {
        ("Kabar", "06-17"): 2, ("Kabar", "06-24"): 0, ("Kabar", "07-01"): 1,
    }  # fmt: skip
    months = coverage(ARTICLES, every="month")
    assert counts(months, "month")[("Kabar", "07-01")] == 1


@pytest.mark.parametrize("every", ["day", "week", "month"])
def test_every_dated_article_is_counted_once_whatever_the_period_and_the_order(every: str):
    found = coverage(ARTICLES, every=every, clusters=CLUSTERS)
    assert found["value"].sum() == 6
    mixed = ARTICLES.sample(frac=1, random_state=3)
    pd.testing.assert_frame_equal(coverage(mixed, every=every, clusters=CLUSTERS), found)


def test_another_column_may_be_the_group():
    found = coverage(ARTICLES.assign(genre="news"), by="genre", every="all")
    assert found[["genre", "value"]].to_numpy().tolist() == [["news", 7.0]]


def test_no_articles_and_no_dates_give_an_empty_table():
    for part in (ARTICLES.iloc[:0], ARTICLES.loc[["f"]]):
        found = coverage(part, every="day")
        assert list(found)[:4] == ["outlet", "day", "measure", "value"]
        assert len(found) == 0
    assert np.array_equal(coverage(ARTICLES.loc[["f"]], every="all")["value"], [1.0])


def test_refusals():
    with pytest.raises(TableError, match="every is day, week, month, all; got 'hour'"):
        coverage(ARTICLES, every="hour")
    with pytest.raises(TableError, match="by names a column of the article table; it has no 'media'"):
        coverage(ARTICLES, by="media")
    with pytest.raises(TableError, match="clusters has no value for 6 articles, first: 'b'"):
        coverage(ARTICLES, clusters=CLUSTERS.iloc[:1])
