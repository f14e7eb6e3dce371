"""Text from the web stays text: in the page, in its links, and in the tables beside it."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from lxml import html

import analysis as mc
from analysis.pipeline import Corpus
from analysis.reports.exports import harmless, write_csv, write_workbook
from analysis.reports.page import safe_url

HOSTILE = [
    (
        "<script>alert(1)</script>",
        "Isi <img src=x onerror=alert(2)> dengan sanksi baru. " * 3,
        "javascript:alert(3)",
    ),
    (
        '=HYPERLINK("http://x.example")',
        "Sanksi </style><iframe src='https://x.example'></iframe> itu.",
        "https://a.example/1",
    ),
    (
        "Judul \u202egnabrek\u202c",
        "Kata " + "x" * 10_000 + " dan sanksi.",
        "data:text/html,<script>1</script>",
    ),
    (
        "]]> <svg onload=alert(4)>",
        "Sanksi &lt;script&gt; {{ 7*7 }} {% raw %}",
        'https://a.example/2"onclick="x',
    ),
]


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    rows = [
        {
            "judul": title,
            "isi": text,
            "tautan": url,
            "media": f"Media <b>{i % 2}</b>",
            "tanggal": "2024-06-19",
        }
        for i, (title, text, url) in enumerate(HOSTILE)
    ]
    articles = mc.as_articles(
        pd.DataFrame(rows),
        title="judul",
        text="isi",
        url="tautan",
        outlet="media",
        published="tanggal",
        language="id",
    )
    clusters = mc.find_syndication(articles)
    return Corpus(
        articles, clusters, pd.DataFrame({"step": ["in the store"], "articles": [4], "left_out": [0]})
    )


@pytest.fixture(scope="module")
def page(corpus: Corpus, tmp_path_factory: pytest.TempPathFactory) -> Path:
    report = mc.Report(corpus, title="<b>Judul</b>", parameters={"query": "</code><script>1</script>"})
    report.show("corpus", corpus.funnel, query='"><script>1</script>')
    report.show(
        "volume",
        mc.coverage(corpus.articles, clusters=corpus.clusters),
        evidence=corpus.articles.reset_index(),
    )
    frequent = mc.frequency(corpus.dfm, clusters=corpus.clusters, top=10)
    report.show("frequent", frequent, evidence=corpus.term_hits(frequent["term"]), part=corpus)
    report.sample(4)
    target = tmp_path_factory.mktemp("hostile") / "page.html"
    report.page(target)
    return target


def test_no_element_comes_from_an_article(page: Path):
    tree = html.fromstring(page.read_text(encoding="utf-8"))
    assert len(tree.xpath("//script")) == 1
    assert tree.xpath("//img | //iframe | //b[not(ancestor::p)] | //svg[@onload]") == []
    assert [e for e in tree.iter() if any(str(a).startswith("on") for a in e.attrib)] == []
    assert len(tree.xpath("//style")) == 1


def test_only_web_addresses_are_linked(page: Path):
    tree = html.fromstring(page.read_text(encoding="utf-8"))
    for link in tree.xpath("//a/@href"):
        assert link.startswith(("#", "https://a.example/")), link
    assert safe_url("JaVaScRiPt:alert(1)") == ""
    assert safe_url("http://[broken") == ""
    assert safe_url(None) == ""


def test_templates_in_articles_are_not_filled_in(page: Path):
    text = page.read_text(encoding="utf-8")
    assert "{{ 7*7 }}" in html.fromstring(text).text_content()


def test_tables_start_no_formula(tmp_path: Path):
    table = pd.DataFrame({"title": ["=1+1", "+2", "-3", "@x", "\tx", "aman"], "n": [1, -2, 3, 4, 5, 6]})
    assert harmless(table)["title"].str.startswith("'").tolist() == [True] * 5 + [False]
    assert harmless(table)["n"].tolist() == [1, -2, 3, 4, 5, 6]
    csv = write_csv(table, tmp_path / "t.csv").read_bytes()
    assert csv.startswith(b"\xef\xbb\xbf")
    book = write_workbook({"a": table.assign(title="\x00\x07text")}, tmp_path / "t.xlsx")
    assert pd.read_excel(book)["title"].tolist() == ["text"] * 6


def test_the_same_report_twice_differs_in_one_line_at_most(corpus: Corpus, tmp_path: Path):
    pages = []
    for name in ("one", "two"):
        report = mc.Report(corpus, seed=3)
        report.show(
            "volume",
            mc.coverage(corpus.articles, clusters=corpus.clusters),
            evidence=corpus.articles.reset_index(),
        )
        report.sample(3)
        pages.append(report.page(tmp_path / name / "page.html").html("page_evidence.csv").splitlines())
    differing = [pair for pair in zip(*pages, strict=True) if pair[0] != pair[1]]
    assert len(differing) <= 1
    for kind in ("page_evidence.csv",):
        assert (tmp_path / "one" / kind).read_bytes() == (tmp_path / "two" / kind).read_bytes()
