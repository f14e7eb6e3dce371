"""Saved pages: the story out of its box, and the same store whoever parses them."""

from __future__ import annotations

import zipfile

import pandas as pd
import pytest

from analysis.corpus import intake, workers
from analysis.corpus.ingest import ingest
from analysis.corpus.readers import web_page
from analysis.corpus.readers.records import Page, Problem, Record
from analysis.corpus.readers.web_page import page_columns, parsed
from analysis.corpus.store import open_store

STORY = [
    "Presiden tiba di ibu kota pada pagi hari dan disambut tuan rumah dengan karpet merah di bandar udara.",
    "Kedua pemimpin berbicara selama dua jam tentang perdagangan, pangan, dan kerja sama pertahanan.",
    "Seusai pertemuan, keduanya menandatangani perjanjian yang disebut sebagai babak baru hubungan mereka.",
    "Juru bicara istana mengatakan rincian perjanjian akan diumumkan setelah disahkan oleh parlemen.",
]
STANDFIRST = "Kunjungan pertama dalam dua puluh empat tahun itu berakhir dengan sebuah perjanjian baru."
CARD = "Harga beras naik lagi pekan ini dan pedagang pasar mengeluh pembeli mereka makin berkurang."
MENU = "".join(f'<li class="menu-item"><a href="/{n}">Kanal {n}</a></li>' for n in range(40))


def page(story: list[str] = STORY, *, below_title: str = "", beside: str = "", number: int = 0) -> str:
    """A page with its story in one box."""
    body = "".join(f"<p>{one}</p>" for one in story)
    return (
        f'<!doctype html><html lang="id"><head><title>Putin tiba di Pyongyang {number} - Kabar</title>'
        f'<link rel="canonical" href="https://kabar.example/2024/06/19/berita-{number}"></head><body>'
        f'<nav><ul>{MENU}</ul></nav><div class="wrap"><div class="top"><h1>Putin tiba di Pyongyang {number}</h1>{below_title}</div>'
        f'<div class="isi">{body}</div></div><div class="lain">{beside}</div></body></html>'
    )


def lines_of(source: str) -> list[str]:
    return [line for line in page_columns(source)["text"].split("\n") if line]


def test_the_story_is_its_paragraphs_in_order():
    assert lines_of(page()) == STORY


def test_prose_beside_the_storys_box_is_not_the_story():
    cards = f'<div class="kartu"><p>{CARD}</p></div>'
    assert lines_of(page(beside=cards)) == STORY


def test_prose_between_the_headline_and_the_box_belongs_to_the_story():
    introduced = page(below_title=f'<div class="intro"><p>{STANDFIRST}</p></div>')
    assert lines_of(introduced) == [STANDFIRST, *STORY]


def test_a_story_in_two_boxes_is_whole():
    halves = f'<div class="bagian"><p>{STORY[2]}</p><p>{STORY[3]}</p></div>'
    found = lines_of(page(STORY[:2], beside=halves))
    assert [line for line in found if line in STORY] == STORY


def test_furniture_changes_no_story():
    scripts = "<script>var a = 'kata';</script>" * 200
    menus = f'<div class="footer-menu"><ul>{MENU * 10}</ul></div>'
    assert lines_of(page(beside=scripts + menus)) == lines_of(page())


def test_a_page_without_prose_is_read_as_a_whole():
    table = "<table>" + "".join(f"<tr><td>Kota {n}</td><td>{n} ton</td></tr>" for n in range(30)) + "</table>"
    text = page_columns(page([], beside=table))["text"]
    assert all(f"Kota {n}" in text and f"{n} ton" in text for n in range(30))


def test_what_stands_beside_a_page_is_added_and_its_own_address_wins():
    told = parsed(Page("record 1", page(number=7), "https://arsip.example/x", {"extra.warc_address": "x"}))
    bare = parsed(Page("record 2", page().replace("canonical", "icon"), "https://arsip.example/y"))
    assert isinstance(told, Record)
    assert isinstance(bare, Record)
    assert told.columns["url"] == "https://kabar.example/2024/06/19/berita-7"
    assert told.columns["extra.warc_address"] == "x"
    assert bare.columns["url"] == "https://arsip.example/y"


def test_a_page_that_breaks_the_parser_is_set_aside_alone(monkeypatch):
    def break_down(source):
        raise AttributeError("nobody foresaw this")

    monkeypatch.setattr(web_page, "page_columns", break_down)
    found = parsed(Page("record 3", page(), "https://kabar.example/3"))
    assert found == Problem(
        "record 3",
        "the page cannot be parsed (AttributeError: nobody foresaw this)",
        "https://kabar.example/3",
    )


@pytest.fixture
def mixed(tmp_path):
    """Pages, empty pages, a table, a text and an archive of pages, with articles that come twice."""
    raw = tmp_path / "raw"
    raw.mkdir()
    for number in range(40):
        empty = number % 9 == 4
        (raw / f"{number:02d}.html").write_text(
            "<html><body> </body></html>" if empty else page(number=number)
        )
    rows = [
        {"url": f"https://kabar.example/2024/06/19/berita-{n}", "title": f"Judul {n}", "text": STORY[n % 4]}
        for n in range(12)
    ]
    pd.DataFrame(rows).to_csv(raw / "20-tabel.csv", index=False)
    (raw / "30-teks.txt").write_text(f"Sebuah judul berita pagi ini\n\n{STORY[0]}\n\n{STORY[1]}\n")
    with zipfile.ZipFile(raw / "35-arsip.zip", "w") as archive:
        for number in range(30, 60):
            archive.writestr(f"{number}.html", page(number=number))
        archive.writestr("rusak.html", "<html><p> </p></html>")
    return raw


def books(report):
    return [(one.as_row(), one.raw_file) for one in report.files]


def test_whoever_parses_the_pages_the_store_and_the_books_are_the_same(tmp_path, mixed, monkeypatch):
    monkeypatch.setattr(intake, "SHEAF", 4)
    monkeypatch.setattr(intake, "PAGES", 16)
    alone = ingest(mixed, tmp_path / "alone", progress=False, workers=1)
    many = ingest(mixed, tmp_path / "many", progress=False, workers=2)
    pd.testing.assert_frame_equal(open_store(tmp_path / "alone").read(), open_store(tmp_path / "many").read())
    pd.testing.assert_frame_equal(alone.set_aside, many.set_aside)
    assert books(alone) == books(many)
    assert all(one.balance() == 0 for one in many.files)
    kept = open_store(tmp_path / "many").read()
    empty = {n for n in range(40) if n % 9 == 4}
    addresses = ({*range(40)} - empty) | {*range(30, 60)} | {*range(12)}
    assert len(kept) == len(addresses) + 1
    assert len(many.set_aside) == 4 + 1


def test_what_is_set_aside_stands_in_the_order_of_the_files(tmp_path, mixed, monkeypatch):
    monkeypatch.setattr(intake, "SHEAF", 4)
    report = ingest(mixed, tmp_path / "s", progress=False, workers=2)
    files = report.set_aside["raw_file"].tolist()
    assert files == [f"raw/{n}.html" for n in ("04", "13", "22", "31")] + ["raw/35-arsip.zip/rusak.html"]


def test_long_pages_travel_in_small_sheaves(tmp_path, monkeypatch):
    lengths = []
    straight = workers.Line.submit

    def noted(line, task, then):
        if line.work is intake.parsed_pages:
            lengths.append(sum(len(one.source) for one in task[0]))
        straight(line, task, then)

    monkeypatch.setattr(workers.Line, "submit", noted)
    monkeypatch.setattr(intake, "LONGEST_SHEAF", 10_000)
    for number in range(12):
        (tmp_path / f"{number:02d}.html").write_text(page(number=number))
    longest = max(len(page(number=number)) for number in range(12))
    ingest(tmp_path, tmp_path / "store", progress=False, workers=1)
    assert len(lengths) > 1
    assert max(lengths) < 10_000 + longest
