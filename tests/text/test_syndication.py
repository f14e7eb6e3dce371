"""Syndication: thresholds on paper, copies of copies, headlines, dates, and that order means nothing."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.text.syndication import find_syndication


def words(*runs: tuple[int, int]) -> str:
    """Distinct words by number: `(0, 30)` is k0 ... k29."""
    return " ".join(f"k{i}" for low, high in runs for i in range(low, high))


def table(texts: dict[str, str], days: dict[str, str] | None = None, titles: dict[str, str] | None = None):
    index = pd.Index(list(texts), name="article_id")
    published = pd.to_datetime(pd.Series(days or {}, dtype="str").reindex(index), utc=True)
    title = pd.Series(titles or {}, dtype="str").reindex(index).fillna("")
    return pd.DataFrame({"title": title, "text": list(texts.values()), "published": published}, index=index)


def clusters(*args, **options) -> dict[str, str]:
    return find_syndication(table(*args), **options).to_dict()


def test_half_of_all_shingles_make_a_copy_and_less_does_not():
    """42 words are 40 shingles. With 30 shared: 30 of 30 + 10 + 20 is half; with 29 it is less."""
    copy = {"a": words((0, 42)), "b": words((0, 32), (100, 120))}
    other = {"a": words((0, 42)), "b": words((0, 31), (100, 121))}
    assert clusters(copy, containment=2) == {"a": "a", "b": "a"}
    assert clusters(other, containment=2) == {"a": "a", "b": "b"}


def test_a_trimmed_copy_is_held_by_the_longer_text():
    """30 words are 28 shingles: all in a text of 200 words, Jaccard only 28/198; 22 of 28 are too few."""
    assert clusters({"a": words((0, 200)), "b": words((0, 30))}) == {"a": "a", "b": "a"}
    assert clusters({"a": words((0, 200)), "b": words((0, 24), (300, 306))}) == {"a": "a", "b": "b"}
    assert clusters({"a": words((0, 200)), "b": words((0, 25), (300, 305))}) == {"a": "a", "b": "a"}


def test_a_copy_of_a_copy_belongs_to_the_cluster_and_the_first_published_gives_its_name():
    texts = {"c": words((30, 90)), "b": words((15, 75)), "a": words((0, 60)), "x": words((500, 560))}
    days = {"c": "2024-06-18", "b": "2024-06-19", "a": "2024-06-20", "x": "2024-06-01"}
    assert clusters(texts, days) == {"a": "c", "b": "c", "c": "c", "x": "x"}
    direct = {name: texts[name] for name in ("a", "c")}
    assert clusters(direct, days) == {"a": "a", "c": "c"}


def test_the_same_text_a_month_later_is_another():
    texts = {"a": words((0, 40)), "b": words((0, 40)), "c": words((0, 40))}
    days = {"a": "2024-06-01", "b": "2024-07-01", "c": "2024-07-03"}
    assert clusters(texts, days) == {"a": "a", "b": "b", "c": "b"}
    assert clusters(texts, days, days=40) == dict.fromkeys("abc", "a")
    undated = {"a": "2024-06-01", "b": "2024-07-01"}
    assert clusters(texts, undated) == dict.fromkeys("abc", "a")


def test_headlines_alone_are_copies_when_they_are_the_same_and_long_enough():
    titles = {
        "a": "Putin tiba di Pyongyang, disambut Kim",
        "b": "PUTIN TIBA di Pyongyang disambut Kim!",
        "c": "Harga beras",
        "d": "Harga beras",
    }
    assert clusters(dict.fromkeys("abcd", ""), None, titles) == {"a": "a", "b": "a", "c": "c", "d": "d"}


def test_a_text_that_repeats_itself_is_as_short_as_its_shingles():
    """Thirty times the same word is one shingle: no ground to call two texts copies, but their title is one."""
    titles = dict.fromkeys("ab", "Putin tiba di Pyongyang disambut Kim")
    texts = {"a": "uji " * 30, "b": "uji " * 31}
    assert clusters(texts) == {"a": "a", "b": "b"}
    assert clusters(texts, None, titles) == {"a": "a", "b": "a"}


def test_no_articles_have_no_clusters():
    assert find_syndication(table({"a": "x"}).iloc[:0]).to_dict() == {}


@settings(max_examples=15)
@given(st.permutations(range(8)))
def test_order_of_the_articles_means_nothing(order):
    texts = [words((10 * i, 10 * i + 45)) for i in range(4)] + [
        words((900 + 100 * i, 950 + 100 * i)) for i in range(2)
    ]
    texts += [texts[0], texts[5]]
    whole = table({f"a{i}": text for i, text in enumerate(texts)})
    assert find_syndication(whole.iloc[list(order)]).to_dict() == find_syndication(whole).to_dict()


def test_a_cluster_names_one_of_its_own():
    texts = {"z": words((0, 40)), "y": words((0, 40)), "w": words((50, 90))}
    found = find_syndication(table(texts))
    assert found.name == "cluster_id"
    assert (found.loc[found.to_numpy()].to_numpy() == found.to_numpy()).all()
    assert found.to_dict() == {"z": "y", "y": "y", "w": "w"}, "without dates the first id leads"


@pytest.mark.parametrize("count", [2, 40])
def test_many_copies_are_one_text(count: int):
    assert set(clusters({f"a{i:02}": words((0, 40)) for i in range(count)}).values()) == {"a00"}


def test_a_title_that_recurs_in_its_outlet_is_a_heading_of_different_texts():
    """`Five most read` on three days names three lists; on two days of two outlets it is one headline."""
    title = "lima berita terpopuler internasional hari ini"
    names = ["a", "b", "c"]
    three = table(
        dict.fromkeys(names, ""), dict(zip(names, ["2024-05-01", "2024-05-02", "2024-05-03"], strict=True))
    )
    three = three.assign(title=title)
    assert find_syndication(three.assign(outlet="X")).tolist() == names
    assert find_syndication(three.assign(outlet=["X", "Y", "X"])).tolist() == ["a", "a", "a"]
