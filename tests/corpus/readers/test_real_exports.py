"""Every real export is read with nothing lost: counts and titles checked against the files themselves."""

from __future__ import annotations

import json
import re

import pytest

from analysis.corpus.ingest import ingest
from analysis.corpus.store import open_store

ONLY_IN_ITS_VERSION = {
    # Forbidden by an early version of ninjs and allowed by a later one, or a rule of a draft: no fault of the file.
    "1.0__should_fail__014_type_component", "1.0__should_fail__015_pubstatus_commissioned",
    "1.0__should_fail__016_infosource", "1.1__should_fail__001_type_component", "1.1__should_fail__002_infosource",
    "1.2__should_fail__005_pubstatus_replaced", "1.2__should_fail__006_pubstatus_commissioned",
    "1.x_dev__should_fail__002_advice_wrongtypes", "1.x_dev__should_fail__003_advice_wrongelements",
    "2.x_dev__should_fail__002_advice_wrongtypes", "2.x_dev__should_fail__003_advice_wrongelements",
    # Faults inside a geometry or an association that no reader of texts looks at; the words are read.
    "2.0__should_fail__001_bad_geojson", "3.0__should_fail__001_bad_geojson",
    "1.5__should_fail__002_bad_association", "2.1__should_fail__001_bad_association",
}  # fmt: skip


def test_old_nexis_text_gives_all_ten_documents(exports, read):
    found = read(exports / "nexis" / "sample.TXT")
    assert found.promised == 10
    assert len(found.records) == 10
    assert found.titles[7] == "PRISONER OF HIS OWN CABINET"
    assert found.titles[8] == "R (programming language) on Wikipedia"
    assert found.columns[0]["outlet"] == "Guardian.com"
    assert found.columns[2] | {"text": ""} == {
        "authors": "TREVOR Kavanagh", "section": "FEATURES; Pg. 6", "extra.word_count": "677 words",
        "extra.load_date": "January 11, 2010", "language": "english", "extra.publication_type": "Newspaper",
        "extra.journal_code": "SUN", "extra.copyright": found.columns[2]["extra.copyright"],
        "published": "January 11, 2010 Monday", "outlet": "The Sun (England)", "text": "",
        "extra.edition": "Edition 1; Scotland", "title": found.titles[2],
    }  # fmt: skip
    for columns in found.columns:
        assert len(columns["text"]) > 500
        assert "DOCUMENTS" not in columns["text"]
        assert "LOAD-DATE" not in columns["text"]


def test_nexis_uni_gives_the_first_document_too(exports, read):
    found = read(exports / "nexis" / "sample_nexis_uni.DOCX")
    assert found.promised == len(found.records) == 10
    assert found.titles[0] == "Lorem ipsum dolor sit amet"
    assert found.titles[-1] == "What is Wikipedia"
    assert found.columns[0]["authors"] == "Mattha Busby (now), Andrew Sparrow (earlier)"
    assert {columns["outlet"] for columns in found.columns} == {"The Guardian (London)"}
    assert found.columns[6]["extra.publication_type"] == "Newspaper"
    assert "the search was: Sample File" in found.notes
    for columns in found.columns:
        assert not re.search(r"End of Document|Load-Date|Classification|^Body", columns["text"], re.M)


def test_a_word_file_that_is_no_export_is_one_article(exports, read):
    assert read(exports / "nexis" / "test.DOCX").titles == ["LexisNexis Uni Test"]


def test_factiva_html_and_xml(exports, read):
    found = read(exports / "factiva" / "factiva_test.html")
    assert found.rule == "cells of class index with the codes HD, LP, TD"
    assert (found.promised, found.titles) == (2, ["Test 1", "Test 2"])
    assert found.columns[0]["text"].split("\n\n")[1:] == [
        "Second head paragraph.", "Third paragraph.", "Fourth and last paragraph.",
    ]  # fmt: skip
    assert found.columns[0]["published"] == "29 December 2011"
    assert found.columns[0]["time"] == "15:32"
    found = read(exports / "factiva" / "factiva_test.xml")
    assert found.promised == len(found.records) == 3
    assert found.titles[0] == "TEST - first test article"
    assert found.columns[2]["text"].endswith("This is the body of the third test article.")
    assert found.columns[1]["language"] == "FR"


def test_newsml_gives_headline_and_body(exports, read):
    for path in sorted((exports / "iptc").glob("*NewsML*.xml")):
        found = read(path)
        source = path.read_text(encoding="utf-8")
        assert len(found.records) == 1
        assert found.titles[0] == re.search(r"<HeadLine>(.*?)</HeadLine>", source)[1]
        assert len(found.columns[0]["text"]) > 200


def test_every_ninjs_example_is_read_or_named(exports, read):
    for path in sorted((exports / "iptc").glob("examples__*.json")):
        found = read(path)
        whole = json.loads(path.read_text(encoding="utf-8"))
        many = whole if isinstance(whole, list) else [whole]
        assert len(found.records) + len(found.problems) == len(many)
        for item, record in zip(many, found.records):
            heads = item.get("headlines", [{"value": item.get("headline") or item.get("title")}])
            assert " ".join(str(record.columns["title"]).split()) in {
                " ".join(str(one["value"]).split()) for one in heads
            }
        assert all(reason.startswith("a ninjs event, no article") for reason in found.reasons)


def test_invalid_ninjs_gives_its_reason(exports, read):
    for path in sorted((exports / "iptc").glob("*should_fail*.json")):
        found = read(path)
        said = [*found.reasons, *(note for note in found.notes if "breaks ninjs" in note)]
        name = path.stem.removeprefix("validation__test_suite__")
        if name not in ONLY_IN_ITS_VERSION and not name.endswith("no_uri_declared"):
            assert said, path.name


def test_valid_ninjs_has_no_fault(exports, read):
    for path in sorted((exports / "iptc").glob("*should_pass*.json")):
        found = read(path)
        assert not any("invalid" in reason for reason in found.reasons), (path.name, found.reasons)


@pytest.mark.parametrize(
    ("name", "titles", "reasons"),
    [
        ("example.warc", ["Example Domain"], 0),
        ("example.warc.gz", ["Example Domain"], 0),
        ("example.arc", ["Example Domain"], 0),
        ("example.arc.gz", ["Example Domain"], 0),
        ("example-trunc.warc", ["Example Domain"], 0),
        ("example-bad-non-chunked.warc.gz", ["Example Domain"], 0),
        ("example-bad.warc.gz.bad", ["Example Domain"], 0),
        ("example-resource.warc.gz", ["Example Domain"], 0),
        ("example-space-in-url.arc", ["Example Domain"], 0),
        ("example-wget-bad-target-uri.warc.gz", ["Example Domain"], 0),
        ("example-iana.org-chunked.warc", ["Internet Assigned Numbers Authority"], 0),
        ("example-digest.warc", [], 0),
        ("example-space-in-target-uri.warc.gz", [], 0),
        ("post-test.warc.gz", [], 0),
        ("bad.arc", [], 2),
        ("example-wrong-chunks.warc.gz", [], 3),
    ],
)
def test_web_archives_good_and_broken(exports, read, name, titles, reasons):
    found = read(exports / "warc" / name)
    assert found.titles == titles
    assert len(found.reasons) == reasons
    assert found.notes[-1].startswith("records: ")


def test_the_books_of_all_exports_balance(exports, tmp_path):
    folders = [exports / "nexis", exports / "factiva", exports / "warc"]
    report = ingest(folders, tmp_path / "store", progress=False)
    assert [books.raw_file for books in report.files if books.balance()] == []
    assert report.total("promised") == 25
    again = ingest(folders, tmp_path / "store", progress=False)
    assert again.total("kept") == 0
    assert len(open_store(tmp_path / "store").read()) == report.total("kept")
