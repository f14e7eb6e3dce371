"""The reports of the example collection, each built once through papermill where a test asks for it."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cache
from pathlib import Path
from types import SimpleNamespace

import pandas as pd
import pytest
from lxml import html

import analysis as mc

EXAMPLE = Path(__file__).parents[2] / "data" / "raw" / "example"
LISTS = {"frames": ["visit", "policy_frames"], "labels": "labels"}
CAMPS = {"Russia": ["Vladimir Putin"], "Korea": ["Kim Jong Un"]}
PAGES: dict[str, tuple[str, dict]] = {
    "coverage": ("coverage_report", LISTS),
    "small": ("coverage_report", {**LISTS, "until": "2024-06-16"}),
    "voices": ("voices", {"camps": CAMPS}),
    "two outlets": ("outlet_comparison", {}),
    "one against the rest": ("outlet_comparison", {"outlets": ["Sorot Kini"]}),
    "three outlets": ("outlet_comparison", {"outlets": ["Sorot Kini", "Pasar Harian", "Suara Khatulistiwa"]}),
    "week": ("weekly_digest", {"week": "2024-06-19"}),
    "few in the week": ("weekly_digest", {}),
    "article": ("article", {"frames": "visit"}),
}
"""Every page: its notebook and what is asked of it, for the slow tests; each run builds the main one in English."""
ASKED = [
    pytest.param((name, code), id=f"{name} in {code}", marks=pytest.mark.slow)
    for name in PAGES
    for code in ("en", "id")
]


@pytest.fixture(scope="session")
def example_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    store = tmp_path_factory.mktemp("store") / "example"
    mc.ingest([EXAMPLE], store, progress=False)
    return store


@pytest.fixture(scope="session")
def make(
    example_store: Path, tmp_path_factory: pytest.TempPathFactory
) -> Callable[[str, str], SimpleNamespace]:
    """Page by name and language: paths and content, run through papermill once."""

    @cache
    def made(name: str, code: str) -> SimpleNamespace:
        notebook, asked = PAGES[name]
        path = tmp_path_factory.mktemp("report") / "page.html"
        mc.run_report(notebook, path, corpus=str(example_store), report_language=code, **asked)
        text = path.read_text(encoding="utf-8")
        articles = mc.open_store(example_store).read()
        tables = pd.read_excel(path.with_name("page_tables.xlsx"), sheet_name=None)
        return SimpleNamespace(
            name=name,
            code=code,
            path=path,
            html=text,
            tree=html.fromstring(text),
            evidence=pd.read_csv(path.with_name("page_evidence.csv"), encoding="utf-8-sig"),
            tables=tables,
            sizes=articles["outlet"].value_counts().to_dict(),
            left=int(tables["corpus"]["articles"].iloc[-1]) if "corpus" in tables else 1,
        )

    return made


@pytest.fixture(params=ASKED)
def page(request: pytest.FixtureRequest, make: Callable[[str, str], SimpleNamespace]) -> SimpleNamespace:
    """Each page of the example, in both languages."""
    return make(*request.param)


@pytest.fixture(scope="session")
def built(make: Callable[[str, str], SimpleNamespace]) -> SimpleNamespace:
    """Paths and content of the main report in English."""
    return make("coverage", "en")


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
