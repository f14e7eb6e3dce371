"""Names without what ran into them."""

from __future__ import annotations

import pandas as pd
import pytest

from analysis.annotations.actors import actors
from analysis.annotations.edges import trimmed
from analysis.annotations.gazetteer import Entity, shipped
from analysis.annotations.quotations import quotations
from analysis.annotations.rules import rules


def table(code: str, *texts: str, title: str = "") -> pd.DataFrame:
    frame = pd.DataFrame({"title": title, "text": list(texts), "language": code})
    return frame.set_index(pd.Index([f"a{n}" for n in range(len(texts))], name="article_id"))


def cut(name: str, text: str, kind: str = "person", title: str = "") -> list[str]:
    whole = f"{title}\n\n{text}"
    start = whole.index(name)
    found = trimmed([Entity(start, start + len(name), kind)], whole, rules("id"), shipped("id"))
    return [whole[one.start : one.end] for one in found]


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("DCFX Bramasta Wirya", "Bramasta Wirya"),
        ("Lintang Futures Bramasta Wirya", "Bramasta Wirya"),
        ("BI Bramasta Wirya", "Bramasta Wirya"),
        ("Menhub Bramasta", "Bramasta"),
        ("— Bramasta Wirya", "Bramasta Wirya"),
        ("Bramasta Wirya", "Bramasta Wirya"),
        ("Bramasta", "Bramasta"),
    ],
)
def test_firms_offices_and_marks_are_no_part_of_a_person(name: str, kept: str):
    assert cut(name, f"Analis {name} mengatakan rupiah menguat.") == [kept]


def test_words_that_the_text_also_writes_small_are_no_part_of_a_person():
    text = "Analis Dunia Bramasta Wirya bicara soal dunia kerja."
    assert cut("Dunia Bramasta Wirya", text) == ["Bramasta Wirya"]
    assert cut("Harga Emas", "Grafik Harga Emas turun, sebab harga dan emas ikut turun.") == []


def test_a_headline_in_capitals_names_only_what_the_body_names():
    title = "Bramasta Wirya Tolak Usul Kerek Tarif"
    assert cut("Bramasta Wirya", "Wirya menolak.", title=title) == ["Bramasta Wirya"]
    assert cut("Usul Kerek", "Wirya menolak.", title=title) == []


def test_cutting_twice_is_cutting_once():
    name = "DCFX Lintang Futures Bramasta Wirya"
    [once] = cut(name, f"Analis {name} bicara.")
    assert cut(once, f"Analis {once} bicara.") == [once]


@pytest.mark.parametrize("opening", ["Neither", "Ships", "Critics", "Analysts"])
def test_a_word_that_only_opens_a_sentence_is_nobody(opening: str):
    found = quotations(table("en", f"It rained. {opening} said that the bridge would stay closed."))
    assert found["speaker"].isna().all()


def test_the_hearer_is_not_the_speaker():
    text = 'Sunniva Aas came. "We have no plans to leave the valley," Sunniva Aas told BBC Sport.'
    assert quotations(table("en", text))["speaker"].tolist() == ["Sunniva Aas"]


def test_an_unknown_name_is_taken_whole():
    text = '"The setting matters more than the words," said Gu Wenlan, of the institute.'
    assert quotations(table("en", text))["speaker"].tolist() == ["Gu Wenlan"]


def test_the_place_where_people_are_does_not_speak():
    found = quotations(table("en", "Readers in Pyongyang said that the visit was a success."))
    assert "Pyongyang" not in set(found["speaker"].dropna())


def test_a_dateline_in_capitals_is_the_same_place():
    found = actors(table("id", "JAKARTA - Hujan turun di Jakarta."))
    assert set(found["actor"]) == {"Jakarta"}
