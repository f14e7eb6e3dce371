"""Text flaws, the language of a text, the genre of an article."""

from __future__ import annotations

import pandas as pd
import pytest

from analysis.corpus.articles import as_articles
from analysis.corpus.flaws import outlets_without_quotation_marks, text_flaws, text_status
from analysis.corpus.genre import genres
from analysis.corpus.language import identify, language_code

ID = "Presiden Rusia Vladimir Putin tiba di Korea Utara pada Rabu pagi untuk kunjungan kenegaraan yang pertama dalam 24 tahun."
EN = "Russian President Vladimir Putin arrived in North Korea on Wednesday morning for his first state visit in 24 years."
DE = "Der russische Präsident ist am Mittwochmorgen zu seinem ersten Staatsbesuch seit 24 Jahren in Nordkorea eingetroffen."


def test_languages_with_a_module_are_told_and_others_are_not():
    texts = [
        ID,
        EN,
        DE,
        ID.upper(),
        "Президент России прибыл в КНДР с официальным визитом",
        "",
        "12345",
        "Hm",
        ID.lower(),
    ]
    assert identify(texts) == ["id", "en", "und", "id", "und", "und", "und", "und", "id"]


def test_the_language_of_a_text_does_not_depend_on_its_neighbours():
    texts = [ID, EN, DE, "Putin Tiba di Korea Utara", "Putin arrives in Pyongyang"]
    assert identify(texts) == [identify([text])[0] for text in texts]


@pytest.mark.parametrize(
    ("stated", "code"),
    [("id-ID", "id"), ("Indonesian", "id"), ("en_GB", "en"), ("ENG", "en"), ("fr", ""), ("", "")],
)
def test_stated_languages(stated, code):
    assert language_code(stated) == code


def test_flaws_that_show_in_a_text_alone():
    glued = ID + " Lalu pergi.Kemudian pulang.Akhirnya tidur."
    assert text_flaws([ID, ID.lower(), glued, ID + " â€œHaloâ€", "pendek"]) == [
        "",
        "lower-cased",
        "glued words",
        "mojibake",
        "",
    ]


def test_lost_quotation_marks_show_in_an_outlets_texts_together():
    counts = pd.DataFrame(
        [
            ("A", "id", 100, 320),
            ("B", "id", 100, 87),
            ("C", "id", 100, 21),
            ("D", "id", 100, 150),
            ("E", "id", 5, 0),
            ("F", "en", 50, 5),
        ],
        columns=["outlet", "language", "articles", "marks"],
    )
    assert outlets_without_quotation_marks(counts) == ["B", "C", "F"]


def test_the_flaw_of_the_outlet_stands_at_its_articles():
    quoted = [f'{ID} "Selamat datang," kata {i}. "Silakan," katanya {i}.' for i in range(30)]
    bare = [f"{EN[:0]}{ID} Selamat datang, kata {i}." for i in range(30)]
    frame = pd.DataFrame({"text": quoted + bare, "outlet": ["A"] * 30 + ["B"] * 30})
    articles = as_articles(frame, language="id")
    assert set(articles.loc[articles["outlet"] == "A", "text_flaws"]) == {""}
    assert set(articles.loc[articles["outlet"] == "B", "text_flaws"]) == {"no quotation marks"}


def test_how_much_of_an_article_a_text_is():
    assert text_status(["", "Teras saja.", "Isi penuh.", "Isi terpotong [+1234 chars]", "Isi…"], [False, True, False, False, False]) == [
        "none", "lead", "full", "truncated", "truncated",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("title", "section", "url", "text", "stated", "genre"),
    [
        ("Putin tiba", "", "", "x", "", "news"),
        ("Putin tiba", "", "", "", "", "unknown"),
        ("FOTO: Putin tiba", "", "", "x", "", "photo_video"),
        ("Opini: Mengapa Putin datang", "", "", "x", "", "opinion"),
        ("Putin tiba", "Kolom", "", "x", "", "opinion"),
        ("Putin tiba", "Tajuk", "", "x", "", "editorial"),
        ("Putin tiba", "", "https://pressrelease.kontan.co.id/news/x", "x", "", "advertorial"),
        ("Putin tiba", "", "https://foto.okezone.com/view/x", "x", "", "photo_video"),
        ("Putin tiba", "", "https://a.example/opini/x", "x", "", "opinion"),
        ("Putin tiba", "", "https://a.example/world/opini-publik-berubah", "x", "", "news"),
        ("Putin tiba", "Kolom", "", "x", "news", "news"),
    ],
)  # fmt: skip
def test_genre_by_rule(title, section, url, text, stated, genre):
    assert genres([title], [section], [url], [text], [stated]) == [genre]


def headlines(many: int) -> list[str]:
    """Sound Indonesian headlines, all different."""
    places = ("Bandung", "Medan", "Surabaya", "Padang", "Makassar")
    return [f"Warga {places[n % 5]} menolak kenaikan harga beras yang ke-{n}" for n in range(many)]


def test_a_headline_between_two_languages_is_in_that_of_its_outlet():
    doubtful = "VIDEO: Konser Amal di University of Southern California"
    alone = identify([doubtful])
    texts = [*headlines(30), doubtful]
    assert alone == ["en"]
    assert identify(texts, ["Kabar"] * len(texts)) == ["id"] * len(texts)
    assert identify(texts, [*["Kabar"] * 30, "Courier"])[-1] == "en"


def test_an_english_headline_stays_english_in_an_indonesian_outlet_and_few_headlines_are_no_habit():
    english = "Government says it will cut taxes for small companies next year"
    doubtful = "VIDEO: Konser Amal di University of Southern California"
    assert identify([*headlines(30), english], ["Kabar"] * 31)[-1] == "en"
    assert identify([*headlines(10), doubtful], ["Kabar"] * 11)[-1] == "en"
    mixed = [*headlines(30), *[f"{english} {n}" for n in range(3)], doubtful]
    assert identify(mixed, ["Kabar"] * len(mixed))[-1] == "en"
