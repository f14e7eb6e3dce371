"""Draw the pictures of `docs/gallery.md` from its own lines, and the README's picture of a report: `make gallery`.

Beside the pictures a list keeps a hash of the lines that drew each; a test compares it with the page.
"""

from __future__ import annotations

import hashlib
import os
import re
import sys
from pathlib import Path
from typing import Any

PAGE = Path(__file__).parent / "gallery.md"
PICTURES = Path(__file__).parent / "pictures"
LIST = PICTURES / "gallery" / "drawn.txt"


def blocks(text: str) -> tuple[str, dict[str, str]]:
    """The lines in front of the first chart, and the lines of each chart by the file name of its picture."""
    code = re.compile(
        r"```python\n(.*?)```.*?(?:!\[[^\]]+\]\(pictures/gallery/([\w-]+)\.png\)|(?=## ))", re.S
    )
    found = code.findall(text)
    return found[0][0], {name: lines for lines, name in found[1:]}


def seal(text: str) -> str:
    """A line for each picture: its name and a hash of the lines that draw it."""
    first, charts = blocks(text)
    digests = {
        name: hashlib.sha256((first + lines).encode()).hexdigest()[:16] for name, lines in charts.items()
    }
    return "".join(f"{name} {digest}\n" for name, digest in digests.items())


def figures(text: str) -> dict[str, Any]:
    """Name -> figure of every chart, by running the lines of the page one after another."""
    first, charts = blocks(text)
    names: dict[str, Any] = {}
    exec(first, names)
    drawn = {}
    for name, lines in charts.items():
        exec(lines, names)
        drawn[name] = names["picture"]
    return drawn


def photograph(report: Path, chromium: str) -> None:
    """The first screen of a report with the evidence of one number open."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as player:
        browser = player.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_context(viewport={"width": 1440, "height": 900}).new_page()
        page.goto(report.absolute().as_uri())
        page.locator("section.summary a.n").first.click()
        page.evaluate("window.scrollTo(0, 0)")
        page.wait_for_timeout(200)
        page.screenshot(path=PICTURES / "report.png")
        browser.close()


if __name__ == "__main__":
    page = PAGE.read_text(encoding="utf-8")
    LIST.parent.mkdir(exist_ok=True)
    for name, figure in figures(page).items():
        figure.savefig(LIST.parent / f"{name}.png", dpi=110, facecolor="#fffffe", metadata={"Software": None})
    LIST.write_text(seal(page), encoding="utf-8")
    if len(sys.argv) > 1:
        photograph(Path(sys.argv[1]), os.environ["CHROMIUM"])
