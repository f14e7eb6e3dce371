"""The pages in a real browser: they open, without an error, and ask nobody for anything."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser
NAMES = ("en", "id", "article")


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
