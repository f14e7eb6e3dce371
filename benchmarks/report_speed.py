"""The main report of a large collection: `python benchmarks/report_speed.py [--articles 10000] [--also FILE ...]`.

Articles are drawn with a seed from the sentences of the example collection (and of the files named with `--also`, which `ingest`
can read): seven in ten Indonesian, eight outlets, 120 days. The first report works out the scores, the second is the one that counts.
Prints wall seconds, processor seconds and the most memory of a process, for the cells of each section and for the whole command.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
from pathlib import Path
from time import perf_counter, process_time

import numpy as np
import pandas as pd

import analysis as mc
from analysis.pipeline import sentences
from analysis.text.layout import joined

ROOT = Path(__file__).parents[1]
OUTLETS = [f"{name} {time}" for name in ("Kabar", "Warta", "Lini", "Suara") for time in ("Pagi", "Petang")]
ASKED = {"frames": ["visit", "policy_frames"], "labels": "labels"}


def pool(files: list[Path], store: Path) -> dict[str, list[str]]:
    """Sentences by language; those between quotation marks stay together."""
    mc.ingest(files, store, progress=False)
    articles = mc.open_store(store).read()
    texts, found = joined(articles), {"id": [], "en": []}
    for article_id, rows in sentences(articles).query("field != 'title'").groupby("article_id", sort=False):
        held = ""
        for start, end in zip(rows["start"], rows["end"], strict=True):
            held = f"{held} {texts[article_id][start:end]}".strip()
            if held.count('"') % 2 == 0 and held.count("“") == held.count("”"):
                found.get(articles.at[article_id, "language"], []).append(held)
                held = ""
    return found


def drawn(said: dict[str, list[str]], articles: int, seed: int = 0) -> pd.DataFrame:
    """Articles of 12 to 24 sentences, two to a paragraph, under the first words of another one.

    A fifth of an outlet's sentences comes from its own eighth of the pool, so that outlets differ.
    """
    random = np.random.default_rng(seed)
    rows = []
    for number in range(articles):
        code, outlet = "id" if random.random() < 0.7 else "en", int(random.integers(len(OUTLETS)))
        size, many = len(said[code]), int(random.integers(13, 26))
        anywhere = random.integers(size, size=many)
        own = (outlet * size + anywhere) // len(OUTLETS)
        chosen = [said[code][at] for at in np.where(random.random(many) < 0.2, own, anywhere)]
        day = pd.Timestamp("2024-03-01") + pd.Timedelta(days=int(random.integers(120)))
        rows.append(
            {
                "url": f"https://example.org/{number}",
                "outlet": OUTLETS[outlet],
                "date": f"{day:%Y-%m-%d}T{random.integers(24):02d}:00:00+07:00",
                "language": code,
                "title": " ".join(chosen[0].split()[:9]).strip('".,“”'),
                "text": "\n\n".join(" ".join(chosen[at : at + 2]) for at in range(1, many, 2)),
            }
        )
    return pd.DataFrame(rows)


def build(folder: Path, articles: int, also: list[Path]) -> Path:
    """A store of so many articles."""
    said = pool([ROOT / "data" / "raw" / "example", *also], folder / "drawn_from")
    raw, store = folder / "raw.parquet", folder / "store"
    drawn(said, articles).to_parquet(raw)
    mc.ingest([raw], store, progress=False)
    raw.unlink()
    return store


def sections(store: Path, page: Path) -> None:
    """The cells of the report in this process, timed by the heading above them."""
    space: dict = {"__name__": "notebook", "display": lambda *shown: None}
    used: dict[str, np.ndarray] = {}
    heading = ""
    for cell in json.loads((ROOT / "notebooks" / "coverage_report.ipynb").read_text("utf-8"))["cells"]:
        source = "".join(cell["source"])
        if cell["cell_type"] != "code":
            heading = source.partition("\n")[0].lstrip("# ")
            continue
        before = np.array([perf_counter(), process_time()])
        exec(compile(source, heading, "exec"), space)
        used[heading] = used.get(heading, 0) + np.array([perf_counter(), process_time()]) - before
        if "parameters" in cell["metadata"].get("tags", []):
            space.update(ASKED, corpus=str(store), output=str(page))
    for heading, (wall, processor) in used.items():
        print(f"| {heading} | {wall:.1f} | {processor:.1f} |")
    print(
        f"| most memory | {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6:.1f} GB | |", flush=True
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--articles", type=int, default=10_000)
    parser.add_argument("--also", type=Path, nargs="*", default=[])
    parser.add_argument("--folder", type=Path, default=ROOT / "data" / "processed" / "report_speed")
    parser.add_argument("--sections", type=Path, help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.sections:
        sections(chosen.sections, chosen.folder / "page.html")
        return
    folder = chosen.folder / str(chosen.articles)
    store = folder / "store"
    if not store.exists():
        build(folder, chosen.articles, chosen.also)
    for turn in ("with the scores", "from the store"):
        started, before = perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
        mc.run_report("coverage_report", folder / "page.html", corpus=str(store), **ASKED)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        processor = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        print(f"{turn}: {perf_counter() - started:.1f} s, {processor:.1f} s of processor time", flush=True)
    for made in sorted(folder.glob("page*")):
        print(f"{made.name}: {made.stat().st_size / 1e6:.1f} MB")
    print("\n| section | wall s | processor s |\n| --- | --- | --- |", flush=True)
    command = [sys.executable, __file__, "--folder", str(folder), "--sections", str(store)]
    subprocess.run(command, check=True)


if __name__ == "__main__":
    main()
