"""Displays: hostile text is escaped, nothing is lost or moved."""

from __future__ import annotations

import re
from html import unescape

import pandas as pd
import pytest
from IPython.core.interactiveshell import InteractiveShell

import analysis as mc
from analysis.displays.reader import show_article
from analysis.displays.tables import (
    show_concordance,
    show_quotations,
    show_result,
    show_sentences,
    show_table,
)
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
    behind = pd.DataFrame(
        {"article_id": ["a"], "outlet": HOSTILE, "day": HOSTILE, "sentence": HOSTILE, "start": 0, "end": 8}
    )
    for made in (
        show_result(pd.DataFrame([{**row, "of": HOSTILE}])),
        show_concordance(lines),
        show_article(article, hits),
        show_table(pd.DataFrame({HOSTILE: [HOSTILE]})),
        show_sentences(behind, article.to_frame().T.set_axis(["a"])),
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
    assert html.count('3px" title') == 1
    assert html.count("quoted or paraphrased") == 1


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
    html = show_result(pd.DataFrame([row, {**row, "low": 0.5, "high": 2.0}])).html
    assert html.count("<circle") == 2
    assert html.count("<line") == 1
    alone = show_result(pd.DataFrame([row])).html
    assert "no interval can be had" in alone
    assert "<svg" not in alone


def test_left_is_sorted_from_the_keyword_outwards():
    lines = pd.DataFrame({"left": ["a z", "b y"], "node": "n", "right": "", "outlet": "", "voice": ""})
    html = show_concordance(lines, sort="left").html
    assert html.index("b y") < html.index("a z")
    with pytest.raises(TableError, match="sort is one of"):
        show_concordance(lines, sort="date")


def test_right_is_sorted_by_words_not_by_marks():
    lines = pd.DataFrame({"right": [', "zone"', "area"], "node": "n", "left": "", "outlet": "", "voice": ""})
    html = show_concordance(lines, sort="right").html
    assert html.index("area") < html.index("zone")


def test_a_zero_is_drawn_only_inside_the_scale():
    row = {"measure": "m", "value": 1.0, "low": 0.5, "high": 2.0, "n": 9, "unit": "u", "of": "o"}
    assert show_result(pd.DataFrame([row])).html.count("<line") == 1
    assert show_result(pd.DataFrame([{**row, "low": -0.5}])).html.count("<line") == 2


def test_texts_stand_left_numbers_right_and_nothing_is_cut():
    long = "word " * 40
    html = show_table(pd.DataFrame({"title": [long], "n": [1234]})).html
    assert long in html
    assert re.search(r'<td style="text-align:right[^>]*>1,234<', html)
    assert re.search(r'<td style="text-align:left[^>]*>word', html)


def test_what_is_not_shown_is_counted():
    frame = pd.DataFrame({"a": range(30)})
    assert "10 more rows; rows=30 shows all" in show_table(frame).html
    assert "There are no rows." in show_table(frame.head(0)).html


def test_a_long_sentence_is_cut_around_its_hit():
    sentence = " ".join(["a"] * 100 + ["war"] + ["b"] * 100)
    behind = pd.DataFrame(
        {"article_id": ["x"], "outlet": "A", "day": "", "sentence": sentence, "start": 202, "end": 205}
    )
    articles = pd.DataFrame({"title": [""], "text": [sentence]}, index=["x"])
    text = shown_text(show_sentences(behind, articles, words=10).html)
    assert "… a a a a a war b b b b …" in text
    assert "<b>war</b>" in show_sentences(behind, articles, words=10).html
    assert "<b>" not in show_sentences(behind, words=10).html


def test_an_error_of_ours_is_one_line_in_a_notebook():
    shell = InteractiveShell()
    found = shell.run_cell("import analysis as mc\nmc.open_corpus('/nowhere')", silent=True)
    lines = found.error_in_exec._render_traceback_()  # type: ignore[attr-defined]
    assert lines[0] == "line 2 of this cell: mc.open_corpus('/nowhere')"
    assert lines[1].startswith("StoreError: /nowhere is no article store.")
