"""Who may import whom: the sentence corpus -> text -> annotations -> measures -> charts -> reports stays true."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "analysis"

MAY_IMPORT = {
    "tables": set(),
    "languages": set(),
    "corpus": {"tables", "languages"},
    "text": {"tables", "languages"},
    "annotations": {"tables", "languages", "text"},
    "measures": {"tables", "languages", "text", "annotations"},
    "charts": {"tables"},
    "pipeline": {"tables", "languages", "corpus", "text", "annotations", "measures"},
    "displays": {"tables"},
    "reports": {"tables", "corpus", "charts", "pipeline"},
    "training": {"tables", "corpus", "text", "measures"},
    "scoring": {"tables", "text", "pipeline"},
    "cli": {
        "scoring",
        "training",
        "tables",
        "languages",
        "corpus",
        "text",
        "annotations",
        "measures",
        "charts",
        "displays",
        "pipeline",
        "reports",
    },
    "__init__": {
        "tables",
        "languages",
        "corpus",
        "text",
        "annotations",
        "measures",
        "charts",
        "displays",
        "pipeline",
        "reports",
    },
    "__main__": {"cli"},
}


def modules() -> list[Path]:
    return sorted(PACKAGE.rglob("*.py"))


def part_of(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imported(path: Path) -> list[str]:
    """Dotted names of our own modules that a file imports, wherever the import stands."""
    names = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path.name}: relative import in line {node.lineno}"
            if node.module == "analysis":
                names += [f"analysis.{alias.name}" for alias in node.names]
            elif (node.module or "").startswith("analysis."):
                names.append(str(node.module))
        elif isinstance(node, ast.Import):
            names += [alias.name for alias in node.names if alias.name.startswith("analysis.")]
    return names


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_part_imports_only_what_lies_below_it(path: Path):
    part = part_of(path)
    assert part in MAY_IMPORT, f"{part} has no place in the house"
    for name in imported(path):
        target = name.split(".")[1]
        assert target == part or target in MAY_IMPORT[part], f"{path.relative_to(ROOT)} imports {name}"


@pytest.mark.parametrize("path", sorted((PACKAGE / "measures").glob("*.py")), ids=lambda path: path.name)
def test_a_measure_imports_no_sibling_but_the_intervals(path: Path):
    if path.name == "__init__.py":
        return
    siblings = {name.split(".")[2] for name in imported(path) if name.startswith("analysis.measures.")}
    assert siblings <= {"intervals"}, f"{path.name} imports {sorted(siblings)}"


def test_the_charts_do_not_compute_from_articles():
    for path in (PACKAGE / "charts").glob("*.py"):
        assert "score_" not in path.read_text(encoding="utf-8"), path.name
