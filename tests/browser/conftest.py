"""A headless Chromium, and the pages that it opens."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

import analysis as mc

EXAMPLE = Path(__file__).parents[2] / "data" / "raw" / "example"
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = os.environ.get("CHROMIUM", "")
    if not path:
        pytest.fail("CHROMIUM is not set; run these tests with: make test-all")
    with sync_playwright() as player:
        started = player.chromium.launch(executable_path=path, args=QUIET)
        yield started
        started.close()


@pytest.fixture(scope="session")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The main report and the digest of a week in both languages, outlets compared, voices, one article read closely."""
    folder = tmp_path_factory.mktemp("pages")
    store = folder / "store"
    mc.ingest([EXAMPLE], store, progress=False)
    frames = ["visit", "policy_frames"]
    made = {"article": mc.run_report("article", folder / "article.html", corpus=str(store), frames="visit")}
    made["comparison"] = mc.run_report("outlet_comparison", folder / "comparison.html", corpus=str(store))
    made["voices"] = mc.run_report("voices", folder / "voices.html", corpus=str(store))
    for code in ("en", "id"):
        made[f"week {code}"] = mc.run_report(
            "weekly_digest",
            folder / f"week_{code}.html",
            corpus=str(store),
            week="2024-06-19",
            report_language=code,
        )
    for code in ("en", "id"):
        made[code] = mc.run_report(
            "coverage_report",
            folder / f"{code}.html",
            corpus=str(store),
            frames=frames,
            labels="labels",
            report_language=code,
        )
    return made
