"""The gallery shows every chart, its lines run, and its pictures are those that its lines draw."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

import analysis.charts

DOCS = Path(__file__).parents[2] / "docs"
PAGE = (DOCS / "gallery.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def gallery() -> ModuleType:
    spec = importlib.util.spec_from_file_location("gallery", DOCS / "gallery.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_every_chart_has_its_place(gallery: ModuleType):
    charts = {name for name in analysis.charts.__all__ if name != "as_svg"}
    _, shown = gallery.blocks(PAGE)
    assert {name.partition("-")[0] for name in shown} == charts
    for name, lines in shown.items():
        assert f"## {name.replace('-', ': ')}\n" in PAGE
        assert f"picture = {name.partition('-')[0]}(" in lines
        assert len(lines.strip().splitlines()) <= 3


def test_the_pictures_are_drawn_by_these_lines(gallery: ModuleType):
    """Change a line and forget `make gallery`: this fails."""
    assert gallery.LIST.read_text(encoding="utf-8") == gallery.seal(PAGE)
    assert gallery.seal(PAGE) != gallery.seal(PAGE.replace("share=True", "share=False"))
    files = {path.stem for path in gallery.LIST.parent.glob("*.png")}
    assert files == set(gallery.blocks(PAGE)[1])
    assert sum(path.stat().st_size for path in gallery.PICTURES.rglob("*.png")) < 1_500_000


@pytest.mark.slow
def test_the_lines_run(
    gallery: ModuleType, example_store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    (tmp_path / "data" / "processed").mkdir(parents=True)
    (tmp_path / "data" / "processed" / "example").symlink_to(example_store)
    monkeypatch.chdir(tmp_path)
    drawn = gallery.figures(PAGE)
    for name, figure in drawn.items():
        figure.savefig(tmp_path / f"{name}.png")
        assert (tmp_path / f"{name}.png").stat().st_size > 3_000
