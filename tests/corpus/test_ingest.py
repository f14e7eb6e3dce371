"""Raw files into the store, with the books balanced and the collection's own notes kept."""

from __future__ import annotations

import json
import sys

import pandas as pd
import pytest

from analysis.corpus import intake
from analysis.corpus.ingest import ingest
from analysis.corpus.store import open_store
from analysis.tables import ParameterError, SourceError

BODY = "Presiden tiba di ibu kota pada pagi hari dan disambut tuan rumah dengan karpet merah."


@pytest.fixture
def folder(tmp_path):
    raw = tmp_path / "koleksi"
    (raw / "sorot").mkdir(parents=True)
    (raw / "suara.csv").write_bytes(
        f'\ufeffJudul;Isi;Tanggal;Tautan\r\nPutin tiba;"{BODY} Satu.";19/6/2024;https://www.suara-kita.example/a-1\r\n'.encode()
        + f'Kim menunggu;"{BODY} Dua.";20/6/2024;https://m.suara-kita.example/a-2\r\n'.encode()
    )
    pd.DataFrame(
        {
            "headline": ["Oil and trade"],
            "content": ["The minister said on Friday that the trade in oil would grow with the treaty."],
            "url": ["https://courier.example/2024/06/21/oil"],
        }
    ).to_parquet(raw / "courier.parquet")
    (raw / "sorot" / "a.txt").write_text(f"Anjing untuk Kim\n\n{BODY}\n\n- Advertisement -\n")
    (raw / "README.md").write_text("not an article")
    (raw / "source.toml").write_text(
        'title = "Kunjungan"\nfound = "Semua tulisan tentang kunjungan itu."\nillustrative = true\n'
        '[files."sorot/*.txt"]\noutlet = "Sorot Kini"\nlanguage = "id"\n'
    )
    (raw / "outlets.toml").write_text(
        '[[outlet]]\nname = "Suara Kita"\ndomains = ["suara-kita.example"]\ntimezone = "Asia/Jayapura"\n'
    )
    return raw


def test_a_folder_of_many_forms(tmp_path, folder):
    report = ingest(folder, tmp_path / "s", progress=False)
    store = open_store(tmp_path / "s")
    articles = store.read()
    assert articles["outlet"].value_counts().to_dict() == {
        "Suara Kita": 2,
        "courier.example": 1,
        "Sorot Kini": 1,
    }
    assert articles["language"].value_counts().to_dict() == {"id": 3, "en": 1}
    assert articles.loc[articles["title"] == "Putin tiba", "published"].iloc[0] == pd.Timestamp(
        "2024-06-18 15:00", tz="UTC"
    )
    assert set(articles["raw_file"]) == {
        "koleksi/suara.csv",
        "koleksi/courier.parquet",
        "koleksi/sorot/a.txt",
    }
    assert articles.loc[articles["title"] == "Kim menunggu", "raw_position"].iloc[0] == "row 3"
    assert store.source["found"] == "Semua tulisan tentang kunjungan itu."
    assert store.source["illustrative"] is True
    books = store.reconciliation.set_index("raw_file")
    assert books.loc["koleksi/courier.parquet", "promised"] == 1
    assert books["kept"].sum() == 4
    summary = report.summary()
    for line in (
        "koleksi/suara.csv: read 2, kept 2 (4 known column names between semicolons)",
        "In all: promised 1 in 1 files, read 4 = kept 4 + set aside 0 + already in the store 0 + repeated in the files 0",
        "Dates: from a column 2, from the address 1, none 1",
        "Languages: id 3, en 1",
        "  Suara Kita: 2 (suara-kita.example, m.suara-kita.example)",
        "Removed by cleaning: 1: advert 1",
        "How the collection was found: Semua tulisan tentang kunjungan itu.",
    ):
        assert line in summary.split("\n"), line


def test_how_it_was_found_is_not_stated_unless_somebody_says_so(tmp_path, folder):
    alone = tmp_path / "alone.csv"
    alone.write_text(f"judul,isi\nA,{BODY}\n")
    assert ingest(alone, tmp_path / "s", progress=False).source == "not stated"
    assert open_store(tmp_path / "s").source == {"found": "not stated"}
    assert (
        ingest(alone, tmp_path / "s", source="Kiriman redaksi.", progress=False).source == "Kiriman redaksi."
    )
    assert open_store(tmp_path / "s").source["found"] == "Kiriman redaksi."
    ingest(alone, tmp_path / "s", progress=False)
    assert open_store(tmp_path / "s").source["found"] == "Kiriman redaksi."


def test_a_broken_source_toml_is_one_line(tmp_path, folder):
    (folder / "source.toml").write_text("found = ")
    with pytest.raises(SourceError, match=r"^source.toml in koleksi: "):
        ingest(folder, tmp_path / "s", progress=False)


def test_files_of_one_article_each_are_prepared_together(tmp_path, monkeypatch):
    monkeypatch.setattr(intake, "PAGES", 7)
    raw = tmp_path / "raw"
    raw.mkdir()
    for number in range(20):
        (raw / f"{number:02d}.txt").write_text(f"Judul nomor {number} hari ini\n\n{BODY} {number}.\n")
    report = ingest(raw, tmp_path / "s", progress=False)
    assert "raw: 20 files: read 20, kept 20 (text without tags or columns)" in report.summary()
    assert len(open_store(tmp_path / "s")) == 20


@pytest.mark.parametrize("workers", [1, 2])
def test_batches_and_workers_change_nothing(tmp_path, monkeypatch, workers):
    rows = [
        {
            "url": f"https://kabar.example/{i}",
            "title": f"Judul {i}",
            "text": f"{BODY} {i} Baca juga: X Y",
            "date": "2024-06-19 08:00",
        }
        for i in range(200)
    ]
    path = tmp_path / "a.jsonl"
    path.write_text("\n".join(map(json.dumps, rows)))
    whole = ingest(path, tmp_path / "whole", progress=False)
    monkeypatch.setattr(intake, "BATCH", 30)
    pieces = ingest(path, tmp_path / f"pieces{workers}", progress=False, workers=workers)
    pd.testing.assert_frame_equal(
        open_store(tmp_path / "whole").read(), open_store(tmp_path / f"pieces{workers}").read()
    )
    assert pieces.removed == whole.removed == {"read-also": 200}


def test_repeated_rows_are_counted_and_a_changed_one_is_a_version(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text(
        f"url,judul,isi\nhttps://a.id/1,A,{BODY}\nhttps://www.a.id/1?utm_source=x,A,{BODY}\nhttps://a.id/1,A,{BODY} Tambahan.\n"
    )
    report = ingest(path, tmp_path / "s", progress=False)
    books = report.files[0]
    assert (books.read, books.kept, books.versions, books.repeated) == (3, 2, 1, 1)
    assert len(open_store(tmp_path / "s")) == 1


def test_a_row_without_title_and_text_is_set_aside(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text(f"url,judul,isi\nhttps://a.id/1,A,{BODY}\nhttps://a.id/2,,\n")
    report = ingest(path, tmp_path / "s", progress=False)
    assert report.set_aside.to_dict("records") == [
        {"raw_file": "a.csv", "raw_position": "row 3", "reason": "no title and no text", "title": ""}
    ]


def test_wrong_arguments_are_one_line(tmp_path):
    with pytest.raises(ParameterError, match="'teks' is not a field"):
        ingest("x", tmp_path / "s", columns={"teks": "isi"})
    with pytest.raises(ParameterError, match="'bahasa indonesia raya' is no code such as 'id' or 'en'"):
        ingest("x", tmp_path / "s", language="bahasa indonesia raya")


def test_columns_can_be_said(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text(f"kolom satu,kolom dua\nA,{BODY}\n")
    ingest(
        path,
        tmp_path / "s",
        columns={"title": "kolom satu", "text": "kolom dua"},
        language="id",
        progress=False,
    )
    assert open_store(tmp_path / "s").read()["title"].tolist() == ["A"]


def test_importing_the_command_line_loads_no_heavy_library():
    import subprocess

    code = "import sys, analysis.corpus.ingest, analysis.corpus.store; print([m for m in ('trafilatura','openpyxl','ftfy','py3langid','tld','scipy') if m in sys.modules])"
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert out.stdout.strip() == "[]"
