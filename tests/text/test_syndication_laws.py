"""Laws of syndication: order and history mean nothing, both ways agree, edits are found, forms and follow-ups are not."""

from __future__ import annotations

import random
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.text.syndication import find_syndication

CORPORA = Path(__file__).parents[3] / "shared" / "data" / "corpora"


def report(seed: int, words: int = 240) -> list[str]:
    chosen = random.Random(seed)
    return [f"k{int(chosen.paretovariate(0.6)) % 5000}x{chosen.randrange(90)}" for _ in range(words)]


def edited(text: list[str], share: float, seed: int = 0) -> list[str]:
    chosen = random.Random(seed)
    return [f"baru{chosen.randrange(9999)}" if chosen.random() < share else word for word in text]


def table(rows: list[tuple[str, str, list[str]]]) -> pd.DataFrame:
    """Outlet, day and words of each article."""
    index = pd.Index([f"a{i:03}" for i in range(len(rows))], name="article_id")
    frame = pd.DataFrame(rows, columns=["outlet", "published", "text"], index=index)
    return frame.assign(
        title="", text=frame["text"].map(" ".join), published=pd.to_datetime(frame["published"], utc=True)
    )


def collection() -> pd.DataFrame:
    rows = []
    for i in range(12):
        text = report(i)
        rows.append(("Pagi", f"2024-06-{1 + i:02}", text))
        rows.append(("Sore", f"2024-06-{2 + i:02}", edited(text, 0.02 * i, seed=i)))
        rows.append(("Malam", f"2024-06-{2 + i:02}", text[: 40 + 5 * i]))
    return table(rows)


@pytest.mark.parametrize("compiled", [True, False])
@pytest.mark.parametrize("change", ["scattered", "ends", "third"])
def test_edited_and_trimmed_copies_find_their_source(change: str, compiled: bool):
    text = report(1, words=400)
    copy = {
        "scattered": edited(text, 0.2, seed=5),
        "ends": [*report(8, words=40), *text[40:350], *report(9, words=40)],
        "third": text[:133],
    }[change]
    articles = table(
        [("Pagi", "2024-06-01", text), ("Sore", "2024-06-02", copy), ("Sore", "2024-06-02", report(2))]
    )
    assert find_syndication(articles, compiled=compiled).tolist() == ["a000", "a000", "a002"]


def test_a_report_that_repeats_the_background_is_no_copy():
    text = report(1, words=300)
    follow_up = [*report(2, words=90), *text[60:140], *report(3, words=70), *text[200:260]]
    articles = table([("Pagi", "2024-06-01", text), ("Pagi", "2024-06-02", follow_up)])
    assert find_syndication(articles).nunique() == 2


def test_a_form_filled_in_every_day_is_many_texts():
    form = report(1, words=120)
    rows = [("Pagi", f"2024-06-{day:02}", [*form, *report(100 + day, words=60)]) for day in range(1, 9)]
    rows.append(("Sore", "2024-06-03", rows[2][2]))
    found = find_syndication(table(rows))
    assert found.nunique() == 8
    assert found["a008"] == found["a002"], "another outlet's very same text is a copy all the same"


def test_two_price_lists_with_other_prices_are_two_texts():
    def prices(start: int) -> list[str]:
        return " ".join(f"emas {g} gram dijual Rp{start + g}.000 di butik {g}" for g in range(1, 30)).split()

    articles = table([("Pagi", "2024-06-01", prices(1000)), ("Pagi", "2024-06-02", prices(1500))])
    assert find_syndication(articles).nunique() == 2


@settings(max_examples=10)
@given(st.permutations(range(36)))
def test_order_means_nothing(order):
    whole = collection()
    pd.testing.assert_series_equal(
        find_syndication(whole.iloc[list(order)]).sort_index(), find_syndication(whole), check_names=True
    )


def test_both_ways_agree():
    assert find_syndication(collection(), compiled=True).equals(
        find_syndication(collection(), compiled=False)
    )


@pytest.mark.parametrize("name", ["inflation_id.csv", "bbc_en.csv"])
def test_both_ways_agree_on_real_collections(name: str):
    if not (CORPORA / name).exists():
        pytest.skip("the real collections are not here")
    found = pd.read_csv(CORPORA / name).astype({"title": "str", "text": "str"})
    published = found["date"] if "date" in found else pd.Series(pd.NaT, index=found.index)
    articles = found.assign(published=pd.to_datetime(published, utc=True, errors="coerce"))
    articles.index = pd.Index([f"a{i:05}" for i in range(len(found))], name="article_id")
    one, two = (find_syndication(articles, compiled=way) for way in (True, False))
    assert one.equals(two)
