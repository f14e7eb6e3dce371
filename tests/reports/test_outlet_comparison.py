"""The page that compares two outlets: only those two, differences with their intervals, every link lands."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pandas as pd
import pytest
from lxml import html

import analysis as mc
from analysis.reports.sections import KINDS
from analysis.tables import ParameterError

NOTEBOOK = Path(__file__).parents[2] / "notebooks" / "outlet_comparison.ipynb"


def test_the_notebook_has_no_outputs_and_puts_differences_in_front():
    cells = json.loads(NOTEBOOK.read_text(encoding="utf-8"))["cells"]
    code = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]
    assert all(cell["outputs"] == [] for cell in cells if cell["cell_type"] == "code")
    shown = [part.split('"')[1] for text in code for part in text.split("report.show(")[1:]]
    assert set(shown) <= set(KINDS)
    assert (
        shown.index("words") < shown.index("labels") < shown.index("trained_frames") < shown.index("volume")
    )


@pytest.mark.slow
@pytest.mark.parametrize("code", ["en", "id"])
def test_the_page_holds_only_the_two_outlets_and_every_link_lands(
    code: str, example_store: Path, tmp_path: Path
):
    page = tmp_path / "two.html"
    mc.run_report("outlet_comparison", page, corpus=str(example_store), report_language=code)
    tree = html.fromstring(page.read_text(encoding="utf-8"))
    ids = tree.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert {link[1:] for link in tree.xpath("//a/@href") if link.startswith("#")} <= set(ids)
    rows = pd.read_csv(page.with_name("two_evidence.csv"), encoding="utf-8-sig")
    assert set(rows["outlet"].dropna()) == {"Kabar Nusantara", "Sorot Kini"}


@pytest.mark.slow
def test_differences_come_first_with_interval_and_what_they_rest_on(make):
    for name in ("two outlets", "one against the rest", "three outlets"):
        page = make(name, "en")
        said = [one.text_content() for one in page.tree.xpath('//section[@class="summary"]//li')]
        assert " articles from " in said[-1]
        for sentence in said[:-1]:
            assert re.search(r"\d to −?\d", sentence), sentence
            assert "distinct texts" in sentence
        assert any(re.search(r"\d+ of \d+ articles against \d+ of \d+", sentence) for sentence in said)


@pytest.mark.slow
def test_one_outlet_is_compared_with_all_others_together(make):
    page = make("one against the rest", "en")
    told = page.tables["differences"]
    assert set(told["group_a"]) | set(told["group_b"]) == {"Sorot Kini", "the other outlets"}
    sizes = page.tables["origin"].set_index("outlet")["articles"]
    assert sizes["the other outlets"] == sum(
        size for outlet, size in page.sizes.items() if outlet in set(page.evidence["outlet"]) - {"Sorot Kini"}
    )
    assert len(set(page.evidence["outlet"])) == 4


def test_an_outlet_that_no_article_has_is_refused(example_store: Path):
    corpus = mc.open_corpus(example_store, languages=["id"])
    with pytest.raises(
        ParameterError, match="the chosen articles have no 'Nowhere'; they have Kabar Nusantara"
    ):
        mc.Report(corpus).compared(["Nowhere"])
