"""Kinds of sources over time: no share from a period with few articles, a sentence and a chart for the others."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

import analysis as mc


def test_a_period_with_few_articles_has_no_share(example_store: Path):
    chosen = mc.open_corpus(example_store, languages=["id"])
    days = pd.to_datetime(chosen.articles["day"]).dropna().rename("day")
    said_in = chosen.sources()
    table = mc.source_kinds(
        said_in[said_in["article_id"].isin(days.index)], by=days, clusters=chosen.clusters
    )
    report = mc.Report(chosen, language="id")
    panel = report.show("voices_over_time", table, part=chosen)
    published = {day: sum(days == day) for day in set(days)}
    assert {count >= 20 for count in published.values()} == {True, False}
    for row in panel.table.to_dict("records"):
        assert pd.isna(row["value"]) == (published[row["day"]] < 20)
    assert panel.svg(report.words)[0].startswith("<svg")
    said = " ".join(panel.answers(report.words))
    first, last = (pd.Timestamp(end) for end in ("2024-06-18", "2024-06-20"))
    assert published[first] >= 20
    assert f"{report.words.day(first)}: " in said
    assert f"{report.words.day(last)}: " in said


def test_where_no_period_is_large_enough_the_page_says_so(example_store: Path):
    chosen = mc.open_corpus(example_store, languages=["en"], since="2024-06-24")
    days = pd.to_datetime(chosen.articles["day"]).rename("day")
    table = mc.source_kinds(chosen.sources(), by=days, clusters=chosen.clusters)
    report = mc.Report(chosen, language="en")
    panel = report.show("voices_over_time", table, part=chosen)
    assert [str(one) for one in panel.answers(report.words)] == [
        "No period has 20 articles, so no share can be shown."
    ]
    assert panel.svg(report.words) == ("", "")
