"""Real collections, where they lie beside the project: what must come out of them (none of it is ours to ship)."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from analysis.corpus.ingest import ingest
from analysis.corpus.store import open_store

DATA = Path(__file__).parents[2].parent / "shared" / "data"
pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason="the real collections are not here")


def taken_in(tmp_path: Path, name: str):
    if not (DATA / name).exists():
        pytest.skip(f"{name} is not here")
    report = ingest(DATA / name, tmp_path / "s", progress=False)
    assert all(books.balance() == 0 for books in report.files)
    again = ingest(DATA / name, tmp_path / "s", progress=False)
    assert again.total("kept") == 0
    return report, open_store(tmp_path / "s").read()


def test_three_outlets_behind_21_domains(tmp_path):
    report, articles = taken_in(tmp_path, "corpora/inflation_id.csv")
    assert articles["outlet"].value_counts().to_dict() == {
        "CNN Indonesia": 866,
        "Okezone": 365,
        "Kontan": 293,
    }
    flaws = articles.groupby("outlet")["text_flaws"].agg(lambda column: column.mode()[0])
    assert flaws.to_dict() == {
        "CNN Indonesia": "",
        "Okezone": "lower-cased,no quotation marks",
        "Kontan": "lower-cased,no quotation marks",
    }
    assert set(articles["language"]) == {"id"}
    assert articles["published"].notna().all()
    assert report.total("clashes") == 10


def test_headlines_in_three_layouts(tmp_path):
    report, articles = taken_in(tmp_path, "corpora/palestine_headlines_id")
    assert articles["outlet"].value_counts().to_dict() == {
        "Detik": 5410,
        "CNN Indonesia": 3930,
        "CNBC Indonesia": 2590,
    }
    sources = articles.groupby("outlet")["date_source"].agg(set)
    assert sources.to_dict() == {"Detik": {"column"}, "CNN Indonesia": {"url"}, "CNBC Indonesia": {"url"}}
    cnn = articles[articles["outlet"] == "CNN Indonesia"]
    assert cnn["day"].nunique() > 100
    assert "taken as the time of collection" in report.summary()
    assert set(articles["text_status"]) == {"none"}
    assert (articles["language"] == "id").mean() > 0.99


def test_no_outlet_and_no_date(tmp_path):
    _, articles = taken_in(tmp_path, "corpora/bbc_en.csv")
    assert len(articles) == 2225
    assert articles["outlet"].isna().all()
    assert articles["published"].isna().all()
    assert set(articles["language"]) == {"en"}


def test_every_row_twice(tmp_path):
    report, articles = taken_in(tmp_path, "corpora/bisnis_id.csv")
    assert (report.total("read"), report.total("kept"), report.total("repeated")) == (240, 120, 120)
    assert set(articles["outlet"]) == {"Bisnis"}
    assert not articles["text"].str.startswith("Bisnis.com").any()
    assert not articles["text"].str.contains("(?i)baca juga").any()
    assert set(articles["published_precision"]) == {"minute"}


def test_the_pasted_page(tmp_path):
    _, articles = taken_in(tmp_path, "pages/jfid_putin_korea_utara.txt")
    article = articles.iloc[0]
    assert article["title"] == "Putin Tiba di Korea Utara, Disambut Karpet Merah dan Peluk Kim Jong Un"
    assert (article["authors"], article["outlet"]) == ("unnie", "Jfid")
    assert pd.isna(article["published"])
    paragraphs = article["text"].split("\n\n")
    for heading in (
        "Latar Belakang Sejarah dan Signifikansi Kunjungan",
        "Dampak Geopolitik",
        "Masa Depan Hubungan Rusia-Korea Utara",
        "Kesimpulan",
    ):
        assert heading in paragraphs
    assert article["text"].startswith("Pada Rabu pagi, Presiden Rusia")
    assert article["text"].endswith("lebih erat dan strategis.")
    assert "strategis. Meskipun" in article["text"]
    assert "dalam. Sejak" in article["text"]
    assert "upaya perang." in article["text"]
    for furniture in ("Ad image", "unnie", "Min Read", "Advertisement", "Share This"):
        assert furniture not in article["text"]


def test_saved_indonesian_pages(tmp_path):
    gold = DATA / "pages" / "id_gold.jsonl"
    if not gold.exists():
        pytest.skip("the gold is not here")
    _, articles = taken_in(tmp_path, "pages/id")
    wanted = pd.read_json(gold, lines=True)
    by_file = articles.assign(html="id/" + articles["raw_file"].str.rpartition("/")[2]).set_index("html")
    for page in wanted.itertuples():
        found = by_file.loc[page.html]
        assert found["title"] == page.title
        assert found["published"].floor("min") == pd.Timestamp(page.date_iso_utc, tz="UTC").floor("min")
        mine, theirs = (
            pd.Series(text.lower().split()).value_counts() for text in (found["text"], page.content)
        )
        both = mine.index.intersection(theirs.index)
        common = pd.concat([mine[both], theirs[both]], axis=1).min(axis=1).sum()
        assert 2 * common / (mine.sum() + theirs.sum()) > 0.95, page.html
