"""Share of voice: the published shares, mentions by hand, one talkative article, copies."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from analysis.measures.evidence import behind
from analysis.measures.share_of_voice import share_of_voice
from analysis.tables import RESULT_COLUMNS, TableError, check_result


def mentions(*rows: tuple[str, str, int], kind: str = "person") -> pd.DataFrame:
    """A row per mention from (article, actor, times)."""
    named = [(article, actor) for article, actor, times in rows for _ in range(times)]
    frame = pd.DataFrame(named, columns=["article_id", "actor"], dtype="str")
    return frame.assign(kind=kind, start=range(len(frame)))


def series(values: dict[str, str], name: str) -> pd.Series:
    return pd.Series(values, name=name)


def test_the_published_shares_and_intervals():
    """Methods 5.1: 120, 60 and 20 of 200 mentions, one an article: Wilson's intervals."""
    rows = [(f"x{i}", actor, 1) for i, actor in enumerate(["A"] * 120 + ["B"] * 60 + ["C"] * 20)]
    by = series({name: "all" for name, _, _ in rows}, "group")
    found = check_result(share_of_voice(mentions(*rows), by=by, clusters=pd.Series(by.index, index=by.index)))
    assert found["actor"].tolist() == ["A", "B", "C"]
    assert found["value"].tolist() == [0.6, 0.3, 0.1]
    assert found["low"].round(4).tolist() == [0.5308, 0.2407, 0.0657]
    assert found["high"].round(4).tolist() == [0.6654, 0.3668, 0.1494]
    assert found["n"].tolist() == [200] * 3


OUTLET = series({"a": "X", "b": "X", "c": "Y", "d": "Y"}, "outlet")
CLUSTERS = pd.Series(OUTLET.index, index=OUTLET.index)
NAMED = mentions(("a", "Kim", 3), ("a", "Putin", 1), ("b", "Kim", 1), ("c", "Putin", 2))


def test_mentions_by_hand_with_a_zero_for_who_is_not_named():
    found = share_of_voice(NAMED, by=OUTLET, clusters=CLUSTERS).set_index(["outlet", "actor"])
    assert found["count"].to_dict() == {
        ("X", "Kim"): 4,
        ("X", "Putin"): 1,
        ("Y", "Kim"): 0,
        ("Y", "Putin"): 2,
    }
    assert found["value"].tolist() == [0.8, 0.2, 0, 1]
    assert found["total"].tolist() == [5, 5, 2, 2]
    assert found["articles"].tolist() == [2, 1, 0, 1]
    assert found["n"].tolist() == [2, 2, 1, 1]
    assert found.groupby("outlet")["value"].sum().tolist() == [1, 1]


def test_one_talkative_article_widens_the_interval_and_copies_do_not_narrow_it():
    spread = [(f"x{i}", actor, 1) for i in range(20) for actor in ("Kim", "Putin")]
    talkative = [(f"x{i}", "Putin", 1) for i in range(20)] + [("x0", "Kim", 20)]
    by = series({f"x{i}": "all" for i in range(20)}, "group")
    clusters = pd.Series(by.index, index=by.index)
    even = share_of_voice(mentions(*spread), by=by, clusters=clusters).iloc[0]
    uneven = share_of_voice(mentions(*talkative), by=by, clusters=clusters).iloc[0]
    assert even["value"] == uneven["value"] == 0.5
    assert uneven["high"] - uneven["low"] > 1.4 * (even["high"] - even["low"])
    copies = [(f"{name}c", actor, times) for name, actor, times in talkative]
    by2 = pd.concat([by, by.rename(lambda name: f"{name}c")])
    two = share_of_voice(
        mentions(*talkative, *copies), by=by2, clusters=pd.Series([*by.index] * 2, index=by2.index)
    )
    assert two.iloc[0][["value", "low", "high", "n"]].tolist() == pytest.approx(
        uneven[["value", "low", "high", "n"]].tolist()
    )


def test_the_most_named_come_first_and_the_denominator_stays():
    found = share_of_voice(NAMED, by=OUTLET, clusters=CLUSTERS, top=1)
    assert found[["outlet", "actor", "value", "total"]].to_numpy().tolist() == [
        ["X", "Kim", 0.8, 5],
        ["Y", "Kim", 0.0, 2],
    ]
    backward = share_of_voice(NAMED.iloc[::-1], by=OUTLET, clusters=CLUSTERS)
    pd.testing.assert_frame_equal(backward, share_of_voice(NAMED, by=OUTLET, clusters=CLUSTERS))


def test_one_kind_has_its_own_denominator():
    both = pd.concat([NAMED, mentions(("a", "PBB", 4), kind="organisation")])
    found = share_of_voice(both, by=OUTLET, clusters=CLUSTERS, kind="person")
    assert list(found)[:10] == ["outlet", "kind", "actor", *RESULT_COLUMNS]
    assert found["total"].tolist() == [5, 5, 2, 2]
    whole = share_of_voice(both, by=OUTLET, clusters=CLUSTERS).set_index(["outlet", "actor"])
    assert whole.loc[("X", "Kim"), ["count", "total"]].tolist() == [4, 9]


@pytest.mark.parametrize("kind", [None, "person"])
def test_a_row_selects_the_mentions_it_counts(kind: str | None):
    both = pd.concat([NAMED, mentions(("a", "Kim", 4), kind="organisation")])
    articles = pd.DataFrame({"outlet": OUTLET})
    for _, row in share_of_voice(both, by=OUTLET, clusters=CLUSTERS, kind=kind).iterrows():
        assert len(behind(row, both, articles)) == row["count"]


def test_nobody_named_gives_an_empty_table_and_gaps_are_refused():
    none = share_of_voice(NAMED.iloc[:0], by=OUTLET, clusters=CLUSTERS)
    assert set(none) == set(share_of_voice(NAMED, by=OUTLET, clusters=CLUSTERS))
    assert len(none) == 0
    with pytest.raises(TableError, match=r"by\['outlet'\] has no value for 1 articles, first: 'c'"):
        share_of_voice(NAMED, by=OUTLET.drop("c"), clusters=CLUSTERS)
    assert np.isfinite(share_of_voice(NAMED, by=OUTLET, clusters=CLUSTERS)["value"]).all()
