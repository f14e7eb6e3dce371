"""Evidence: a row's keys select exactly what it counts, for counted words; sentences hold their hits."""

from __future__ import annotations

import pandas as pd
import pytest

from analysis.measures.coverage import coverage
from analysis.measures.evidence import COLUMNS, behind, behind_each, evidence
from analysis.measures.frequency import frequency
from analysis.measures.keyness import keyness
from analysis.tables import TableError
from analysis.text.dfm import count_terms
from analysis.text.patterns import find_patterns
from analysis.text.tokens import tokenize

ARTICLES = pd.DataFrame(
    [
        ("a", "Rudal baru", "Rudal diuji. Kota tenang.", "X", "2024-06-18"),
        ("b", "", "Kota damai. Uji rudal lagi, rudal terus.", "Y", "2024-06-19"),
        ("c", "Damai", "", "X", "2024-06-25"),
        ("d", "Uji", "Uji damai.", None, None),
    ],
    columns=["article_id", "title", "text", "outlet", "day"],
).set_index("article_id").assign(language="id", url="https://a.example/x")  # fmt: skip
TOKENS = tokenize(ARTICLES)
DFM = count_terms(TOKENS)
HITS = find_patterns(TOKENS, {str(term): [str(term)] for term in DFM.terms})
CLUSTERS = pd.Series(ARTICLES.index, index=ARTICLES.index)


@pytest.mark.parametrize("by", [None, "outlet", "day"])
def test_a_frequency_selects_the_occurrences_it_counts(by: str | None):
    keys = None if by is None else ARTICLES[by].fillna("not stated")
    for _, row in frequency(DFM, by=keys, clusters=CLUSTERS).iterrows():
        counted = behind(row, HITS, ARTICLES)
        assert len(counted) == row["count"]
        assert counted["article_id"].nunique() == row["articles"]


def test_a_key_term_selects_the_occurrences_on_both_sides():
    result = keyness(DFM, ARTICLES["outlet"] == "X", clusters=CLUSTERS, min_count=1)
    assert len(result) == len(DFM.terms)
    for _, row in result.iterrows():
        counted = behind(row, HITS, ARTICLES)
        assert len(counted) == row["count"] + row["count_ref"]


@pytest.mark.parametrize("every", ["day", "week", "month", "all"])
def test_coverage_selects_the_articles_it_counts(every: str):
    scores = ARTICLES.reset_index()[["article_id"]]
    for _, row in coverage(ARTICLES, every=every).iterrows():
        assert len(behind(row, scores, ARTICLES)) == row["value"]


def test_every_score_row_belongs_to_one_result_row():
    result = frequency(DFM, by=ARTICLES["outlet"], clusters=CLUSTERS)
    places = [place for _, row in result.iterrows() for place in behind(row, HITS, ARTICLES).index]
    assert sorted(places) == sorted(HITS.index)


def test_articles_outside_the_table_are_never_evidence():
    row = frequency(DFM, terms=["rudal"]).iloc[0]
    assert len(behind(row, HITS, ARTICLES)) == 4
    assert len(behind(row, HITS, ARTICLES.drop("a"))) == 2


def test_sentences_hold_their_hits_in_the_order_of_the_articles():
    row = frequency(DFM, terms=["rudal"]).iloc[0]
    found = evidence(row, HITS, ARTICLES)
    assert list(found) == list(COLUMNS)
    assert found["sentence"].tolist() == ["Rudal baru", "Rudal diuji.", *["Uji rudal lagi, rudal terus."] * 2]
    assert found["outlet"].tolist() == ["X", "X", "Y", "Y"]
    assert found.attrs["of"] == 4
    whole = ARTICLES["title"] + "\n\n" + ARTICLES["text"]
    assert [whole[r.article_id][r.start : r.end].lower() for r in found.itertuples()] == ["rudal"] * 4


def test_scores_without_places_show_the_first_sentence():
    scores = pd.DataFrame({"article_id": ["b", "a", "c"], "score": [1.0, 2.0, 3.0]})
    found = evidence(pd.Series({"measure": "tone"}), scores, ARTICLES)
    assert found["sentence"].tolist() == ["Rudal diuji.", "Kota damai.", "Damai"]
    assert found["start"].tolist() == [-1] * 3


def test_a_missing_title_moves_no_offset():
    articles = ARTICLES.assign(title=ARTICLES["title"].where(ARTICLES["title"] != "", None))
    row = frequency(DFM, terms=["lagi"]).iloc[0]
    assert evidence(row, HITS, articles)["sentence"].tolist() == ["Uji rudal lagi, rudal terus."]


def test_a_draw_is_the_same_again_and_changes_with_the_seed():
    row = frequency(DFM, terms=["rudal"]).iloc[0]
    one = evidence(row, HITS, ARTICLES, n=2, seed=1)
    assert len(one) == 2
    assert one.attrs["of"] == 4
    pd.testing.assert_frame_equal(one, evidence(row, HITS, ARTICLES, n=2, seed=1))
    draws = {tuple(evidence(row, HITS, ARTICLES, n=2, seed=seed)["start"]) for seed in range(9)}
    assert len(draws) > 1
    assert evidence(row, HITS.iloc[:0], ARTICLES).empty


SPOKEN = pd.DataFrame(
    {"article_id": list("aaa"), "label": "rudal", "voice": ["own", "quoted", "paraphrased"], "start": [0, 12, 20], "topic": [True, False, False]}
)  # fmt: skip


@pytest.mark.parametrize(
    ("measure", "starts"),
    [
        ("own_tone", [0]),
        ("quoted_label_share", [12, 20]),
        ("title_match_rate", [0]),
        ("no_topic_tone", [12, 20]),
        ("per_million", [0, 12, 20]),
    ],
)
def test_the_measure_says_whose_words_count(measure: str, starts: list[int]):
    row = pd.Series({"term": "rudal", "measure": measure})
    assert behind(row, SPOKEN, ARTICLES)["start"].tolist() == starts


def test_an_unknown_key_is_refused():
    with pytest.raises(TableError) as caught:
        behind(pd.Series({"camp": "east", "measure": "x"}), HITS, ARTICLES)
    assert (
        str(caught.value) == "neither the scores nor the articles have a column 'camp', a key of this result."
    )


@pytest.mark.parametrize("by", ["outlet", "day"])
def test_all_rows_at_once_find_what_each_row_finds(by: str):
    words = frequency(DFM, by=ARTICLES[by].fillna("not stated"), clusters=CLUSTERS)
    other = HITS.iloc[::-1].assign(article_id=HITS["article_id"].iloc[::-1].replace("b", "elsewhere"))
    for hits in (HITS, other.reset_index(drop=True), HITS.iloc[:0]):
        for table in (words, words.iloc[::-1], words.iloc[:0]):
            found = behind_each(table, hits, ARTICLES)
            assert len(found) == len(table)
            for (_, row), rows in zip(table.iterrows(), found, strict=True):
                assert rows.tolist() == behind(row, hits, ARTICLES).index.tolist()


@pytest.mark.parametrize("every", ["day", "week", "month", "all"])
def test_periods_at_once_find_what_each_period_finds(every: str):
    scores = ARTICLES.reset_index()[["article_id"]]
    table = coverage(ARTICLES, every=every, by="outlet")
    for (_, row), rows in zip(table.iterrows(), behind_each(table, scores, ARTICLES), strict=True):
        assert rows.tolist() == behind(row, scores, ARTICLES).index.tolist()
