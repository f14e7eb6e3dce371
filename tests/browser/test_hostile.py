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
