"""Framing: where a word list fires, own words apart, what was not measured, shares by hand."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from analysis.measures.evidence import behind
from analysis.measures.framing import MEASURES, frame_hits, frames_for, framing, score_frames
from analysis.measures.intervals import wilson
from analysis.tables import RESULT_COLUMNS, LanguageError, TableError, check_result
from analysis.text.dictionary import Dictionary
from analysis.text.layout import joined

FRAMES = Dictionary("toy", "id", "1", {"threat": ("rudal*", "senjata nuklir"), "peace": ("damai",)})
ARTICLES = pd.DataFrame(
    [
        ("a", "Rudal baru", "Kota tenang.", "X"),
        ("b", "", "Rudalnya dan senjata nuklir. Damai.", "X"),
        ("c", "", "Kami menolak. “Rudal demi rudal itu berbahaya bagi damai,” kata Vladimir Putin.", "Y"),
        ("d", "", "", "Y"),
        ("e", "Damai", "damai", "Z"),
    ],
    columns=["article_id", "title", "text", "outlet"],
).set_index("article_id").assign(language="id", genre="news", agency=None, day="2024-06-19")  # fmt: skip


def scores() -> pd.DataFrame:
    return score_frames(ARTICLES, frames=FRAMES).set_index(["article_id", "frame"])


def test_counts_by_hand():
    found = scores()
    assert found.index.tolist() == [(a, f) for a in "abcde" for f in ("threat", "peace")]
    assert found["hits"].tolist() == [1, 0, 2, 1, 2, 1, 0, 0, 0, 2]
    assert found["own_hits"].tolist() == [1, 0, 2, 1, 0, 0, 0, 0, 0, 2]
    assert found["quoted_hits"].tolist() == [0, 0, 0, 0, 2, 1, 0, 0, 0, 0]
    assert found.loc[("b", "threat"), "intensity"] == pytest.approx(2 / 5 * 1000)


def test_present_means_once_in_the_title_or_twice():
    present = scores()["present"]
    assert present[[("a", "threat"), ("b", "threat"), ("c", "threat"), ("e", "peace")]].all()
    assert not present[[("b", "peace"), ("c", "peace"), ("a", "peace")]].any()
    own = scores()["own_present"]
    assert own[("b", "threat")]
    assert not own[("c", "threat")]


def test_what_was_not_there_to_be_measured_is_missing():
    found = scores()
    assert found.loc[("d", "threat"), ["present", "in_title", "own_present", "intensity"]].isna().all()
    assert pd.isna(found.loc[("b", "threat"), "in_title"])
    agency = score_frames(ARTICLES.assign(agency="Antara"), frames=FRAMES).set_index(["article_id", "frame"])
    assert agency["own_present"].isna().all()
    assert agency.loc[("a", "threat"), "present"]


def test_hits_are_slices_of_the_text():
    hits = frame_hits(ARTICLES, FRAMES)
    texts = joined(ARTICLES)
    words = [texts[hit.article_id][hit.start : hit.end] for hit in hits.itertuples()]
    assert words == [
        "Rudal",
        "Rudalnya",
        "senjata nuklir",
        "Damai",
        "Rudal",
        "rudal",
        "damai",
        "Damai",
        "damai",
    ]
    assert hits["in_title"].tolist() == [True, *[False] * 6, True, False]
    assert hits["voice"].tolist() == ["own"] * 4 + ["quoted"] * 3 + ["own"] * 2


def test_an_article_is_scored_alike_in_any_company():
    whole = score_frames(ARTICLES, frames=FRAMES)
    parts = [score_frames(ARTICLES.loc[[name]], frames=FRAMES) for name in ARTICLES.index]
    pd.testing.assert_frame_equal(pd.concat(parts, ignore_index=True), whole)
    hits = frame_hits(ARTICLES, FRAMES)
    pd.testing.assert_frame_equal(score_frames(ARTICLES, frames=FRAMES, hits=hits), whole)


def test_a_language_without_a_dictionary_and_no_articles_have_no_rows():
    assert frames_for("qq") is None
    full = score_frames(ARTICLES, frames=FRAMES)
    for none in (
        score_frames(ARTICLES.assign(language="qq")),
        score_frames(ARTICLES.iloc[:0], frames=FRAMES),
    ):
        assert none.dtypes.to_dict() == full.dtypes.to_dict()
        assert len(none) == 0


CLUSTERS = pd.Series(ARTICLES.index, index=ARTICLES.index)


def test_shares_by_hand():
    found = check_result(
        framing(score_frames(ARTICLES, frames=FRAMES), by=ARTICLES["outlet"], clusters=CLUSTERS)
    )
    assert list(found)[:9] == ["outlet", "frame", *RESULT_COLUMNS]
    table = found.set_index(["outlet", "frame"])
    assert table["value"].to_dict() == {
        ("X", "peace"): 0, ("X", "threat"): 1, ("Y", "peace"): 0, ("Y", "threat"): 1, ("Z", "peace"): 1, ("Z", "threat"): 0,
    }  # fmt: skip
    assert table.loc[("Y", "threat"), ["count", "articles", "n"]].tolist() == [1, 1, 1]


def test_own_shares_leave_out_articles_without_own_words():
    by = pd.Series("all", index=ARTICLES.index, name="group")
    for column, expected in (("present", 3 / 4), ("own_present", 2 / 4), ("in_title", 1 / 2)):
        found = framing(score_frames(ARTICLES, frames=FRAMES), by=by, clusters=CLUSTERS, column=column)
        row = found.set_index("frame").loc["threat"]
        assert row["value"] == expected
        assert row["measure"] == MEASURES[column]


def many(n: int, present: int) -> tuple[pd.DataFrame, pd.Series]:
    ids = [f"x{i}" for i in range(n)]
    frame = pd.DataFrame({"article_id": ids, "frame": "threat", "present": [i < present for i in range(n)]})
    return frame, pd.Series("A", index=ids, name="outlet")


def test_independent_articles_have_wilsons_interval_and_copies_change_nothing():
    frame, by = many(60, 14)
    one = framing(frame, by=by, clusters=pd.Series(by.index, index=by.index)).iloc[0]
    low, high = wilson(np.array([14 / 60]), np.array([60]))
    assert (one["low"], one["high"]) == (pytest.approx(low[0]), pytest.approx(high[0]))
    double = pd.concat([frame, frame.assign(article_id=frame["article_id"] + "c")])
    by2 = pd.concat([by, by.rename(lambda name: name + "c")])
    clusters = pd.Series([*by.index, *by.index], index=by2.index)
    two = framing(double, by=by2, clusters=clusters).iloc[0]
    assert two[["value", "low", "high", "n"]].tolist() == pytest.approx(
        one[["value", "low", "high", "n"]].tolist()
    )
    assert (two["count"], two["articles"]) == (28, 120)
    mixed = framing(double.sample(frac=1, random_state=2), by=by2, clusters=clusters).iloc[0]
    assert mixed[["value", "low", "high"]].tolist() == pytest.approx(two[["value", "low", "high"]].tolist())


def test_a_group_of_which_nothing_was_measured_has_no_value():
    part = score_frames(ARTICLES.loc[["a", "d"]], frames=FRAMES)
    found = framing(part, by=ARTICLES["outlet"], clusters=CLUSTERS).set_index(["outlet", "frame"])
    assert np.isnan(found.loc[("Y", "threat"), "value"])
    assert found.loc[("Y", "threat"), ["n", "articles"]].tolist() == [0, 0]


@pytest.mark.parametrize("column", MEASURES)
def test_a_row_selects_the_scores_it_counts(column: str):
    table, hits = score_frames(ARTICLES, frames=FRAMES), frame_hits(ARTICLES, FRAMES)
    own = table.set_index(["article_id", "frame"])["own_hits"]
    for _, row in framing(table, by=ARTICLES["outlet"], clusters=CLUSTERS, column=column).iterrows():
        counted = behind(row, table, ARTICLES)
        assert len(counted) == row["articles"]
        assert counted[column].sum() == row["count"]
        assert set(counted["frame"]) <= {row["frame"]}
        fired = behind(row, hits, ARTICLES)
        if column == "own_present":
            assert len(fired) == sum(
                own[(name, row["frame"])] for name in ARTICLES.index[ARTICLES["outlet"] == row["outlet"]]
            )
        if column == "in_title":
            assert fired["in_title"].all()


def test_languages_are_kept_apart():
    table = score_frames(ARTICLES, frames=FRAMES)
    table["language"] = np.where(table["article_id"] == "a", "en", "id")
    with pytest.raises(LanguageError, match=r"framing works within one language; found en, id\."):
        framing(table, by=ARTICLES["outlet"], clusters=CLUSTERS)
    with pytest.raises(LanguageError) as caught:
        score_frames(ARTICLES.assign(language="en"), frames=FRAMES)
    assert str(caught.value) == (
        'dictionary toy is written for id; 5 articles are en, first: \'a\'. Take articles[articles["language"] == "id"].'
    )


def test_an_unknown_column_is_refused():
    with pytest.raises(TableError, match=r"column is present, own_present, .*in_text; got .hits."):
        framing(
            score_frames(ARTICLES, frames=FRAMES), by=ARTICLES["outlet"], clusters=CLUSTERS, column="hits"
        )
