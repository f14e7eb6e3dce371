"""A digest of two periods: which days, what is new against the days before, and what is said where there is too little."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import analysis as mc
from analysis.pipeline import Corpus, week_figures
from analysis.reports.build import parameters_of
from analysis.reports.runs import run_planned
from analysis.reports.sections import KINDS
from analysis.reports.weeks import two_weeks
from analysis.tables import ParameterError

NOTEBOOK = Path(__file__).parents[2] / "notebooks" / "weekly_digest.ipynb"
FIRST = pd.Timestamp("2024-06-10")


def invented(first: int, second: int, before: int = 30, now: int = 30) -> Corpus:
    """Two weeks of invented articles; `first` of the earlier and `second` of the later ones speak of security."""
    rows = []
    for week, (many, firing) in enumerate(((before, first), (now, second))):
        for i in range(many):
            number = week * 1000 + i
            about = "Sanksi dan sanksi baru." if i < firing else "Pasar ramai dan cuaca cerah."
            day = FIRST + pd.Timedelta(days=7 * week + i % 7)
            words = " ".join(f"kata{number}x{k}" for k in range(20))
            rows.append((f"Berita {number}", f"{about} {words}", ("Kabar", "Sorot")[i % 2], str(day.date())))
    frame = pd.DataFrame(rows, columns=["title", "text", "outlet", "published"])
    articles = mc.as_articles(frame, language="id")
    clusters = pd.Series(articles.index, index=articles.index)
    funnel = pd.DataFrame({"step": ["in the store"], "articles": [len(articles)], "left_out": [0]})
    return Corpus(articles, clusters, funnel)


def test_the_notebook_is_one_of_the_others():
    cells = json.loads(NOTEBOOK.read_text(encoding="utf-8"))["cells"]
    code = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]
    shown = {part.split('"')[1] for text in code for part in text.split("report.show(")[1:]}
    assert (
        {"copied", "week_words", "speakers", "most_quoted", "labels", "trained_frames", "volume"}
        <= shown
        <= set(KINDS)
    )
    known = parameters_of(NOTEBOOK)
    assert {"week", "since", "until", "report_language", "previous"} - set(known) == {"previous"}


@pytest.mark.parametrize(
    ("asked", "since", "until", "before"),
    [
        ({}, "2024-06-17", "2024-06-23", "10 – 16 June 2024"),
        ({"week": "2024-06-12"}, "2024-06-10", "2024-06-16", "3 – 9 June 2024"),
        ({"week": "2024-07-02"}, "2024-07-01", "2024-07-07", "24 – 30 June 2024"),
        ({"since": "2024-06-30", "until": "2024-07-01"}, "2024-06-30", "2024-07-01", "28 – 29 June 2024"),
        ({"since": "2024-01-01", "until": "2024-01-01"}, "2024-01-01", "2024-01-01", "31 December 2023"),
        ({"week": "2024-06-12", "since": "2024-06-18", "until": "2024-06-18"}, "2024-06-18", "2024-06-18", "17 June 2024"),
    ],
)  # fmt: skip
def test_the_days_are_resolved_and_printed(asked: dict, since: str, until: str, before: str):
    weeks = two_weeks(invented(0, 0), **asked)
    assert (weeks.since, weeks.until, weeks.before) == (since, until, before)
    days = pd.to_datetime(weeks.this.articles["day"])
    assert days.between(since, until).all()
    assert weeks.this.funnel["articles"].iloc[-1] == len(days)


def test_a_relative_week_is_a_monday_to_a_sunday():
    weeks = two_weeks(invented(0, 0), "last full week")
    assert pd.Timestamp(weeks.since).day_name() == "Monday"
    assert pd.Timestamp(weeks.until) - pd.Timestamp(weeks.since) == pd.Timedelta(days=6)


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"since": "2024-06-18"}, "since and until are given together"),
        ({"since": "2024-06-18", "until": "2024-06-17"}, "lies before since"),
        ({"week": "2024-13-01"}, "week: '2024-13-01' is not a day"),
        ({"week": "the other week"}, "period: 'the other week' is not one of"),
    ],
)
def test_other_days_are_refused(asked: dict, said: str):
    with pytest.raises(ParameterError, match=said):
        two_weeks(invented(0, 0), **asked)


def test_a_corpus_without_dates_has_no_week():
    corpus = invented(0, 0)
    articles = corpus.articles.assign(day=pd.NaT)
    with pytest.raises(ParameterError, match="no chosen article has a known date"):
        two_weeks(Corpus(articles, corpus.clusters, corpus.funnel))


def test_differences_are_now_less_before_with_both_counts():
    weeks = two_weeks(invented(3, 24))
    table, hits = week_figures(weeks.both, weeks.now, weeks.before, ["policy_frames"])
    row = table[table["item"] == "policy_frames/external_regulation"]
    row = row if len(row) else table.sort_values("value", ascending=False).head(1)
    [one] = row.to_dict("records")
    assert (one["count"], one["total"], one["count_before"], one["total_before"]) == (24, 30, 3, 30)
    assert one["value"] == pytest.approx(24 / 30 - 3 / 30)
    assert 0 < one["low"] < one["value"] < one["high"]
    fired = hits[hits["item"] == one["item"]]["article_id"]
    assert fired[fired.isin(weeks.this.articles.index)].nunique() == 24


def test_swapping_the_weeks_turns_the_sign():
    there, _ = week_figures(*swapped(3, 24), ["policy_frames"])
    back, _ = week_figures(*swapped(24, 3), ["policy_frames"])
    assert there["item"].tolist() == back["item"].tolist()
    np.testing.assert_allclose(there["value"], -back["value"])
    np.testing.assert_allclose(there["low"], -back["high"])


def test_a_week_just_begun_gives_way_to_the_one_before():
    weeks = two_weeks(invented(0, 0, before=30, now=3))
    assert (weeks.since, weeks.until, weeks.sizes[0]) == ("2024-06-10", "2024-06-16", 30)


def swapped(first: int, second: int) -> tuple[Corpus, str, str]:
    weeks = two_weeks(invented(first, second))
    return weeks.both, weeks.now, weeks.before


@pytest.mark.parametrize("code", ["en", "id"])
def test_a_difference_that_holds_is_named_and_opens_its_sentences(code: str):
    weeks = two_weeks(invented(3, 24), language=code)
    report = mc.Report(weeks.this, language=code, notebook="weekly_digest")
    panel = report.new(weeks, ["policy_frames"])
    report.settle()
    said = [str(one) for one in panel.answers(report.words)]
    assert weeks.now in said[0]
    assert weeks.before in said[0]
    assert 'href="#e' in said[1]
    assert ">24</a>" in said[1]
    assert "70" in said[1]


@pytest.mark.parametrize(
    ("before", "now", "said"),
    [(30, 12, "fewer than 20 articles, so no share"), (12, 30, "fewer than 20 articles, so nothing is compared"),
     (30, 30, "No share can be told apart")],
)  # fmt: skip
def test_too_little_is_said_plainly(before: int, now: int, said: str):
    weeks = two_weeks(invented(6, 6, before=before, now=now), "2024-06-19")
    report = mc.Report(weeks.this)
    panel = report.new(weeks, ["policy_frames"])
    report.settle()
    sentences = [str(one) for one in panel.answers(report.words)]
    assert len(sentences) == 2
    assert said in sentences[1]
    assert "%" not in "".join(sentences)


def test_a_passage_counts_where_two_distinct_texts_quote_it():
    said = "“Kami akan hadir di sana besok pagi,” kata Budi."
    texts = [said, said, "Lalu. " + said, "“Kami akan hadir,” kata Budi."]
    frame = pd.DataFrame({"title": "Judul", "text": texts, "outlet": list("ABBC"), "published": "2024-06-19"})
    articles = mc.as_articles(frame, language="id")
    pieces = mc.score_quoted_sentences(articles, mc.quotations(articles))
    clusters = pd.Series([1, 1, 2, 3], index=articles.index)
    [row] = mc.most_quoted(pieces, by=articles["outlet"], clusters=clusters).to_dict("records")
    assert (row["label"], row["value"], row["n"], row["outlets"]) == (
        "kami akan hadir di sana besok pagi",
        3,
        2,
        2,
    )
    one = pd.Series([1, 1, 1, 3], index=articles.index)
    assert not len(mc.most_quoted(pieces, by=articles["outlet"], clusters=one))


def test_copied_texts_name_the_earliest_and_leave_single_ones_out():
    frame = pd.DataFrame(
        {"title": ["Dua", "Satu", "Tiga"], "text": "x", "outlet": ["B", "A", "C"],
         "published": ["2024-06-19T03:00:00Z", "2024-06-19T01:00:00Z", "2024-06-18"]}
    )  # fmt: skip
    articles = mc.as_articles(frame, language="id")
    by_title = articles["title"].map({"Dua": 1, "Satu": 1, "Tiga": 2})
    [row] = mc.copied_texts(articles, clusters=by_title).to_dict("records")
    assert (row["title"], row["outlet"], row["value"], row["outlets"]) == ("Satu", "A", 2, 2)


@pytest.mark.slow
def test_a_planned_digest_is_of_the_last_full_week(example_store: Path, tmp_path: Path):
    plan = tmp_path / "reports.toml"
    plan.write_text(
        f'[report.digest]\nnotebook = "weekly_digest"\nperiod = "last full week"\n[report.digest.parameters]\ncorpus = "{example_store}"\n',
        encoding="utf-8",
    )
    [entry] = run_planned(plan=plan, folder=tmp_path / "reports", today=dt.date(2024, 6, 26))
    assert (entry["status"], entry["since"], entry["until"]) == ("ok", "2024-06-17", "2024-06-23")
    text = (tmp_path / "reports" / "digest.html").read_text(encoding="utf-8")
    assert "17 – 23 June 2024: 164 articles; 10 – 16 June 2024: 7." in text
    assert "since=2024-06-17" in text
