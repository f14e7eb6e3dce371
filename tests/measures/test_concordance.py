"""Concordance: the line of the handbook, slices of the printed text, one line for every occurrence."""

from __future__ import annotations

import re

import pandas as pd
import pytest

from analysis.measures.concordance import concordance
from analysis.tables import ARTICLE_COLUMNS, TableError


def table(**texts: tuple[str, str]) -> pd.DataFrame:
    index = pd.Index(list(texts), name="article_id")
    frame = pd.DataFrame(dict.fromkeys(ARTICLE_COLUMNS), index=index)
    frame["title"], frame["text"] = zip(*texts.values(), strict=True)
    frame["outlet"] = [f"Kabar {name}" for name in texts]
    frame["day"] = "2024-06-19"
    return frame.assign(published_precision="day", text_status="full", genre="news", language="id")


ARTICLES = table(
    a=("Sanksi baru", "PBB menjatuhkan sanksi baru . Kata siapa, “sanksi, sanksi\n\nsanksi”?"),
    b=("", "Tanpa apa-apa"),
    c=("Uji", "Sanksi"),
)


def test_the_line_of_the_handbook():
    line = concordance(table(a=("", "PBB menjatuhkan sanksi baru .")), "sanksi", window=2).iloc[0]
    assert (line["left"], line["node"], line["right"]) == ("PBB menjatuhkan", "sanksi", "baru")
    assert line[["article_id", "outlet", "day", "voice"]].tolist() == ["a", "Kabar a", "2024-06-19", "own"]


def test_every_occurrence_has_a_line_and_its_place():
    found = concordance(ARTICLES, "sanksi*")
    whole = ARTICLES["title"] + "\n\n" + ARTICLES["text"]
    places = [
        (name, match.start(), match.end())
        for name, text in whole.items()
        for match in re.finditer(r"\bsanksi\w*", text, re.I)
    ]
    assert list(found[["article_id", "start", "end"]].itertuples(index=False, name=None)) == places
    for row in found.itertuples():
        text = whole[row.article_id]
        assert row.node == text[row.start : row.end]
        assert " ".join(text[: row.start].split()).endswith(row.left)
        assert " ".join(text[row.end :].split()).startswith(row.right)


def test_the_window_counts_words_and_stops_at_the_title():
    found = concordance(ARTICLES, "menjatuhkan sanksi", window=1).iloc[0]
    assert (found["left"], found["node"], found["right"]) == ("PBB", "menjatuhkan sanksi", "baru")
    assert concordance(ARTICLES, "pbb")["left"].tolist() == [""]
    assert concordance(ARTICLES, "baru", window=3)["right"].tolist()[0] == ""
    none = concordance(ARTICLES, "pbb", window=0).iloc[0]
    assert (none["left"], none["right"]) == ("", "")


def test_a_draw_is_a_part_in_order_and_the_same_again():
    whole = concordance(ARTICLES, "sanksi")
    drawn = concordance(ARTICLES, "sanksi", n=3, seed=1)
    assert len(whole) == 6
    assert len(drawn) == 3
    pd.testing.assert_frame_equal(drawn, concordance(ARTICLES, "sanksi", n=3, seed=1))
    assert drawn.merge(whole).equals(drawn)
    draws = {tuple(concordance(ARTICLES, "sanksi", n=3, seed=seed)["start"]) for seed in range(9)}
    assert len(draws) > 1


def test_nothing_found_is_an_empty_table_of_the_same_form():
    assert list(concordance(ARTICLES, "nihil")) == list(concordance(ARTICLES, "sanksi"))
    assert len(concordance(ARTICLES, "nihil")) == 0


def test_refusals():
    with pytest.raises(
        TableError, match=r"pattern is one or several words and window at least 0; got '...' and 8"
    ):
        concordance(ARTICLES, "...")
    with pytest.raises(TableError, match="the article table must be indexed by article_id"):
        concordance(ARTICLES.reset_index(), "sanksi")
