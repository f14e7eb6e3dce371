"""The evidence register: how it samples, how it spells, and its list in pieces."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from analysis.reports import evidence_list
from analysis.reports.evidence import Register
from analysis.reports.evidence_list import write_list


def test_a_term_is_spelt_as_it_mostly_stands_in_the_texts():
    texts = ["Kapal AS tiba. Di kapal itu as roda patah.", "Menurut AS, kapal berlayar."]
    articles = pd.DataFrame(
        {"title": ["", ""], "text": texts, "outlet": "Kabar", "day": pd.NaT, "url": ""}, index=["a", "b"]
    )
    hits = [
        (label, article, 2 + start, 2 + start + len(label))
        for label in ("as", "kapal")
        for article, text in zip(articles.index, texts, strict=True)
        for start in range(len(text))
        if text[start : start + len(label)].lower() == label
    ]
    table = pd.DataFrame(hits, columns=["label", "article_id", "start", "end"])
    register = Register(articles, pd.Series([0, 1], index=articles.index))
    assert register.spellings(table) == {"as": "AS", "kapal": "kapal"}


@pytest.mark.parametrize("piece", [1, 3, 1000])
def test_the_list_holds_every_hit_behind_every_number(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, piece: int
):
    monkeypatch.setattr(evidence_list, "PIECE", piece)
    facts = {"outlet": ["Kabar", None, "Sorot"], "day": pd.to_datetime(["2024-06-18", "2024-06-19", None])}
    columns = {"title": ["=1+1", "Dua", "Tiga"], "text": "Isi.", "url": ["u", "v", None], **facts}
    articles = pd.DataFrame(columns, index=pd.Index(["a", "b", "c"], name="article_id"))
    clusters = pd.Series(["a", "a", "c"], index=articles.index)
    hits = pd.DataFrame(
        {"article_id": [*"abcabx"], "start": range(6), "end": range(6, 12), "label": [*"pqrpq", None]}
    )
    register = Register(articles, clusters)
    assert register.add("s", "first", hits) == "#e1"
    assert register.add("s", "@second", register.hits(hits), pd.Series([4, 0]).to_numpy()) == "#e2"
    assert register.add("s", "articles", articles.reset_index()[["article_id"]]) == "#e3"
    assert register.add("s", "nothing", hits[hits["article_id"] == "x"]) == ""
    shown = pd.read_csv(write_list(register, tmp_path / "list.csv"), encoding="utf-8-sig")
    assert shown["evidence"].tolist() == [1] * 5 + [2] * 2 + [3] * 3
    assert shown["number"].unique().tolist() == ["first", "'@second", "articles"]
    assert "".join(shown["article_id"]) == "abcabbaabc"
    assert shown["start"].dropna().tolist() == [0, 1, 2, 3, 4, 4, 0]
    assert shown["label"].dropna().tolist() == [*"pqrpqqp"]
    assert shown.loc[shown["article_id"] == "a", "title"].unique().tolist() == ["'=1+1"]
    assert shown["cluster_id"].tolist() == clusters[shown["article_id"]].tolist()
    assert shown["day"].dropna().unique().tolist() == ["2024-06-18", "2024-06-19"]
    assert [number.texts for number in register.numbers] == [2, 1, 2]


def test_a_page_without_numbers_has_a_list_without_rows(tmp_path: Path):
    articles = pd.DataFrame(
        {"title": ["Satu"], "text": "Isi.", "outlet": "Kabar", "day": pd.NaT, "url": ""}, index=["a"]
    )
    register = Register(articles, pd.Series(["a"], index=articles.index))
    shown = pd.read_csv(write_list(register, tmp_path / "list.csv"), encoding="utf-8-sig")
    assert not len(shown)
    assert shown.columns[:3].tolist() == ["evidence", "number", "article_id"]
