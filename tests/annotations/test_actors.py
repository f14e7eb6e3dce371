"""Actors: many names of one actor, longest first, the user's dictionary before the shipped one."""

from __future__ import annotations

import pandas as pd
import pytest

from analysis.annotations.actors import COLUMNS, KINDS, actors
from analysis.annotations.aliases import aliases
from analysis.annotations.capitals import fit_capitals
from analysis.annotations.entities import Entity
from analysis.text.dictionary import Dictionary, read_dictionary
from analysis.text.layout import joined


def table(*bodies: str, language: str = "id") -> pd.DataFrame:
    ids = [f"a{number}" for number in range(len(bodies))]
    frame = pd.DataFrame({"title": "", "text": list(bodies), "language": language}, index=ids)
    return frame.rename_axis("article_id")


def named(body: str, language: str = "id", **options) -> list[tuple[str, str, str]]:
    found = actors(table(body, language=language), **options)
    return list(found[["name", "actor", "kind"]].itertuples(index=False, name=None))


def test_aliases_are_one_actor_and_the_longest_wins():
    assert named("Jokowi dan Joko Widodo memimpin Dewan Keamanan PBB di AS, bukan PBB.") == [
        ("Jokowi", "Joko Widodo", "person"),
        ("Joko Widodo", "Joko Widodo", "person"),
        ("Dewan Keamanan PBB", "Dewan Keamanan PBB", "organisation"),
        ("AS", "Amerika Serikat", "place"),
        ("PBB", "Perserikatan Bangsa-Bangsa", "organisation"),
    ]


def test_capitals_count_for_abbreviations():
    assert named("It helps us as well.", "en") == []
    assert named("The US and the U.N. met.", "en") == [
        ("US", "United States", "place"),
        ("U.N.", "United Nations", "organisation"),
    ]


def test_a_short_name_stands_for_the_person_named_before():
    assert named("Kim Jong Un tiba. Kim disambut.") == [
        ("Kim Jong Un", "Kim Jong Un", "person"),
        ("Kim", "Kim Jong Un", "person"),
    ]
    assert named("Kim disambut.") == []


def test_a_person_in_no_dictionary_is_found_by_the_office():
    assert named("Wali Kota Bambang Sutrisno hadir. Bambang Sutrisno lalu pulang.") == [
        ("Bambang Sutrisno", "Bambang Sutrisno", "person"),
        ("Bambang Sutrisno", "Bambang Sutrisno", "person"),
    ]


def test_the_users_dictionary_comes_first():
    own = Dictionary(
        name="own",
        language="id",
        version="1",
        categories={"Dua pemimpin": ("Kim Jong Un", "Putin"), "petani": ("petani", "tani*")},
        passport={"labels": {"Dua pemimpin": {"kind": "person"}}},
    )
    assert named("Vladimir Putin bertemu Kim Jong Un. Para Petani menonton.", dictionary=own) == [
        ("Putin", "Dua pemimpin", "person"),
        ("Kim Jong Un", "Dua pemimpin", "person"),
        ("Petani", "petani", "organisation"),
    ]


def test_offsets_point_at_the_names_and_mentions_do_not_overlap():
    frame = table(
        "Presiden Rusia Vladimir Putin dan Menteri Luar Negeri Sergei Lavrov ke Korea Utara.", "Tidak ada."
    )
    found = actors(frame)
    assert list(found.columns) == list(COLUMNS)
    assert set(found["article_id"]) == {"a0"}
    text = "\n\n" + frame.at["a0", "text"]
    assert [text[row.start : row.end] for row in found.itertuples()] == list(found["name"])
    assert (found["start"].to_numpy()[1:] >= found["end"].to_numpy()[:-1]).all()


@pytest.mark.parametrize("code", ["id", "en"])
def test_the_shipped_list_gives_each_name_to_one_actor_of_a_legal_kind(code: str):
    shipped = read_dictionary(f"{code}/actors")
    names = [name for patterns in shipped.categories.values() for name in patterns]
    assert len(names) == len(set(names)) > 300
    labels = shipped.passport["labels"]
    assert {labels[actor]["kind"] for actor in shipped.categories} == set(KINDS)


def test_capitals_are_an_instrument_that_drops_ordinary_words():
    collection = table(*["Hujan turun. Kata Bakri hujan reda, lalu hujan lagi, dan hujan."] * 2)
    capitals = fit_capitals(collection)
    assert capitals["hujan"] == 0.0
    found = actors(collection, capitals=capitals)
    assert "Hujan" not in set(found["name"])


def test_aliases_show_what_is_ambiguous():
    found = actors(table("Kim Jong Un tiba. Kim disambut.", "Kim Yo Jong tiba. Kim disambut."))
    listed = aliases(found, top=2)
    assert listed[listed["name"] == "Kim"]["others"].tolist() == ["Kim Yo Jong", "Kim Jong Un"]


def test_an_amount_of_money_is_nobody(monkeypatch: pytest.MonkeyPatch):
    text = "Antam Turun Rp5 Ribu, Naik 1.980.000 Lagi, Shell Bayar US$ 5 di G20."
    whole = joined(table(text)).iloc[0]
    names = ["Antam", "Turun Rp5 Ribu", "1.980.000", "US$ 5", "G20"]
    found = [Entity(whole.index(name), whole.index(name) + len(name), "organisation") for name in names]
    monkeypatch.setattr("analysis.annotations.actors.entities", lambda *given: iter([found]))
    assert [name for name, _, _ in named(text)] == ["Antam", "G20"]
