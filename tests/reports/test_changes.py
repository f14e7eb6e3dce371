"""Three staged weeks: new articles, an edited article, an edited word list, an upgraded package, each told apart."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from analysis.reports.changes import changes, recall, remember
from analysis.tables import ParameterError

METHOD = {"instrument": {"frames": "1"}, "package": {"numpy": "2.0"}}


class Weeks:
    """A store in miniature: each version of an article with the week in which it became known."""

    rows = pd.DataFrame(
        [("a", "v1", 1, "war"), ("b", "v1", 1, "peace"), ("c", "v1", 2, "war"), ("b", "v2", 3, "war")],
        columns=["article_id", "version", "known", "text"],
    )

    def read(self, as_of: str) -> pd.DataFrame:
        known = self.rows[self.rows["known"] <= int(as_of)]
        return known.drop_duplicates("article_id", keep="last").set_index("article_id").sort_index()


def share(*words: str):
    def measure(articles: pd.DataFrame) -> pd.DataFrame:
        value = float(articles["text"].isin(words).mean())
        return pd.DataFrame({"frame": ["conflict"], "measure": ["share"], "value": [value]})

    return measure


def told(tmp_path: Path, before: int, after: int, words: tuple[str, ...] = ("war",), method: dict = METHOD):
    store = Weeks()
    first = share("war")(store.read(str(before)))
    remember(tmp_path, first, as_of=before, fingerprint="f1", method=METHOD)
    return changes(recall(tmp_path, "f1"), store, share(*words), method=method, as_of=str(after))  # type: ignore[arg-type]


def test_new_articles_only(tmp_path: Path):
    found = told(tmp_path, 1, 2)
    assert found.counts() == {"new": 1, "edited": 0, "gone": 0, "method": 0}
    row = found.results.iloc[0]
    assert (row["before"], row["method"], row["data"], row["after"]) == pytest.approx(
        (1 / 2, 0, 1 / 6, 2 / 3)
    )


def test_an_edited_article(tmp_path: Path):
    found = told(tmp_path, 2, 3)
    assert found.articles.to_numpy().tolist() == [["b", "edited"]]
    assert found.results.loc[0, ["method", "data"]].tolist() == pytest.approx([0, 1 / 3])


def test_an_edited_word_list_moves_the_method_and_not_the_data(tmp_path: Path):
    found = told(tmp_path, 2, 2, ("war", "peace"), {**METHOD, "instrument": {"frames": "2"}})
    assert found.counts() == {"new": 0, "edited": 0, "gone": 0, "method": 1}
    assert found.method.to_numpy().tolist() == [["instrument", "frames", "1", "2"]]
    assert found.results.loc[0, ["method", "data"]].tolist() == pytest.approx([1 / 3, 0])


def test_an_upgraded_package_is_named_even_where_no_number_moves(tmp_path: Path):
    found = told(tmp_path, 2, 2, method={**METHOD, "package": {"numpy": "2.1"}})
    assert found.method.to_numpy().tolist() == [["package", "numpy", "2.0", "2.1"]]
    assert found.results.loc[0, ["method", "data"]].tolist() == [0, 0]


def test_all_at_once_adds_up(tmp_path: Path):
    found = told(tmp_path, 1, 3, ("peace",), {**METHOD, "instrument": {"frames": "2"}})
    assert found.counts() == {"new": 1, "edited": 1, "gone": 0, "method": 1}
    row = found.results.iloc[0]
    assert row["before"] + row["method"] + row["data"] == pytest.approx(row["after"])


def test_without_an_earlier_run_there_is_nothing_to_tell(tmp_path: Path):
    assert recall(tmp_path, "") is None
    with pytest.raises(ParameterError, match="no run 'abc' is kept"):
        recall(tmp_path, "abc")
    with pytest.raises(ParameterError, match="is no fingerprint"):
        recall(tmp_path, "../abc")
