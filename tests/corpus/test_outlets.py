"""Which address belongs to which outlet, and what articles are called for good."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.corpus.ids import article_id, canonical_url, version_hash
from analysis.corpus.outlets import (
    brand_in_dateline,
    host_of,
    known_outlets,
    registrable_domain,
    shipped_outlets,
)
from analysis.tables import SourceError


@pytest.mark.parametrize(
    ("url", "outlet"),
    [
        ("https://pusatdata.kontan.co.id/news/x", "Kontan"),
        ("https://economy.okezone.com/read/x", "Okezone"),
        ("https://www.cnnindonesia.com/x", "CNN Indonesia"),
        ("https://m.detik.com/news/x", "Detik"),
        ("https://news.detik.com:443/x", "Detik"),
        ("http://en.tempo.co/read/x", "Tempo"),
        ("https://www.bbc.co.uk/news/x", "BBC"),
        ("https://berita.contoh.co.id/x", "contoh.co.id"),
        ("https://a.b.yayasan.or.id/x", "yayasan.or.id"),
        ("https://m.straitcourier.example/x", "straitcourier.example"),
        ("https://10.0.0.1/x", "10.0.0.1"),
    ],
)
def test_an_address_belongs_to_an_outlet(url, outlet):
    assert shipped_outlets().of_host(host_of(url)) == outlet


@pytest.mark.parametrize(
    ("name", "outlet"),
    [
        ("detikcom", "Detik"),
        ("KOMPAS.com", "Kompas"),
        ("news.detik.com", "Detik"),
        (" Kabar  Kita ", "Kabar Kita"),
    ],
)
def test_a_named_outlet_is_spelt_in_one_way(name, outlet):
    assert shipped_outlets().of_name(name) == outlet


def test_a_table_of_ones_own_wins(tmp_path):
    (tmp_path / "outlets.toml").write_text(
        '[[outlet]]\nname = "Kabar Kita"\ndomains = ["kabarkita.example"]\naliases = ["kk"]\n'
        'timezone = "Asia/Makassar"\n\n[[agency]]\nname = "Kantor Berita Kita"\naliases = ["KBK"]\n'
    )
    table = known_outlets(tmp_path)
    assert table.of_host("sport.kabarkita.example") == "Kabar Kita"
    assert table.of_name("KK") == "Kabar Kita"
    assert table.zone_of("Kabar Kita", "id") == "Asia/Makassar"
    assert table.zone_of("contoh.co.id", "id") == "Asia/Jakarta"
    assert table.agency_in("kbk/red") == "Kantor Berita Kita"


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('[[outlet]]\ndomains = ["x.id"]\n', "an [[outlet]] has no name"),
        ('[[outlet]]\nname = "X"\ntimezone = "Jakarta"\n', "is no IANA time zone such as 'Asia/Jakarta'"),
        ('[[outlet]]\nname = "X"\narticle_number = "("\n', "article_number is no regular expression"),
        ("[[outlet]\n", "outlets.toml"),
    ],
)
def test_a_broken_table_is_refused_in_one_line(tmp_path, text, line):
    (tmp_path / "outlets.toml").write_text(text)
    with pytest.raises(SourceError, match=line.replace("[", r"\[").replace("]", r"\]")) as error:
        known_outlets(tmp_path)
    assert "\n" not in str(error.value) or "line" in str(error.value)


@pytest.mark.parametrize(
    ("line", "brand"),
    [
        ("Jfid – Pada Rabu pagi, Presiden tiba.", "Jfid"),
        ("KOMPAS.com - Presiden tiba.", "Kompas"),
        ("Jakarta - Presiden tiba.", ""),
        ("PYONGYANG - Presiden tiba.", ""),
        ("Reuters - Presiden tiba.", "Reuters"),
        ("Presiden tiba di bandara.", ""),
    ],
)
def test_a_dateline_names_a_brand_or_a_place(line, brand):
    assert brand_in_dateline(line, shipped_outlets()) == brand


def test_registrable_domains_of_unknown_endings():
    assert registrable_domain("a.b.contoh.example") == "contoh.example"


@pytest.mark.parametrize(
    "url",
    [
        "http://www.contoh.id/a/b?utm_source=x&utm_medium=y",
        "https://m.contoh.id/a/b/",
        "https://contoh.id/a/b#komentar",
        "https://contoh.id/a/b?page=all&fbclid=1",
        "https://amp.contoh.id/a/b/amp",
    ],
)
def test_the_same_page_has_one_address(url):
    assert canonical_url(url) == "contoh.id/a/b"


def test_what_tells_pages_apart_stays():
    assert canonical_url("https://contoh.id/baca?b=2&id=1") == canonical_url(
        "https://contoh.id/baca?id=1&b=2"
    )
    assert canonical_url("https://contoh.id/baca?id=1") != canonical_url("https://contoh.id/baca?id=2")


def test_an_article_is_named_by_number_address_or_words():
    assert article_id("Detik", "6120331", "x", "") == "detik-6120331"
    assert article_id("Kontan", "", "kontan.co.id/a", "") != article_id("Kontan", "", "kontan.co.id/b", "")
    assert article_id("", "", "", "a\0b").startswith("article-")


@given(st.text(), st.text(), st.text(), st.text())
def test_versions_differ_as_titles_and_texts_do(title, text, other_title, other_text):
    same = (title, text) == (other_title, other_text)
    assert (version_hash(title, text) == version_hash(other_title, other_text)) == same
