"""What a report says about a difference in tone: how firmly it stands, which words make it."""

from __future__ import annotations

import pandas as pd
import pytest

from analysis.reports import tone_answers
from analysis.reports.words import Words

FIRM = pd.DataFrame(
    {"group_a": ["A", "A"], "group_b": ["B", "C"], "value": [0.4, -0.9], "low": [0.1, -1.2], "high": [0.7, -0.6], "holds": [7, 8], "variants": 8,
     "fails": ["headlines", ""]}
)  # fmt: skip


def test_the_largest_difference_is_said_first_and_what_fails_is_named():
    words = Words("en")
    said = tone_answers.robustness(tone_answers.failing(FIRM, words), words)
    assert said == [
        "The difference between A and C (−1.20 to −0.60 per 100 own words) holds in 8 of 8 variants.",
        "The difference between A and B (0.10 to 0.70 per 100 own words) holds in 7 of 8 variants (not in: headlines).",
    ]


def test_variants_have_names_in_the_language_of_the_report():
    words = Words("id")
    said = tone_answers.robustness(tone_answers.failing(FIRM, words), words)
    assert (
        said[1]
        == "Perbedaan antara A dan B (0,10 sampai 0,70 per 100 kata sendiri) bertahan dalam 7 dari 8 variasi (tidak dalam: judul)."
    )


@pytest.mark.parametrize("code", ["en", "id"])
def test_without_a_difference_nothing_is_claimed(code: str):
    words = Words(code)
    empty = FIRM.iloc[:0]
    assert tone_answers.robustness(empty, words) == [words("answer.tone_robustness.none")]
    assert tone_answers.shift(pd.DataFrame(), words, empty) == [words("answer.tone_shift.none")]


def test_each_word_of_a_shift_opens_its_sentences():
    table = pd.DataFrame(
        {"term": ["aman", "<b>"], "value": [0.75, -0.25], "group_a": "A", "group_b": "B", "link": ["#e3", ""]}
    )
    said = tone_answers.shift(table, Words("en"), FIRM.assign(group_a="B", group_b="A"))
    assert len(said) == 1
    assert "between A and B (−0.70 to −0.10 per 100 own words)" in said[0]
    assert 'aman (<a class="n" href="#e3">75%</a>)' in said[0]
    assert "&lt;b&gt;" in said[0]
    assert "<b>" not in said[0]
