"""The house keeps its own rules: small files, names that say something, notebooks without outputs."""

from __future__ import annotations

import ast
import json
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
MODULES = sorted((ROOT / "analysis").rglob("*.py"))
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_module_is_small_and_named_for_one_idea(path: Path):
    text = path.read_text(encoding="utf-8")
    assert text.count("\n") < 400, "a file that grows past 400 lines wants a second idea taken out"
    assert not re.fullmatch(r"(utils?|helpers?|common|misc|manager)", path.stem)
    assert ast.get_docstring(ast.parse(text)), "a module says in one line what it is for"
    assert not re.search(r"except Exception:\s*\n\s*(pass|return|continue)", text), (
        "an exception is swallowed"
    )


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.name)
def test_a_notebook_is_clean(path: Path):
    notebook = json.loads(path.read_text(encoding="utf-8"))
    code = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
    assert any("parameters" in cell["metadata"].get("tags", []) for cell in code), "no parameters cell"
    for cell in code:
        source = "".join(cell["source"])
        assert not cell["outputs"], "stored outputs"
        assert cell["execution_count"] is None, "stored execution count"
        assert not re.search(r"^\s*(def|class) ", source, re.M), "definitions belong in analysis/"
        if "parameters" not in cell["metadata"].get("tags", []):
            assert source.count("\n") < 12, f"more than a dozen lines: {source[:60]}"
        assert "today(" not in source


def tracked() -> list[Path]:
    names = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return [ROOT / name for name in names.splitlines() if (ROOT / name).is_file()]


def test_no_tracked_file_names_a_machine_or_a_registry():
    hosts = "|".join(("python" + "hosted", "//py" + r"pi\.", "npm" + r"js\.", r"deb\." + "debian"))
    for path in tracked():
        if (
            path.suffix in {".py", ".md", ".toml", ".ipynb", ".lock", ".sh", ".yml"}
            or path.name == "Makefile"
        ):
            text = path.read_text(encoding="utf-8")
            assert not re.search(hosts, text), f"{path.name} names a registry"
            assert not re.search(r"(?<![\w.])/(work|root|farm)/[\w.]", text), (
                f"{path.name} names a machine's path"
            )


def test_importing_the_package_stays_light():
    """`media-coverage --help` must not wait for papermill, sklearn or matplotlib."""
    code = (
        "import sys, analysis.cli; "
        "print([m for m in ('papermill', 'nbconvert', 'sklearn', 'trafilatura', 'matplotlib') if m in sys.modules])"
    )
    import sys

    out = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert out.stdout.strip() == "[]"
