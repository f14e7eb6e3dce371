"""Files inside files, documents, workbooks, web archives and databases, each written here."""

from __future__ import annotations

import bz2
import datetime as dt
import gzip
import io
import json
import lzma
import os
import shutil
import socket
import sqlite3
import subprocess
import tarfile
import tempfile
import zipfile
from pathlib import Path

import docx
import openpyxl
import pytest
import xlwt

from analysis.corpus.ingest import ingest
from analysis.corpus.store import open_store

LINE = '{"judul": "Putin tiba", "isi": "Putin tiba di Pyongyang.", "url": "https://a.example/1"}\n'
CSV = "judul;isi;tanggal\nKim menyambut;Kim menyambut tamu.;19/6/2024\nDua;Isi dua.;20/6/2024\n"
PAGE = (
    "<!doctype html><html><head><title>Judul halaman yang panjang</title></head><body><article>"
    "<h1>Judul halaman yang panjang</h1><p>Paragraf pertama yang cukup panjang untuk menjadi isi berita hari ini.</p>"
    "<p>Paragraf kedua yang juga cukup panjang untuk menjadi isi berita hari ini.</p></article></body></html>"
)


def zipped(files: dict[str, bytes | str]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def test_a_zip_is_read_as_a_folder_would_be(tmp_path, write):
    inner = zipped({"deep.csv": CSV})
    path = write("kumpulan.zip", zipped({"a/berita.jsonl": LINE, "a/page.html": PAGE, "inner.zip": inner,
                                         "readme.md": "no article", "__MACOSX/x": "x", "empty.csv": ""}))  # fmt: skip
    report = ingest(path, tmp_path / "store", progress=False)
    books = {one.raw_file: (one.read, one.kept, one.rule) for one in report.files}
    assert books["kumpulan.zip"] == (0, 0, "magic bytes of ZIP")
    assert books["kumpulan.zip/a/berita.jsonl"][:2] == (1, 1)
    assert books["kumpulan.zip/a/page.html"][:2] == (1, 1)
    assert books["kumpulan.zip/inner.zip/deep.csv"][:2] == (2, 2)
    assert report.set_aside["reason"].tolist() == ["the file is empty"]
    assert report.set_aside["raw_file"].tolist() == ["kumpulan.zip/empty.csv"]
    articles = open_store(tmp_path / "store").read()
    assert set(articles["raw_file"]) == {name for name, (_, kept, _) in books.items() if kept}
    assert ingest(path, tmp_path / "store", progress=False).total("kept") == 0


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress, lzma.compress], ids=["gzip", "bzip2", "xz"])
def test_a_packed_file_is_read_by_what_is_in_it(tmp_path, write, pack):
    report = ingest(write("x.jsonl.gz", pack(LINE.encode())), tmp_path / "store", progress=False)
    assert [(one.raw_file, one.kept) for one in report.files] == [
        ("x.jsonl.gz", 0),
        ("x.jsonl.gz/x.jsonl", 1),
    ]


def test_a_packed_file_cut_short_gives_what_came_before(read, write):
    data = gzip.compress((LINE * 2000).encode() + os.urandom(50_000).hex().encode())
    found = read(write("x.jsonl.gz", data[: len(data) // 2]))
    assert len(found.records) > 1000
    assert "cut short or damaged" in found.reasons[-1]


def test_tar_follows_no_links_and_no_paths(read, write, tmp_path):
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as archive:
        for name in ("../../evil.jsonl", "/tmp/absolute.jsonl", "ok/a.jsonl"):
            entry = tarfile.TarInfo(name)
            entry.size = len(LINE)
            archive.addfile(entry, io.BytesIO(LINE.encode()))
        link = tarfile.TarInfo("link")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        archive.addfile(link)
    for name, data in (("x.tar", buffer.getvalue()), ("x.tar.gz", gzip.compress(buffer.getvalue()))):
        found = read(write(name, data))
        assert len(found.records) == 3
        assert {Path(member.name).name for member in found.members if member.name} >= {
            "evil.jsonl",
            "a.jsonl",
        }
        assert not any(".." in member.name for member in found.members)
        assert "a link or device in a tar archive; not followed" in found.reasons
    assert not (tmp_path.parent / "evil.jsonl").exists()


def test_word_rtf_and_pdf_are_one_article_each(read, write, tmp_path):
    document = docx.Document()
    for line in (
        "Judul dokumen Word yang panjang",
        "Jakarta, 19 Juni 2024",
        "Isi paragraf pertama yang selesai.",
        "Kedua.",
    ):
        document.add_paragraph(line)
    document.save(tmp_path / "x.docx")
    found = read(tmp_path / "x.docx")
    assert found.titles == ["Judul dokumen Word yang panjang"]
    assert "Isi paragraf pertama yang selesai." in found.columns[0]["text"]
    rtf = r"{\rtf1\ansi\ansicpg1252 Judul dokumen kaya yang panjang\par Isi paragraf pertama \'93dikutip\'94 yang selesai.\par Kedua.}"
    found = read(write("x.rtf", rtf))
    assert found.titles == ["Judul dokumen kaya yang panjang"]
    assert "“dikutip”" in found.columns[0]["text"]
    found = read(
        write(
            "x.pdf",
            pdf([["Sea wall opens after ten years of work", "JAKARTA - The wall was opened on Tuesday."]]),
        )
    )
    assert found.titles == ["Sea wall opens after ten years of work"]
    assert found.records[0].position == "page 1"


def pdf(pages: list[list[str]]) -> bytes:
    """A PDF with lines of text, without any library."""
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    kids = []
    for lines in pages:
        stream = (
            b"BT /F1 12 Tf 72 720 Td 14 TL "
            + b" ".join(f"({line}) Tj T*".encode() for line in lines)
            + b" ET"
        )
        objects.append(b"<< /Length %d >> stream\n%s\nendstream" % (len(stream), stream))
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents %d 0 R "
            b"/Resources << /Font << /F1 3 0 R >> >> >>" % len(objects)
        )
        kids.append(len(objects))
    objects[1] = b"<< /Type /Pages /Count %d /Kids [%s] >>" % (
        len(kids),
        b" ".join(b"%d 0 R" % kid for kid in kids),
    )
    out, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj %s endobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return out + b"xref\n0 %d\n0000000000 65535 f \n%strailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (
        len(objects) + 1, table, len(objects) + 1, len(out),
    )  # fmt: skip


def test_pdf_without_words_says_that_it_needs_recognition(read, write):
    assert "no text layer" in read(write("x.pdf", pdf([[]]))).reasons[0]


def test_pdf_lines_broken_at_the_column_flow_again(read, write):
    lines = ["Sea wall opens after ten years", "The long awaited wall was opened on Tues-", "day by the minister, who spoke for a full",
             "hour about the sea and the people behind", "it, before the rain began to fall on all.", "Nobody left early."]  # fmt: skip
    text = read(write("x.pdf", pdf([lines]))).columns[0]["text"]
    assert "opened on Tuesday by the minister, who spoke for a full hour about the sea" in " ".join(
        text.split()
    )


def test_workbooks_old_and_new_with_titles_merged_cells_and_dates(read, tmp_path):
    new = openpyxl.Workbook()
    sheet = new.active
    sheet.title = "Juni"
    sheet.append(["Rekap pemberitaan Juni 2024"])
    sheet.append([])
    sheet.append(["Media", "Judul", "Isi", "Tanggal"])
    sheet.append(["Kontan", "Satu", "Isi satu.", dt.datetime(2024, 6, 19, 8, 30)])
    sheet.append([None, "Dua", "Isi dua.", 45462.5])
    sheet.merge_cells("A4:A5")
    sheet.merge_cells("A1:D1")
    other = new.create_sheet("Juli")
    other.append(["Headline", "Full Text", "Publisher"])
    other.append(["Three", "Text three.", "Example"])
    new.create_sheet("kosong")
    new.save(tmp_path / "x.xlsx")
    old = xlwt.Workbook()
    sheet = old.add_sheet("Juni")
    sheet.write(0, 0, "Rekap pemberitaan Juni 2024")
    for column, name in enumerate(["Media", "Judul", "Isi", "Tanggal"]):
        sheet.write(2, column, name)
    sheet.write_merge(3, 4, 0, 0, "Kontan")
    for row, (title, text) in enumerate([("Satu", "Isi satu."), ("Dua", "Isi dua.")], start=3):
        sheet.write(row, 1, title)
        sheet.write(row, 2, text)
    sheet.write(3, 3, dt.datetime(2024, 6, 19, 8, 30), xlwt.easyxf(num_format_str="YYYY-MM-DD HH:MM"))
    sheet.write(4, 3, 45462.5)
    other = old.add_sheet("Juli")
    for column, (name, value) in enumerate(
        [("Headline", "Three"), ("Full Text", "Text three."), ("Publisher", "Example")]
    ):
        other.write(0, column, name)
        other.write(1, column, value)
    old.save(str(tmp_path / "x.xls"))
    for name in ("x.xlsx", "x.xls"):
        found = read(tmp_path / name)
        assert [record.position for record in found.records] == ["Juni row 4", "Juni row 5", "Juli row 2"], (
            name
        )
        assert [columns.get("Media") for columns in found.columns] == ["Kontan", "Kontan", None]
        assert found.columns[0]["Tanggal"] == dt.datetime(2024, 6, 19, 8, 30)
        report = ingest(tmp_path / name, tmp_path / f"store-{name}", progress=False)
        articles = open_store(tmp_path / f"store-{name}").read()
        assert report.total("kept") == 3
        assert sorted(articles["title"]) == ["Dua", "Satu", "Three"]
        assert articles.set_index("title").loc["Dua", "day"] == dt.datetime(2024, 6, 19)
        assert articles.set_index("title").loc["Three", "outlet"] == "Example"


def test_warc_written_here_streams_its_pages(tmp_path):
    from warcio.statusandheaders import StatusAndHeaders
    from warcio.warcwriter import WARCWriter

    path = tmp_path / "CC-NEWS-20240619000000-00001.warc.gz"
    with path.open("wb") as handle:
        writer = WARCWriter(handle, gzip=True)
        for number, (kind, body) in enumerate(
            [("text/html", PAGE), ("image/png", "x"), ("text/html; charset=cp1252", PAGE)]
        ):
            headers = StatusAndHeaders("200 OK", [("Content-Type", kind)], protocol="HTTP/1.1")
            url = f"https://a.example/{number}"
            payload = io.BytesIO(
                body.replace("isi berita", "“isi” berita").encode("cp1252" if "1252" in kind else "utf-8")
            )
            writer.write_record(
                writer.create_warc_record(url, "response", payload=payload, http_headers=headers)
            )
    report = ingest(path, tmp_path / "store", progress=False)
    articles = open_store(tmp_path / "store").read()
    assert sorted(articles["url"]) == ["https://a.example/0", "https://a.example/2"]
    assert articles["text"].str.contains("“isi” berita").all()
    assert articles["retrieved"].notna().all()
    assert any("response 200 image/png 1" in note for note in report.files[0].notes)


ROWS = [(1, "Satu", "Isi satu.", "2024-06-19 08:00:00", "Kontan"), (2, "Dua", "=Isi dua.", None, "Kontan")]
TABLE = "create table berita (id integer primary key, judul text, isi text, tanggal {time}, media text)"


def test_a_sqlite_file_and_its_address(read, tmp_path):
    path = tmp_path / "berita.db"
    with sqlite3.connect(path) as connection:
        connection.execute(TABLE.format(time="text"))
        connection.executemany("insert into berita values (?, ?, ?, ?, ?)", ROWS)
        connection.execute("create table settings (key text, value blob)")
    connection.close()
    found = read(path)
    assert (found.promised, [columns["judul"] for columns in found.columns]) == (2, ["Satu", "Dua"])
    assert found.notes == ["table 'settings' has no columns of articles and was left out"]
    report = ingest(f"sqlite:///{path}#berita", tmp_path / "store", progress=False)
    assert report.total("kept") == 2
    assert report.files[0].rule == "an address of a database"


@pytest.mark.parametrize(
    ("address", "what"),
    [
        ("sqlite:////no/such/folder/x.db", "unable to open database file"),
        ("postgresql://me:secret@127.0.0.1:1/x", "127.0.0.1"),
        ("nosuch://x/y", "is no address of a database"),
        ("https://a.example/1", "is a web address; fetch it first"),
    ],
)
def test_an_address_that_fails_says_why_and_not_the_password(tmp_path, address, what):
    with pytest.raises(ValueError) as caught:
        ingest(address, tmp_path / "store", progress=False)
    assert what in str(caught.value)
    assert "secret" not in str(caught.value)


def postgres_folder() -> str:
    for folder in (
        shutil.which("postgres") or "",
        *map(str, Path("/usr/lib/postgresql").glob("*/bin/postgres")),
    ):
        if folder:
            return str(Path(folder).parent)
    return ""


@pytest.mark.server
def test_a_postgresql_server_started_here(tmp_path_factory):
    """Run by `make test-all`; without the server's programs it fails and says how to get them."""
    programs = postgres_folder()
    assert programs, "PostgreSQL is missing. On Debian or Ubuntu: sudo apt install postgresql"
    folder = Path(tempfile.gettempdir()) / f"media-coverage-pg-{os.getpid()}"
    folder.mkdir()
    user = {"user": "nobody"} if os.geteuid() == 0 else {}
    if user:
        shutil.chown(folder, "nobody")
    data = folder / "data"
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    run = {"cwd": folder, "env": {**os.environ, "HOME": str(folder), "LC_ALL": "C.UTF-8"}, **user}
    options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={folder} -c fsync=off"
    try:
        subprocess.run(
            [f"{programs}/initdb", "-D", data, "-A", "trust", "-U", "me", "-E", "UTF8"],
            check=True,
            capture_output=True,
            **run,
        )
        subprocess.run([f"{programs}/pg_ctl", "-D", data, "-w", "-l", folder / "log", "-o", options, "start"], check=True,
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **run)  # fmt: skip
        address = f"postgresql://me@127.0.0.1:{port}/postgres"
        from sqlalchemy import create_engine, text

        engine = create_engine(address.replace("postgresql://", "postgresql+pg8000://"))
        with engine.begin() as connection:
            connection.execute(text(TABLE.format(time="timestamptz")))
            connection.execute(text("insert into berita select n, 'Judul ' || n, 'Isi ' || n || '.', "
                                    "'2024-06-19 08:00+07'::timestamptz, 'Kontan' from generate_series(1, 2500) n"))  # fmt: skip
            connection.execute(text("create table lain (a int, b int)"))
        engine.dispose()
        store = tmp_path_factory.mktemp("pg") / "store"
        report = ingest(address, store, progress=False)
        assert (report.total("promised"), report.total("read"), report.total("kept")) == (2500, 2500, 2500)
        articles = open_store(store).read()
        assert articles["published"].dt.strftime("%H:%M").unique().tolist() == ["01:00"]
        assert ingest(f"{address}#berita", store, progress=False).total("kept") == 0
    finally:
        subprocess.run(
            [f"{programs}/pg_ctl", "-D", data, "-m", "immediate", "stop"], capture_output=True, **run
        )
        shutil.rmtree(folder, ignore_errors=True)


def test_json_lines_of_several_layouts_keep_all_columns(read, write):
    lines = [{"judul": "A", "isi": "B", "tags": ["x", {"name": "y"}], "meta": {"a": {"b": 1}}}] * 2
    found = read(write("x.jsonl", "".join(json.dumps(line) + "\n" for line in lines)))
    assert found.columns[0]["judul"] == "A"
