"""The report of the example collection, built once through papermill, and a small hostile one built in place."""

from __future__ import annotations

import json
from collections.abc import Callable
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


@pytest.fixture(scope="session")
def run_cells() -> Callable[..., None]:
    """Runs the cells of a notebook in this process, with parameters: much faster than papermill."""

    def run(notebook: str, **given: object) -> None:
        space: dict = {"__name__": "notebook", "display": lambda *shown: None}
        path = Path(__file__).parents[2] / "notebooks" / f"{notebook}.ipynb"
        for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
            if cell["cell_type"] == "code":
                exec(compile("".join(cell["source"]), notebook, "exec"), space)
                if "parameters" in cell["metadata"].get("tags", []):
                    assert set(given) <= set(space), "a parameter that the notebook does not have"
                    space.update(given)

    return run
