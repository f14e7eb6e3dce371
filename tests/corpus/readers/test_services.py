"""Services and scrapers: the same columns mean the same in every kind of file; counts are denominators."""

from __future__ import annotations

import json

import pandas as pd
import pytest

from analysis.corpus.ingest import ingest
from analysis.corpus.store import open_store

CLOUD = (
    "id,indexed_date,language,media_name,media_url,publish_date,title,url\n"
    "a1,2024-06-20 01:02:03,id,tempo.co,tempo.co,2024-06-19,Putin tiba,https://nasional.tempo.co/read/1/putin-tiba\n"
)
LEGACY = (
    "stories_id,publish_date,title,url,language,ap_syndicated,themes,media_id,media_name,media_url\n"
    "77,2019-06-19 08:00:00,Putin lands,https://example.com/1,en,f,,2,Example,http://example.com\n"
)


def test_media_cloud_now_and_legacy(read, write):
    found = read(write("mc.csv", CLOUD))
    assert found.rule == "columns between commas; Media Cloud: media_name, media_url and publish_date"
    assert found.columns[0]["published"] == "2024-06-19"
    assert found.columns[0]["domain"] == "tempo.co"
    assert "outlet" not in found.columns[0]
    found = read(write("legacy.csv", LEGACY))
    assert "old Explorer" in found.rule
    assert found.columns[0]["outlet"] == "Example"


def test_media_cloud_json_of_the_client(read, write):
    story = {"id": "a", "title": "T", "url": "https://a.example/1", "language": "en", "media_name": "a.example",
             "media_url": "a.example", "publish_date": "2024-06-19", "text": None, "indexed_date": "2024-06-20"}  # fmt: skip
    assert read(write("s.json", json.dumps({"stories": [story]}))).titles == ["T"]
    assert read(write("l.jsonl", json.dumps(story) + "\n" + json.dumps(story) + "\n")).titles == ["T", "T"]


@pytest.mark.parametrize(
    ("content", "first"),
    [
        ("date,count,total_count,ratio\n2024-06-18,3,300,0.01\n2024-06-19,0,310,0\n", ("", "2024-06-18", 3, 300)),
        ("source,count,ratio\ntempo.co,3,0.5\n", ("tempo.co", "", 3, None)),
        ("media_name,interval,bucket,matching_stories,total_stories,ratio\ntempo.co,2024-06-17,1,3,30,0.1\n",
         ("tempo.co", "2024-06-17", 3, 30)),
        ("\ufeffDate,Series,Value\n2024-06-18,Article Count,12\n", ("Article Count", "2024-06-18", 12, None)),
        ("\ufeffDate,Series,Value\n2024-06-18,Total Monitored Articles,900\n",
         ("Total Monitored Articles", "2024-06-18", None, 900)),
    ],
)  # fmt: skip
def test_counts_are_denominators_and_no_articles(read, write, content, first):
    found = read(write("counts.csv", content))
    assert not found.records
    one = found.denominators[0]
    series, date, count, total = first
    assert (one.series, one.date) == (series, date)
    assert one.count == count if count is not None else one.count != one.count
    assert one.total == total if total is not None else one.total != one.total


def test_denominators_go_to_a_side_table_once(tmp_path, write):
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / "c.csv").write_text(
        "date,count,total_count,ratio\n2024-06-18,3,300,0.01\n2024-06-19,0,310,0\n"
    )
    (tmp_path / "raw" / "t.json").write_text(
        '{"timeline": [{"series": "Volume", "data": [{"date": "20240618T000000Z", "value": 5, "norm": 50}]}]}'
    )
    (tmp_path / "raw" / "a.csv").write_text(CLOUD)
    for _ in range(2):
        ingest(tmp_path / "raw", tmp_path / "store", progress=False)
    store = open_store(tmp_path / "store")
    side = store.side("denominators")
    assert len(side) == 4
    assert side.loc[0, ["count", "total"]].tolist() == [3, 300]
    assert side["day"].dt.strftime("%Y-%m-%d").tolist() == [
        "2024-06-18",
        "2024-06-19",
        "2024-06-18",
        "2024-06-18",
    ]
    assert not any(str(name).startswith(("count", "total", "series")) for name in store.read().columns)


def test_counts_alone_are_no_failure(tmp_path, write):
    path = write("c.csv", "date,count,total_count,ratio\n2024-06-18,3,300,0.01\n")
    report = ingest(path, tmp_path / "store", progress=False)
    assert "1 counts of a service kept as denominators, not as articles" in report.files[0].notes


def test_top_words_are_named(read, write):
    found = read(
        write("w.csv", "term,term_count,term_ratio,doc_count,doc_ratio,sample_size\nputin,3,.1,2,.1,5000\n")
    )
    assert found.reasons == ["a row of Media Cloud's top words: no article and no count of articles"]


def test_gdelt_lists_in_json_and_csv(read, write):
    row = {"url": "https://a.example/1", "url_mobile": "", "title": "Putin lands", "seendate": "20240619T101500Z",
           "socialimage": "", "domain": "a.example", "language": "English", "sourcecountry": "Indonesia"}  # fmt: skip
    for path in (
        write("g.json", json.dumps({"articles": [row]})),
        write("g.csv", ",".join(row) + "\n" + ",".join(row.values()) + "\n"),
    ):
        found = read(path)
        assert found.titles == ["Putin lands"]
        # The time of sight is no minute of publication.
        assert found.columns[0]["published"] == "20240619"
        assert found.columns[0]["retrieved"] == "20240619T101500Z"
        assert any("first saw" in note for note in found.notes)


def test_gdelt_says_what_is_wrong_in_words(read, write):
    found = read(write("answer.json", "Your query was too short or too long.\n"))
    assert found.reasons[0].startswith("is an answer in words instead of data (Your query was too short")


def gkg(**changed: str) -> str:
    fields = [""] * 27
    fields[0], fields[1], fields[2] = "20240619101500-T12", "20240619101500", "1"
    fields[3], fields[4] = "tempo.co", "https://nasional.tempo.co/read/1"
    fields[15] = "-2.1,1,3,4,20,0,400"
    fields[25] = "srclc:ind;eng:GT-IND 1.0"
    fields[26] = changed.get("extras", "<PAGE_PRECISEPUBTIMESTAMP>20240619093000</PAGE_PRECISEPUBTIMESTAMP>"
                                       "<PAGE_TITLE>Putin &#x2013; tiba</PAGE_TITLE>")  # fmt: skip
    return "\t".join(fields)


def test_gkg_has_27_columns_and_no_header(read, write):
    late = gkg(
        extras="<PAGE_PRECISEPUBTIMESTAMP>20990101000000</PAGE_PRECISEPUBTIMESTAMP><PAGE_TITLE>X</PAGE_TITLE>"
    )
    content = "\n".join([gkg(), late, "three\tcolumns\tonly"]) + "\n"
    found = read(write("x.gkg.csv", content.encode().replace(b"tempo.co", b"temp\xff.co", 1)))
    assert found.titles == ["Putin – tiba", "X"]
    assert [columns["published"] for columns in found.columns] == ["20240619093000", "20240619"]
    assert found.columns[0]["language"] == "ind"
    assert found.columns[0]["extra.gkg_tone"].startswith("-2.1")
    assert found.reasons == ["the line has 3 columns where GKG 2.1 has 27"]


def test_newsapi_says_that_its_text_is_cut(tmp_path, write):
    article = {"source": {"id": None, "name": "Example"}, "author": "A", "title": "T", "description": "D.",
               "url": "https://e.example/1", "urlToImage": None, "publishedAt": "2024-06-19T08:00:00Z",
               "content": "It begins … [+1234 chars]"}  # fmt: skip
    path = write("n.json", json.dumps({"status": "ok", "totalResults": 340, "articles": [article]}))
    report = ingest(path, tmp_path / "store", progress=False)
    assert report.files[0].promised == 340
    row = open_store(tmp_path / "store").read().iloc[0]
    assert (row["outlet"], row["text_status"], row["authors"]) == ("Example", "truncated", "A")


@pytest.mark.parametrize(
    ("item", "wanted"),
    [
        ({"author": None, "title": "T", "description": "D", "url": "https://m.example/1", "source": "M", "image": None,
          "category": "general", "language": "en", "country": "id", "published_at": "2024-06-19T08:00:00+00:00"},
         {"title": "T", "outlet": "M", "section": "general", "lead": "D"}),
        ({"article_id": "9x", "title": "T", "link": "https://n.example/1", "keywords": ["a", "b"], "creator": ["P", "Q"],
          "content": "ONLY AVAILABLE IN PAID PLANS", "pubDate": "2024-06-19 08:00:00", "source_id": "n"},
         {"title": "T", "authors": "P; Q", "text": "", "url": "https://n.example/1"}),
        ({"web_url": "https://t.example/1", "headline": {"main": "T", "print_headline": "t"}, "abstract": "A",
          "pub_date": "2024-06-19T08:00:00+0000", "byline": {"original": "By P"}, "section_name": "World",
          "snippet": "s", "source": "The Times"},
         {"title": "T", "lead": "A", "authors": "By P", "section": "World", "outlet": "The Times"}),
        ({"authors": ["P"], "date_download": "2024-06-20 01:00:00", "date_modify": "None", "date_publish":
          "2024-06-19 08:00:00", "description": "D", "filename": "f", "image_url": None, "language": "id", "localpath":
          None, "maintext": "Isi.", "source_domain": "tempo.co", "title": "T", "title_page": None, "url":
          "https://tempo.co/1"},
         {"title": "T", "text": "Isi.", "authors": "P", "domain": "tempo.co", "retrieved": "2024-06-20 01:00:00"}),
        ({"title": "T", "plaintext": "Isi.", "body": {"summary": [], "sections": []}, "authors": ["P"],
          "publishing_date": "2024-06-19 08:00:00+07:00", "topics": ["a"], "free_access": False, "images": [],
          "lang": "id", "publisher": "Tempo"},
         {"title": "T", "text": "Isi.", "outlet": "Tempo", "text_status": "truncated"}),
        ({"url": "https://a.example/1", "read_more_link": "", "language": "id", "title": "T", "top_image": "",
          "meta_img": "", "images": [], "movies": [], "keywords": ["k"], "meta_keywords": [], "tags": None,
          "authors": ["P", "Q"], "publish_date": "2024-06-19 08:00:00", "summary": "", "meta_description": "D",
          "meta_lang": "id", "meta_favicon": "", "meta_site_name": "A", "canonical_link": "https://a.example/1",
          "text": "Isi."},
         {"title": "T", "text": "Isi.", "authors": "P; Q", "outlet": "A", "lead": "D"}),
        ({"title": "T", "author": "P; Q", "hostname": "a.example", "date": "2024-06-19", "fingerprint": "f", "id": None,
          "license": None, "comments": "", "raw_text": "Isi.", "text": "Isi.", "language": "id", "image": None,
          "pagetype": "article", "filedate": "2024-06-20", "source": "https://a.example/1", "source-hostname": "A",
          "excerpt": "D", "categories": "k", "tags": ""},
         {"title": "T", "text": "Isi.", "url": "https://a.example/1", "outlet": "A", "domain": "a.example"}),
        ({"id": "1", "thread_id": "1", "author": "p", "body": "Isi.", "timestamp": "2024-06-19 08:00:00",
          "unix_timestamp": "1718784000", "subject": "T", "url": "https://a.example/1"},
         {"title": "T", "text": "Isi.", "published": 1718784000, "authors": "p"}),
    ],
    ids=["mediastack", "newsdata", "nyt", "news-please", "fundus", "newspaper4k", "trafilatura", "4cat"],
)  # fmt: skip
def test_services_and_scrapers(read, write, item, wanted):
    found = read(write("x.jsonl", json.dumps(item) + "\n" + json.dumps(item) + "\n"))
    assert len(found.records) == 2
    assert {name: found.columns[0].get(name) for name in wanted} == wanted
    assert not found.problems


def test_a_layout_is_known_in_parquet_too(read, tmp_path):
    pd.DataFrame([dict(zip(*(line.split(",") for line in CLOUD.splitlines())))]).to_parquet(
        tmp_path / "x.parquet"
    )
    found = read(tmp_path / "x.parquet")
    assert (found.titles, found.columns[0]["domain"]) == (["Putin tiba"], "tempo.co")


MELTWATER = ["Date", "Headline", "URL", "Opening Text", "Hit Sentence", "Source", "Influencer", "Country", "Language",
             "Reach", "AVE", "Sentiment", "Time", "Document Tags"]  # fmt: skip


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig"])
def test_meltwater_between_tabs(tmp_path, write, encoding):
    row = ["06-Feb-2026 03:03PM", "Putin tiba", "https://a.example/1", "Presiden tiba...", "Presiden tiba di sana.",
           "Contoh", "P", "Indonesia", "Indonesian", "100", "5", "Neutral", "3:03 PM", "=HYPERLINK(1)"]  # fmt: skip
    path = write("m.csv", "\t".join(MELTWATER) + "\r\n" + "\t".join(row) + "\r\n", encoding)
    ingest(path, tmp_path / "store", progress=False)
    row = open_store(tmp_path / "store").read().iloc[0]
    assert (row["outlet"], row["text_status"], row["text"]) == ("Contoh", "snippet", "Presiden tiba di sana.")
    assert "extra.AVE" not in row.index
    assert row["extra.Document Tags"] == "=HYPERLINK(1)"


def test_brandwatch_has_lines_above_its_header(read, write):
    header = "Query Id,Query Name,Date,Title,Snippet,Url,Domain,Author,Full Text"
    content = f"Report:,Bulk Mentions\nFrom:,2024-06-01\n\n{header}\n1,q,2024-06-19 08:00:00,T,teks,https://a.example/1,a.example,p,\n"
    found = read(write("b.csv", content))
    assert (found.titles, found.columns[0]["text"], found.columns[0]["text_status"]) == (
        ["T"],
        "teks",
        "snippet",
    )
    assert "above the header stands 'Report: Bulk Mentions'" in found.notes


def test_trafilatura_without_a_header(read, write):
    import trafilatura

    page = ("<html><head><title>Judul berita panjang</title></head><body><article><h1>Judul berita panjang</h1>"
            "<p>Paragraf pertama yang cukup panjang untuk diambil sebagai isi berita hari ini.</p>"
            "<p>Paragraf kedua, dengan \"kutipan\", juga panjang untuk diambil hari ini.</p></article></body></html>")  # fmt: skip
    for form, position in (("csv", "row 1"), ("xml", "document 1"), ("xmltei", "document 1")):
        made = trafilatura.extract(page, output_format=form, with_metadata=True, url="https://a.example/1")
        found = read(write(f"x.{form}", made))
        assert (found.name, found.records[0].position) == ("trafilatura", position), form
        assert found.columns[0]["url"] == "https://a.example/1"
        assert "Paragraf kedua" in found.columns[0]["text"]
    doubled = (
        trafilatura.extract(page, output_format="csv", with_metadata=True, url="https://a.example/1") * 3
    )
    found = read(write("x.csv", doubled + "only\tthree\tcolumns\n"))
    assert len(found.records) == 3
    assert found.reasons == ["the row has 3 columns where trafilatura writes 11"]
