"""The reports of the example collection, each built once through papermill where a test asks for it."""

from __future__ import annotations

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
"""Every page: its notebook and what is asked of it. The main one in English is built in every test run, the others in the slow one."""
ASKED = [
    pytest.param(
        (name, code),
        id=f"{name} in {code}",
        marks=() if (name, code) == ("coverage", "en") else pytest.mark.slow,
    )
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
