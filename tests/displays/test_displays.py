"""Displays: hostile text is escaped, nothing is lost or moved."""

from __future__ import annotations

import re
from html import unescape

import pandas as pd
import pytest

from analysis.displays.reader import show_article
from analysis.displays.tables import show_concordance, show_result
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
        {"start": [0, 1, 21], "end": [3, 9, 24], "label": ["x", "y", "x"], "voice": ["own", "own", "quoted"]}
    )
    html = show_article(article, hits).html
    assert shown_text(html).endswith(text)
    assert html.count("</mark>") == 3, "two hits and one entry of the key; the overlapping one is left out"
    assert html.count("dashed") == 1


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
