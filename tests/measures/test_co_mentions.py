"""Who with whom: the worked two by two table, pairs in sentences and texts, copies as one text."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from analysis.measures.co_mentions import association, co_mentions, score_co_mentions
from analysis.measures.evidence import behind
from analysis.tables import check_result


def corpus() -> tuple[pd.DataFrame, pd.Series]:
    """200 texts: 24 with Kim and Putin, 16 with Kim, 36 with Putin alone, 124 with neither."""
    rows = []
    for place in range(200):
        if place < 40:
            rows.append((f"t{place}", 0, 3, "Kim"))
        if place < 24 or 40 <= place < 76:
            rows.append((f"t{place}", 9, 14, "Putin"))
    index = pd.Index([f"t{place}" for place in range(200)], name="article_id")
    mentions = pd.DataFrame(rows, columns=["article_id", "start", "end", "actor"])
    return mentions, pd.Series("X", index=index, name="outlet")


def itself(outlet: pd.Series) -> pd.Series:
    return pd.Series(outlet.index, index=outlet.index)


def test_the_worked_table():
    mentions, outlet = corpus()
    pairs = score_co_mentions(mentions)
    row = check_result(co_mentions(pairs, mentions, by=outlet, clusters=itself(outlet))).iloc[0]
    assert (row["actor_a"], row["actor_b"]) == ("Kim", "Putin")
    assert (row["count"], row["with_a"], row["with_b"], row["n"]) == (24, 40, 60, 200)
    assert row["value"] == pytest.approx(1.642228, abs=5e-7)
    assert row["high"] - row["value"] == pytest.approx(1.959964 * 0.374178, abs=2e-6)
    assert [row["odds_ratio"], row["phi"], row["lift"], row["npmi"]] == pytest.approx(
        [5.166667, 0.327327, 2.0, 0.326916], abs=5e-7
    )
    assert len(behind(row, pairs, outlet.to_frame())) == 24


def test_copies_change_nothing():
    mentions, outlet = corpus()
    twice = pd.concat([mentions, mentions.assign(article_id=mentions["article_id"] + "b")])
    both = pd.concat([outlet, outlet.rename(index=lambda key: key + "b")]).rename("outlet")
    clusters = pd.Series(both.index.str.removesuffix("b"), index=both.index)
    alone = co_mentions(score_co_mentions(mentions), mentions, by=outlet, clusters=itself(outlet))
    copied = co_mentions(score_co_mentions(twice), twice, by=both, clusters=clusters)
    pd.testing.assert_frame_equal(alone, copied)


def test_sentences_part_what_a_text_joins():
    mentions = pd.DataFrame(
        [("a", 0, 3, "Kim"), ("a", 10, 15, "Putin"), ("a", 20, 24, "Yoon")],
        columns=["article_id", "start", "end", "actor"],
    )
    cut = pd.DataFrame({"article_id": ["a", "a"], "start": [0, 18]})
    assert len(score_co_mentions(mentions)) == 3
    inside = score_co_mentions(mentions, cut)
    assert inside[["actor_a", "actor_b", "start", "end"]].to_numpy().tolist() == [["Kim", "Putin", 0, 15]]


def test_rare_pairs_have_no_interval_and_empty_cells_no_infinity():
    found = association(0, 3, 4, 5)
    assert np.isfinite(found["log_odds"])
    assert found["npmi"] == -1.0
    mentions, outlet = corpus()
    few = mentions[mentions["article_id"].isin(["t0", "t1"])]
    table = co_mentions(score_co_mentions(few), few, by=outlet, clusters=itself(outlet))
    assert table["low"].isna().all()
