"""Raw columns find their field by name; what the user says wins."""

from __future__ import annotations

import pytest

from analysis.corpus.columns import guess_columns
from analysis.tables import SourceError


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (["Judul", "Isi", "Tanggal", "Media", "Penulis"], {"title": "Judul", "text": "Isi", "published": "Tanggal", "outlet": "Media", "authors": "Penulis"}),
        (["url", "date_time", "article_title"], {"url": "url", "published": "date_time", "title": "article_title"}),
        (["url", "domain", "title", "date", "text"], {"url": "url", "domain": "domain", "title": "title", "published": "date", "text": "text"}),
        (["Tautan", "judul_berita", "isi_berita", "Tgl", "Jam"], {"url": "Tautan", "title": "judul_berita", "text": "isi_berita", "published": "Tgl", "time": "Jam"}),
        (["title", "url", "date", "published_time", "scraped_at", "content", "content_html", "summary"],
         {"title": "title", "url": "url", "published": "published_time", "retrieved": "scraped_at", "text": "content", "text_html": "content_html", "lead": "summary"}),
        (["publishedAt", "source.name", "title", "description", "content"],
         {"published": "publishedAt", "outlet": "source.name", "title": "title", "lead": "description", "text": "content"}),
        (["maintext", "title_page", "title", "date_publish", "source_domain"],
         {"text": "maintext", "title": "title", "published": "date_publish", "domain": "source_domain"}),
    ],
)  # fmt: skip
def test_columns_are_guessed(names, expected):
    found = guess_columns(names)
    assert {field: found[field] for field in expected} == expected


def test_a_column_serves_one_field():
    found = guess_columns(["judul", "waktu", "isi"])
    assert found["published"] == "waktu"
    assert "time" not in found


def test_what_the_user_says_wins():
    assert guess_columns(["judul", "isi", "Isi Lengkap"], {"text": "isi lengkap"})["text"] == "Isi Lengkap"


def test_a_missing_column_is_one_clear_line():
    with pytest.raises(SourceError, match=r"^has no column 'isi' for text; it has 'judul', 'tgl'$"):
        guess_columns(["judul", "tgl"], {"text": "isi"})


def test_a_table_without_articles_is_one_clear_line():
    with pytest.raises(
        SourceError,
        match=r"^no column looks like a title, a text or a URL \(it has 'nama', 'skor'\); say which is: --column text=NAME$",
    ):
        guess_columns(["nama", "skor"])
