"""Axes: the published toy, sums of contributions, what cannot be had."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from analysis.measures.frame_axis import (
    Axes,
    axis_cosines,
    axis_difference,
    axis_words,
    fit_axes,
    frame_axes,
    pole_pairs,
    score_axes,
    word_null,
)
from analysis.tables import LanguageError, TableError, check_result
from analysis.text.dictionary import Dictionary
from analysis.text.vectors import Vectors

WORDS = ["lawan", "kawan", "musuh", "mitra", "rapat", "ancam"]
MATRIX = np.array([[1, 0.1], [-1, 0.1], [0.9, 0.4], [-0.8, 0.5], [0.05, 1], [0.7, 0.7]])
COSINES = [0.847998, -0.913812, -0.049938, -0.707107]


def axes() -> Axes:
    words = ["mitra", "musuh", "rapat", "ancam"]
    weights = pd.DataFrame(
        {"friend": axis_cosines(MATRIX, MATRIX[[1]], MATRIX[[0]])[[3, 2, 4, 5]]}, index=words
    )
    share = np.array([3, 5, 7, 2]) / 17
    baseline = pd.Series(share @ weights.to_numpy(), index=["friend"])
    return Axes(weights, baseline, "id", "1", True, pd.DataFrame())


def articles(times: int = 1) -> pd.DataFrame:
    texts = ["mitra " * 3 + "rapat " * 4 + "musuh", "musuh " * 4 + "ancam " * 2 + "rapat " * 3]
    rows = [(f"{k}{i}", texts[k], "XY"[k]) for i in range(times) for k in (0, 1)]
    table = pd.DataFrame(rows, columns=["article_id", "text", "outlet"]).set_index("article_id")
    return table.assign(title="", language="id")


def test_cosines_bias_and_intensity_as_published():
    found = axes()
    assert found.weights["friend"].tolist() == pytest.approx(COSINES, abs=1e-6)
    assert found.baseline["friend"] == pytest.approx(-0.222873, abs=1e-6)
    scores = score_axes(articles(), found)
    assert scores["bias"].tolist() == pytest.approx([0.178804, -0.579919], abs=1e-6)
    assert scores["intensity"].tolist() == pytest.approx([0.504665, 0.274252], abs=1e-6)


def test_the_null_of_words_as_published():
    mean, sd = word_null(np.array(COSINES), np.array([3, 5, 7, 2]), 9, draws=20_000)
    assert (mean, sd) == pytest.approx((-0.221, 0.206), abs=0.006)


def test_outlets_are_held_against_draws_of_texts():
    table = articles(20)
    scores = score_axes(table, axes())
    clusters = pd.Series(table.index, index=table.index)
    found = check_result(frame_axes(scores, by=table["outlet"], clusters=clusters)).set_index("outlet")
    assert found["value"].tolist() == pytest.approx([0.178804, -0.579919], abs=1e-6)
    assert found["distinguishable"].all()
    one_text = frame_axes(scores, by=table["outlet"], clusters=table["outlet"])
    assert one_text["p"].isna().all()


def test_contributions_add_up_to_the_difference():
    table = articles(20)
    words = axis_words(table, axes(), by=table["outlet"], group="X")
    assert words["contribution"].sum() == pytest.approx(0.178804 + 0.579919, abs=1e-6)
    assert words["term"].iloc[0] in ("mitra", "musuh")


def test_an_article_without_rated_words_is_missing():
    scores = score_axes(articles().assign(text="hujan"), axes())
    assert scores["bias"].isna().all()
    assert (scores["rated"] == 0).all()


def vectors(counts: list[int]) -> Vectors:
    return Vectors(np.array(WORDS, dtype=object), MATRIX, np.array(counts), 1000, "id", "v")


def test_refusals():
    poles = {"friend": (["kawan"], ["lawan"]), "rare": (["bulan"], ["lawan"])}
    found = fit_axes(vectors([30] * 6), poles)
    assert found.left_out.to_numpy().tolist() == [["rare", "the pole bulan occurs 0 times, 20 are needed"]]
    with pytest.raises(
        TableError, match="no axis can be had: friend: the pole kawan occurs 5 times, 20 are needed"
    ):
        fit_axes(vectors([5] * 6), {"friend": (["kawan"], ["lawan"])})
    with pytest.raises(LanguageError, match="axes mine are written for en; the vectors are id"):
        fit_axes(vectors([30] * 6), Dictionary("mine", "en", "1", {"a/x": ("kawan",), "a/y": ("lawan",)}))
    with pytest.raises(TableError, match="axis 'a' has 1 poles"):
        pole_pairs(Dictionary("mine", "id", "1", {"a/x": ("kawan",)}))
    with pytest.raises(LanguageError, match="these axes are id; found articles in en"):
        score_axes(articles().assign(language="en"), axes())
    table = articles(10)
    with pytest.raises(TableError, match="fewer than 200,000 words"):
        axis_difference(score_axes(table, axes()), by=table["outlet"], clusters=table["outlet"], axes=axes())
    with pytest.raises(TableError, match="measure is bias or intensity; got 'mood'"):
        frame_axes(score_axes(table, axes()), by=table["outlet"], clusters=table["outlet"], measure="mood")
