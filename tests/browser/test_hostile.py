"""A page made of hostile articles, opened in a browser: nothing runs, nothing is asked for, nothing scrolls sideways."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from playwright.sync_api import Browser

import analysis as mc
from analysis.pipeline import Corpus

pytestmark = pytest.mark.browser
BAD = "<script>window.ran = 1</script><svg onload='window.ran = 2'></svg><iframe src='https://x.example/'></iframe>"
TEXTS = [
    (BAD, f"Sanksi baru. {BAD} <style>body {{ display: none }}</style>", "javascript:window.ran=3"),
    ("Judul \u202egnabrek", "Kata " + "x" * 10_000 + " dan sanksi.", "data:text/html,<script>1</script>"),
    (
        '=HYPERLINK("https://x.example")',
        "Sanksi <img src=https://x.example/a onerror='window.ran = 4'>",
        "https://a.example/1",
    ),
    ("y" * 10_000, '=WEBSERVICE("https://x.example") sanksi', 'https://a.example/2"onclick="window.ran=5'),
]


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    rows = [
        {"title": title, "text": text, "url": url, "outlet": f"=1+{i} {BAD}", "published": "2024-06-19"}
        for i, (title, text, url) in enumerate(TEXTS)
    ]
    articles = mc.as_articles(pd.DataFrame(rows), language="id")
    funnel = pd.DataFrame({"step": ["in the store"], "articles": [4], "left_out": [0]})
    corpus = Corpus(articles, mc.find_syndication(articles), funnel)
    report = mc.Report(corpus, title=BAD, parameters={"query": BAD})
    report.show("corpus", corpus.funnel, query=BAD)
    volume = mc.coverage(corpus.articles, clusters=corpus.clusters)
    report.show("volume", volume, evidence=corpus.articles.reset_index())
    frequent = mc.frequency(corpus.dfm, clusters=corpus.clusters, top=10)
    report.show("frequent", frequent, evidence=corpus.term_hits(frequent["term"]), part=corpus)
    report.sample(4)
    target = tmp_path_factory.mktemp("hostile") / "page.html"
    report.page(target)
    return target


@pytest.fixture(scope="module")
def chain(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The same texts the whole way: a file is read into a store, and notebooks are run on it into pages."""
    folder = tmp_path_factory.mktemp("chain")
    rows = [
        {
            "judul": title if title != "y" * 10_000 else f"{title}{i}",
            "isi": f"{text} Laporan ke-{i} dari pasar nomor {i * 7}: “{BAD} Kami menolak sanksi itu dengan tegas hari ini,” kata Budi {BAD}.",
            "tautan": url if ":" in url[:11] and not url.startswith("http") else f"{url}/{i}",
            "media": ("Kabar <script>window.ran=6</script>", '"><img src=x onerror="window.ran=7">')[i % 2],
            "tanggal": f"2024-06-{10 + i % 14}",
        }
        for i, (title, text, url) in enumerate(TEXTS * 12)
    ]
    pd.DataFrame(rows).to_csv(folder / "raw.csv", index=False)
    columns = {"title": "judul", "text": "isi", "url": "tautan", "outlet": "media", "published": "tanggal"}
    mc.ingest([folder / "raw.csv"], folder / "store", columns=columns, language="id", progress=False)
    common = {"corpus": str(folder / "store"), "title": BAD, "query": "sanksi OR kata", "labels": "labels"}
    return {
        name: mc.run_report(name, folder / f"{name}.html", **common)
        for name in ("coverage_report", "weekly_digest")
    }


@pytest.mark.parametrize("guarded", [True, False])
@pytest.mark.parametrize("name", ["coverage_report", "weekly_digest"])
def test_the_whole_chain_runs_nothing_and_asks_for_nothing(
    browser: Browser, chain: dict[str, Path], name: str, guarded: bool
):
    page = browser.new_context(bypass_csp=not guarded, viewport={"width": 390, "height": 844}).new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(chain[name].as_uri())
    page.wait_for_load_state("networkidle")
    assert asked == [chain[name].as_uri()]
    assert page.evaluate("window.ran === undefined")
    assert page.locator("iframe, img, script + script, svg[onload], [onerror], [onclick]").count() == 0
    assert page.locator("style").count() == 1
    assert page.locator("h1").is_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.locator("main a[href^='#e']").first.click()
    assert page.locator("#evidence .head:target").is_visible()
    assert page.evaluate("window.ran === undefined")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert asked == [chain[name].as_uri()]


def test_no_cell_of_the_chain_starts_a_formula(chain: dict[str, Path]):
    for path in chain.values():
        table = pd.read_csv(path.with_name(f"{path.stem}_evidence.csv"), encoding="utf-8-sig", dtype=str)
        assert not pd.Series(table.to_numpy().ravel()).dropna().str.match(r"[=+@\t\r]").any()
        for sheet in pd.read_excel(
            path.with_name(f"{path.stem}_tables.xlsx"), sheet_name=None, dtype=str
        ).values():
            assert not pd.Series(sheet.to_numpy().ravel()).dropna().str.match(r"[=@]").any()


@pytest.mark.parametrize("guarded", [True, False])
def test_a_hostile_article_runs_nothing_and_asks_for_nothing(browser: Browser, hostile: Path, guarded: bool):
    """Also with the page's own security policy switched off: the escaping alone must hold."""
    page = browser.new_context(bypass_csp=not guarded).new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(hostile.as_uri())
    page.wait_for_load_state("networkidle")
    assert asked == [hostile.as_uri()]
    assert page.evaluate("window.ran === undefined")
    assert page.locator("iframe, img").count() == 0
    assert page.locator("h1").is_visible()


def test_a_word_of_ten_thousand_letters_does_not_widen_a_phone(browser: Browser, hostile: Path):
    page = browser.new_context(viewport={"width": 390, "height": 844}).new_page()
    page.goto(hostile.as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.locator("a[href^='#e']").first.click()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_no_cell_of_the_tables_starts_a_formula(hostile: Path):
    table = pd.read_csv(hostile.with_name("page_evidence.csv"), encoding="utf-8-sig", dtype=str)
    cells = pd.Series(table.to_numpy().ravel()).dropna()
    assert cells.str.startswith("'=").any()
    assert not cells.str.match(r"[=+@\t\r]").any()
    sheets = pd.read_excel(hostile.with_name("page_tables.xlsx"), sheet_name=None, dtype=str)
    for name, sheet in sheets.items():
        assert not pd.Series(sheet.to_numpy().ravel()).dropna().str.match(r"[=@]").any(), name
