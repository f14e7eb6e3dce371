"""The pages as their readers meet them: offline, by mouse and by key, on a phone, in the dark, with a screen reader."""

from __future__ import annotations

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

pytestmark = pytest.mark.browser
NAMES = ("en", "id", "article", "comparison", "voices", "week en", "week id")
FEWER = """() => {
  for (const details of document.querySelectorAll('details')) details.open = true;
  for (const row of document.querySelectorAll('tbody tr:nth-child(n+4)')) row.remove();
  for (const one of document.querySelectorAll('#evidence li:nth-of-type(n+40), #evidence .head:nth-of-type(n+40)')) one.remove();
}"""
"""Opens every table and leaves some of its rows: a checker of 26,000 elements takes minutes and finds what it finds in the first."""


def opened(browser: Browser, path: Path, **settings) -> tuple[Page, list[str]]:
    """A page in a context of its own, and every request that it makes beyond its own file."""
    context = browser.new_context(**settings)
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    errors: list[str] = []
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    page.goto(path.as_uri())
    page.wait_for_load_state("load")
    assert errors == []
    return page, [url for url in asked if url != path.as_uri()]


@pytest.mark.parametrize("name", NAMES)
def test_no_request_leaves_the_page(browser: Browser, pages: dict[str, Path], name: str):
    _, asked = opened(browser, pages[name])
    assert asked == []


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_checker_of_accessibility_finds_nothing(
    browser: Browser, pages: dict[str, Path], name: str, scheme: str
):
    """Every section, chart, open table and the evidence panel; of rows and sentences of one form, the first few."""
    page, _ = opened(browser, pages[name], color_scheme=scheme, bypass_csp=True)
    page.evaluate(FEWER)
    if name != "article":
        page.locator("p.answer a.n").first.click()
    found = Axe().run(page).response["violations"]
    assert [
        (one["id"], one["impact"], one["nodes"][0]["target"], one["nodes"][0]["failureSummary"])
        for one in found
    ] == []


def test_a_number_opens_its_sentences_and_escape_goes_back(browser: Browser, pages: dict[str, Path]):
    page, _ = opened(browser, pages["en"])
    number = page.locator("p.answer a.n").first
    number.click()
    panel = page.locator("#evidence ol")
    assert panel.is_visible()
    head = page.locator("#evidence .head:target")
    said = int(head.inner_text().split("showing ")[1].split(" of ")[0].replace(",", ""))
    shown = page.locator("#evidence li:visible")
    assert shown.count() == said
    assert page.evaluate("document.activeElement.classList.contains('head')")
    page.keyboard.press("Escape")
    expect(panel).to_be_hidden()
    assert page.evaluate("document.activeElement.matches('p.answer a.n')")


def test_evidence_works_without_the_script(browser: Browser, pages: dict[str, Path]):
    page, _ = opened(browser, pages["en"], java_script_enabled=False)
    page.locator("p.answer a.n").first.click()
    assert page.locator("#evidence ol").is_visible()
    page.locator("#evidence .head:target a.back").click()
    assert not page.locator("#evidence ol").is_visible()


@pytest.mark.parametrize("name", NAMES)
def test_every_evidence_link_lands_on_sentences(browser: Browser, pages: dict[str, Path], name: str):
    page, _ = opened(browser, pages[name])
    empty = page.evaluate(
        """() => {
          const links = new Set([...document.querySelectorAll('main a[href^="#e"]')].map(a => a.getAttribute('href')));
          return [...links].filter(link => {
            const id = link.slice(1);
            return !document.getElementById(id) || !document.querySelector('#evidence li.' + id);
          });
        }"""
    )
    assert empty == []


def test_marks_of_a_chart_are_links_that_a_key_reaches(browser: Browser, pages: dict[str, Path]):
    page, _ = opened(browser, pages["en"])
    mark = page.locator("figure svg a").first
    mark.focus()
    page.keyboard.press("Enter")
    assert page.locator("#evidence .head:target").is_visible()


@pytest.mark.parametrize("name", NAMES)
def test_a_phone_scrolls_only_down(browser: Browser, pages: dict[str, Path], name: str):
    page, _ = opened(browser, pages[name], viewport={"width": 390, "height": 844}, device_scale_factor=2)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


@pytest.mark.parametrize("name", NAMES)
def test_two_hundred_percent_zoom_scrolls_only_down(browser: Browser, pages: dict[str, Path], name: str):
    page, _ = opened(browser, pages[name], viewport={"width": 640, "height": 480})
    assert page.evaluate("document.documentElement.scrollWidth") <= 640


def test_print_has_the_tables_that_are_open_and_no_word_of_the_others(
    browser: Browser, pages: dict[str, Path]
):
    page, _ = opened(browser, pages["en"])
    page.emulate_media(media="print")
    folded = page.locator("details:not([open])")
    assert folded.count()
    assert not any(one.is_visible() for one in folded.all())
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    assert all(one.is_visible() for one in page.locator("details table").all())


def test_print_leaves_the_evidence_out_and_shows_the_text(browser: Browser, pages: dict[str, Path]):
    page, _ = opened(browser, pages["en"])
    page.emulate_media(media="print")
    assert not page.locator("#evidence ol").is_visible()
    assert page.locator("h1").is_visible()
    assert len(page.pdf()) > 50_000
