"""Every reader knows its format by content, loses nothing, and says what it could not read."""

from __future__ import annotations

import json
import struct
import zipfile
from datetime import datetime
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analysis.corpus.readers import READERS, read_file, recognise
from analysis.corpus.readers.plain_text import pasted_page
from analysis.corpus.readers.records import Item, Note, Problem, Promise, Record
from analysis.tables import SourceError

ROWS = [
    {"judul": "Putin tiba", "isi": 'Isi satu; dengan koma, kutip "dua"\ndan baris.', "skor": "0,45"},
    {"judul": "Kim menyambut", "isi": "Isi dua – dengan tanda “kutip”.", "skor": "1.234,5"},
]


def records(path: Path) -> tuple[str, list[Record], list[Problem], list[object]]:
    reader, head, _ = recognise(path)
    items = list(read_file(reader, head))
    return (
        reader.NAME,
        [item for item in items if isinstance(item, Record)],
        [item for item in items if isinstance(item, Problem)],
        [item for item in items if isinstance(item, (Promise, Note))],
    )


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le", "utf-16-be", "utf-32"]
)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_tables_in_every_dialect_of_excel(tmp_path, delimiter, encoding, end):
    path = tmp_path / "berita.dat"
    with path.open("w", encoding=encoding, newline="") as handle:
        pd.DataFrame(ROWS).to_csv(handle, sep=delimiter, index=False, lineterminator=end)
    name, found, problems, _ = records(path)
    assert name == "delimited text"
    assert [record.columns for record in found] == ROWS
    assert [record.position for record in found] == ["row 2", "row 3"]
    assert not problems


def test_excel_may_say_its_delimiter(tmp_path):
    path = tmp_path / "x.csv"
    path.write_text("sep=;\njudul;isi\nA;B, C\n")
    assert records(path)[1][0].columns == {"judul": "A", "isi": "B, C"}


def test_a_row_with_too_many_or_too_few_fields_is_set_aside_and_the_rest_goes_on(tmp_path):
    path = tmp_path / "x.csv"
    path.write_text(
        "judul,isi,tanggal\nA,isi,2024-06-19\nB,isi, dengan koma,2024-06-19\nC,isi\nD,isi,2024-06-19,,\nE,isi,2024-06-19\n"
    )
    _, found, problems, _ = records(path)
    assert [record.columns["judul"] for record in found] == ["A", "D", "E"]
    assert [(p.position, p.reason) for p in problems] == [
        ("row 3", "the row has 4 fields where the header has 3"),
        ("row 4", "the row has 2 fields where the header has 3"),
    ]


def test_a_field_may_be_larger_than_csv_allows_by_default(tmp_path):
    path = tmp_path / "x.csv"
    path.write_text(f"judul,isi\nA,{'kata ' * 50_000}\n")
    assert len(records(path)[1][0].columns["isi"]) == 250_000


def test_workbooks_with_every_sheet_and_a_header_below_the_top(tmp_path):
    path = tmp_path / "x.bin"
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Juni"
    for row in (
        ["Laporan bulanan"],
        [],
        ["Judul", "Isi", "Tanggal"],
        ["A", "Isi A", datetime(2024, 6, 19, 8, 30)],
        [],
        ["B", "Isi B", 45462],
    ):
        sheet.append(row)
    second = book.create_sheet("Juli")
    second.append(["Judul", "Isi"])
    second.append(["C", "Isi C"])
    book.create_sheet("Kosong")
    book.save(path)
    name, found, _, _ = records(path)
    assert name == "Excel workbook"
    assert [(r.position, r.columns["Judul"]) for r in found] == [
        ("Juni row 4", "A"),
        ("Juni row 6", "B"),
        ("Juli row 2", "C"),
    ]
    assert found[0].columns["Tanggal"] == datetime(2024, 6, 19, 8, 30)


def test_a_workbook_that_would_explode_is_refused(tmp_path):
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 200_000_000)
    _, found, problems, _ = records(path)
    assert not found
    assert "would unpack from" in problems[0].reason


def test_entities_in_a_workbook_do_not_explode(tmp_path):
    path = tmp_path / "x.xlsx"
    book = openpyxl.Workbook()
    book.active.append(["Judul", "Isi"])
    book.save(path)
    evil = tmp_path / "evil.xlsx"
    bomb = (
        '<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    )
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(evil, "w") as target:
        for name in source.namelist():
            data = source.read(name)
            if name == "xl/workbook.xml":
                data = bomb.encode() + data.split(b"?>", 1)[-1]
            target.writestr(name, data)
    _, found, problems, _ = records(evil)
    assert not found
    assert all("aaaa" not in problem.reason for problem in problems)


@pytest.mark.parametrize("form", ["lines", "array", "object", "single"])
def test_json_in_the_shapes_of_scrapers(tmp_path, form):
    articles = [
        {"title": "A", "source": {"id": 1, "name": "Kabar"}, "authors": ["X", "Y"]},
        {"title": "B", "source": None, "authors": []},
    ]
    text = {
        "lines": "\n".join(map(json.dumps, articles)) + "\n\n",
        "array": json.dumps(articles, indent=1),
        "object": json.dumps({"status": "ok", "totalResults": 2, "articles": articles}),
        "single": json.dumps(articles[0], indent=2),
    }[form]
    path = tmp_path / "x"
    path.write_text(text)
    name, found, problems, others = records(path)
    assert name == "JSON"
    assert [r.columns["title"] for r in found] == (["A"] if form == "single" else ["A", "B"])
    assert (found[0].columns["source.name"], found[0].columns["authors"]) == ("Kabar", "X; Y")
    assert not problems
    assert others == ([Promise(2)] if form == "object" else [])


def test_broken_lines_of_json_are_set_aside_and_the_rest_goes_on(tmp_path):
    deep = '{"title": ' + "[" * 100_000 + "]" * 100_000 + "}"
    path = tmp_path / "x.jsonl"
    path.write_text("\n".join(['{"title": "A"}', '{"title": ', "[1]", deep, '{"title": "B \\ud800"}']))
    _, found, problems, _ = records(path)
    assert [r.columns["title"] for r in found] == ["A", "B \ud800"]
    assert [p.position for p in problems] == ["line 2", "line 3", "line 4"]
    assert problems[2].reason == "nested too deeply"


def test_an_array_that_is_cut_short_keeps_what_was_whole(tmp_path):
    path = tmp_path / "x.json"
    path.write_text(json.dumps([{"title": f"T{i}", "text": "kata " * 9000} for i in range(100)])[:-50])
    _, found, problems, _ = records(path)
    assert len(found) == 99
    assert problems[0].reason == "not JSON (the file ends inside an item); the rest was not read"


def test_parquet_says_how_much_it_holds(tmp_path):
    path = tmp_path / "x"
    pd.DataFrame(ROWS).to_parquet(path)
    name, found, _, others = records(path)
    assert (name, others) == ("Parquet", [Promise(2)])
    assert [r.columns for r in found] == ROWS
    path.write_bytes(path.read_bytes()[:200])
    assert records(path)[2][0].reason.startswith("the Parquet file is truncated or damaged")


PAGE = """<!doctype html><html lang="id"><head><meta charset="utf-8"><title>Putin Tiba di Korea Utara - Kabar</title>
<meta property="og:site_name" content="Kabar Kita"><link rel="canonical" href="https://kabar.example/2024/06/19/putin">
<script type="application/ld+json">{"@type": "NewsArticle", "headline": "Putin Tiba di Korea Utara", "datePublished": "2024-06-19T08:30:00+07:00",
"author": [{"name": "Siti Rahma"}], "articleSection": "Dunia"}</script></head><body><nav>Beranda Dunia</nav><h1>Putin Tiba di Korea Utara</h1>
<article><p>JAKARTA - Presiden Rusia Vladimir Putin tiba di Pyongyang pada Rabu pagi dan disambut karpet merah di bandara.</p>
<h2>Latar belakang</h2><p>Kunjungan itu yang pertama dalam dua puluh empat tahun, dan berlangsung satu hari saja menurut jadwal.</p>
<p>Kedua pemimpin meneken perjanjian kemitraan yang memuat pasal tentang bantuan timbal balik bila salah satu diserang.</p></article></body></html>"""


def test_a_saved_page_gives_its_article(tmp_path):
    path = tmp_path / "x"
    path.write_text(PAGE, encoding="utf-8")
    name, found, _, _ = records(path)
    columns = found[0].columns
    assert name == "web page"
    assert columns["title"] == "Putin Tiba di Korea Utara"
    assert columns["published"] == "2024-06-19T08:30:00+07:00"
    assert (columns["authors"], columns["section"], columns["outlet"]) == (
        "Siti Rahma",
        "Dunia",
        "Kabar Kita",
    )
    assert columns["url"] == "https://kabar.example/2024/06/19/putin"
    assert "Latar belakang" in columns["text"].split("\n")
    assert "Beranda" not in columns["text"]


def test_a_page_in_a_declared_encoding(tmp_path):
    path = tmp_path / "x.html"
    body = "Президент России прибыл в Пхеньян с государственным визитом в среду утром. " * 5
    path.write_bytes(
        f'<html><head><meta charset="windows-1251"><title>Визит</title></head><body><p>{body}</p></body></html>'.encode(
            "cp1251"
        )
    )
    assert "Пхеньян" in records(path)[1][0].columns["text"]


def test_a_pasted_page_is_taken_apart():
    page = pasted_page(
        "Ad image\n\nPutin Tiba di Korea Utara\nDodi Kurnia - Sorot Kini\nRabu 19 Jun 2024, 13:05 WIB\nPutin Tiba di Korea Utara\n"
        "Tweet\n\nSorot Kini - Putin tiba di Pyongyang pada Rabu pagi dan disambut karpet merah di bandara oleh tuan rumah.\n\n"
        "Latar Belakang\n\nItu saja untuk hari ini.\n\nKomentar (3)\nhttps://sorot.example/dunia/putin"
    )
    assert page["title"] == "Putin Tiba di Korea Utara"
    assert (page["authors"], page["outlet"]) == ("Dodi Kurnia", "Sorot Kini")
    assert (page["published"], page["url"]) == (
        "Rabu 19 Jun 2024, 13:05 WIB",
        "https://sorot.example/dunia/putin",
    )
    assert "Latar Belakang" in page["text"].split("\n\n")


def test_labelled_lines_are_read():
    page = pasted_page(
        "Judul: Putin tiba\nTanggal: 19 Juni 2024\nPenulis: Siti Rahma\nMedia: Kabar\n\nPutin tiba di Pyongyang. Ia disambut Kim."
    )
    assert {key: page[key] for key in ("title", "published", "authors", "outlet")} == {
        "title": "Putin tiba", "published": "19 Juni 2024", "authors": "Siti Rahma", "outlet": "Kabar",
    }  # fmt: skip
    assert page["text"] == "Putin tiba di Pyongyang. Ia disambut Kim."


def test_no_date_is_made_out_of_the_story():
    page = pasted_page(
        "Kunjungan Putin\n\nPada 19 Juni 2024, Putin tiba di Pyongyang untuk kunjungan kenegaraan yang pertama sejak lama."
    )
    assert "published" not in page


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "an old Word, PowerPoint or Outlook file"),
        (b"Rar!\x1a\x07\x00" + b"\0" * 50, "a RAR archive"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 50, "an image"),
        (b'<?xml version="1.0"?><invoice><total/></invoice>', "XML whose outermost element 'invoice'"),
    ],
)
def test_formats_without_a_reader_are_named(tmp_path, data, what):
    path = tmp_path / "x"
    path.write_bytes(data)
    _, found, problems, _ = records(path)
    assert not found
    assert problems[0].reason.startswith(f"is {what}")


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"%PDF-1.7 x", "the PDF is damaged"),
        (b"\x1f\x8b\x08\x00abc", "the gzip file is cut short or damaged"),
        (b"SQLite format 3\0" + b"\0" * 100, "the SQLite file: "),
        (b'<?xml version="1.0"?><rss><channel/></rss>', "the feed has no entries"),
    ],
)
def test_a_file_that_is_nothing_but_its_sign_gives_its_reason(tmp_path, data, reason):
    path = tmp_path / "x"
    path.write_bytes(data)
    _, found, problems, _ = records(path)
    assert not found
    assert problems[0].reason.startswith(reason)


@pytest.mark.parametrize("data", [b"", b"   \n\n", b"\xef\xbb\xbf", b"\xff\xfe"])
def test_an_empty_file_is_one_line(tmp_path, data):
    path = tmp_path / "x"
    path.write_bytes(data)
    with pytest.raises(SourceError, match=r"^the file is empty$"):
        recognise(path)


def test_every_reader_keeps_the_form():
    for reader in READERS:
        assert isinstance(reader.NAME, str)
        assert callable(reader.recognise)
        assert callable(reader.read)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.one_of(
        st.binary(max_size=300),
        st.text(max_size=300).map(lambda text: text.encode("utf-8", "surrogatepass")),
        st.sampled_from([b"PK\x03\x04", b"PAR1", b"{", b"[{", b"<html>", b"a,b\n", b"\xff\xfe"]).flatmap(
            lambda start: st.binary(max_size=200).map(lambda rest: start + rest)
        ),
    )
)
def test_no_bytes_break_a_reader(tmp_path, data):
    path = tmp_path / "x"
    path.write_bytes(data)
    try:
        reader, head, _ = recognise(path)
    except SourceError:
        return
    for item in read_file(reader, head):
        assert isinstance(item, Item)


def test_struct_is_no_text(tmp_path):
    path = tmp_path / "x"
    path.write_bytes(struct.pack("<500i", *range(500)))
    with pytest.raises(SourceError, match="no reader recognises its content"):
        recognise(path)
