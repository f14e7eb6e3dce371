"""What cleaning takes out, by which rule, and what it leaves alone."""

from __future__ import annotations

import tomllib

import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.corpus.articles import as_articles
from analysis.corpus.cleaning import clean
from analysis.corpus.furniture import byline_of, furniture_rule
from analysis.corpus.scars import repaired
from analysis.corpus.suspects import may_be_furniture
from analysis.languages import DATA

STORY = "Presiden Rusia tiba di Pyongyang pada Rabu pagi dan disambut karpet merah di bandara."
END = "Kunjungan itu berakhir pada malam hari setelah kedua pemimpin meneken perjanjian."


def cleaned(
    *paragraphs: str, title: str = "Putin Tiba di Korea Utara Pagi Ini", outlet: str = "Kabar", **more
):
    frame = pd.DataFrame({"title": [title], "text": ["\n\n".join(paragraphs)], "outlet": [outlet]})
    articles, removed = clean(as_articles(frame, language="id", **more))
    return articles.iloc[0], list(zip(removed["rule"], removed["line"]))


@pytest.mark.parametrize(
    ("line", "rule"),
    [
        ("Baca juga: Kim Jong Un Sambut Putin?", "read-also"),
        ("BACA JUGA", "read-also"),
        ("Read also: Ghost tankers: tracking vessels", "read-also"),
        ("Simak Video \"Putin di Pyongyang\"", "read-also"),
        ("Join 80,000 readers of our evening briefing", "read-also"),
        ("- Advertisement -", "advert"),
        ("Ad image", "advert"),
        ("SCROLL UNTUK LANJUT BACA", "advert"),
        ("Share This Article", "share"),
        ("Komentar (31)", "share"),
        ("1,3rb dilihat", "share"),
        ("4 Min Read", "reading time"),
        ("Waktu baca 2 menit", "reading time"),
        ("A 2-minute read · Listen to this dispatch (4 min)", "reading time"),
        ("Halaman: 1 2 Selanjutnya", "pagination"),
        ("Foto: Dok. Sorot Kini", "photo credit"),
        ("PHOTO: STRAIT COURIER/DESMOND YIP", "photo credit"),
        ("Kim Jong Un menyambut Putin di bandara (Foto: Istimewa)", "photo credit"),
        ("#putin #kimjongun", "tags"),
        ("TAG: #Sanksi #Minyak", "tags"),
        ("Filed under: diplomacy, russia", "tags"),
        ("Copyright @ 2024 Sorot Kini, All Rights Reserved", "copyright"),
        ("Ada kekeliruan? Kirim ralat ke redaksi@kabar.example", "contact"),
        ("This article was amended on 19 June 2024 to correct a spelling.", "notice"),
        ("Home > Dunia > Asia", "navigation"),
        ("Tentang | Redaksi | Pedoman | Info Iklan", "navigation"),
        ("[Gambas:Video CNN]", "embed"),
        ("***", "rule line"),
    ],
)  # fmt: skip
def test_a_line_is_furniture_by_its_rule(line, rule):
    assert furniture_rule(line) == rule
    article, removed = cleaned(STORY, line, END)
    assert article["text"] == f"{STORY}\n\n{END}"
    assert removed == [(rule, line)]


@pytest.mark.parametrize(
    "line",
    [
        "Latar Belakang Sejarah dan Signifikansi Kunjungan",
        "Dampak Geopolitik",
        "Kesimpulan",
        "Apa bedanya dengan Pasal 5 NATO?",
        "Baca puisi itu, lalu tidurlah.",
        "Video itu ditonton dua juta kali dalam sehari.",
        "He said he would share the house with nobody.",
        "Related costs rose by 4%.",
        "Foto itu dimuat semua surat kabar pada hari berikutnya.",
        "Iklan itu menyesatkan, kata hakim.",
        "“Bagikan makanan kepada yang lapar,” katanya.",
        "Sign up for a postal vote, the ministry urges.",
        "Oleh karena itu mereka pulang",
        "By the time he arrived, the square was empty.",
    ],
)
def test_headings_and_sentences_of_the_story_stay(line):
    article, removed = cleaned(STORY, line, END)
    assert article["text"] == f"{STORY}\n\n{line}\n\n{END}"
    assert removed == []


def test_the_title_under_a_bare_label_goes_with_it_and_the_story_stays():
    article, removed = cleaned(STORY, "Baca Juga:", "Anjing Ras Langka Asia, Harganya Bikin Melongo!", END)
    assert article["text"] == f"{STORY}\n\n{END}"
    assert [rule for rule, _ in removed] == ["read-also", "read-also"]
    article, removed = cleaned(STORY, "Baca Juga", END)
    assert article["text"] == f"{STORY}\n\n{END}"
    assert [line for _, line in removed] == ["Baca Juga"]


@pytest.mark.parametrize(
    ("before", "outlet", "agency"),
    [
        ("Jfid - ", "Jfid", ""),
        ("JAKARTA, KOMPAS.com - ", "Kompas", ""),
        ("Bisnis.com, JAKARTA — ", "Bisnis", ""),
        ("TEMPO.CO, Jakarta - ", "Tempo", ""),
        ("KONTAN.CO.ID - JAKARTA. ", "Kontan", ""),
        ("REPUBLIKA.CO.ID, JAKARTA -- ", "Republika", ""),
        ("Jakarta (ANTARA) - ", "Kabar", "Antara"),
        ("Jakarta (ANTARA) - ", "Antara", ""),
        ("SEOUL, June 19 (Reuters) - ", "Kabar", "Reuters"),
        ("Jakarta - ", "Detik", ""),
        ("KABAR, JAKARTA. ", "Kabar", ""),
    ],
)
def test_a_dateline_goes_and_its_agency_is_kept(before, outlet, agency):
    article, removed = cleaned(before + STORY, END, outlet=outlet)
    assert article["text"] == f"{STORY}\n\n{END}"
    assert removed == [("dateline", before.strip())]
    assert article["agency"] == agency


@pytest.mark.parametrize(
    "sentence",
    [
        "Iran - salah satu produsen minyak terbesar di dunia - menandatangani kesepakatan gas dengan India dan China.",
        "Putin - yang tiba lebih lambat dari jadwal - langsung menuju mobil hitam bersama tuan rumah.",
        "HAMAS - kelompok yang menguasai Gaza - menolak usulan gencatan senjata yang diajukan pekan lalu.",
    ],
)
def test_a_dash_in_a_sentence_is_no_dateline(sentence):
    article, removed = cleaned(sentence, END)
    assert article["text"].startswith(sentence)
    assert removed == []


@pytest.mark.parametrize("code", ["(red/abc)", "(can/mik)", "[SK/lm]", "(*/rfl)", "(agt)", "(mrh/pta)"])
def test_an_editors_code_at_the_end_goes(code):
    article, removed = cleaned(STORY, f"{END} {code}")
    assert article["text"] == f"{STORY}\n\n{END}"
    assert removed == [("editor code", code)]


@pytest.mark.parametrize(
    "words", ["(BPS)", "(buyback).", "(yoy).", "(Piala Dunia).", "(naik Rp1.000).", "(and/or)."]
)
def test_brackets_that_belong_to_the_last_sentence_stay(words):
    sentence = f"Harga itu naik tajam dibandingkan dengan bulan sebelumnya {words}"
    article, removed = cleaned(STORY, sentence)
    assert article["text"].endswith(sentence)
    assert removed == []


def test_a_wire_credit_at_the_end_is_kept_as_agency():
    article, removed = cleaned(STORY, f"{END} (Reuters/ant)")
    assert (article["agency"], removed) == ("Reuters", [("wire credit", "(Reuters/ant)")])


def test_a_byline_goes_and_its_author_is_kept():
    article, removed = cleaned("Oleh: Siti Rahma", STORY, END)
    assert (article["authors"], article["text"]) == ("Siti Rahma", f"{STORY}\n\n{END}")
    assert removed == [("byline", "Oleh: Siti Rahma")]


def test_repeated_titles_go_and_the_title_stays():
    title = "Putin Tiba di Korea Utara Pagi Ini"
    article, removed = cleaned(title, title, STORY, END, title=title)
    assert (article["title"], article["text"]) == (title, f"{STORY}\n\n{END}")
    assert [rule for rule, _ in removed] == ["repeated title"] * 2


@pytest.mark.parametrize(
    ("glued", "left"),
    [
        (f"{STORY}Baca juga: Rudal Kim Jong Un", STORY),
        (f"{STORY} Baca juga: Rudal Kim Jong Un Melesat Lagi{END}", f"{STORY} {END}"),
        (f"{STORY} ADVERTISEMENT SCROLL TO CONTINUE WITH CONTENT {END}", f"{STORY} {END}"),
        (f"{STORY} [Gambas:Video CNN] {END}", f"{STORY} {END}"),
    ],
)
def test_glued_furniture_is_cut_out_of_its_paragraph(glued, left):
    assert cleaned(glued)[0]["text"] == left


def test_a_glued_link_whose_end_nobody_can_tell_stays():
    paragraph = f"{STORY} Baca juga: rudal itu. Setelah itu ia pergi. {END}"
    assert cleaned(paragraph)[0]["text"] == paragraph


@pytest.mark.parametrize(
    ("scarred", "mended"),
    [
        ("makna strategis.Meskipun terjadi", "makna strategis. Meskipun terjadi"),
        ("yang dalam.Sejak era", "yang dalam. Sejak era"),
        ("upaya perang .", "upaya perang."),
        ("“Baik.” Ia pergi.”Lalu diam", "“Baik.” Ia pergi.” Lalu diam"),
        ("Pantauan .com, Gibran datang", "Pantauan , Gibran datang".replace(" ,", ",")),
        ("nilai Rp2.500 dan pukul 10.30 WIB", "nilai Rp2.500 dan pukul 10.30 WIB"),
        ("situs Detik.com dan U.S. Army", "situs Detik.com dan U.S. Army"),
        ("â€œBaikâ€\u009d kata dia", "“Baik” kata dia"),
        ("“Curled” and ‘quoted’", "“Curled” and ‘quoted’"),
    ],
)
def test_scars_are_mended_and_quotation_marks_stay_as_they_are(scarred, mended):
    assert repaired([scarred])[0] == [mended]


def test_cleaning_changes_no_id_and_no_version_and_twice_is_once():
    frame = pd.DataFrame(
        {
            "title": ["A b c d e f"],
            "text": [f"JAKARTA, KOMPAS.com - {STORY}Itu saja .\n\nBaca juga: X Y Z\n\n{END} (red/abc)"],
        }
    )
    before = as_articles(frame, language="id")
    once, _ = clean(before)
    twice, removed = clean(once)
    assert list(once.index) == list(before.index)
    assert list(once["version"]) == list(before["version"])
    pd.testing.assert_frame_equal(once, twice)
    assert removed.empty


def test_an_article_of_nothing_but_furniture_is_left_without_text():
    article, _ = cleaned("Baca juga: Kim", "- Advertisement -", "Share This Article")
    assert (article["text"], article["text_status"]) == ("", "none")


@settings(max_examples=25)
@given(st.lists(st.text(max_size=80), max_size=12))
def test_no_text_breaks_cleaning(paragraphs):
    cleaned(*paragraphs)


def test_names_in_bylines():
    assert byline_of("unnie By unnie") == "unnie"
    assert byline_of("Penulis : Siti Rahma") == "Siti Rahma"
    assert byline_of("By John Smith in Seoul") == "John Smith in Seoul"
    assert byline_of("By far the largest") == ""


HEADLINE = "Putin Tiba di Korea Utara Pagi Ini"


@pytest.mark.parametrize(
    ("piece", "rule"),
    [
        ("Bersambung ke halaman berikutnya...", "pagination"),
        ("sumber : logam mulia", "byline"),
        ("Sumber: Reuters | Editor: Siti Rahma", "byline"),
        ("Catatan redaksi: terafiliasi dengan Kabar Corp.", "notice"),
        ("(abc/def)", "editor code"),
        ("(Annasa Rizki, Lorenzo Anugrah)", "byline"),
    ],
)
def test_what_clings_to_the_end_is_taken_off_in_the_last_paragraph_and_below_it(piece, rule):
    for paragraphs in ((STORY, f"{END} {piece}"), (STORY, END, piece)):
        article, removed = cleaned(*paragraphs)
        assert article["text"] == f"{STORY}\n\n{END}"
        assert [rule for rule, _ in removed] == [rule]


def test_a_source_behind_the_story_is_kept_as_its_agency_and_names_no_author():
    article, _ = cleaned(STORY, f"{END} Sumber: Reuters")
    assert (article["agency"], article["authors"]) == ("Reuters", "")


@pytest.mark.parametrize(
    "end",
    [
        "Menurut sumber: harga naik lagi",
        "Cerita itu bersambung ke halaman lain dalam hidupnya.",
        "Ia menunjuk dua tempat (Jakarta, Bandung)",
    ],
)
def test_a_sentence_that_looks_like_an_ending_stays(end):
    article, removed = cleaned(STORY, f"{END} {end}")
    assert article["text"].endswith(end)
    assert removed == []


def test_the_date_the_buttons_and_the_place_under_a_repeated_headline_go_with_it():
    head = f"{HEADLINE} Rabu, 19 Jun 2024 15:16 WIB Bagikan: url telah tercopy Jakarta, "
    article, removed = cleaned(head + STORY, END, title=HEADLINE)
    assert article["text"] == f"{STORY}\n\n{END}"
    assert [rule for rule, _ in removed] == ["repeated title", "date line", "share", "share", "dateline"]


def test_a_place_behind_a_brand_is_a_dateline_without_capitals_too():
    article, removed = cleaned("kabar.co.id - jakarta. harga emas naik lagi pada hari ini.")
    assert article["text"] == "harga emas naik lagi pada hari ini."
    assert removed == [("dateline", "kabar.co.id - jakarta.")]


@pytest.mark.parametrize("code", ["id", "en"])
def test_no_line_that_a_rule_removes_passes_the_search_for_suspects(code):
    """The search may name too many lines, never too few: all phrases of the lists, in many dresses."""
    path = DATA / code / "furniture.toml"
    sections = tomllib.loads(path.read_text(encoding="utf-8")).values()
    phrases = [one for kinds in sections for name in ("phrases", "whole") for one in kinds.get(name, [])]
    dresses = (
        "{}",
        "- {} -",
        "{}: Kim Sambut Putin",
        "{} 3 menit, André",
        "[{}]",
        "2024 {} x",
        "#{}",
        "a {} | b | c",
    )
    lines = [dress.format(text) for text in phrases for dress in dresses for text in (text, text.upper())]
    lines += [
        "Foto: Dok. André Ñ/x",
        "x (foto: y)",
        "12 komentar",
        "1,3rb dilihat",
        "a@b.example",
        "***",
        "a/b/c",
    ]
    lines += ["A · B · C", "Home > A", "[Gambas:Video X]", "http://x.example", "Editor: Ñandú", "3 min read"]
    suspicious = may_be_furniture(pa.array(lines))
    missed = [line for line, seen in zip(lines, suspicious) if furniture_rule(line) and not seen]
    assert missed == []
