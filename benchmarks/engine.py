"""Speed of the engine against named peers: `python benchmarks/engine.py [--articles 10000] [--rounds 5] [--growth]`.

Every tool runs in a process of its own, pinned to one core, all tools in turn in each round and the rounds one
after another, so that a busy machine is busy for all. Prints medians of CPU seconds and ratios to ours; `--growth`
repeats the first table for 10,000, 100,000 and a million articles (ours alone at a million). The peers
need `.venv-bench` (`make bench` makes it). Absolute figures differ from machine to machine by more than tools do.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from pathlib import Path
from statistics import median

from generator import write

HERE = Path(__file__).parent
GROUPS = {
    "Text to document-feature matrix": [
        "ours_matrix",
        "ours_case",
        "split",
        "sklearn_matrix",
        "polars_matrix",
        "duckdb_matrix",
    ],
    "Keyness of all terms, matrix at hand": ["ours_keyness", "ours_keyness_intervals", "sklearn_keyness"],
    "Lexicon scores, matrix at hand": ["ours_lexicon", "sklearn_lexicon"],
    "Bigrams with association scores": ["ours_bigrams", "gensim_bigrams"],
    "Near-duplicates, 10 % planted copies": ["ours_copies", "gaoya_copies"],
}


def run(tool: str, folder: Path, articles: int, cores: int = 1) -> dict[str, object] | None:
    """Time one tool in a fresh process on `cores` cores."""
    ours = tool.startswith("ours") or tool == "split"
    python = sys.executable if ours else str(HERE.parent / ".venv-bench" / "bin" / "python")
    allowed = sorted(os.sched_getaffinity(0))[-cores:]
    done = subprocess.run(
        [python, str(HERE / "tasks.py"), tool, str(folder), str(articles)],
        capture_output=True,
        text=True,
        env={
            **os.environ,
            "PYTHONPATH": str(HERE.parent),
            "NUMBA_NUM_THREADS": "1",
            "PYTHONWARNINGS": "ignore",
            "OMP_NUM_THREADS": str(cores),
        },
        preexec_fn=lambda: os.sched_setaffinity(0, allowed),
    )
    if done.returncode:
        print(f"  {tool}: {done.stderr.strip().splitlines()[-1][:150]}")
        return None
    return json.loads(done.stdout.splitlines()[-1])


def table(title: str, tools: list[str], folder: Path, articles: int, rounds: int) -> None:
    """Measure tools in turn and print medians and ratios to the first."""
    found: dict[str, list[dict[str, object]]] = {tool: [] for tool in tools}
    for turn in range(rounds):
        for tool in tools[turn % len(tools) :] + tools[: turn % len(tools)]:
            one = run(tool, folder, articles)
            found[tool] += [one] if one else []
    print(
        f"\n{title}, {articles:,} articles, {rounds} rounds, one core\n\n| tool | CPU s | min-max | ratio | MB | found |"
    )
    print("| --- | --- | --- | --- | --- | --- |")
    base = median(float(one["cpu"]) for one in found[tools[0]]) if found[tools[0]] else float("nan")
    for tool, runs in found.items():
        if runs:
            cpu = [float(one["cpu"]) for one in runs]
            print(
                f"| {tool} | {median(cpu):.3f} | {min(cpu):.2f}-{max(cpu):.2f} | {median(cpu) / base:.2f} "
                f"| {median(int(one['mb']) for one in runs):.0f} | {runs[0]['found']} |",
                flush=True,
            )


def two_cores(folder: Path, articles: int, rounds: int) -> None:
    """How much faster two cores are than one, wall time, in turn."""
    walls: dict[int, list[float]] = {1: [], 2: []}
    for _ in range(rounds):
        for cores in walls:
            one = run("ours_matrix", folder, articles, cores)
            walls[cores] += [float(one["wall"])] if one else []
    if all(walls.values()):
        print(
            f"\nTwo cores: {median(walls[1]) / median(walls[2]):.2f} times as fast ({articles:,} articles, wall)"
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--articles", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--growth", action="store_true")
    parser.add_argument("--only", default="", help="part of a table's title")
    parser.add_argument("--folder", type=Path, default=HERE.parent / "data" / "processed" / "benchmark")
    chosen = parser.parse_args()
    sizes = [10_000, 100_000, 1_000_000] if chosen.growth else [chosen.articles]
    for articles in sizes:
        write(chosen.folder, articles)
        for title, tools in GROUPS.items():
            if chosen.only in title:
                big = articles > 200_000
                tools = [tool for tool in tools if not big or tool.startswith("ours") or tool == "split"]
                table(
                    title,
                    tools,
                    chosen.folder,
                    articles,
                    chosen.rounds if articles <= 10_000 else min(chosen.rounds, 3),
                )
        if not chosen.only:
            two_cores(chosen.folder, articles, min(chosen.rounds, 3))


if __name__ == "__main__":
    main()
