"""The report of voices, run through papermill: every link lands, every number has its rows."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest
from lxml import html

import analysis as mc
from analysis.reports.sections import KINDS

NOTEBOOK = Path(__file__).parents[2] / "notebooks" / "voices.ipynb"


def test_the_notebook_has_no_outputs_and_shows_only_sections_there_are():
    cells = json.loads(NOTEBOOK.read_text(encoding="utf-8"))["cells"]
    code = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]
    assert all(cell["outputs"] == [] for cell in cells if cell["cell_type"] == "code")
    shown = {part.split('"')[1] for text in code for part in text.split("report.show(")[1:]}
    assert shown <= set(KINDS)
    assert {"voice_share", "speakers", "diversity", "balance", "company", "agency", "passives"} <= shown


@pytest.mark.slow
@pytest.mark.parametrize("code", ["en", "id"])
def test_the_report_is_built_and_every_link_lands(code: str, example_store: Path, tmp_path: Path):
    page = tmp_path / "voices.html"
    camps = {"Russia": ["Vladimir Putin"], "Korea": ["Kim Jong Un"]}
    mc.run_report("voices", page, corpus=str(example_store), camps=camps, report_language=code)
    tree = html.fromstring(page.read_text(encoding="utf-8"))
    ids = tree.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert {link[1:] for link in tree.xpath("//a/@href") if link.startswith("#")} <= set(ids)
    tables = pd.read_excel(page.with_name("voices_tables.xlsx"), sheet_name=None)
    rows = pd.read_csv(page.with_name("voices_evidence.csv"), encoding="utf-8-sig")
    assert len(rows) > 1000
    for name, table in tables.items():
        if {"value", "low", "high"} <= set(table.columns):
            known = table.dropna(subset=["value", "low", "high"])
            inside = (known["low"] <= known["value"] + 1e-9) & (known["value"] <= known["high"] + 1e-9)
            assert inside.all(), name
