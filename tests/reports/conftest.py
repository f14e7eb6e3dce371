"""The report of the example collection, built once through papermill, and a small hostile one built in place."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pandas as pd
import pytest

import analysis as mc

EXAMPLE = Path(__file__).parents[2] / "data" / "raw" / "example"


@pytest.fixture(scope="session")
def example_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    store = tmp_path_factory.mktemp("store") / "example"
    mc.ingest([EXAMPLE], store, progress=False)
    return store


@pytest.fixture(scope="session")
def built(example_store: Path, tmp_path_factory: pytest.TempPathFactory) -> SimpleNamespace:
    """Paths and content of the main report in English, run through papermill."""
    page = tmp_path_factory.mktemp("report") / "example.html"
    mc.run_report(
        "coverage_report", page, corpus=str(example_store), frames=["visit", "policy_frames"], labels="labels"
    )
    return SimpleNamespace(
        path=page,
        html=page.read_text(encoding="utf-8"),
        evidence=pd.read_csv(page.with_name("example_evidence.csv"), encoding="utf-8-sig"),
        tables=pd.read_excel(page.with_name("example_tables.xlsx"), sheet_name=None),
    )
