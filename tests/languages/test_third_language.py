"""A third language is one module away: the package with a new module runs every notebook on articles in it."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
MODULE = '''"""German, the least that a language needs."""

from analysis.languages.language import Language

LANGUAGE = Language(code="de", name="Deutsch", stopwords=frozenset({"der", "die", "das", "und"}))
'''
RUN = """
import json, pathlib, sys
import pandas as pd
import analysis as mc

folder = pathlib.Path(sys.argv[1])
assert pathlib.Path(mc.__file__).is_relative_to(folder)
said = "Die Stadt und das Haus stehen an der Straße {}. „Das ist gut“, sagte Anna Schmidt in Berlin."
rows = [(f"Nachricht {i}", said.format("im Norden " * (i % 5)), f"Blatt {i % 2}") for i in range(60)]
table = pd.DataFrame(rows, columns=["title", "text", "outlet"]).assign(published="2024-06-18", language="de")
table.to_csv(folder / "raw.csv", index=False)
mc.ingest([folder / "raw.csv"], folder / "store", progress=False)
assert [part.language for part in mc.open_corpus(folder / "store").languages()] == ["de"]
for name in ("coverage_report", "voices", "article", "explore"):
    space = {"__name__": "notebook", "display": lambda *shown: None}
    for cell in json.loads((folder / "notebooks" / f"{name}.ipynb").read_text(encoding="utf-8"))["cells"]:
        if cell["cell_type"] == "code":
            exec("".join(cell["source"]), space)
            if "parameters" in cell["metadata"].get("tags", []):
                space.update(corpus=str(folder / "store"), output=str(folder / f"{name}.html"), language="de")
print((folder / "coverage_report.html").read_text(encoding="utf-8").count("No lexicon for this language."))
"""


@pytest.mark.slow
def test_every_notebook_runs_on_a_language_that_has_only_a_module(tmp_path: Path):
    for part in ("analysis", "notebooks"):
        shutil.copytree(ROOT / part, tmp_path / part, ignore=shutil.ignore_patterns("__pycache__"))
    (tmp_path / "analysis" / "languages" / "de.py").write_text(MODULE, encoding="utf-8")
    (tmp_path / "run.py").write_text(RUN, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "run.py", str(tmp_path)],
        cwd=tmp_path,
        env={"PYTHONPATH": str(tmp_path), "PATH": "", "HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    assert int(done.stdout.split()[-1]) >= 1
