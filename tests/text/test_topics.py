"""Topics: what is planted is found, what other starts do not find is hidden, copies count once, frozen and read again."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from analysis.measures.candidate_frames import candidate_frames, score_candidate_frames, topic_hits
from analysis.measures.evidence import behind
from analysis.tables import DictionaryError, LanguageError, TableError, check_result
from analysis.text.tokens import tokenize
from analysis.text.topics import Topics, fit_topics, loadings, read_topics

THEMES = (
    ("rudal", "senjata", "tentara", "perang", "serangan"),
    ("pasar", "harga", "beras", "inflasi", "pedagang"),
)


def collection(n: int = 60) -> pd.DataFrame:
    generator = np.random.default_rng(2)
    rows = []
    for i in range(n):
        theme = THEMES[i % 2]
        text = " ".join([*generator.choice(theme, 12), *generator.choice(["kota", "warga", "hari"], 4)])
        rows.append((f"a{i}", text, "XY"[i % 2]))
    table = pd.DataFrame(rows, columns=["article_id", "text", "outlet"]).set_index("article_id")
    return table.assign(title="", language="id")


ARTICLES = collection()
CLUSTERS = pd.Series(ARTICLES.index, index=ARTICLES.index)
TOPICS = fit_topics(tokenize(ARTICLES), clusters=CLUSTERS, topics=2, most=0.9)


def test_planted_topics_are_found_and_stable():
    assert TOPICS.stable.all()
    found = [set(TOPICS.words(i, 5)) for i in range(2)]
    assert sorted(map(sorted, found)) == sorted(map(sorted, map(set, THEMES)))
    assert TOPICS.table()["stability"].min() > 0.9


def test_topics_that_other_starts_do_not_find_are_hidden():
    many = fit_topics(tokenize(ARTICLES), clusters=CLUSTERS, topics=8, most=0.9)
    assert len(many.table()) < 8
    assert len(many.table(unstable=True)) == 8
    shown = set(score_candidate_frames(ARTICLES, many)["topic"])
    assert shown == set(many.table()["topic"])


def test_copies_change_nothing():
    copies = ARTICLES.rename(index=lambda name: f"{name}x")
    both = pd.concat([ARTICLES, copies])
    clusters = pd.Series([*ARTICLES.index, *ARTICLES.index], index=both.index)
    again = fit_topics(tokenize(both), clusters=clusters, topics=2, most=0.9)
    assert again.settings["texts"] == 60
    assert np.allclose(again.components, TOPICS.components)


def test_the_same_every_time_and_after_reading(tmp_path):
    again = fit_topics(tokenize(ARTICLES), clusters=CLUSTERS, topics=2, most=0.9)
    read = read_topics(TOPICS.save(tmp_path / "mine"))
    assert again.version == TOPICS.version == read.version
    assert np.allclose(read.shares(tokenize(ARTICLES)), TOPICS.shares(tokenize(ARTICLES)))


def test_outlets_and_their_evidence():
    scores = score_candidate_frames(ARTICLES, TOPICS)
    table = check_result(candidate_frames(scores, by=ARTICLES["outlet"], clusters=CLUSTERS))
    wide = table.pivot(index="outlet", columns="topic", values="value")
    assert (wide.max(axis=1) > 0.9).all()
    assert wide.sum(axis=1).to_numpy() == pytest.approx([1, 1], abs=1e-6)
    row = table[table["value"] > 0.9].iloc[0]
    assert len(behind(row, topic_hits(ARTICLES, TOPICS), ARTICLES))


def test_loadings_are_those_of_the_components():
    parts = np.array([[1.0, 0, 0], [0, 0.6, 0.8]])
    assert loadings(np.array([[2.0, 0, 0], [1, 0.6, 0.8]]), parts) == pytest.approx(
        np.array([[2, 0], [1, 1]]), abs=1e-6
    )


def test_refusals(tmp_path):
    with pytest.raises(TableError, match="12 topics want 60 distinct texts; there are 20"):
        fit_topics(tokenize(ARTICLES.head(20)), clusters=CLUSTERS)
    with pytest.raises(LanguageError, match="these topics are id; found articles in en"):
        score_candidate_frames(ARTICLES.assign(language="en"), TOPICS)
    with pytest.raises(LanguageError, match="counting terms works within one language"):
        fit_topics(tokenize(ARTICLES.assign(language=["id", "en"] * 30)), clusters=CLUSTERS, topics=2)
    (tmp_path / "x.npz").write_text("no", encoding="utf-8")
    with pytest.raises(DictionaryError, match=r"x.npz: no topics in it"):
        read_topics(tmp_path / "x.npz")
    assert isinstance(TOPICS, Topics)
