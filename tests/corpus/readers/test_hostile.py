"""Hostile files: never a traceback, a hang, memory beyond a bound, or a file outside the target folder."""

from __future__ import annotations

import gzip
import io
import json
import random
import re
import resource
import struct
import tempfile
import time
import zipfile
from pathlib import Path

import docx
import openpyxl
import pytest
import xlwt
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analysis.corpus.ingest import ingest
from analysis.corpus.readers import READERS, read_file, recognise
from analysis.corpus.store import open_store
from analysis.tables import AnalysisError, SourceError

PAGE = (
    "<!doctype html><html><head><title>Judul</title></head><body><article><p>Isi.</p></article></body></html>"
)
BOMB = """<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "{a}">{more}]><{root}>{inner}</{root}>"""
LEVELS = "".join(f'<!ENTITY {name} "{f"&{before};" * 10}">' for before, name in zip("abcdefgh", "bcdefghi"))
TREES = {
    "rss": "<channel><item><title>&i;</title></item></channel>",
    "urlset": "<url><loc>&i;</loc></url>",
    "nitf": "<body><body.head><hedline><hl1>&i;</hl1></hedline></body.head></body>",
    "NewsML": "<NewsItem><NewsLines><HeadLine>&i;</HeadLine></NewsLines></NewsItem>",
    "ppsArticleResponse": "<ppsarticleResultSet><article><headline>&i;</headline></article></ppsarticleResultSet>",
    "TEI": "<text><body><p>&i;</p></body></text>",
}


@pytest.mark.parametrize("root", TREES)
def test_entity_bombs_are_refused(read, write, root):
    start = time.perf_counter()
    found = read(write("x.xml", BOMB.format(a="bomb" * 10, more=LEVELS, root=root, inner=TREES[root])))
    assert any("defines entities" in reason for reason in found.reasons)
    assert not found.records
    assert time.perf_counter() - start < 5


@pytest.mark.parametrize("root", TREES)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_external_entities_are_not_read(read, write, tmp_path, root, encoding):
    (tmp_path / "secret.txt").write_text("TOP SECRET")
    more = f'<!ENTITY i SYSTEM "{(tmp_path / "secret.txt").as_uri()}">'
    content = BOMB.format(a="x", more=more, root=root, inner=TREES[root]).replace('version="1.0"', f'version="1.0" encoding="{encoding}"')  # fmt: skip
    found = read(write("x.xml", content, encoding))
    assert "TOP SECRET" not in str(found.items)
    assert found.reasons


@pytest.mark.parametrize("root", TREES)
def test_deep_xml_is_refused(read, write, root):
    tag = {"rss": "item", "urlset": "url", "ppsArticleResponse": "article"}.get(root, "p")
    found = read(write("x.xml", f"<{root}>" + f"<{tag}>" * 200_000))
    assert found.reasons
    assert not found.titles


@pytest.mark.parametrize(
    "content",
    [
        '{"a":' * 200_000,
        "[" * 200_000,
        '[{"a":' * 200_000,
        '{"judul": "a", "x": ' + "[" * 100_000 + "]" * 100_000 + "}\n" + '{"judul": "Baik", "isi": "b"}\n',
        '{"uri": "u", "headline": "h", "associations": ' + '{"a":' * 50_000 + "1" + "}" * 50_000 + "}",
    ],
)
def test_deep_json_is_a_problem_and_no_crash(read, write, content):
    found = read(write("x.json", content))
    assert found.problems


def test_deep_html_is_read_or_refused(read, write):
    for name in ("div", "table", "b", "article"):
        found = read(write("x.html", "<!doctype html><title>Judul</title>" + f"<{name}>" * 100_000 + "Isi."))
        assert found.records or found.problems


@pytest.mark.parametrize(
    "bomb",
    [
        lambda: gzip.compress(b"\0" * 120_000_000, 9),
        lambda: gzip.compress(gzip.compress(b"a" * 120_000_000, 9), 9),
        lambda: zip_of({"a.csv": b"a" * 120_000_000}),
        lambda: zip_of({"word/document.xml": b"<w>" + b" " * 120_000_000, "[Content_Types].xml": b""}),
        lambda: zip_of({"xl/workbook.xml": b"<w>" + b" " * 120_000_000, "xl/worksheets/sheet1.xml": b""}),
    ],
    ids=["gzip", "gzip in gzip", "zip", "docx", "xlsx"],
)
def test_bombs_are_refused_before_they_unpack(read, write, bomb):
    data = bomb()
    assert len(data) < 1_000_000
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    found = read(write("x.bin", data))
    assert any("refused" in reason for reason in found.reasons), found.reasons
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 400_000


def zip_of(files: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def test_a_zip_that_lies_about_its_sizes_is_stopped(read, write):
    data = bytearray(zip_of({"a.csv": b"judul;isi\n" + b"a" * 200_000_000}))
    place = data.rindex(b"PK\x01\x02") + 24
    data[place : place + 4] = struct.pack("<I", 100)
    found = read(write("x.zip", bytes(data)))
    assert found.reasons


def test_archives_in_archives_end(read, write):
    data = zip_of({"a.jsonl": b'{"judul": "a", "isi": "b"}\n'})
    for _ in range(6):
        data = zip_of({"x.zip": data})
    assert "archives inside archives more than 3 levels deep; refused" in read(write("x.zip", data)).reasons


@pytest.mark.parametrize(
    "name",
    [
        "../../evil.csv",
        "/etc/evil.csv",
        "..\\..\\evil.csv",
        "a/../../../evil.csv",
        "C:\\evil.csv",
        "x\0y.csv",
        "\u202egpj.csv",
    ],
)
def test_no_member_leaves_its_folder(tmp_path, write, name):
    path = write("x.zip", zip_of({name: b"judul;isi\nA;B\n"}))
    before = {one for one in tmp_path.parent.rglob("*") if "evil" in one.name}
    report = ingest(path, tmp_path / "store", progress=False)
    assert report.total("kept") == 1
    assert {one for one in tmp_path.parent.rglob("*") if "evil" in one.name} == before
    assert ".." not in report.files[1].raw_file
    assert report.files[1].raw_file.isprintable()


@pytest.mark.slow
@pytest.mark.parametrize(
    "content",
    [
        b'{"judul": "a", "isi": "' + b"a" * 200_000_000 + b'"}\n{"judul": "Baik", "isi": "b"}\n',
        b"judul;isi\nA;B\nC;" + b"a" * 200_000_000 + b"\nD;E\n",
        b"url\tid\n" + b"a" * 200_000_000,
        b"[" + b'{"judul": "a", "isi": "' + b"a" * 200_000_000,
    ],
    ids=["jsonl", "csv", "tsv", "array"],
)
def test_lines_of_200_megabytes(read, write, content):
    path = write("x.dat", content)
    del content
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    start = time.perf_counter()
    found = read(path)
    assert found.problems
    assert time.perf_counter() - start < 60
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 1_500_000


NASTY = ["\0", "\ud800", "\u202e", "\u2066", "\ufeff", "\u0085", "\x1b[2J", "=cmd|'/C calc'!A0", "@SUM(1)", "+1", "-1",
         "0000-00-00", "9999-12-31T23:59:59Z", "0001-01-01", "10000-01-01", "<script>alert(1)</script>", "\r\n\r\n",
         "\U0010ffff", "%00", "' OR 1=1 --", "{{7*7}}", "𝕳", "ß" * 50, "1e400", "-0", "NaN"]  # fmt: skip
HIDDEN = re.compile("[\0\ud800-\udfff\u202a-\u202e]")
words = st.one_of(st.sampled_from(NASTY), st.text(max_size=40))
NAMES = ["judul", "isi", "url", "tanggal", "media", "title", "uri", "headline", "type", "seendate", "domain", "body",
         "id", "thread_id", "author", "timestamp", "unix_timestamp", "date", "count", "total_count", "ratio", "articles",
         "source", "publishedAt", "description", "content", "maintext", "versioncreated", "bodies", "text_status"]  # fmt: skip
values = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), words),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(words, inner, max_size=3)),
    max_leaves=6,
)
objects = st.dictionaries(st.sampled_from(NAMES), values, min_size=1, max_size=8)


def survives(data: bytes, name: str = "x", *, whole: bool = True) -> None:
    """Read, and if `whole` ingest, a file: only errors of ours may come out, the books balance, nothing is left behind."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "raw" / name
        path.parent.mkdir()
        path.write_bytes(data)
        try:
            reader, head, _ = recognise(path)
        except SourceError:
            return
        for _ in read_file(reader, head):
            pass
        if whole:
            try:
                report = ingest(path, Path(folder) / "store", progress=False, workers=1)
            except AnalysisError:
                return
            assert not [books.raw_file for books in report.files if books.balance()]
            articles = open_store(Path(folder) / "store").read()
            years = articles["published"].dropna().dt.year
            assert years.empty or 1900 < years.min() <= years.max() < 2100
            for column in ("title", "text", "outlet", "authors"):
                assert not any(HIDDEN.search(value) for value in articles[column].fillna(""))
        assert {one.name for one in Path(folder).iterdir()} <= {"raw", "store"}


quick = settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
long = settings(max_examples=1500, deadline=None, suppress_health_check=list(HealthCheck))


@quick
@given(st.lists(objects, min_size=1, max_size=4), st.booleans())
def test_json_of_any_shape(rows, lines):
    text = "\n".join(map(json.dumps, rows)) if lines else json.dumps(rows)
    survives(text.encode("utf-8", "surrogatepass"), "x.json")


@quick
@given(st.lists(st.sampled_from(NAMES), min_size=1, max_size=6), st.lists(st.lists(words, max_size=7), max_size=4),
       st.sampled_from([",", ";", "\t"]), st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1252", "latin-1"]))  # fmt: skip
def test_tables_of_any_cells(names, rows, delimiter, encoding):
    text = "\n".join(delimiter.join(row) for row in [names, *rows])
    data = text.encode(encoding, "surrogatepass" if encoding.startswith("utf") else "replace")
    survives(data, "x.csv")


def samples() -> dict[str, bytes]:
    """A sound file of each family."""
    made: dict[str, bytes] = {
        "x.json": b'{"status": "ok", "totalResults": 1, "articles": [{"source": {"name": "A"}, "title": "T", "description": '
                  b'"D", "url": "https://a.example/1", "publishedAt": "2024-06-19T08:00:00Z", "content": "C"}]}',
        "n.json": b'{"uri": "u", "type": "text", "headline": "h", "body_text": "b", "versioncreated": "2024-06-19T08:00:00Z"}',
        "x.csv": b"judul;isi;tanggal\nA;B;19/6/2024\n", "x.html": PAGE.encode(), "x.txt": b"Judul panjang\n\nIsi berita.\n",
        "x.rss": b"<rss><channel><title>c</title><item><title>t</title><link>https://a.example</link></item></channel></rss>",
        "x.nitf": b"<nitf><body><body.head><hedline><hl1>h</hl1></hedline></body.head><body.content><p>t</p></body.content>"
                  b"</body></nitf>",
        "x.rtf": rb"{\rtf1\ansi Judul\par Isi \'93x\'94 \u8220?.\par}",
        "nexis.txt": b"1 of 1 DOCUMENTS\n\nThe Sun\n\nMarch 5, 2015\n\nTitle\n\nLENGTH: 2 words\n\nText.\n",
        "x.gkg.csv": b"\t".join([b"20240619101500-1", b"20240619101500", b"1", b"a.example", b"https://a.example/1",
                                 *[b""] * 21, b"<PAGE_TITLE>T</PAGE_TITLE>"]) + b"\n",
        "x.warc": b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://a.example/\r\nWARC-Date: 2024-06-19T08:00:00Z\r\n"
                  b"WARC-Record-ID: <urn:uuid:1>\r\nContent-Type: application/http; msgtype=response\r\nContent-Length: "
                  + str(len(PAGE) + 44).encode() + b"\r\n\r\nHTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + PAGE.encode()
                  + b"\r\n\r\n",
        "x.arc": b"filedesc://x.arc 0.0.0.0 20140301000000 text/plain 78\n1 0 x\nURL IP-address Archive-date Content-type "
                 b"Archive-length\n\nhttp://a.example/ 1.1.1.1 20140102000000 text/html 30\nHTTP/1.0 200 OK\r\n\r\n<p>x</p>\n\n",
        "factiva.html": b'<html><div class="article enArticle"><table><tr><td class="index"><b>HD</b></td><td>T</td></tr><tr>'
                        b'<td class="index"><b>LP</b></td><td><p class="articleParagraph">P</p></td></tr></table></div></html>',
    }  # fmt: skip
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        document = docx.Document()
        document.add_paragraph("Judul")
        document.save(place / "x.docx")
        book = openpyxl.Workbook()
        book.active.append(["judul", "isi"])
        book.active.append(["A", "B"])
        book.save(place / "x.xlsx")
        old = xlwt.Workbook()
        sheet = old.add_sheet("s")
        for column, name in enumerate(["judul", "isi"]):
            sheet.write(0, column, name)
            sheet.write(1, column, name)
        old.save(str(place / "x.xls"))
        import sqlite3

        import pandas as pd

        with sqlite3.connect(place / "x.db") as connection:
            connection.execute("create table t (judul text, isi text)")
            connection.execute("insert into t values ('a', 'b')")
        connection.close()
        pd.DataFrame({"judul": ["a"], "isi": ["b"]}).to_parquet(place / "x.parquet")
        for path in place.iterdir():
            made[path.name] = path.read_bytes()
    made["x.zip"] = zip_of({"a.csv": made["x.csv"], "b.html": made["x.html"]})
    made["x.jsonl.gz"] = gzip.compress(b'{"judul": "a", "isi": "b"}\n' * 3)
    made["x.warc.gz"] = gzip.compress(made["x.warc"])
    return made


SAMPLES = samples()


def changed(data: bytes, seed: int) -> bytes:
    """A file with some bytes flipped, cut out, doubled, or its end lost."""
    chance = random.Random(seed)
    out = bytearray(data)
    for _ in range(chance.randint(1, 6)):
        if not out:
            break
        place = chance.randrange(len(out))
        kind = chance.randrange(5)
        if kind == 0:
            out[place] = chance.randrange(256)
        elif kind == 1:
            del out[place : place + chance.randint(1, 40)]
        elif kind == 2:
            out[place:place] = out[place : place + chance.randint(1, 40)]
        elif kind == 3:
            out[place:place] = chance.choice(NASTY).encode("utf-8", "surrogatepass")
        else:
            del out[place:]
    return bytes(out)


@pytest.mark.parametrize("name", sorted(SAMPLES))
def test_damaged_files_of_every_family(name):
    for seed in range(8):
        survives(changed(SAMPLES[name], seed), name, whole=seed == 0)


@pytest.mark.slow
@long
@given(st.sampled_from(sorted(SAMPLES)), st.integers(0, 2**32))
def test_many_damaged_files_of_every_family(name, seed):
    survives(changed(SAMPLES[name], seed), name, whole=seed % 20 == 0)


@quick
@given(st.one_of(
    st.binary(max_size=400),
    st.sampled_from([data[:16] for data in SAMPLES.values()]).flatmap(lambda start: st.binary(max_size=300).map(lambda rest: start + rest)),
))  # fmt: skip
def test_any_bytes(data):
    survives(data, whole=False)


def test_every_reader_has_a_name_and_a_rule():
    for reader in READERS:
        assert isinstance(reader.NAME, str)
        assert reader.recognise.__doc__
        assert reader.read.__doc__


@pytest.mark.parametrize("stated", ["utf-8", "shift_jis", "hex", "no-such", "utf-7", "rot13", "idna"])
def test_a_wrong_declared_encoding_loses_no_word(read, write, stated):
    body = f'<!doctype html><html><head><meta charset="{stated}"><title>Judul “berita” panjang</title></head><body><article><p>{"Isi “berita”. " * 20}</p></article></body></html>'  # fmt: skip
    assert "berita" in read(write("x.html", body)).columns[0]["title"]
    feed = f'<?xml version="1.0" encoding="{stated}"?><rss><channel><item><title>Judul “berita”</title></item></channel></rss>'
    assert read(write("x.xml", feed)).titles == ["Judul “berita”"]
    nitf = f'<?xml version="1.0" encoding="{stated}"?><nitf><body><body.head><hedline><hl1>Judul “x” &nbsp;&amp; y</hl1></hedline></body.head></body></nitf>'
    assert read(write("x.nitf", nitf)).titles[0].startswith("Judul “x”")
