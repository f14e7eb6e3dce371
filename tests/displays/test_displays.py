"""Displays: hostile text is escaped, nothing is lost or moved."""

from __future__ import annotations

import re
from html import unescape

import pandas as pd
import pytest

import analysis as mc
from analysis.displays.reader import show_article
from analysis.displays.tables import show_concordance, show_quotations, show_result
from analysis.tables import TableError

HOSTILE = "<script>alert(1)</script><img src=x onerror=\"a()\"> '&'"


def shown_text(html: str) -> str:
    return unescape(re.sub(r"<[^>]*>", "", html))


def test_hostile_text_is_escaped_everywhere():
    row = {
        "outlet": HOSTILE,
        "measure": "share",
        "value": 0.5,
        "low": 0.4,
        "high": 0.6,
        "n": 9,
        "unit": HOSTILE,
    }
    lines = pd.DataFrame([dict.fromkeys(("outlet", "left", "node", "right", "voice"), HOSTILE)])
    article = pd.Series(dict.fromkeys(("title", "outlet", "day", "text"), HOSTILE))
    hits = pd.DataFrame({"start": [0], "end": [8], "label": [HOSTILE], "voice": [HOSTILE]})
    for made in (
        show_result(pd.DataFrame([{**row, "of": HOSTILE}])),
        show_concordance(lines),
        show_article(article, hits),
    ):
        assert "<script" not in made._repr_html_()
        assert "<img" not in made._repr_html_()


def test_marking_changes_no_letter():
    text = "War & peace, said A. War again."
    article = pd.Series({"title": "", "outlet": "A", "day": "", "text": text})
    hits = pd.DataFrame(
        {"start": [2, 3, 23], "end": [5, 11, 26], "label": ["x", "y", "x"], "voice": ["own", "own", "quoted"]}
    )
    html = show_article(article, hits).html
    assert shown_text(html).endswith(text)
    assert html.count("</mark>") == 3, "two hits and one entry of the key; the overlapping one is left out"
    assert html.count("dashed") == 1


def test_hits_are_counted_in_title_and_text_together():
    article = pd.Series({"title": "War again", "outlet": "A", "day": "", "text": "No war."})
    hits = pd.DataFrame({"start": [0, 14], "end": [3, 17], "label": "x", "voice": "own"})
    html = show_article(article, hits).html
    assert re.findall(r'title="x, own">([^<]*)<', html) == ["War", "war"]


def test_large_and_whole_numbers_are_written_out():
    row = {
        "measure": "m",
        "value": 123456.0,
        "low": 0.00012,
        "high": float("nan"),
        "n": 30.0,
        "unit": "u",
        "of": "o",
    }
    text = shown_text(show_result(pd.DataFrame([row])).html)
    assert "123,456" in text
    assert "e+" not in text


def test_quotations_and_tokens_show_themselves_escaped():
    row = dict.fromkeys(("speaker", "role", "cue", "stance", "text"), HOSTILE)
    assert "<script" not in show_quotations(pd.DataFrame([{**row, "is_direct": True}])).html
    articles = pd.DataFrame(
        {"title": [HOSTILE], "text": [HOSTILE]}, index=pd.Index(["<b>"], name="article_id")
    )
    html = mc.tokenize(articles)._repr_html_()
    assert "&lt;b&gt;" in html
    assert "<script" not in html


def test_a_row_without_interval_has_a_dot_and_no_line():
    row = {
        "measure": "m",
        "value": 1.0,
        "low": float("nan"),
        "high": float("nan"),
        "n": 1,
        "unit": "u",
        "of": "o",
    }
    html = show_result(pd.DataFrame([row])).html
    assert "<circle" in html
    assert "<line" not in html


def test_left_is_sorted_from_the_keyword_outwards():
    lines = pd.DataFrame({"left": ["a z", "b y"], "node": "n", "right": "", "outlet": "", "voice": ""})
    html = show_concordance(lines, sort="left").html
    assert html.index("b y") < html.index("a z")
    with pytest.raises(TableError, match="sort is one of"):
        show_concordance(lines, sort="date")
