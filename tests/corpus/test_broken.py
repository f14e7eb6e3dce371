"""Files that are broken on purpose, each in one way: one clear line each, the rest goes on, nothing is lost."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.cli import main
from analysis.corpus.ingest import ingest
from analysis.corpus.readers import read_file, recognise
from analysis.corpus.readers.records import Record
from analysis.corpus.store import open_store
from analysis.tables import LanguageError, SourceError, check_articles, require_one_language

BROKEN = Path(__file__).with_name("broken")
LINES = {
    "empty.csv": "the file is empty",
    "missing_column.csv": "no column looks like a title, a text or a URL (it has 'Tanggal', 'Penulis', 'Skor')",
    "no_article.json": "no column looks like a title, a text or a URL (it has 'status', 'code', 'message')",
    "not_a_workbook.xlsx": "the workbook is truncated or damaged",
    "truncated.parquet": "the Parquet file is truncated or damaged",
    "only_furniture.txt": "nothing but furniture",
    "broken_rows.csv": "the row has 4 fields where the header has 3",
    "broken_lines.jsonl": "not JSON",
}


@pytest.fixture(scope="module")
def done(tmp_path_factory):
    store = tmp_path_factory.mktemp("broken") / "store"
    return ingest(BROKEN, store, progress=False), open_store(store).read()


def test_each_broken_file_gives_one_clear_reason(done):
    report, _ = done
    aside = report.set_aside
    for name, reason in LINES.items():
        reasons = aside.loc[aside["raw_file"] == f"broken/{name}", "reason"].unique()
        assert len(reasons) == 1, name
        assert reasons[0].startswith(reason), name
        assert "\n" not in reasons[0]
    assert set(aside["raw_file"]) == {f"broken/{name}" for name in LINES}


def test_the_rest_goes_on_and_the_books_balance(done):
    report, articles = done
    check_articles(articles)
    assert set(articles["title"]) == {
        "Kafé di Pyongyang",
        "Tanggal Yang Tak Terbaca",
        "Tanggal Dari Masa Depan",
        "<script>alert(1)</script> Putin Tiba",
        '=HYPERLINK("http://x")',
        "Putin Tiba di Pyongyang",
        "Putin arrives in Pyongyang",
        "Baris Utuh",
        "Baris Pertama",
    }
    assert all(books.balance() == 0 for books in report.files)
    assert (report.total("read"), report.total("kept"), report.total("set_aside")) == (15, 9, 6)


def test_a_wrong_encoding_is_read_and_said(done):
    report, articles = done
    text = articles.loc[articles["title"] == "Kafé di Pyongyang", "text"].iloc[0]
    assert "kafé kecil dibuka di Pyongyang – kata “tuan rumah”" in text
    assert "not UTF-8; read as Windows-1252" in report.summary()


def test_unreadable_and_impossible_dates_are_reported_and_not_kept(done):
    report, articles = done
    assert articles.loc[articles["title"].str.startswith("Tanggal"), "published"].isna().all()
    assert "1 date cannot be read; first: 'kapan-kapan'" in report.summary()
    assert "1 date in the future; first: '9999-12-31'" in report.summary()


def test_a_script_in_a_title_stays_words(done):
    _, articles = done
    text = articles.loc[articles["title"].str.startswith("<script>"), "text"].iloc[0]
    assert (
        text == "Presiden tiba di ibu kota, disambut tuan rumah dengan karpet merah dan pasukan kehormatan."
    )


def test_two_languages_are_told_apart_and_never_compared_as_one(done):
    _, articles = done
    both = articles[articles["raw_file"] == "broken/two_languages.csv"]
    assert set(both["language"]) == {"id", "en"}
    with pytest.raises(LanguageError, match="works within one language; found en, id"):
        require_one_language(both, "keyness")


@pytest.mark.parametrize(
    "name", ["empty.csv", "missing_column.csv", "truncated.parquet", "only_furniture.txt"]
)
def test_a_broken_file_alone_is_an_error_of_one_line(tmp_path, capsys, name):
    with pytest.raises(SourceError) as error:
        ingest(BROKEN / name, tmp_path / "store", progress=False)
    assert LINES[name] in str(error.value)
    assert main(["ingest", str(BROKEN / name), "--store", str(tmp_path / "other"), "--no-progress"]) == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_a_wanted_column_that_is_missing_is_one_line(tmp_path):
    with pytest.raises(
        SourceError, match="has no column 'berita lengkap' for text; it has 'judul', 'isi', 'media'"
    ):
        ingest(
            BROKEN / "two_languages.csv", tmp_path / "s", columns={"text": "berita lengkap"}, progress=False
        )


def test_nothing_to_read_is_one_line(tmp_path):
    with pytest.raises(SourceError, match="does not exist"):
        ingest(tmp_path / "nowhere", tmp_path / "s", progress=False)
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / "README.md").write_text("notes")
    with pytest.raises(SourceError, match="nothing to read in"):
        ingest(tmp_path / "raw", tmp_path / "s", progress=False)


def test_the_list_of_what_was_set_aside_starts_no_formula(tmp_path: Path):
    raw = tmp_path / "=articles.csv"
    raw.write_text("judul,isi\nKapal,Kapal berlabuh.\nKapal,Kapal berlabuh,=1\n", encoding="utf-8")
    listed = tmp_path / "aside.csv"
    assert main(["ingest", str(raw), "--store", str(tmp_path / "store"), "--set-aside", str(listed)]) == 0
    cells = pd.read_csv(listed, dtype=str).to_numpy().ravel()
    assert [cell for cell in cells if str(cell).startswith("'=articles.csv")]
    assert not [cell for cell in cells if str(cell).startswith("=")]


def test_an_unclosed_quotation_mark_takes_no_later_row_with_it(tmp_path: Path):
    raw = tmp_path / "articles.csv"
    rows = ['Kapal,"Kapal, itu\ntiba"', 'Pasar,"Pasar itu ramai', "Kota,Kota itu sepi", "Desa,Desa itu jauh"]
    raw.write_text("\n".join(["judul,isi", *rows, ""]), encoding="utf-8")
    report = ingest(raw, tmp_path / "store", progress=False)
    assert sorted(open_store(tmp_path / "store").read()["title"]) == ["Desa", "Kapal", "Kota"]
    assert report.set_aside["reason"].str.contains("never closed").sum() == 1
    assert report.total("read") == report.total("kept") + report.total("set_aside") == 4


def test_an_unclosed_mark_in_every_row_ends(tmp_path: Path):
    raw = tmp_path / "articles.csv"
    raw.write_text(
        "judul,isi\nKapal,tiba\n" + 'Pasar,"ramai\nKota,"sepi\n' * 2_000 + 'Desa,"jauh\n', encoding="utf-8"
    )
    report = ingest(raw, tmp_path / "store", progress=False)
    assert report.total("kept") >= 1
    assert len(report.set_aside) >= 1


HEAD = "url,judul,isi,tanggal"
SOUND = [
    f'https://kabar.example/{n},Kapal {n},"Kapal, nomor {n}\ntiba, lalu pergi, lalu lain",2024-06-{n:02d}'
    for n in range(1, 5)
]
JOINING = [
    'https://kabar.example/5,"Pasar ramai,Pasar itu ramai sekali,2024-06-05',
    "https://kabar.example/6,Kota sepi,Kota itu sepi,2024-06-06",
    'https://kabar.example/7,"Desa jauh","Desa itu jauh",2024-06-07',
]


@pytest.mark.parametrize(
    "closing", [JOINING[2], 'https://kabar.example/7,Desa" jauh,Desa itu jauh,2024-06-07']
)
@pytest.mark.parametrize("between", [JOINING[1:2], []])
def test_a_stray_quotation_mark_that_a_later_row_closes_joins_no_rows(tmp_path: Path, between, closing):
    raw = tmp_path / "articles.csv"
    rows = [*SOUND, JOINING[0], *between, closing, "https://kabar.example/8,Sungai,Sungai itu,2024-06-08"]
    raw.write_text("\n".join([HEAD, *rows, ""]), encoding="utf-8")
    report = ingest(raw, tmp_path / "store", progress=False)
    articles = open_store(tmp_path / "store").read()
    assert len(articles) == report.total("kept") == len(rows)
    assert articles["title"].str.strip('"').str.contains("Pasar ramai").sum() == 1
    assert articles.loc[articles["url"] == "https://kabar.example/1", "text"].item().count("\n\n") == 1
    assert any("stray quotation mark" in note for note in report.files[0].notes)


def test_without_columns_to_tell_a_row_by_the_row_with_the_stray_mark_is_set_aside(tmp_path: Path):
    raw = tmp_path / "articles.csv"
    rows = ["Kapal,Rina,Kapal itu", 'Pasar,"Budi,Pasar itu', "Kota,Sari,Kota itu", 'Desa,"Joko","Desa itu"']
    raw.write_text("\n".join(["judul,penulis,isi", *rows, ""]), encoding="utf-8")
    report = ingest(raw, tmp_path / "store", progress=False)
    assert sorted(open_store(tmp_path / "store").read()["title"]) == ["Desa", "Kapal", "Kota"]
    assert report.set_aside["reason"].str.contains("closed in a later one").sum() == 1


def test_figures_with_commas_in_a_line_of_prose_are_no_row(tmp_path: Path):
    raw = tmp_path / "articles.csv"
    body = "Panen naik.\nDari 180,000 ton, bukan 120,000 ton,kata warga.\nLalu 1,2,3."
    rows = ["Kapal,Rina,Kapal itu", "Pasar,Budi,Pasar itu", f'Kota,Sari,"{body}"', "Desa,Joko,Desa itu"]
    raw.write_text("\n".join(["judul,penulis,isi", *rows, ""]), encoding="utf-8")
    report = ingest(raw, tmp_path / "store", progress=False)
    assert (report.total("kept"), len(report.set_aside)) == (4, 0)


@settings(deadline=None, max_examples=40)
@given(st.lists(st.text(alphabet='ab,"; \n1', max_size=60), min_size=4, max_size=8))
def test_fields_with_lines_delimiters_and_doubled_marks_are_read_as_they_were_written(bodies):
    """What a CSV writer wrote with an address in each row is never taken for joined rows."""
    handle = io.StringIO(newline="")
    writer = csv.writer(handle)
    writer.writerow(["url", "judul", "isi"])
    writer.writerows([f"https://kabar.example/{n}", f"Judul {n}", body] for n, body in enumerate(bodies))
    with TemporaryDirectory() as folder:
        path = Path(folder) / "articles.csv"
        path.write_text(handle.getvalue(), encoding="utf-8", newline="")
        reader, head, _ = recognise(path)
        records = [item for item in read_file(reader, head) if isinstance(item, Record)]
    assert [record.columns["isi"] for record in records] == bodies


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252"])
def test_hidden_characters_and_impossible_years_are_kept_out_of_the_store(tmp_path: Path, encoding):
    """Directions, halves, NUL; years 0 and 9999; also where the file was read in the wrong encoding and mended later."""
    dates = [
        "0000-00-00",
        "9999-12-31T23:59:59-14:00",
        "0001-01-01",
        "31/12/9999 23:59 WIB",
        "1e308",
        "99999999999999",
    ]
    text = "Isi \u202eterbalik\u202c dan \u2066kosong\u2069 \x00 sekali."
    raw = tmp_path / "articles.csv"
    rows = [f"Judul {n},{text},https://kabar.example/9999/12/31/{n},{date}" for n, date in enumerate(dates)]
    content = "\n".join(["judul,isi,url,tanggal", *rows, ""]).encode()
    raw.write_bytes(
        content + (b"Lima \xe9\xe8\xea,isi,https://kabar.example/x,\n" * 9 if encoding == "cp1252" else b"")
    )
    ingest(raw, tmp_path / "store", progress=False)
    articles = open_store(tmp_path / "store").read()
    texts = articles.loc[articles["title"].str.startswith("Judul"), "text"]
    assert len(texts) == len(dates)
    assert not texts.str.contains("[\u202a-\u202e\u2066-\u2069\x00]").any()
    assert articles["published"].isna().all()
