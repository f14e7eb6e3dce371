"""The benchmarks that a stranger can run do run: the million on a thousandth of it, each task of the engine, the tone."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

BENCHMARKS = Path(__file__).parents[2] / "benchmarks"
pytestmark = pytest.mark.slow


def run(script: str, *arguments: str | Path) -> str:
    """What a benchmark prints, in a process of its own with one thread."""
    done = subprocess.run(
        [sys.executable, str(BENCHMARKS / script), *map(str, arguments)],
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(BENCHMARKS.parent), "OMP_NUM_THREADS": "1"},
    )
    assert not done.returncode, done.stderr[-2000:]
    return done.stdout


def test_the_million_runs_on_one_part(tmp_path):
    printed = run("million.py", "--articles", "5000", "--workers", "1", "--folder", tmp_path / "store")
    assert printed.count("| all |") == 2
    assert printed.count("tone and 11 frames by outlet") == 2
    assert not (tmp_path / "store").exists()


@pytest.mark.parametrize(
    "task", ["matrix", "case", "keyness", "keyness_intervals", "lexicon", "bigrams", "copies"]
)
def test_the_engine_does_each_task(task, tmp_path_factory):
    folder = tmp_path_factory.getbasetemp() / "benchmark"
    assert '"cpu"' in run("tasks.py", f"ours_{task}", folder, "700")


def test_the_tone_is_timed():
    assert "of processor time" in run("sentiment_speed.py", "500")
