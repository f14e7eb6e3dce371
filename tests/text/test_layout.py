"""Layout: one string per article, the same borders for all who index it."""

from __future__ import annotations

import pandas as pd

from analysis.text.layout import body_start, in_order, joined, lead_end, plain

ARTICLES = pd.DataFrame(
    {
        "title": ["Judul", "", None],
        "text": ["Teras.\n\nIsi, lalu\nbaris.", "Tanpa judul", None],
    },
    index=pd.Index(["a", "b", "c"], name="article_id"),
)


def plain_rows() -> list[tuple[str, str, str]]:
    """Title, text and first paragraph of each article."""
    return [
        ("Judul", "Teras.\n\nIsi, lalu\nbaris.", "Teras."),
        ("", "Tanpa judul", "Tanpa judul"),
        ("", "", ""),
    ]


def test_title_and_text_are_where_the_borders_say():
    assert joined(ARTICLES).tolist() == ["Judul\n\nTeras.\n\nIsi, lalu\nbaris.", "\n\nTanpa judul", "\n\n"]
    for text, body, lead, row in zip(
        joined(ARTICLES), body_start(ARTICLES), lead_end(ARTICLES), plain_rows(), strict=True
    ):
        assert (text[: body - 2], text[body:], text[body:lead]) == row


def test_a_column_without_any_text_is_empty_text():
    missing = ARTICLES.assign(text=float("nan"))
    assert joined(missing).tolist() == ["Judul\n\n", "\n\n", "\n\n"]
    assert plain(pd.Series([1.5, None])).tolist() == ["1.5", ""]


def test_rows_come_in_the_order_of_the_articles():
    rows = pd.DataFrame({"article_id": ["c", "a", "c", "b"], "k": [1, 2, 3, 4]})
    assert in_order(rows, ARTICLES)["k"].tolist() == [2, 4, 1, 3]
    assert in_order(rows.iloc[:0], ARTICLES).empty
